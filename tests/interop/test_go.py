"""Go modules that talk to OVHcloud, in programs of a few lines, where Go is on the machine."""

from __future__ import annotations

import json
import os
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from credentials.core import Method
from credentials.rights import RECIPES, AccessRule
from sandbox.server import Running
from tests.interop.certificate import Certificate
from tests.interop.conftest import (
    Exporter,
    Job,
    KeyMaker,
    Run,
    ServiceAccountMaker,
    by_environment,
    by_oauth2,
    without,
)
from tests.interop.nameserver import NameServer
from tests.interop.test_dns_tools import served
from tests.interop.test_exports import decoded
from tests.interop.tools import EXTERNAL_DNS, GO_SDK, LEGO_5, PULUMI, GoTool

pytestmark = pytest.mark.may_be_skipped

TXT = ("hello", '"written by go-ovh"')
ZONES = (AccessRule(Method.GET, "/domain/zone"),)
RECORDS = RECIPES["octodns-zone"].rules(zone="example.com")
LEGO_RULES = RECIPES["lego-zone"].rules(zone="example.com")
EXTERNAL_DNS_RULES = RECIPES["external-dns"].rules()


@pytest.fixture
def by_go(run: Run, files: Certificate) -> Run:
    """Run a program of Go; it trusts the authorities in ``SSL_CERT_FILE``."""

    def started(tool: GoTool, *words: str, **settings: str) -> CompletedProcess[str]:
        return run(tool.program, *words, SSL_CERT_FILE=files.chain, **settings)

    return started


@pytest.mark.interop
def test_go_ovh_writes_a_record(
    key_with: KeyMaker, by_go: Run, job: Job, sandbox_server: Running
) -> None:
    rules = (*RECORDS, *ZONES)
    keys = key_with(rules)
    with job(GO_SDK, "listed zones, wrote a record", rules=rules):
        written = by_go(GO_SDK, *TXT, **by_environment(keys))
        assert (written.returncode, written.stdout) == (0, "[example.com lab.example.com]\n")
        assert ("TXT", *TXT) in served(sandbox_server)


@pytest.mark.interop
def test_go_ovh_names_a_call_that_was_not_granted(key_with: KeyMaker, by_go: Run, job: Job) -> None:
    keys = key_with(RECORDS)
    with job(GO_SDK, without="GET /domain/zone"):
        written = by_go(GO_SDK, *TXT, **by_environment(keys))
        assert written.returncode == 1
        assert 'Client::Forbidden: "This call has not been granted"' in written.stderr


@pytest.mark.interop
def test_go_ovh_writes_a_record_as_a_service_account(
    service_account_with: ServiceAccountMaker, by_go: Run, job: Job, sandbox_server: Running
) -> None:
    signs_in = by_oauth2(service_account_with("dnsZone:apiovh:*"))
    with job(GO_SDK, "wrote a record as a service account (OAuth2)"):
        written = by_go(GO_SDK, *TXT, **signs_in)
        assert (written.returncode, written.stdout) == (0, "[example.com]\n"), written.stderr
        assert ("TXT", *TXT) in served(sandbox_server)


@pytest.mark.interop
def test_the_provider_of_current_lego_sets_and_removes_a_challenge(
    key_with: KeyMaker, by_go: Run, job: Job, sandbox_server: Running, name_server: NameServer
) -> None:
    keys = key_with(LEGO_RULES)
    with job(LEGO_5, "set a challenge and removed it", rules=LEGO_RULES):
        before = served(sandbox_server)
        challenged = by_go(LEGO_5, name_server.address, **by_environment(keys))
        assert (challenged.returncode, challenged.stdout) == (0, "presented\n"), challenged.stderr
        assert sandbox_server.sandbox.record.count("POST", "/domain/zone/*/refresh") == 2
        assert served(sandbox_server) == before


