"""Each key of a text is read, none is mixed with another, nothing is dropped silently."""

from __future__ import annotations

import pytest

from credentials import onboarding
from credentials.core import EntryKind
from credentials.onboarding import Candidate, Field, Leftover
from tests.credentials.onboarding.reading_keys.spellings import (
    AK,
    AS,
    CK,
    CONF,
    WHOLE,
    WITHOUT_ENDPOINT,
    encoded,
)
from tests.credentials.onboarding.reading_keys.spellings_of_code import CODE, PAGES, TABLES

_SECRET = Field.APPLICATION_SECRET


def parts(text: str) -> list[Candidate | Leftover]:
    return list(onboarding.read_keys(text.splitlines()))


def keys(text: str) -> list[Candidate]:
    return [part for part in parts(text) if isinstance(part, Candidate)]


def read(text: str) -> Candidate:
    (candidate,) = parts(text)
    assert isinstance(candidate, Candidate)
    return candidate


def values(candidate: Candidate) -> tuple[str, str, str]:
    secrets = (candidate.exposed(Field.APPLICATION_SECRET), candidate.exposed(Field.CONSUMER_KEY))
    return (candidate.identifier, *secrets)


@pytest.mark.parametrize(
    "text", [*WHOLE.values(), *WITHOUT_ENDPOINT.values()], ids=[*WHOLE, *WITHOUT_ENDPOINT]
)
def test_every_spelling_is_read(text: str) -> None:
    candidate = read(text)
    assert values(candidate) == (AK, AS, CK)
    assert (candidate.missing, candidate.problems) == ((), ())


def test_code_pages_and_tables_are_read_as_well() -> None:
    for what, text in (CODE | PAGES | TABLES).items():
        (candidate,) = parts(text)
        assert isinstance(candidate, Candidate), what
        assert (what, values(candidate)) == (what, (AK, AS, CK))
        assert candidate.problems == (), what


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_the_endpoint_of_every_spelling_is_read(text: str) -> None:
    assert read(text).endpoint == "ovh-eu"


@pytest.mark.parametrize("text", WITHOUT_ENDPOINT.values(), ids=WITHOUT_ENDPOINT)
def test_an_endpoint_that_nothing_names_is_not_guessed(text: str) -> None:
    assert read(text).endpoint == ""


def test_values_of_different_sections_are_never_mixed() -> None:
    first, second = keys(f"[ovh-eu]\napplication_key={AK}\n[ovh-ca]\nconsumer_key={CK}\n")
    assert (values(first), values(second)) == ((AK, "", ""), ("", "", CK))
    assert (first.endpoint, second.endpoint) == ("ovh-eu", "ovh-ca")


@pytest.mark.parametrize(
    "text",
    [
        f"a:\n  application_key: {AK}\nb:\n  application_secret: {AS}\n",
        f'{{"a": {{"applicationKey": "{AK}"}}, "b": {{"applicationSecret": "{AS}"}}}}',
        f"- application_key: {AK}\n  region: a\n- application_secret: {AS}\n  region: b\n",
        f"stringData:\n  applicationKey: {AK}\n---\nstringData:\n  applicationSecret: {AS}\n",
        f'ovh.Client(application_key="{AK}")\novh.Client(application_secret="{AS}")',
        f"application_key,application_secret\n{AK},\n,{AS}\n",
        f"PROD_OVH_AK={AK}\nTEST_OVH_AS={AS}\n",
    ],
)
def test_neither_are_those_of_other_containers(text: str) -> None:
    assert sorted(values(key) for key in keys(text)) == [("", AS, ""), (AK, "", "")]


def test_a_title_may_have_any_words() -> None:
    text = f"[shop]\nOVH_AK={AK}\n[shop, old (2024)]\nOVH_AK={AK}2\nOVH_CK={CK}\n"
    assert [key.label for key in keys(text)] == ["shop", "shop, old (2024)"]


def test_keys_one_after_the_other_are_as_many_keys() -> None:
    flat = "".join(
        f"OVH_AK={AK}{number}\nOVH_AS={AS}{number}\nOVH_CK={CK}{number}\n" for number in range(3)
    )
    assert [values(key) for key in keys(flat)] == [
        (f"{AK}{number}", f"{AS}{number}", f"{CK}{number}") for number in range(3)
    ]


def test_keys_that_their_names_tell_apart_may_be_in_any_order() -> None:
    text = f"PROD_OVH_AK={AK}\nTEST_OVH_AK={AK}t\nPROD_OVH_CK={CK}\nTEST_OVH_CK={CK}t\n"
    assert [(key.label, values(key)) for key in keys(text)] == [
        ("prod", (AK, "", CK)),
        ("test", (f"{AK}t", "", f"{CK}t")),
    ]


