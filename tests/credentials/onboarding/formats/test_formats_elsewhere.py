"""A file of ours says to the language's own reader what it says to ours."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials.core import EntryKind
from credentials.onboarding import FORMATS
from credentials.onboarding.formats.credential import Credential, UnsafeValueError
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.credentials.onboarding.formats.readers import (
    READERS,
    READERS_WITH,
    ToolReader,
    installed,
    needs_curl,
    one_by_one,
    sourced,
)
from tests.credentials.onboarding.formats.samples import (
    CASES,
    NASTY,
    TEXTS,
    credential,
    credentials,
)

_HERE = [(name, kind) for name, kind in CASES if name in READERS]
_WITH_A_TOOL = [(name, kind) for name, kind in CASES if name in installed()]
#: No reader of their language is a package or a small one; two are read as their twins are.
_BY_OUR_READER_ALONE = {"caddy", "posh-acme", "csharp", "curl"}
_TWINS = {"terraform": "terraform-tfvars", "opentofu": "terraform", "opentofu-tfvars": "terraform"}


def says_the_same(name: str, read: ToolReader, made: Iterable[Credential]) -> None:
    """Whatever stands in the files for a value is that value."""
    form = FORMATS[name]
    texts = [text for text in (_rendered(name, credential) for credential in made) if text]
    for text, said in zip(texts, read(texts), strict=True):
        values = list(said.values())
        assert [name for name, value in form.read(text).items() if value not in values] == []


def _rendered(name: str, made: Credential) -> str:
    """The file, or nothing where the format refuses a value."""
    with suppress(UnsafeValueError):
        return FORMATS[name].render(made)
    return ""


@pytest.mark.parametrize("kind", EntryKind)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_any_value_is_read_by_the_languages_reader(kind: EntryKind, data: st.DataObject) -> None:
    made = data.draw(credentials(kind, TEXTS))
    for name in (name for name, of_kind in _HERE if of_kind == kind):
        says_the_same(name, one_by_one(READERS[name]), [made])


@pytest.mark.parametrize(("name", "kind"), _HERE)
def test_what_is_easily_misread_is_not(name: str, kind: EntryKind) -> None:
    made = [credential(kind, "ak", value) for value in NASTY]
    says_the_same(name, one_by_one(READERS[name]), made)


@pytest.mark.parametrize(("name", "kind"), _WITH_A_TOOL)
def test_a_tool_that_is_installed_reads_them_all(name: str, kind: EntryKind) -> None:
    pairs = zip(NASTY, [*NASTY[1:], "last"], strict=True)
    made = [credential(kind, "ak", first, second) for first, second in pairs]
    says_the_same(name, installed()[name], made)


def test_every_format_is_read_by_somebody_or_known_not_to_be() -> None:
    assert READERS.keys() | READERS_WITH.keys() | _TWINS.keys() | _BY_OUR_READER_ALONE == set(
        FORMATS
    )
    for name, twin in _TWINS.items():
        assert FORMATS[name].syntax is FORMATS[twin].syntax


def test_variables_set_one_family_and_clear_the_others() -> None:
    for name in ("shell", "lego"):
        text = FORMATS[name].render(credential(EntryKind.SERVICE_ACCOUNT, "EU.1", "s3cret"))
        stray = {f"OVH_{name}": "x" for name in ("CONSUMER_KEY", "CLIENT_ID", "ACCESS_TOKEN")}
        assert sourced(text, stray=stray) == {
            "OVH_ENDPOINT": "ovh-eu",
            "OVH_CLIENT_ID": "EU.1",
            "OVH_CLIENT_SECRET": "s3cret",
        }


def called(made: Credential) -> str:
    """What the curl script says, run as people run it."""
    done = subprocess.run(
        ["/bin/sh"],
        input=FORMATS["curl"].render(made).encode(),
        capture_output=True,
        timeout=60,
        check=True,
    )
    return done.stdout.decode()


@needs_curl
def test_the_signed_curl_signs_as_ovhcloud_does(demo: DemoWorld, sandbox_server: Running) -> None:
    key = demo.of("unused")[0]
    made = credential(
        EntryKind.CONSUMER_KEY,
        key.application_key,
        key.application_secret,
        key.consumer_key,
        api_root=sandbox_server.api_root,
    )
    assert f'"account":"{key.account}"' in called(made).replace(" ", "")
    values = {**made.values, "application_secret": "another0secret"}
    wrong = credential(EntryKind.CONSUMER_KEY, *values.values(), api_root=made.api_root)
    assert "account" not in called(wrong)


@needs_curl
def test_curl_trades_a_service_account_for_a_token(
    demo: DemoWorld, sandbox_server: Running
) -> None:
    client = demo.clients[0]
    made = Credential(
        kind=EntryKind.SERVICE_ACCOUNT,
        endpoint="ovh-eu",
        api_root=sandbox_server.api_root,
        token_url=f"{sandbox_server.url}/auth/oauth2/token",
        values={"client_id": client.client_id, "client_secret": client.client_secret},
    )
    assert f'"account":"{client.account}"' in called(made).replace(" ", "")
