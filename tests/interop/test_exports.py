"""Exported files that no other test here hands to its tool: each is read, and the job is done."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from credentials.core import EntryKind, Method
from credentials.models import Entry
from credentials.onboarding import FORMATS
from credentials.rights import RECIPES, AccessRule
from sandbox.demo_world import NIC_A
from sandbox.server import Running
from tests.interop.certificate import Certificate
from tests.interop.conftest import (
    Exporter,
    Job,
    KeyMaker,
    Run,
    ServiceAccountMaker,
    by_environment,
)
from tests.interop.exports import BY_GRAMMAR, READ
from tests.interop.nameserver import NameServer
from tests.interop.test_dns_tools import served
from tests.interop.tools import (
    ANSIBLE,
    CURL,
    DOTENV,
    GO_SDK,
    KUBECTL,
    LEGO_5,
    NODE_SDK,
    PHP,
    SDK,
)
from tests.project_files import ROOT

JOBS = Path(__file__).with_name("jobs")
WRITES = JOBS / "write_record.py"
RULES = RECIPES["lego-zone"].rules(zone="example.com")
ME = (AccessRule(Method.GET, "/me"),)
ACTIONS = ("dnsZone:apiovh:record/*", "dnsZone:apiovh:refresh")


def test_each_format_is_read_by_its_tool_or_held_to_a_grammar() -> None:
    assert READ.keys() | BY_GRAMMAR.keys() == FORMATS.keys()
    assert not READ.keys() & BY_GRAMMAR.keys()


def test_the_files_for_opentofu_are_those_for_terraform() -> None:
    for name in ("opentofu", "opentofu-tfvars"):
        twin = FORMATS[name.replace("opentofu", "terraform")]
        assert (FORMATS[name].texts, FORMATS[name].syntax) == (twin.texts, twin.syntax)


def test_the_document_says_which_tool_reads_each_file() -> None:
    text = (ROOT / "docs" / "interop.md").read_text()
    rows = [f"| `{name}` | {word} |" for name, word in {**READ, **BY_GRAMMAR}.items()]
    assert [row for row in rows if row not in text] == []


@pytest.mark.interop
def test_dotenv_starts_a_program_with_a_service_account(
    service_account_with: ServiceAccountMaker,
    export: Exporter,
    run: Run,
    job: Job,
    sandbox_server: Running,
) -> None:
    file = export(service_account_with(*ACTIONS), "dotenv")
    record = ("hello", '"written by dotenv"')
    with job(DOTENV, "started what wrote a record (OAuth2)", file="dotenv"):
        words = (SDK.program, WRITES, "example.com", *record)
        written = run(DOTENV.program, "--file", file, "run", "--", *words)
        assert written.returncode == 0, written.stderr
        assert ("TXT", *record) in served(sandbox_server)


@pytest.mark.interop
@pytest.mark.may_be_skipped
def test_the_provider_that_traefik_has_sets_a_challenge(
    key_with: KeyMaker,
    export: Exporter,
    run: Run,
    job: Job,
    files: Certificate,
    name_server: NameServer,
) -> None:
    file = export(key_with(RULES).entry, "traefik")
    with job(LEGO_5, "set a challenge by Traefik's variables", rules=RULES, file="traefik"):
        words = (DOTENV.program, "--file", file, "run", "--", LEGO_5.program)
        challenged = run(*words, name_server.address, SSL_CERT_FILE=files.chain)
        assert (challenged.returncode, challenged.stdout) == (0, "presented\n"), challenged.stderr


@pytest.mark.interop
def test_ansible_hands_an_encrypted_file_to_its_tasks(
    key_with: KeyMaker,
    export: Exporter,
    run: Run,
    job: Job,
    sandbox_server: Running,
    tmp_path: Path,
) -> None:
    file = export(key_with(RULES).entry, "ansible")
    (tmp_path / "passphrase").write_text("a passphrase\n")
    with job(ANSIBLE, "encrypted the file, wrote a record", rules=RULES, file="ansible"):
        own = {"LC_ALL": "C.UTF-8", "ANSIBLE_VAULT_PASSWORD_FILE": "passphrase"}
        encrypted = run(ANSIBLE.program.with_name("ansible-vault"), "encrypt", file, **own)
        assert encrypted.returncode == 0, encrypted.stderr
        assert file.read_text().startswith("$ANSIBLE_VAULT;")
        told = {"folder": str(tmp_path), "python": str(SDK.program), "job": str(WRITES)}
        words = (ANSIBLE.program, "--extra-vars", json.dumps(told), JOBS / "write_record.yml")
        played = run(*words, **own)
        assert played.returncode == 0, played.stdout + played.stderr
        assert ("TXT", "hello", "written by Ansible") in served(sandbox_server)


@pytest.mark.interop
@pytest.mark.parametrize("name", ["kubernetes", "external-dns"])
def test_the_values_of_a_secret_are_those_of_a_program(
    name: str,
    key_with: KeyMaker,
    export: Exporter,
    run: Run,
    job: Job,
    sandbox_server: Running,
) -> None:
    file = export(key_with(RULES).entry, name)
    with job(KUBECTL, "read a Secret; its values wrote a record", rules=RULES, file=name):
        (secret,) = decoded(run, file)
        written = run(SDK.program, WRITES, "example.com", "hello", name, **secret["stringData"])
        assert written.returncode == 0, written.stderr
        assert ("TXT", "hello", name) in served(sandbox_server)


@pytest.mark.interop
@pytest.mark.parametrize("name", ["external-secrets", "cert-manager", "cert-manager-baarde"])
def test_kubectl_reads_a_secret_and_what_refers_to_it(
    name: str, key_with: KeyMaker, export: Exporter, run: Run, job: Job
) -> None:
    keys = key_with(RULES)
    file = export(keys.entry, name)
    with job(KUBECTL, "read both objects", file=name):
        secret, other = decoded(run, file)
        assert (secret["kind"], secret["metadata"]["name"]) == ("Secret", "ovh-credentials")
        assert '"ovh-credentials"' in json.dumps(other)
        read = json.dumps([secret, other])
        assert [value for value in by_environment(keys).values() if value not in read] == []


def decoded(run: Run, file: Path) -> list[dict[str, Any]]:
    """The objects of a manifest as kubectl decodes them for a cluster; it needs none for that."""
    words = ("label", "--local", "--filename", file, "read=yes", "--output=json")
    labelled = run(KUBECTL.program, *words)
    assert labelled.returncode == 0, labelled.stderr
    return in_sequence(labelled.stdout)


def in_sequence(text: str) -> list[dict[str, Any]]:
    """JSON documents that follow each other."""
    decoder, documents, at = json.JSONDecoder(), [], 0
    while at < len(text.rstrip()):
        document, at = decoder.raw_decode(text, at)
        documents.append(document)
        at += len(text[at:]) - len(text[at:].lstrip())
    return documents


@pytest.fixture(params=[EntryKind.CONSUMER_KEY, EntryKind.SERVICE_ACCOUNT])
def entry(
    request: pytest.FixtureRequest, key_with: KeyMaker, service_account_with: ServiceAccountMaker
) -> Entry:
    """A key that may read the account, or a service account."""
    if request.param == EntryKind.SERVICE_ACCOUNT:
        return service_account_with(*ACTIONS)
    return key_with(RULES).entry


@pytest.mark.interop
def test_the_program_in_python_makes_the_first_call(
    entry: Entry, export: Exporter, run: Run, job: Job
) -> None:
    with job(SDK, f"first call with a {entry.kind}", file="python"):
        said = run(SDK.program, export(entry, "python"))
        assert json.loads(said.stdout)["account"] == NIC_A, said.stderr


@pytest.mark.interop
def test_the_program_in_shell_makes_the_first_call(
    entry: Entry, export: Exporter, run: Run, job: Job, files: Certificate
) -> None:
    with job(CURL, f"first call with a {entry.kind}", file="curl"):
        said = run("/bin/sh", export(entry, "curl"), CURL_CA_BUNDLE=files.chain)
        assert json.loads(said.stdout)["account"] == NIC_A, said.stderr


@pytest.mark.interop
def test_the_program_in_node_makes_the_first_call(
    key_with: KeyMaker, export: Exporter, run: Run, job: Job, files: Certificate, secure: Running
) -> None:
    """This SDK knows no proxy: its connections to OVHcloud's host are led to the sandbox."""
    program = export(key_with(ME).entry, "node")
    with job(NODE_SDK, "first call with a consumer_key", rules=ME, file="node"):
        said = run(
            *(NODE_SDK.program, "--require", JOBS / "detour.js", program),
            NODE_PATH=str(NODE_SDK.modules),
            NODE_EXTRA_CA_CERTS=files.chain,
            SANDBOX_PORT=str(secure.port),
        )
        assert f"nichandle: '{NIC_A}'" in said.stdout, said.stderr


@pytest.mark.interop
@pytest.mark.may_be_skipped
def test_the_program_in_go_makes_the_first_call(
    entry: Entry, export: Exporter, run: Run, job: Job, files: Certificate, tmp_path: Path
) -> None:
    with job(GO_SDK, f"first call with a {entry.kind}", file="go"):
        export(entry, "go")
        for name in ("go.mod", "go.sum"):
            shutil.copy(GO_SDK.source / name, tmp_path)
        own = {"HOME": os.environ["HOME"], "SSL_CERT_FILE": files.chain, "GOPROXY": "off"}
        said = run("go", "run", ".", **own)
        assert json.loads(said.stdout)["account"] == NIC_A, said.stderr


@pytest.mark.interop
def test_php_reads_the_program(entry: Entry, export: Exporter, run: Run, job: Job) -> None:
    program = export(entry, "php")
    with job(PHP, f"checked the syntax of a program with a {entry.kind}", file="php"):
        said = run(PHP.program, "-l", program)
        assert said.stdout.startswith("No syntax errors detected"), said.stdout
