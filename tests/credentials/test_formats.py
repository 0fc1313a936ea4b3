"""A file of ours reads back, by the reader it is for, as the credential it was made of."""

from __future__ import annotations

import subprocess
from configparser import RawConfigParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.formats import FORMATS, Credential, UnsafeValueError

_VALUES = st.text(alphabet="abcXYZ019._~+/=:@-", min_size=1, max_size=40)
_KEYS = st.fixed_dictionaries(
    {"application_key": _VALUES, "application_secret": _VALUES, "consumer_key": _VALUES}
)
_CLIENT = st.fixed_dictionaries({"client_id": _VALUES, "client_secret": _VALUES})
_ENDPOINTS = st.sampled_from(["ovh-eu", "kimsufi-ca", "https://127.0.0.1:8001/1.0"])
_CREDENTIALS = st.builds(Credential, endpoint=_ENDPOINTS, values=_KEYS | _CLIENT)


@given(_CREDENTIALS)
def test_ovh_conf_reads_back(credential: Credential) -> None:
    read = RawConfigParser()  # what the ovh package reads it with
    read.read_string(FORMATS["ovh.conf"].render(credential))
    assert read.get("default", "endpoint") == credential.endpoint
    assert dict(read.items(credential.endpoint)) == dict(credential.values)


def sourced(text: str) -> dict[str, str]:
    """The OVH_ variables of a shell that had every one set, and then read the text."""
    stray = {f"OVH_{name}": "stray" for name in ("CONSUMER_KEY", "CLIENT_ID", "ACCESS_TOKEN")}
    done = subprocess.run(
        ["/bin/sh", "-c", f"{text}\nenv"], env=stray, capture_output=True, text=True, check=True
    )
    pairs = (line.partition("=") for line in done.stdout.splitlines())
    return {name: value for name, _, value in pairs if name.startswith("OVH_")}


@pytest.mark.parametrize(
    "values",
    [
        {"application_key": "0a1b", "application_secret": "a~/=:@-._+", "consumer_key": "~root"},
        {"client_id": "EU.0011", "client_secret": "s3cret"},
        {"application_key": "0a1b", "application_secret": "no0key0yet"},
    ],
)
def test_shell_lines_set_one_family_and_clear_the_others(values: dict[str, str]) -> None:
    text = FORMATS["shell"].render(Credential(endpoint="ovh-eu", values=values))
    named = {f"OVH_{name.upper()}": value for name, value in values.items()}
    assert sourced(text) == {"OVH_ENDPOINT": "ovh-eu", **named}


@pytest.mark.parametrize("sign", [*"\n\r\t \0'\"`$;#\\!*?[](){}<>&|%^é"])
def test_a_value_that_some_reader_would_misread_is_refused_and_not_repeated(sign: str) -> None:
    value = f"planted{sign}value"
    with pytest.raises(UnsafeValueError) as caught:
        Credential(endpoint="ovh-eu", values={"client_id": "EU.1", "client_secret": value})
    assert "The client secret has a character" in str(caught.value)
    assert "planted" not in str(caught.value)


def test_a_credential_shows_no_value() -> None:
    assert "planted" not in repr(Credential(endpoint="ovh-eu", values={"client_id": "planted"}))
