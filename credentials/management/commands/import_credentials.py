"""Take in the keys of a file: what it holds, or each of them checked and stored."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from credentials import onboarding, teams, vault
from credentials.audit import SYSTEM
from credentials.core import KeydeskError, Sentence, in_batches
from credentials.management.command_input import lines_of
from credentials.models import Person, Team
from credentials.onboarding import Candidate, CandidateState, CheckedKey, Leftover

_AT_ONCE = 50
_STORED, _NOT_STORED, _FOUND, _LEFT = "stored", "not stored", "in the text", "left"
_NOTHING = "No key is in this text"


class Command(BaseCommand):
    help = (
        "Take in the keys of a text of any kind: configs, environment variables, JSON, YAML, code, "
        "tables. OVHcloud is asked whose each key is; it is stored in the team's account for that, "
        "which is added where there is none. A second run changes nothing. With --dry-run nobody "
        "is asked and nothing is stored. Exit code 1: something could not be taken in."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a file, or - for standard input")
        parser.add_argument("--dry-run", action="store_true", help="say what the text holds")
        parser.add_argument("--team", help="whose keys they are; needed unless --dry-run")
        parser.add_argument("--owner", metavar="EMAIL", help="a member, to ask about them")
        parser.add_argument("--endpoint", default="", help="of keys whose text names none")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        self._is_json = options["format"] == "json"
        self._is_whole = True
        self._counts = Counter[str]()
        parts = onboarding.read_keys(lines_of(options["file"]))
        if options["dry_run"]:
            for part in parts:
                self._say(_of_text(part))
        else:
            team = _team(options["team"])
            self._take_in(parts, team, _owner(options["owner"], team), options["endpoint"])
        counts = ", ".join(f"{count} {result}" for result, count in self._counts.items())
        self.stderr.write(f"{counts or _NOTHING}.")
        if not self._is_whole:
            sys.exit(1)

    def _take_in(
        self,
        parts: Iterator[Candidate | Leftover],
        team: Team,
        owner: Person | None,
        endpoint: str,
    ) -> None:
        """Some at a time, so that a long file needs no more memory than a short one."""
        for batch in in_batches(parts, _AT_ONCE):
            for part in batch:
                if isinstance(part, Leftover):
                    self._say(_of_text(part))
            candidates = [part for part in batch if isinstance(part, Candidate)]
            for key in onboarding.check_keys(
                candidates, team=team, endpoint=endpoint, actor=SYSTEM
            ):
                self._say(self._outcome(key, team, owner))

    def _outcome(self, key: CheckedKey, team: Team, owner: Person | None) -> dict[str, Any]:
        fields = {**_of_text(key.candidate), "account": key.nic}
        if key.standing is not CandidateState.READY:
            self._is_whole &= key.standing in (CandidateState.KNOWN, CandidateState.TWICE)
            return {**fields, "result": key.standing.value, "why": _told(key.reasons)}
        label = onboarding.label_of(key.candidate)
        metadata = vault.EntryMetadata(label=label, owner=owner)
        try:
            entry = onboarding.take_in(key, team=team, metadata=metadata, actor=SYSTEM)
        except KeydeskError as error:
            self._is_whole = False
            return {**fields, "result": _NOT_STORED, "why": _told(error.sentences)}
        return {**fields, "result": _STORED, "entry": str(entry.pk)}

    def _say(self, fields: dict[str, Any]) -> None:
        """A line of text or of JSON, at once."""
        self._counts[fields["result"]] += 1
        if self._is_json:
            self.stdout.write(json.dumps(fields))
        else:
            parts = [f"line {fields['line']}: {fields['result']}"]
            values = {name: value for name, value in fields.items() if name not in _HEAD}
            parts += [f"{name} {_text(value)}" for name, value in values.items() if value]
            self.stdout.write("; ".join(parts))
        self.stdout.flush()


_HEAD = ("line", "column", "result")


def _of_text(part: Candidate | Leftover) -> dict[str, Any]:
    """What the text tells of a key, and of what is left of it; never a secret."""
    if isinstance(part, Leftover):
        place = {"line": part.line, "column": part.column, "result": _LEFT}
        return {**place, "name": part.name, "why": str(part.reason)}
    return {
        "line": part.line,
        "column": part.column,
        "result": _FOUND,
        "kind": part.kind.value,
        "label": part.label,
        "endpoint": part.endpoint or part.named_endpoint,
        "identifier": part.identifier,
        "missing": [field.value for field in part.missing],
        "problems": [f"line {p.line}, {p.name}: {p.reason}" for p in part.problems],
    }


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _told(reasons: tuple[Sentence, ...]) -> str:
    return " ".join(map(str, reasons))


def _team(name: str | None) -> Team:
    team = Team.objects.filter(name=name).first() if name else None
    if team is None:
        known = ", ".join(Team.objects.order_by("name").values_list("name", flat=True))
        raise CommandError(f"--team has to name the team that keeps the keys: {known or 'none'}.")
    return team


def _owner(email: str | None, team: Team) -> Person | None:
    if not email:
        return None
    person = Person.objects.with_email(email)
    if person is None or not teams.role_in(person, team.pk):
        raise CommandError(f"{email} is no member of {team}.")
    return person
