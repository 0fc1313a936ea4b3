"""What commands share that act on many live keys: which keys, the number typed, and the job."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q, QuerySet

from credentials import bulk, live
from credentials.audit import SYSTEM
from credentials.core import BulkAction, BulkItemState, BulkOrigin, BulkState, KeydeskError
from credentials.models import Account, BulkItem, BulkJob, LiveCredential, ProcessBeat, Team

_DONE, _NOT_ALL, _NOTHING = 0, 1, 2
_LOOK_EVERY: Final = 0.5
_COLUMNS: Final = ("account", "number", "name", "state", "remarks")


class BulkCommand(BaseCommand):
    """Selects live keys by number or by a filter, and has one bulk job act on them.

    Exit code 0: done with each (or nothing was to be done but to look); 1: some could not be done;
    2: no such key, or not confirmed.
    """

    action: BulkAction

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", nargs="*", type=int, help="OVHcloud's number of a live key")
        parser.add_argument("--account", help="the account's label, or its OVHcloud id")
        parser.add_argument("--state", choices=live.KEY_STATES, help="keys in this state")
        parser.add_argument("--search", help="keys whose row shows this text")
        parser.add_argument("--not-in-vault", action="store_true", help="keys that nobody stores")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")
        parser.add_argument("--yes", action="store_true", help="do it without typing the number")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            drafts = self._drafts(_chosen(options))
        except KeydeskError as error:
            raise CommandError(" ".join(map(str, error.sentences))) from None
        if not drafts:
            self.stderr.write("No live key is so. Nothing was done.")
            sys.exit(_NOTHING)
        if options["dry_run"]:
            self._report(drafts, options["format"])
            BulkJob.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
            return
        self._confirm(drafts, is_sure=options["yes"])
        sys.exit(self._run(drafts, options["format"]))

    def _drafts(self, keys: QuerySet[LiveCredential]) -> list[BulkJob]:
        teams = Team.objects.filter(pk__in=keys.values("account__team"))
        return [
            bulk.select_keys(
                team, keys, actor=SYSTEM, action=self.action, origin=BulkOrigin.COMMAND
            )
            for team in teams.order_by("name")
        ]

    def _confirm(self, drafts: list[BulkJob], *, is_sure: bool) -> None:
        count = sum(bulk.progress_of(draft).total for draft in drafts)
        if count and (is_sure or self._typed(count)):
            return
        self._report(drafts, "text")
        BulkJob.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
        self.stderr.write("Not confirmed, or nothing can be done. Nothing was done.")
        sys.exit(_NOTHING)

    def _typed(self, count: int) -> bool:
        if not sys.stdin.isatty():
            self.stderr.write("Say --yes where nobody can type the number of keys.")
            return False
        return input(f"{self.action.value}: type {count} to go on: ").strip() == str(count)

    def _run(self, drafts: list[BulkJob], form: str) -> int:
        for draft in drafts:
            try:
                bulk.start_job(draft, seen=bulk.digest_of(draft), actor=SYSTEM)
            except KeydeskError as error:
                self.stderr.write(" ".join(map(str, error.sentences)))
        if not ProcessBeat.objects.live_workers().exists():
            self.stderr.write("No worker is running: the job begins once one is.")
        for draft in drafts:
            self._follow(draft)
        self._report(drafts, form)
        acted_on = BulkItem.objects.filter(job__in=drafts).exclude(state=BulkItemState.EXCLUDED)
        return _NOT_ALL if acted_on.exclude(state=BulkItemState.DONE).exists() else _DONE

    def _follow(self, job: BulkJob) -> None:
        """Until the job is over; a command that is stopped stops no job."""
        while True:
            job.refresh_from_db()
            if not job.is_under_way:
                break
            progress = bulk.progress_of(job)
            if self.stderr.isatty():
                self.stderr.write(f"\r{progress.ended} of {progress.total}", ending="")
            time.sleep(_LOOK_EVERY)
        if job.state != BulkState.DONE and job.cause:
            self.stderr.write(str(job.cause))

    def _report(self, drafts: list[BulkJob], form: str) -> None:
        """A line an item, of text or of JSON."""
        for fields in _lines(drafts):
            text = "; ".join(str(fields[column]) for column in _COLUMNS if fields[column])
            self.stdout.write(json.dumps(fields) if form == "json" else text)


def _chosen(options: dict[str, Any]) -> QuerySet[LiveCredential]:
    """The keys that are meant. Raises ``CommandError`` for none named, or a strange account."""
    wanted = [options[name] for name in ("number", "state", "search", "not_in_vault", "account")]
    if not any(wanted):
        raise CommandError(
            "Say which keys: by number, --account, --state, --search, --not-in-vault."
        )
    keys = live.listed_keys(_accounts(options["account"])).filter(live.IS_LISTED)
    if options["number"]:
        keys = keys.filter(credential_id__in=options["number"])
    if options["state"]:
        keys = keys.filter(live.in_state(options["state"]))
    if options["search"]:
        keys = keys.filter(search_text__contains=options["search"].casefold())
    return keys.filter(live.IS_NOT_STORED) if options["not_in_vault"] else keys


def _accounts(named: str | None) -> QuerySet[Account]:
    if named is None:
        return Account.objects.all()
    accounts = Account.objects.filter(Q(label=named) | Q(nic=named))
    if not accounts:
        raise CommandError(f"No account is called {named}.")
    return accounts


def _lines(drafts: list[BulkJob]) -> Iterator[dict[str, Any]]:
    items = BulkItem.objects.filter(job__in=drafts).select_related("account")
    for item in items.order_by("account__label", "number").iterator(500):
        yield {
            "account": item.account.label,
            "number": item.number,
            "name": item.name,
            "state": item.state,
            "remarks": " ".join(map(str, item.notes)),
        }
