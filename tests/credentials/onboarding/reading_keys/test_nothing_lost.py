"""What is not taken is said; what stands for a value is none; values of two keys stay apart."""

from __future__ import annotations

import html
import json

import pytest

from credentials import onboarding
from credentials.onboarding import Candidate, Field, Leftover
from tests.credentials.onboarding.reading_keys.spellings import (
    AK,
    AS,
    CK,
    WHOLE,
    WITHOUT_ENDPOINT,
)
from tests.credentials.onboarding.reading_keys.spellings_of_code import CODE, PAGES, TABLES

AK2, AS2, CK2 = (f"9{value[1:]}" for value in (AK, AS, CK))


def parts(text: str) -> list[Candidate | Leftover]:
    return list(onboarding.read_keys(text.splitlines(keepends=True)))


def triples(text: str) -> list[tuple[str, str, str]]:
    return [
        (
            part.identifier,
            part.exposed(Field.APPLICATION_SECRET),
            part.exposed(Field.CONSUMER_KEY),
        )
        for part in parts(text)
        if isinstance(part, Candidate)
    ]


@pytest.mark.parametrize(
    "text",
    [
        CK,
        f"web,{AK},{AS},{CK}",
        f"read AK AS CK <<< '{AK} {AS} {CK}'",
        f'connect("{AK}", "{AS}")',
        f'New-Object PSCredential -ArgumentList "{AK}", $secure',
        f'ak, as_, ck = "{AK}", "{AS}"',
        f'{{"value": "{CK}", "name": "SOMETHING_ELSE"}}',
        f"// {CK}",
        f"my key {CK} is gone",
    ],
)
def test_what_looks_like_a_key_and_has_no_name_is_said(text: str) -> None:
    said = [part for part in parts(text) if isinstance(part, Leftover)]
    assert said
    assert {part.line for part in said} == {1}
    for secret in (AS, CK):
        assert secret not in repr(said)


@pytest.mark.parametrize(
    "text",
    [
        f"project_id: {CK}",
        f"commit {CK}",
        f'"md5": "{CK}"',
        f"https://example.com/{CK}/x",
        f"OVH_CLOUD_PROJECT_SERVICE={CK}",
        "a" * 32,
        CK + CK,
    ],
)
def test_what_is_called_something_else_is_not(text: str) -> None:
    assert parts(text) == []


def test_a_value_that_cannot_be_read_is_said() -> None:
    for value in ("(Get-Secret CK)", "(sensitive value)", "&lt;your key&gt;", ""):
        (candidate,) = parts(f"OVH_AK: {AK}\nOVH_CK: {value}\n")
        assert isinstance(candidate, Candidate)
        assert [problem.name for problem in candidate.problems] == ["OVH_CK"], value
        assert candidate.secrets == {}


@pytest.mark.parametrize(
    "value",
    [
        "FILL_ME_IN_PLEASE", "your_consumer_key_goes_here", "YOUR_KEY_123", "dein-consumer-key",
        "votre_consumer_key", "VOTRE_CLE_CONSOMMATEUR", "__OVH_CK__", "foobarbaz", "Read-Host",
        'Configuration["Ovh:ConsumerKey"]', "os.getenv('OVH_CK', 'none')", "${OVH_CK:-none}",
        "{{ lookup('env', 'OVH_CK') }}", "Get-Secret OVH_CK",
    ],
)  # fmt: skip
def test_words_are_no_key(value: str) -> None:
    (candidate,) = parts(f"OVH_AK={AK}\nOVH_CK={value}\n")
    assert isinstance(candidate, Candidate)
    assert candidate.secrets == {}
    assert [problem.name for problem in candidate.problems] == ["OVH_CK"]


def test_values_of_several_keys_by_field_are_not_combined() -> None:
    text = f"OVH_AK={AK}\nOVH_AK={AK2}\nOVH_AS={AS}\nOVH_AS={AS2}\nOVH_CK={CK}\nOVH_CK={CK2}\n"
    assert all(len([value for value in triple if value]) == 1 for triple in triples(text))
    assert len(triples(text)) == 6
    two = f"OVH_AK={AK}\nOVH_AS={AS}\nOVH_CK={CK}\nOVH_CK={CK2}\nOVH_AK={AK2}\nOVH_AS={AS2}\n"
    assert triples(two) == [(AK, AS, CK), ("", "", CK2), (AK2, AS2, "")]


@pytest.mark.parametrize(
    "text",
    [
        f'ak, as_, ck = "{AK}", "{AS}", "{CK}"\nak2, as2, ck2 = "{AK2}", "{AS2}", "{CK2}"',
        f"f,prod,dev\nAK,{AK},{AK2}\nAS,{AS},{AS2}\nCK,{CK},{CK2}\n",
        f"AK1={AK}\nAK2={AK2}\nAS1={AS}\nAS2={AS2}\nCK1={CK}\nCK2={CK2}",
        f"## Web\nAK: {AK}\nAS: {AS}\nCK: {CK}\n\n## Shop\nAK: {AK2}\nAS: {AS2}\nCK: {CK2}\n",
    ],
)
def test_several_keys_side_by_side_are_each_itself(text: str) -> None:
    assert triples(text) == [(AK, AS, CK), (AK2, AS2, CK2)]


