"""A stored credential as the file of a tool: for scripts and for machines without a browser."""

from __future__ import annotations

import os
import stat
import uuid
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from credentials import core, onboarding, vault
from credentials.audit import SYSTEM
from credentials.core import KeydeskError
from credentials.models import Entry
from credentials.onboarding import FORMATS


class Command(BaseCommand):
    help = (
        "Write a stored credential as the file of a tool, with its secrets in clear. The log has "
        "it, with format and file. The file is for its owner alone (mode 0600)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("label", nargs="?", help="the entry's label, or its id")
        parser.add_argument("--format", choices=sorted(FORMATS), metavar="FORMAT")
        parser.add_argument("--to", metavar="FILE", help="a new file, or - for standard output")
        parser.add_argument("--used-by", default="", metavar="PLACE", help="add it to “Used by”")
        parser.add_argument("--force", action="store_true", help="replace a file that is there")
        parser.add_argument("--purpose", default="", help="what for, where the team asks for it")
        parser.add_argument(
            "--list-formats",
            action="store_true",
            help="print name, tool and whether it takes OAuth2 (a service account), and stop",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list_formats"]:
            self._list_formats()
            return
        if not options["label"] or not options["to"]:
            raise CommandError("Name an entry, and a file with --to: LABEL --to FILE.")
        file = None if options["to"] == "-" else Path(options["to"]).absolute()
        place = _place(options["used_by"])
        if file:
            _refuse_unfit(file, force=options["force"])
        entry = _entry(options["label"])
        text = self._exported(entry, file, options)
        if file:
            _write(file, text, force=options["force"])
            self.stdout.write(f"{file} is written, for its owner alone.")
        else:
            self._print(text)
        if place:
            vault.add_usage(entry, vault.UsageLine(place=place), actor=SYSTEM)

    def _list_formats(self) -> None:
        for form in FORMATS.values():
            oauth2 = "OAuth2" if form.takes_oauth2 else "no OAuth2"
            self.stdout.write(f"{form.name}\t{form.tool}\t{oauth2}")

    def _exported(self, entry: Entry, file: Path | None, options: dict[str, Any]) -> str:
        chosen = options["format"]
        form = FORMATS[chosen] if chosen else onboarding.likely_format(entry)
        destination = str(file) if file else onboarding.OUTPUT
        try:
            return onboarding.export_entry(
                entry,
                form=form,
                actor=SYSTEM,
                destination=destination,
                purpose=options["purpose"],
            ).content.expose()
        except KeydeskError as error:
            raise CommandError(" ".join(map(str, error.sentences))) from None

    def _print(self, text: str) -> None:
        try:
            self.stdout.write(text, ending="")
            self.stdout.flush()
        except OSError as error:
            raise CommandError(f"Standard output: {error.strerror}. Not all is written.") from None
        except UnicodeEncodeError:
            raise CommandError("Standard output is not UTF-8. Write a file: --to FILE.") from None


def _place(text: str) -> str:
    """The place of the list “Used by”, in one line that it can hold."""
    place = " ".join(text.split())
    if len(place) > vault.LONGEST_PLACE:
        raise CommandError(f"--used-by takes {vault.LONGEST_PLACE} characters at most.")
    return place


def _refuse_unfit(file: Path, *, force: bool) -> None:
    """Refuse a place where no file can be put, before anything is opened for it."""
    try:
        file.parent.stat()
        mode = _mode_of(file)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}.") from None
    if not os.access(file.parent, os.W_OK | os.X_OK):
        raise CommandError(f"{file}: its folder cannot be written to.")
    if mode and not stat.S_ISREG(mode):
        raise CommandError(f"{file} is there already, and is no plain file. Name another.")
    if mode and not force:
        raise CommandError(f"{file} is there already. --force replaces it.")


def _mode_of(file: Path) -> int:
    """What kind of file is there, a link not followed; 0 for none."""
    try:
        return file.lstat().st_mode
    except FileNotFoundError:
        return 0


def _entry(label: str) -> Entry:
    """The entry that is called so and in use, or that has this id."""
    matching = Q(label=label, archived_at=None)
    entries = list(Entry.objects.filter(matching | Q(pk=_id(label))).select_related("account"))
    if not entries:
        raise CommandError(f"No entry is called “{label}”.")
    if len(entries) > 1:
        known = "\n".join(f"  {entry.pk}  {entry.kind} of {entry.account}" for entry in entries)
        raise CommandError(f"{len(entries)} entries are called “{label}”. Name an id:\n{known}")
    return entries[0]


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _write(file: Path, text: str, *, force: bool) -> None:
    """A new file, or in place of another, in one step: nobody reads half of it.

    What was written beside it goes again, also where that step is refused.
    """
    new = file.with_name(f".keydesk-{uuid.uuid4().hex}")
    try:
        core.write_private_file(new, text.removesuffix("\n").split("\n"))
        if force:
            new.replace(file)
        else:
            file.hardlink_to(new)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}. Nothing is written.") from None
    finally:
        new.unlink(missing_ok=True)
