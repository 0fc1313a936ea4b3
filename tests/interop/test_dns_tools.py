"""Tools that manage records: they write the sandbox's zone with keys that Keydesk made."""

from __future__ import annotations

from pathlib import Path
from subprocess import CompletedProcess

import pytest

from credentials.rights import RECIPES
from sandbox.server import Running
from tests.interop.conftest import (
    Attempt,
    Exporter,
    Job,
    KeyMaker,
    Run,
    sourced,
    without,
)
from tests.interop.keydesk import Keys
from tests.interop.tools import LEXICON, OCTODNS

LEXICON_RULES = RECIPES["lexicon-zone"].rules(zone="example.com")
OCTODNS_RULES = RECIPES["octodns-zone"].rules(zone="example.com")
LEXICON_JOB = Path(__file__).with_name("jobs") / "lexicon_records.py"

#: What a person writes below the exported lines.
_OCTODNS = """\
  files: {class: octodns.provider.yaml.YamlProvider, directory: ., default_ttl: 0}
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


@pytest.fixture
def lexicon(run: Run, export: Exporter) -> Attempt:
    def started(keys: Keys, *steps: str) -> CompletedProcess[str]:
        variables = export(keys.entry, "lexicon")
        return run(*sourced(variables), LEXICON.program, LEXICON_JOB, *steps)

    return started


@pytest.fixture
def octodns(run: Run, export: Exporter, tmp_path: Path) -> Attempt:
    def synced(keys: Keys) -> CompletedProcess[str]:
        providers = export(keys.entry, "octodns").read_text()
        (tmp_path / "config.yaml").write_text(providers + _OCTODNS)
        (tmp_path / "example.com.yaml").write_text(f"---{_ZONE}")
        return run(OCTODNS.program, "--config-file", "config.yaml", "--doit")

    return synced


@pytest.mark.interop
def test_lexicon_writes_changes_and_removes_a_record(
    key_with: KeyMaker, lexicon: Attempt, job: Job, sandbox_server: Running
) -> None:
    keys = key_with(LEXICON_RULES)
    deed = "wrote, changed, listed and removed a record"
    with job(LEXICON, deed, rules=LEXICON_RULES, file="lexicon"):
        made = lexicon(keys, "create")
        assert made.returncode == 0, made.stderr
        assert ("A", "app", "192.0.2.20") in served(sandbox_server)
        assert "'content': '192.0.2.21'" in lexicon(keys, "update", "list").stdout
        assert ("A", "app", "192.0.2.21") in served(sandbox_server)
        assert lexicon(keys, "delete").returncode == 0
        assert "app" not in {name for _, name, _ in served(sandbox_server)}


@pytest.mark.interop
def test_lexicon_is_refused_without_the_right_to_change(
    key_with: KeyMaker, lexicon: Attempt, job: Job, sandbox_server: Running
) -> None:
    line = "POST /domain/zone/example.com/record"
    keys, before = key_with(without(LEXICON_RULES, line)), served(sandbox_server)
    with job(LEXICON, without=line, file="lexicon"):
        made = lexicon(keys, "create")
        assert made.returncode == 1
        assert "403 Client Error: Forbidden for url" in made.stderr
        assert served(sandbox_server) == before


@pytest.mark.interop
def test_octodns_brings_a_zone_to_what_its_file_says(
    key_with: KeyMaker, octodns: Attempt, job: Job, sandbox_server: Running
) -> None:
    keys = key_with(OCTODNS_RULES)
    deed = "brought a zone to what its file says"
    with job(OCTODNS, deed, rules=OCTODNS_RULES, file="octodns"):
        synced = octodns(keys)
        assert synced.returncode == 0, synced.stderr
        assert {("A", "app", "192.0.2.20"), ("A", "www", "192.0.2.30")} <= served(sandbox_server)
        assert ("A", "www", "192.0.2.10") not in served(sandbox_server)


@pytest.mark.interop
def test_octodns_is_refused_without_the_right_to_delete(
    key_with: KeyMaker, octodns: Attempt, job: Job, sandbox_server: Running
) -> None:
    line = "DELETE /domain/zone/example.com/record/*"
    keys, before = key_with(without(OCTODNS_RULES, line)), served(sandbox_server)
    with job(OCTODNS, without=line, file="octodns"):
        synced = octodns(keys)
        assert synced.returncode == 1
        assert "NotGrantedCall: This call has not been granted" in synced.stderr
        assert served(sandbox_server) == before
