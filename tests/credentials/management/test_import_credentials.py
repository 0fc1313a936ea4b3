"""Keys of a file, taken in on the server: a line for each, no secret in any."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from credentials.models import Account, AuditEntry, ConsumerKey, Person, Team
from sandbox.demo_world import NIC_A, NIC_B, NIC_C, DemoWorld
from sandbox.server import Running

LABELS = ("terraform laptop", "the other", "sms sender", "shop deployment")


@pytest.fixture
def file(
    team: Team,
    demo: DemoWorld,
    sandbox_server: Running,
    tmp_path: Path,
) -> Path:
    """Four keys of three accounts, one of which is refused, and something that is none."""
    keys = {key.label: key for key in demo.keys} | {"the other": demo.management(NIC_B)}
    text = "# consumer_key=0a1b2c3d4e5f60718293\n" + "".join(
        f"[{label}]\nendpoint=sandbox\napplication_key={keys[label].application_key}\n"
        f"application_secret={keys[label].application_secret}\n"
        f"consumer_key={keys[label].consumer_key}\n"
        for label in LABELS
    )
    written = tmp_path / "ovh.conf"
    written.write_text(text)
    return written


def run(*words: str, output: io.StringIO | None = None) -> tuple[int, str]:
    output = output or io.StringIO()
    try:
        call_command("import_credentials", *words, stdout=output, stderr=io.StringIO())
    except SystemExit as end:
        return int(str(end.code)), output.getvalue()
    return 0, output.getvalue()


def lines(*words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*words, "--format", "json")[1].splitlines()]


def test_a_dry_run_asks_nobody_keeps_nothing_and_shows_no_secret(
    file: Path, demo: DemoWorld, sandbox_server: Running
) -> None:
    before = sandbox_server.sandbox.record.count()
    code, output = run(str(file), "--dry-run")
    assert code == 0
    assert sandbox_server.sandbox.record.count() == before
    assert not ConsumerKey.objects.exists()
    for key in demo.keys:
        assert key.consumer_key not in output
        assert key.application_secret not in output
    wanted = next(key for key in demo.keys if key.label == LABELS[0])
    assert f"kind consumer_key; label {LABELS[0]}; endpoint sandbox" in output
    assert wanted.application_key in output


def test_each_key_is_kept_where_it_belongs_and_one_that_fails_ends_no_other(
    file: Path, alice: Person
) -> None:
    told = lines(str(file), "--team", "Harbour", "--owner", alice.email)
    assert [line["result"] for line in told] == ["left", "stored", "stored", "refused", "stored"]
    assert [line["account"] for line in told[1:]] == [NIC_A, NIC_B, "", NIC_C]
    kept = ConsumerKey.objects.select_related("account", "owner")
    assert {(key.account.nic, key.owner) for key in kept} == {
        (nic, alice) for nic in (NIC_A, NIC_B, NIC_C)
    }
    assert run(str(file), "--team", "Harbour")[0] == 1  # for the refused one


def test_a_second_run_changes_nothing(file: Path) -> None:
    run(str(file), "--team", "Harbour")
    kept = ConsumerKey.objects.count(), Account.objects.count()
    told = lines(str(file), "--team", "Harbour")
    assert [line["result"] for line in told] == ["left", "known", "known", "refused", "known"]
    assert (ConsumerKey.objects.count(), Account.objects.count()) == kept


def test_the_log_holds_no_value(file: Path, demo: DemoWorld) -> None:
    run(str(file), "--team", "Harbour")
    log = str(list(AuditEntry.objects.values()))
    for key in demo.keys:
        assert key.consumer_key not in log


@pytest.mark.parametrize(
    "words", [(), ("--team", "Nobody's"), ("--team", "Harbour", "--owner", "x@example.com")]
)
def test_a_team_and_an_owner_have_to_be_there(file: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match=r"--team has to name|is no member of"):
        run(str(file), *words)


def test_standard_input_is_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(file.read_text()))
    assert len(lines("-", "--dry-run")) == 5


def test_a_file_as_powershell_writes_it_is_read(file: Path) -> None:
    written = run(str(file), "--dry-run")
    file.write_text(file.read_text(), encoding="utf-16")
    assert run(str(file), "--dry-run") == written


def test_the_end_says_how_many_there_were_of_each(file: Path) -> None:
    errors = io.StringIO()
    call_command("import_credentials", str(file), "--dry-run", stdout=io.StringIO(), stderr=errors)
    assert errors.getvalue().strip() == "1 left, 4 in the text."
    file.write_text("nothing\n")
    errors = io.StringIO()
    call_command("import_credentials", str(file), "--dry-run", stdout=io.StringIO(), stderr=errors)
    assert errors.getvalue().strip() == "No key is in this text."


class Rows:
    """Standard input and output of a run: how many rows were read that are not told yet."""

    def __init__(self, text: str, count: int) -> None:
        self._text, self._count = text, count
        self.read, self.told, self.most_held = 0, 0, 0

    def __iter__(self) -> Iterator[str]:
        for _ in range(self._count):
            self.read += 1
            yield self._text

    def write(self, text: str) -> int:
        self.most_held = max(self.most_held, self.read - self.told)
        self.told += text.count("\n")
        return len(text)

    def flush(self) -> None:
        """Nothing waits."""


@pytest.mark.parametrize(
    ("words", "count", "most"), [(("--dry-run",), 5_000, 3), (("--team", "Harbour"), 160, 60)]
)
def test_a_long_file_is_never_held_as_a_whole(
    file: Path,
    demo: DemoWorld,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    count: int,
    most: int,
) -> None:
    key = next(key for key in demo.keys if key.label == LABELS[0])
    rows = Rows(
        f"OVH_ENDPOINT=sandbox OVH_AK={key.application_key} OVH_AS={key.application_secret} "
        f"OVH_CK={key.consumer_key} {{}}\n---\n",
        count,
    )
    monkeypatch.setattr("sys.stdin", rows)
    call_command("import_credentials", "-", *words, stdout=rows, stderr=io.StringIO())
    assert (rows.read, rows.told) == (count, count)
    assert rows.most_held <= most


class Killed(BaseException):
    """What ends a run between two lines."""


class Broken(io.StringIO):
    """Output that ends the run at its second line."""

    def write(self, text: str) -> int:
        if self.getvalue().count("\n") == 2:
            raise Killed
        return super().write(text)


def test_what_a_run_had_stored_when_it_was_killed_is_known_to_the_next(file: Path) -> None:
    with pytest.raises(Killed):
        run(str(file), "--team", "Harbour", output=Broken())
    stored = ConsumerKey.objects.count()
    assert 0 < stored < 3
    told = [line["result"] for line in lines(str(file), "--team", "Harbour")]
    assert (told.count("known"), told.count("stored")) == (stored, 3 - stored)
    assert ConsumerKey.objects.count() == 3