@pytest.mark.interop
def test_the_provider_of_current_lego_takes_a_service_account(
    service_account_with: ServiceAccountMaker, by_go: Run, job: Job, name_server: NameServer
) -> None:
    actions = ("dnsZone:apiovh:record/*", "dnsZone:apiovh:refresh")
    signs_in = by_oauth2(service_account_with(*actions))
    with job(LEGO_5, "did the same as a service account (OAuth2)"):
        challenged = by_go(LEGO_5, name_server.address, **signs_in)
        assert (challenged.returncode, challenged.stdout) == (0, "presented\n"), challenged.stderr


@pytest.mark.interop
def test_the_provider_of_current_lego_is_refused_without_the_right_to_write(
    key_with: KeyMaker, by_go: Run, job: Job, name_server: NameServer
) -> None:
    line = "POST /domain/zone/example.com/*"
    keys = key_with(without(LEGO_RULES, line))
    with job(LEGO_5, without=line):
        challenged = by_go(LEGO_5, name_server.address, **by_environment(keys))
        assert challenged.returncode == 1
        assert "This call has not been granted" in challenged.stderr


@pytest.mark.interop_all
def test_the_provider_of_external_dns_reads_and_adds_records(
    key_with: KeyMaker,
    export: Exporter,
    run: Run,
    by_go: Run,
    job: Job,
    sandbox_server: Running,
) -> None:
    file = export(key_with(EXTERNAL_DNS_RULES).entry, "external-dns")
    deed = "read the records, added one"
    with job(EXTERNAL_DNS, deed, rules=EXTERNAL_DNS_RULES, file="external-dns"):
        (secret,) = decoded(run, file)
        synced = by_go(EXTERNAL_DNS, **secret["stringData"])
        assert synced.returncode == 0, synced.stderr
        assert ("A", "app", "192.0.2.20") in served(sandbox_server)


@pytest.mark.interop_all
def test_the_provider_of_external_dns_is_refused_without_the_list_of_zones(
    key_with: KeyMaker, by_go: Run, job: Job
) -> None:
    line = "GET /domain/zone"
    keys = key_with(without(EXTERNAL_DNS_RULES, line))
    with job(EXTERNAL_DNS, without=line):
        synced = by_go(EXTERNAL_DNS, **by_environment(keys))
        assert synced.returncode == 1
        assert "This call has not been granted" in synced.stderr


@pytest.mark.interop_all
def test_pulumi_keeps_the_values_encrypted_in_its_stack(
    key_with: KeyMaker, export: Exporter, run: Run, job: Job, tmp_path: Path
) -> None:
    """What comes after that, its plugin for OVHcloud does, which is downloaded."""
    keys = key_with(RECIPES["lego-zone"].rules(zone="example.com"))
    (tmp_path / "Pulumi.yaml").write_text("name: tool\nruntime: yaml\n")
    own = {
        "PATH": f"{PULUMI.program.parent}:{os.environ['PATH']}",
        "PULUMI_BACKEND_URL": tmp_path.as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": "a passphrase",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
    }
    with job(PULUMI, "kept the values in a stack, encrypted", file="pulumi"):
        made = run(PULUMI.program, "stack", "init", "production", **own)
        assert made.returncode == 0, made.stderr
        kept = run("/bin/sh", "-e", export(keys.entry, "pulumi"), **own)
        assert kept.returncode == 0, kept.stderr
        listed = run(PULUMI.program, "config", "--show-secrets", "--json", **own)
        values = {name: told["value"] for name, told in json.loads(listed.stdout).items()}
        assert values == {
            "ovh:endpoint": "ovh-eu",
            "ovh:applicationKey": keys.application_key,
            "ovh:applicationSecret": keys.application_secret,
            "ovh:consumerKey": keys.consumer_key,
        }
        stack = (tmp_path / "Pulumi.production.yaml").read_text()
        assert keys.application_secret not in stack
        assert keys.consumer_key not in stack
