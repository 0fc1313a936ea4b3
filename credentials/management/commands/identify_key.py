"""What is this key? Which values of a text are stored here: for terminals."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from credentials import onboarding, ovhcloud, vault
from credentials.audit import SYSTEM
from credentials.core import EntryKind
from credentials.management.command_input import lines_of
from credentials.models import Entry, LiveApplication, Team, whole_entry
from credentials.onboarding import (
    Candidate,
    CandidateState,
    CheckedKey,
    KnownValue,
    ListedValue,
)

_CLIENT = EntryKind.SERVICE_ACCOUNT
#: What OVHcloud said of a key of the text, in a word.
_VERDICTS: Final = {
    CandidateState.READY: "works",
    CandidateState.REFUSED: "does not work",
    CandidateState.UNANSWERED: "not heard",
    CandidateState.INCOMPLETE: "not asked",
}


class Command(BaseCommand):
    help = (
        "Say which values of a text are stored here: application keys and client ids in clear, "
        "secrets by blind index, without opening any. Each with its entry, account, owner, state "
        "and who knows it. Nothing of the text is stored or printed; the log says that it was "
        "looked up. Exit code 1: none of them is stored here, nor works."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a file, or - for standard input")
        parser.add_argument(
            "--verify",
            action="store_true",
            help="ask OVHcloud whether the keys of the text work; none of their values is printed",
        )
        parser.add_argument(
            "--endpoint", default="", help="where keys are asked about that name none: ovh-eu, say"
        )
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        lines = [*lines_of(options["file"])]
        identification = onboarding.identify_values(
            lines, teams=Team.objects.order_by("name"), actor=SYSTEM
        )
        states = _states(identification.known)
        for known in identification.known:
            self._say(_fields(known, states[known.holding.entry.pk]), options["format"])
        for listed in identification.listed:
            self._say(_listed_fields(listed), options["format"])
        works = options["verify"] and self._verify(lines, options["endpoint"], options["format"])
        if not identification.known:
            self.stderr.write(f"None of {identification.count} values is stored here.")
        if not (identification.known or works):
            sys.exit(1)

    def _verify(self, lines: list[str], endpoint: str, form: str) -> bool:
        """Say of each key of the text whether it works; whether one does."""
        if endpoint and endpoint not in ovhcloud.endpoints():
            raise CommandError(f"{endpoint} is no endpoint.")
        candidates = (each for each in onboarding.read_keys(lines) if isinstance(each, Candidate))
        checked = onboarding.verify_keys(candidates, endpoint=endpoint, actor=SYSTEM)
        keys = [self._said(key, form) for key in checked]
        return any(key.standing is CandidateState.READY for key in keys)

    def _said(self, key: CheckedKey, form: str) -> CheckedKey:
        self._say(_verdict_fields(key), form)
        return key

    def _say(self, fields: dict[str, Any], form: str) -> None:
        """A line of text or of JSON."""
        parts = (f"{name} {value}" for name, value in fields.items() if value != "")
        self.stdout.write(json.dumps(fields) if form == "json" else "; ".join(parts))


def _verdict_fields(key: CheckedKey) -> dict[str, Any]:
    return {
        "line": key.candidate.line,
        "column": key.candidate.column,
        "key": _VERDICTS[key.standing],
        "kind": key.candidate.kind,
        "endpoint": key.candidate.endpoint or key.candidate.named_endpoint,
        "account": key.nic,
        "missing": ", ".join(key.candidate.missing),
        "because": " ".join(map(str, key.reasons)),
    }


def _states(known: tuple[KnownValue, ...]) -> dict[object, str]:
    entries = Entry.objects.filter(pk__in={value.holding.entry.pk for value in known})
    stated = entries.annotate(state=vault.entry_state())
    return {entry.pk: entry.state or "stored" for entry in stated}


def _listed_fields(listed: ListedValue) -> dict[str, Any]:
    live = listed.live
    return {
        "line": listed.line,
        "column": listed.column,
        "value": "listed by OVHcloud, not stored",
        "kind": EntryKind.APPLICATION if isinstance(live, LiveApplication) else _CLIENT,
        "name": str(live),
        "account": live.account.label,
        "team": str(live.account.team),
        "state": "gone" if live.gone_at else "listed",
        "read": live.read_at.isoformat() if live.read_at else "",
    }


def _fields(known: KnownValue, state: str) -> dict[str, Any]:
    entry, version = whole_entry(known.holding.entry), known.holding.version
    return {
        "line": known.line,
        "column": known.column,
        "value": f"version {version.number}" if version else "in clear",
        "newest": "yes" if known.holding.is_newest else "no",
        "kind": entry.kind,
        "entry": entry.label,
        "account": entry.account.label,
        "team": str(entry.account.team),
        "owner": entry.owner.email if entry.owner else "",
        "state": "archived" if entry.archived_at else state,
        "known to": ", ".join(known.known_to),
    }