def test_a_default_endpoint_counts_for_the_sections_that_name_none() -> None:
    text = f"[default]\nendpoint = ovh-ca\n[customer-a]\n{CONF.partition(']')[2]}"
    assert (read(text).endpoint, read(text).label) == ("ovh-ca", "customer-a")


def test_an_endpoint_that_keydesk_does_not_know_is_named() -> None:
    candidate = read(f"endpoint=ovh-mars\n{CONF.partition(']')[2]}")
    assert (candidate.endpoint, candidate.named_endpoint) == ("", "ovh-mars")


@pytest.mark.parametrize(
    "value",
    [
        "${OVH_CK}", "$OVH_CK", "$(pass show ovh)", "%OVH_CK%", "{{ ovh_ck }}", "{env.OVH_CK}",
        "<consumer key>", "vault:secret/ovh#ck", "op://vault/ovh/ck", "var.consumer_key",
        "process.env.OVH_CK", "os.environ['OVH_CK']", "getenv('OVH_CK')", "!vault |",
        "ENC[AES256_GCM,data:x]", "ConvertTo-SecureString 'abcdef0123456789'", "xxxxxxxxxxxxxxxx",
        "YOUR_CONSUMER_KEY", "your-consumer-key-here", "changeme", "********", "null",
        "/run/secrets/ck",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["OVH_CK={}", "consumer_key: '{}'", 'consumer_key = "{}"'])
def test_what_stands_for_a_value_is_said_and_never_taken(value: str, form: str) -> None:
    candidate = read(
        f"OVH_AK={AK}\n" + form.format(value.replace("'", "") if "'{" in form else value)
    )
    assert candidate.secrets == {}
    assert Field.CONSUMER_KEY in candidate.missing
    (problem,) = candidate.problems
    assert (problem.line, bool(problem.reason)) == (2, True)


def test_a_secret_that_a_cluster_keeps_is_said() -> None:
    text = (
        f"env:\n- name: OVH_AK\n  value: {AK}\n- name: OVH_AS\n  valueFrom:\n    secretKeyRef:\n"
        "      name: ovh\n      key: as\n"
    )
    (problem,) = read(text).problems
    assert (problem.name, problem.line) == ("OVH_AS", 5)


def test_powershell_is_read_where_it_has_the_text_in_clear() -> None:
    text = (
        f"@{{OVHAppKey='{AK}'; OVHAppSecret=(ConvertTo-SecureString '{AS}' -AsPlainText -Force)}}"
    )
    assert values(read(text)) == (AK, AS, "")


def test_a_value_that_is_no_key_is_said_and_not_repeated() -> None:
    (problem,) = read("consumer_key=abcd$efgh").problems
    assert "at place 5" in str(problem.reason)
    assert "abcd" not in repr(problem)


def test_an_application_alone_is_one() -> None:
    candidate = read(f"application_key={AK}\napplication_secret={AS}")
    assert (candidate.kind, candidate.missing) == (EntryKind.APPLICATION, (Field.CONSUMER_KEY,))


def test_a_service_account_is_read() -> None:
    candidate = read(
        f"OVH_CLIENT_ID=EU.0123456789abcdef\nOVH_CLIENT_SECRET={AS}\nOVH_ENDPOINT=ovh-eu"
    )
    assert (candidate.kind, candidate.identifier) == (
        EntryKind.SERVICE_ACCOUNT,
        "EU.0123456789abcdef",
    )
    assert candidate.exposed(Field.CLIENT_SECRET) == AS


def test_another_companys_client_is_left_and_said() -> None:
    (left,) = parts(f"client_id=0123456789.apps.example.com\nclient_secret={AS}\n")
    assert isinstance(left, Leftover)


def test_keys_in_remarks_are_left_and_said() -> None:
    (left,) = parts(f"# application_key={AK}\n; consumer_key=xxxxxxxx\n")
    assert isinstance(left, Leftover)
    assert (left.line, left.name) == (1, "application_key")


def test_the_place_of_a_key_is_told() -> None:
    candidate = read(f"\n\n  consumer_key = {CK}")
    assert (candidate.line, candidate.column) == (3, 18)


def test_no_repr_shows_a_secret() -> None:
    shown = repr([keys(text) for text in (*WHOLE.values(), *WITHOUT_ENDPOINT.values())])
    assert AS not in shown
    assert CK not in shown
    assert encoded(CK) not in shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "application_key",
        "there is no key in here: none",
        "The application key is on the page. Copy the consumer key.",
        "import x as y\nregion: eu-west-1\nname: web\nvalue: 3\n",
    ],
)
def test_nothing_is_read_where_nothing_is(text: str) -> None:
    assert parts(text) == []
