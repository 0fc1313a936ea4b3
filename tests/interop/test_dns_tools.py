"""Tools that manage records: they write the sandbox's zone with keys that Keydesk made."""

from __future__ import annotations

from pathlib import Path
from subprocess import CompletedProcess

import pytest

from credentials.rights import RECIPES
from sandbox.server import Running
from tests.interop.conftest import Job, KeyMaker, Run, without
from tests.interop.keydesk import Keys
from tests.interop.tools import LEXICON, OCTODNS

LEXICON_RULES = RECIPES["lexicon-zone"].rules(zone="example.com")
OCTODNS_RULES = RECIPES["octodns-zone"].rules(zone="example.com")
LEXICON_JOB = Path(__file__).with_name("jobs") / "lexicon_records.py"

_OCTODNS = """
providers:
  files: {class: octodns.provider.yaml.YamlProvider, directory: ., default_ttl: 0}
  ovh:
    class: octodns_ovh.OvhProvider
    endpoint: ovh-eu
    application_key: env/OVH_APPLICATION_KEY
    application_secret: env/OVH_APPLICATION_SECRET
    consumer_key: env/OVH_CONSUMER_KEY
zones:
  example.com.: {sources: [files], targets: [ovh]}
"""
_ZONE = """
'':
  - {type: A, value: 192.0.2.10}
  - {type: MX, values: [{exchange: mail.example.net., preference: 10}]}
  - {type: NS, value: ns1.example.net.}
  - {type: TXT, value: v=spf1 -all}
app: {type: A, value: 192.0.2.20}
www: {type: A, value: 192.0.2.30}
"""


def served(running: Running) -> set[tuple[str, str, str]]:
    """The records of example.com that name servers answer with."""
    lines = running.sandbox.world.zones["example.com"].served
    return {(line.field_type, line.sub_domain, line.target) for line in lines}


def _lexicon(run: Run, keys: Keys, *steps: str) -> CompletedProcess[str]:
    return run(
        *(LEXICON.program, LEXICON_JOB, *steps),
        LEXICON_OVH_AUTH_ENTRYPOINT="ovh-eu",
        LEXICON_OVH_AUTH_APPLICATION_KEY=keys.application_key,
        LEXICON_OVH_AUTH_APPLICATION_SECRET=keys.application_secret,
        LEXICON_OVH_AUTH_CONSUMER_KEY=keys.consumer_key,
    )


def _octodns(run: Run, keys: Keys, folder: Path) -> CompletedProcess[str]:
    (folder / "config.yaml").write_text(_OCTODNS)
    (folder / "example.com.yaml").write_text(f"---{_ZONE}")
    return run(
        *(OCTODNS.program, "--config-file", "config.yaml", "--doit"),
        OVH_APPLICATION_KEY=keys.application_key,
        OVH_APPLICATION_SECRET=keys.application_secret,
        OVH_CONSUMER_KEY=keys.consumer_key,
    )


@pytest.mark.interop
def test_lexicon_writes_changes_and_removes_a_record(
    key_with: KeyMaker, run: Run, job: Job, sandbox_server: Running
) -> None:
    keys = key_with(LEXICON_RULES)
    with job(LEXICON, "wrote, changed, listed and removed a record", rules=LEXICON_RULES):
        made = _lexicon(run, keys, "create")
        assert made.returncode == 0, made.stderr
        assert ("A", "app", "192.0.2.20") in served(sandbox_server)
        assert "'content': '192.0.2.21'" in _lexicon(run, keys, "update", "list").stdout
        assert ("A", "app", "192.0.2.21") in served(sandbox_server)
        assert _lexicon(run, keys, "delete").returncode == 0
        assert "app" not in {name for _, name, _ in served(sandbox_server)}


@pytest.mark.interop
def test_lexicon_is_refused_without_the_right_to_change(
    key_with: KeyMaker, run: Run, job: Job, sandbox_server: Running
) -> None:
    line = "POST /domain/zone/example.com/record"
    keys, before = key_with(without(LEXICON_RULES, line)), served(sandbox_server)
    with job(LEXICON, without=line):
        made = _lexicon(run, keys, "create")
        assert made.returncode == 1
        assert "403 Client Error: Forbidden for url" in made.stderr
        assert served(sandbox_server) == before


@pytest.mark.interop
def test_octodns_brings_a_zone_to_what_its_file_says(
    key_with: KeyMaker, run: Run, job: Job, sandbox_server: Running, tmp_path: Path
) -> None:
    keys = key_with(OCTODNS_RULES)
    with job(OCTODNS, "brought a zone to what its file says", rules=OCTODNS_RULES):
        synced = _octodns(run, keys, tmp_path)
        assert synced.returncode == 0, synced.stderr
        assert {("A", "app", "192.0.2.20"), ("A", "www", "192.0.2.30")} <= served(sandbox_server)
        assert ("A", "www", "192.0.2.10") not in served(sandbox_server)


@pytest.mark.interop
def test_octodns_is_refused_without_the_right_to_delete(
    key_with: KeyMaker, run: Run, job: Job, sandbox_server: Running, tmp_path: Path
) -> None:
    line = "DELETE /domain/zone/example.com/record/*"
    keys, before = key_with(without(OCTODNS_RULES, line)), served(sandbox_server)
    with job(OCTODNS, without=line):
        synced = _octodns(run, keys, tmp_path)
        assert synced.returncode == 1
        assert "NotGrantedCall: This call has not been granted" in synced.stderr
        assert served(sandbox_server) == before
