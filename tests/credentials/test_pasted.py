"""Whatever holds the three values is read; nothing else is, and nothing breaks."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials import pasted
from credentials.errors import SecretFormatError
from credentials.pasted import Found

KEYS = st.from_regex(r"[A-Za-z0-9._-]{8,40}", fullmatch=True)
AK, AS, CK = (
    "0a1b2c3d4e5f6071",
    "f0e1d2c3b4a5968778695a4b3c2d1e0f",
    "00112233445566778899aabbccddeeff",
)
WHOLE = Found(application_key=AK, application_secret=AS, consumer_key=CK)

SPELLINGS = {
    "ovh.conf": f"application_key={AK}\napplication_secret = {AS}\nconsumer_key={CK}\n",
    "shell": f"export OVH_APPLICATION_KEY='{AK}'\nexport OVH_APPLICATION_SECRET=\"{AS}\"\n"
    f"OVH_CONSUMER_KEY={CK}; run",
    "dotenv on Windows": f"OVH_APPLICATION_KEY={AK}\r\nOVH_APPLICATION_SECRET={AS}\r\n"
    f"OVH_CONSUMER_KEY={CK}\r\n",
    "certbot": f"dns_ovh_application_key = {AK}\ndns_ovh_application_secret = {AS}\n"
    f"dns_ovh_consumer_key = {CK}",
    "terraform": f'ovh_application_key    = "{AK}"\novh_application_secret = "{AS}"\n'
    f'ovh_consumer_key       = "{CK}"',
    "yaml": f"applicationKey: {AK}\napplicationSecret: '{AS}'\nconsumerKey: \"{CK}\"",
    "json on one line": json.dumps(
        {"applicationKey": AK, "applicationSecret": AS, "consumerKey": CK}
    ),
    "dnscontrol": json.dumps({"app-key": AK, "app-secret-key": 0, "app-secret": AS})
    + f'"consumer-key": "{CK}"',
    "the page": f"Application Key\n {AK}\nApplication Secret\n{AS}\n\nConsumer Key\n{CK} \n",
    "with colons": f"Application Key:\n{AK}\nApplication Secret:\n{AS}\nConsumer Key: {CK}",
}


@pytest.mark.parametrize("text", SPELLINGS.values(), ids=SPELLINGS)
def test_every_spelling_is_read(text: str) -> None:
    assert pasted.read(text) == WHOLE


def test_the_first_of_each_counts() -> None:
    more = SPELLINGS["ovh.conf"] + "consumer_key=another0consumer0key\n"
    assert pasted.read(more) == WHOLE


def test_the_section_that_the_file_names_is_read() -> None:
    first = "[ovh-eu]\napplication_key=aaaaaaaa\nconsumer_key=bbbbbbbb\n"
    text = f"[default]\nendpoint=ovh-ca\n{first}[ovh-ca]\n{SPELLINGS['ovh.conf']}"
    found = pasted.read(text)
    assert (found.application_key, found.endpoint) == (AK, "ovh-ca")


def test_of_sections_that_nobody_names_the_fullest_is_read() -> None:
    text = f"[ovh-eu]\napplication_key=aaaaaaaa\n[ovh-ca]\n{SPELLINGS['ovh.conf']}"
    assert pasted.read(text).endpoint == "ovh-ca"


@pytest.mark.parametrize(("head", "is_named"), [("[default]\nendpoint=work\n", True), ("", False)])
def test_a_sections_title_alone_names_no_endpoint(head: str, is_named: bool) -> None:
    found = pasted.read(f"{head}[work]\n{SPELLINGS['ovh.conf']}")
    assert (found.endpoint, found.names_endpoint) == ("work", is_named)


def test_values_of_different_sections_are_never_mixed() -> None:
    text = "[ovh-eu]\napplication_key=aaaaaaaa\n[ovh-ca]\nconsumer_key=bbbbbbbb\n"
    assert pasted.read(text).count == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "application_key",
        "application_key=\napplication_secret=\nconsumer_key=\n",
        "; application_key=0a1b2c3d\n# consumer_key=0a1b2c3d\n// application_secret=0a1b2c3d",
        "application key\napplication secret\nconsumer key\n",
        "there is no key in here: none",
    ],
)
def test_what_is_empty_or_commented_out_is_not_found(text: str) -> None:
    assert pasted.read(text).count == 0


def test_a_stray_character_stays_for_the_check_to_find() -> None:
    value = pasted.read("consumer_key=abcd$efgh").consumer_key
    with pytest.raises(SecretFormatError, match="at place 5"):
        pasted.clean_key(value, name="consumer key")


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(SecretFormatError, match="too much text"):
        pasted.read("a" * 200_001)


def test_what_was_found_shows_no_secret() -> None:
    assert AS not in repr(WHOLE)
    assert CK not in repr(WHOLE)


@given(KEYS, KEYS, KEYS, st.sampled_from(["=", " = ", ": ", "=>"]))
def test_keys_written_as_lines_are_read_back(ak: str, secret: str, ck: str, sign: str) -> None:
    lines = f"application_key{sign}{ak}\napplication_secret{sign}{secret}\nconsumer_key{sign}{ck}"
    assert pasted.read(lines) == Found(
        application_key=ak, application_secret=secret, consumer_key=ck
    )


@given(st.text() | st.from_regex(r"(application[ _-]?key\s?[:=]?\s?\S*\s?){0,9}"))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert isinstance(pasted.read(text), Found)


@given(KEYS, st.text(alphabet=" \t\r\n\u200b\ufeff", max_size=4))
def test_blanks_around_a_key_are_no_part_of_it(key: str, blanks: str) -> None:
    assert pasted.clean_key(f"{blanks}{key}{blanks}", name="key") == key


@given(st.text())
def test_a_complaint_never_repeats_the_value(text: str) -> None:
    with pytest.raises(SecretFormatError) as caught:
        pasted.clean_key(f"planted$key{text}", name="key")
    assert "planted" not in str(caught.value)
