"""OVHcloud's own SDKs, unchanged, with keys and service accounts that Keydesk made."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from credentials.rights import RECIPES
from sandbox.server import Running
from tests.interop.conftest import (
    ByNode,
    Exporter,
    Job,
    KeyMaker,
    Run,
    ServiceAccountMaker,
    beyond,
    by_environment,
    sourced,
    without,
)
from tests.interop.detour import Detour
from tests.interop.tools import NODE_SDK, SDK

JOBS = Path(__file__).with_name("jobs")
LISTS = JOBS / "list_keys.py"
WRITES = JOBS / "write_record.py"
CREATE, REFRESH = "dnsZone:apiovh:record/create", "dnsZone:apiovh:refresh"
RECORD = ("example.com", "hello", '"written by a service account"')


def test_the_python_sdk_of_this_environment_lists_keys(
    key_with: KeyMaker, run: Run, sandbox_server: Running, detour: Detour
) -> None:
    rules = RECIPES["keydesk"].rules()
    keys = key_with(rules)
    sandbox_server.sandbox.record.calls.clear()
    listed = run(sys.executable, LISTS, **by_environment(keys))
    assert listed.returncode == 0, listed.stderr
    assert "terraform" in listed.stdout
    assert {seen.matched_url for seen in sandbox_server.sandbox.record.find(path="/me/*")} == {
        "as sent"
    }
    assert sandbox_server.sandbox.record.objections == []
    assert detour.refused == []
    assert beyond(rules, sandbox_server) == []
    assert beyond(without(rules, "GET /me/api/credential/*"), sandbox_server) == [
        "GET /me/api/credential/*"
    ]


@pytest.mark.interop
def test_the_python_sdk_lists_keys(
    key_with: KeyMaker, export: Exporter, run: Run, job: Job
) -> None:
    rules = RECIPES["keydesk"].rules()
    export(key_with(rules).entry, "ovh.conf")
    with job(SDK, "listed every key with its application", rules=rules, file="ovh.conf"):
        listed = run(SDK.program, LISTS)
        assert listed.returncode == 0, listed.stderr
        assert "terraform" in listed.stdout


@pytest.mark.interop
def test_the_python_sdk_names_a_call_that_was_not_granted(
    key_with: KeyMaker, run: Run, job: Job
) -> None:
    keys = key_with(without(RECIPES["keydesk"].rules(), "GET /me/api/credential/*"))
    with job(SDK, without="GET /me/api/credential/*"):
        listed = run(SDK.program, LISTS, **by_environment(keys))
        assert listed.returncode == 1
        assert "NotGrantedCall: This call has not been granted" in listed.stderr


@pytest.mark.interop
def test_the_python_sdk_writes_a_record_as_a_service_account(
    service_account_with: ServiceAccountMaker,
    export: Exporter,
    run: Run,
    job: Job,
    sandbox_server: Running,
) -> None:
    variables = export(service_account_with(CREATE, REFRESH), "shell")
    with job(SDK, "wrote a record as a service account (OAuth2)", file="shell"):
        written = run(*sourced(variables), SDK.program, WRITES, *RECORD)
        assert written.returncode == 0, written.stderr
        served = sandbox_server.sandbox.world.zones["example.com"].served
        assert RECORD[1:] in {(line.sub_domain, line.target) for line in served}


@pytest.mark.interop
def test_the_python_sdk_says_that_no_policy_grants_a_call(
    service_account_with: ServiceAccountMaker, export: Exporter, run: Run, job: Job
) -> None:
    variables = export(service_account_with(REFRESH), "shell")
    with job(SDK, without=f"{CREATE} (OAuth2)", file="shell"):
        written = run(*sourced(variables), SDK.program, WRITES, *RECORD)
        assert written.returncode == 1
        assert "User not granted for this request" in written.stderr


@pytest.mark.interop
def test_the_node_sdk_restarts_servers(
    key_with: KeyMaker, by_node: ByNode, job: Job, sandbox_server: Running
) -> None:
    rules = RECIPES["vps-operator"].rules()
    keys = key_with(rules)
    with job(NODE_SDK, "restarted every VPS (over TLS)", rules=rules):
        restarted = by_node(NODE_SDK, "restart.js", keys)
        assert restarted.returncode == 0, restarted.stderr
        assert restarted.stdout.split()
        assert sandbox_server.sandbox.record.count("POST", "/vps/*/reboot") == 2


@pytest.mark.interop
def test_the_node_sdk_tells_of_a_call_that_was_not_granted(
    key_with: KeyMaker, by_node: ByNode, job: Job
) -> None:
    keys = key_with(without(RECIPES["vps-operator"].rules(), "POST /vps/*/reboot"))
    with job(NODE_SDK, without="POST /vps/*/reboot"):
        restarted = by_node(NODE_SDK, "restart.js", keys)
        assert restarted.returncode == 1
        assert '{"error":403,"message":"This call has not been granted"}' in restarted.stderr
