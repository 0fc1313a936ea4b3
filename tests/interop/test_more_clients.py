"""Clients that nobody had listed: they read the API's description, a cloud project, keys."""

from __future__ import annotations

import json
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from credentials.core import Method
from credentials.rights import RECIPES, AccessRule
from sandbox.demo_world import NIC_A
from sandbox.server import Running
from tests.interop.certificate import Certificate
from tests.interop.conftest import Attempt, ByNode, Job, KeyMaker, Run, by_environment
from tests.interop.detour import Detour
from tests.interop.keydesk import Keys
from tests.interop.tools import CLI, HTTPIE, LIBCLOUD, OLD_NODE_SDK, TYPED_NODE_SDK

JOBS = Path(__file__).with_name("jobs")
PROJECT = "0123456789abcdef0123456789abcdef"
RECORDS = "/domain/zone/{zoneName}/record"


def rules(*lines: str) -> tuple[AccessRule, ...]:
    """Rules, each as ``GET /path``."""
    split = (line.split(" ", 1) for line in lines)
    return tuple(AccessRule(Method(method), path) for method, path in split)


CLOUD_RULES = RECIPES["libcloud-project-inventory"].rules(project=PROJECT)


@pytest.fixture
def inventory(run: Run, detour: Detour, files: Certificate) -> Attempt:
    """libcloud takes its proxy and its authorities from variables of its own."""
    own = {"http_proxy": detour.url, "SSL_CERT_FILE": files.chain}

    def started(keys: Keys) -> CompletedProcess[str]:
        script = JOBS / "cloud_inventory.py"
        return run(LIBCLOUD.program, script, PROJECT, **by_environment(keys), **own)

    return started


@pytest.mark.interop
def test_libcloud_lists_a_project(key_with: KeyMaker, inventory: Attempt, job: Job) -> None:
    keys = key_with(CLOUD_RULES)
    with job(LIBCLOUD, "listed all of a cloud project", rules=CLOUD_RULES):
        listed = inventory(keys)
        assert listed.returncode == 0, listed.stderr
        kinds = {line.split(" ")[0] for line in listed.stdout.splitlines()}
        assert kinds == {"location", "node", "size", "image", "volume", "key"}


@pytest.mark.interop
def test_libcloud_is_refused_another_project(
    key_with: KeyMaker, inventory: Attempt, job: Job
) -> None:
    keys = key_with(rules("GET /cloud/project/another/*"))
    with job(LIBCLOUD, without=f"GET /cloud/project/{PROJECT}/*"):
        listed = inventory(keys)
        assert listed.returncode == 1
        assert "This call has not been granted" in listed.stderr


def _by_httpie(run: Run, keys: Keys, *words: str) -> CompletedProcess[str]:
    return run(
        *(HTTPIE.program, "--ignore-stdin", "--check-status", "--auth-type=ovh", "--body", *words),
        OVH_CLIENT_ID=keys.application_key,
        OVH_CLIENT_SECRET=keys.application_secret,
        OVH_CONSUMER_KEY=keys.consumer_key,
    )


@pytest.mark.interop
def test_httpie_reads_what_a_key_may(key_with: KeyMaker, run: Run, job: Job) -> None:
    keys = key_with(rules("GET /me"))
    with job(HTTPIE, "read the account", rules=rules("GET /me")):
        read = _by_httpie(run, keys, "GET", "https://eu.api.ovh.com/1.0/me")
        assert read.returncode == 0, read.stderr
        assert json.loads(read.stdout)["ovhSubsidiary"] == "FR"


@pytest.mark.interop
def test_httpie_shows_the_refusal(key_with: KeyMaker, run: Run, job: Job) -> None:
    keys = key_with(rules("GET /me/*"))
    with job(HTTPIE, without="GET /me"):
        read = _by_httpie(run, keys, "GET", "https://eu.api.ovh.com/1.0/me")
        assert read.returncode == 4
        assert json.loads(read.stdout)["message"] == "This call has not been granted"


@pytest.mark.interop
def test_a_completing_cli_goes_by_the_description(run: Run, job: Job) -> None:
    """Its signed calls trust the authorities in its own package alone, so none can come here."""
    with job(CLI, "completed paths, methods and parameters"):
        paths = run(CLI.program, "--complete=/domain/zone/{zoneName}/rec")
        assert paths.stdout.split() == [RECORDS]
        methods = run(CLI.program, "--complete=", RECORDS)
        assert methods.stdout.split() == ["GET", "POST"]
        parameters = run(CLI.program, "--complete=--", RECORDS, "GET")
        assert set(parameters.stdout.split()) == {"--zoneName=", "--fieldType=", "--subDomain="}
        members = run(CLI.program, "--complete=--", "/me/sshKey", "POST")
        assert set(members.stdout.split()) == {"--keyName=", "--key="}


@pytest.mark.interop
def test_the_older_node_sdk_restarts_servers(
    key_with: KeyMaker, by_node: ByNode, job: Job, sandbox_server: Running
) -> None:
    granted = rules("GET /vps", "GET /vps/*", "POST /vps/*/reboot")
    keys = key_with(granted)
    with job(OLD_NODE_SDK, "restarted every VPS (over TLS)", rules=granted):
        restarted = by_node(OLD_NODE_SDK, "restart.js", keys)
        assert restarted.returncode == 0, restarted.stderr
        assert sandbox_server.sandbox.record.count("POST", "/vps/*/reboot") == 2


@pytest.mark.interop
def test_a_typed_node_client_reads_the_account(
    key_with: KeyMaker, by_node: ByNode, job: Job
) -> None:
    granted = rules("GET /me", "GET /vps")
    keys = key_with(granted)
    with job(TYPED_NODE_SDK, "read the account and its servers (over TLS)", rules=granted):
        read = by_node(TYPED_NODE_SDK, "read_account.js", keys)
        assert read.returncode == 0, read.stderr
        assert json.loads(read.stdout) == {"account": NIC_A, "servers": 2}