def test_a_heading_parts_keys_and_is_their_label() -> None:
    web, shop = parts(f"## Web\nAK: {AK}\n\n## Shop\nAS: {AS2}\nCK: {CK2}\n")
    assert isinstance(web, Candidate)
    assert isinstance(shop, Candidate)
    assert (web.label, web.identifier, web.secrets) == ("Web", AK, {})
    assert (shop.label, shop.identifier, len(shop.secrets)) == ("Shop", "", 2)


def test_a_heading_keeps_the_endpoint_above_it() -> None:
    (key,) = parts(f"## Where\nOVH_ENDPOINT=ovh-ca\n## Who\nAK={AK}\nAS={AS}\nCK={CK}\n")
    assert isinstance(key, Candidate)
    assert key.endpoint == "ovh-ca"


@pytest.mark.parametrize(
    ("text", "endpoint"),
    [
        (f'ovh.NewClient(ovh.OvhCA, "{AK}", "{AS}", "{CK}")', "ovh-ca"),
        (f'OvhClient::new(OvhEndpoint::Us, "{AK}", "{AS}", "{CK}")', "ovh-us"),
        (
            f"OvhApi->new(type => OvhApi::OVH_API_EU, AK => '{AK}', AS => '{AS}', CK => '{CK}')",
            "ovh-eu",
        ),
        (
            f"args:\n- --ovh-endpoint=ovh-ca\nenv:\n  AK: {AK}\n  AS: {AS}\n  CK: {CK}\n",
            "ovh-ca",
        ),
    ],
)
def test_a_constant_and_an_option_beside_the_key_name_its_endpoint(
    text: str, endpoint: str
) -> None:
    (key,) = parts(text)
    assert isinstance(key, Candidate)
    assert (key.endpoint, key.missing) == (endpoint, ())


def test_several_values_on_a_long_line_take_no_more_work_each() -> None:
    assert len(parts(f"OVH_AK={AK} {CK} " * 500)) == 501


TEXTS = [*WHOLE.values(), *WITHOUT_ENDPOINT.values()]
TEXTS += [*CODE.values(), *PAGES.values(), *TABLES.values()]


def as_second_key(text: str) -> str:
    pairs = zip((AK, AS, CK), (AK2, AS2, CK2), strict=True)
    for value, other in pairs:
        text = text.replace(value, other)
    return text


def assert_apart(text: str) -> None:
    """No value is in the place of another, and none beside one of another key."""
    for triple in triples(text):
        owners = set()
        for value, first, other in zip(triple, (AK, AS, CK), (AK2, AS2, CK2), strict=True):
            assert value in ("", first, other), text
            owners |= {value == first} if value else set()
        assert len(owners) <= 1, text


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n---\n"])
def test_any_two_texts_after_each_other_stay_apart(between: str) -> None:
    for place, text in enumerate(TEXTS):
        for step in (1, 17, 40):
            other = TEXTS[(place + step) % len(TEXTS)]
            if "data" not in text + other:  # in base64 there is no second key
                assert_apart(text.rstrip() + between + as_second_key(other))


@pytest.mark.parametrize(
    "mark", ["> ", "+", "- ", "12: ", "2026-01-01 10:00:00 INFO ", "| ", "    "]
)
def test_marks_before_each_line_swap_nothing_and_lose_nothing(mark: str) -> None:
    for text in TEXTS:
        marked = "\n".join(f"{mark}{line}" for line in text.splitlines())
        assert_apart(marked)
        told = repr(parts(marked))
        assert ("Candidate" in told or "Leftover" in told) or AK not in text


def test_texts_as_pages_and_programs_escape_them_are_read() -> None:
    for text in (*CODE.values(), *PAGES.values()):
        escaped = html.escape(text)
        assert_apart(escaped)
        assert triples(f"<pre>{escaped}</pre>") == [(AK, AS, CK)], text
    assert triples(json.dumps({"f": f"consumer_key\u00a0=\u00a0'{CK}'"})) == [("", "", CK)]
    assert triples(f'{{"consumerKey": \\u0027{CK}\\u0027}}') == [("", "", CK)]


def test_a_table_below_a_table_is_read_by_its_own_head() -> None:
    first = f"id,application_key,application_secret,consumer_key,note\n1,{AK},{AS},{CK},x\n"
    second = f"application_key,application_secret,consumer_key\n{AK2},{AS2},{CK2}\n"
    assert triples(first + second) == [(AK, AS, CK), (AK2, AS2, CK2)]


def test_names_in_a_row_with_fewer_values_set_none() -> None:
    for text in (
        f"ak, application_secret, consumer_key = '{AK}', '{AS}'",
        f"application_key, consumer_key = load('{AK}')",
    ):
        assert triples(text) in ([], [("", "", "")])
        assert any(isinstance(part, Leftover) for part in parts(text))
