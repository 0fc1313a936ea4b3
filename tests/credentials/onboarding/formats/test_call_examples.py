"""The same call in code: what runs here is run, nothing holds a secret, quotes stay quotes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import Final

import pytest

from credentials import ovhcloud
from credentials.core import EntryKind
from credentials.models import Account
from credentials.onboarding import call_examples
from credentials.rights import (
    FilledCall,
    Place,
    bundled_catalogue,
    fill_call,
    operation_detail,
    read_rules,
)
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.credentials.onboarding.formats.called import CALLED, CALLED_WITH
from tests.credentials.onboarding.formats.readers import needs_curl, run_tool
from tests.live_world import take_over

PATH: Final = {"zoneName": "example.com", "id": 7}
#: What tells, of a program on standard input, whether it is one.
CHECKS: Final = {
    "curl": ["bash", "-n"],
    "node": ["node", "--check", "-"],
    "go": ["gofmt", "-e"],
    "php": ["php", "-l"],
}
TRICKY: Final = 'it\'s "quoted" \\ $HOME `id` é 🔑 {x} %s\n\u2028'


def filled(call: str, **values: dict[str, object]) -> FilledCall:
    operation = bundled_catalogue().operation_at(*call.split())
    assert operation is not None
    places = {Place(place): given for place, given in values.items()}
    return fill_call(operation_detail(operation), places)


def written(
    call: FilledCall, endpoint: str = "ovh-eu", kind: EntryKind = EntryKind.CONSUMER_KEY
) -> dict[str, str]:
    """The texts by the id of the language."""
    examples = call_examples(call, ovhcloud.endpoint(endpoint), kind=kind)
    return {example.id: example.text for example in examples}


RECORD: Final = filled(
    "POST /domain/zone/x/record",
    path={"zoneName": "example.com"},
    body={"fieldType": "TXT", "target": TRICKY},
)


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        (filled("GET /me"), "GET /me"),
        (filled("GET /v2/iam/policy"), "GET /iam/policy"),
        (
            filled("DELETE /domain/zone/x/record/y", path=PATH),
            "DELETE /domain/zone/example.com/record/7",
        ),
        (RECORD, "POST /domain/zone/example.com/record"),
    ],
)
def test_an_example_is_read_back_as_the_rule_of_its_call(call: FilledCall, rule: str) -> None:
    read = {name: read_rules(text).rules for name, text in written(call).items()}
    assert len(read) == 7
    # curl asks for the time as well, which takes no right.
    assert {
        name: [str(each) for each in rules if each.path != "/auth/time"]
        for name, rules in read.items()
    } == {name: [rule] for name in read}


def run(script: str, **environment: str) -> object:
    done = subprocess.run(
        ["/bin/bash", "-c", script],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)


@needs_curl
@pytest.mark.django_db
def test_the_shells_call_is_signed_as_ovhcloud_asks(
    account: Account, demo: DemoWorld, sandbox_server: Running
) -> None:
    world = take_over(account, demo, sandbox_server)
    key = world.planned("terraform laptop")
    keys = {
        "OVH_APPLICATION_KEY": key.application_key,
        "OVH_APPLICATION_SECRET": key.application_secret,
        "OVH_CONSUMER_KEY": key.consumer_key,
    }
    zones, policies = filled("GET /domain/zone"), filled("GET /v2/iam/policy")
    answers = [run(written(call, "sandbox")["curl"], **keys) for call in (zones, policies, RECORD)]
    assert answers[0] == ["example.com", "lab.example.com"]
    assert isinstance(answers[1], list)
    assert isinstance(answers[2], dict)
    assert answers[2]["target"] == TRICKY


def test_the_second_branch_is_at_its_own_address() -> None:
    assert "https://eu.api.ovh.com/v2/iam/policy" in written(filled("GET /v2/iam/policy"))["curl"]
    assert "https://eu.api.ovh.com/1.0/me" in written(filled("GET /me"))["curl"]


@pytest.mark.parametrize("kind", [EntryKind.CONSUMER_KEY, EntryKind.SERVICE_ACCOUNT])
@pytest.mark.parametrize("name", sorted({*CALLED, *CALLED_WITH}))
def test_a_call_reads_back_as_it_was_filled_in(name: str, kind: EntryKind) -> None:
    """Method, path and body, as the language's own reader or ours finds them in the program."""
    tool, read = CALLED_WITH.get(name, ("", CALLED.get(name)))
    if tool and not shutil.which(tool):
        pytest.skip(f"this machine has no {tool}")
    assert read is not None
    for call in (filled("GET /me"), RECORD, filled("DELETE /domain/zone/x/record/{id}", path=PATH)):
        texts = written(call, kind=kind)
        if name in texts:
            assert read(texts[name]) == (call.method, call.shown, call.body)


@pytest.mark.parametrize(("name", "check"), CHECKS.items(), ids=CHECKS)
def test_the_languages_own_tool_finds_no_fault(name: str, check: list[str]) -> None:
    if not shutil.which(check[0]):
        pytest.skip(f"this machine has no {check[0]}")
    for kind in (EntryKind.CONSUMER_KEY, EntryKind.SERVICE_ACCOUNT):
        if text := written(RECORD, kind=kind).get(name):
            run_tool(check, given=text)


def test_of_every_language_it_is_known_how_a_call_is_read_back() -> None:
    assert written(RECORD).keys() == {"curl", *CALLED, *CALLED_WITH}


def test_no_example_holds_a_secret_of_the_body_or_the_query() -> None:
    account = filled(
        "POST /email/domain/x/account",
        path={"domain": "example.com"},
        body={"accountName": "a", "password": "Planted-Passw0rd"},
    )
    eligibility = filled("GET /cloud/eligibility", query={"voucher": "Planted-Passw0rd"})
    for call in (account, eligibility):
        assert "Planted-Passw0rd" not in "".join(written(call).values())
    assert all("••••" in text for text in written(account).values())


def test_no_example_passes_a_key_as_an_argument_of_a_command() -> None:
    """Arguments are seen by everybody on a machine."""
    for kind in (EntryKind.CONSUMER_KEY, EntryKind.SERVICE_ACCOUNT):
        text = written(RECORD, kind=kind)["curl"]
        commands = [line for line in text.split("<<END")[0].splitlines() if "curl" in line]
        assert commands
        assert not any("OVH_" in line for line in commands)


def test_a_service_account_calls_with_a_token_where_the_sdk_can() -> None:
    texts = written(filled("GET /me"), kind=EntryKind.SERVICE_ACCOUNT)
    assert "Authorization: Bearer $OVH_ACCESS_TOKEN" in texts["curl"]
    assert "signature" not in texts["curl"]
    assert {"csharp", "perl"} == written(RECORD).keys() - texts.keys()
    assert "CONSUMER_KEY" not in "".join(texts.values())
