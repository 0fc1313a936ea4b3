"""Judging what a team has in batches, and keeping what is found: all, an account, one key."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import Count, F, Q

from credentials.core import FindingCause, in_batches
from credentials.findings import reading, team_reading
from credentials.findings.current import context_of
from credentials.findings.engine import evaluate
from credentials.findings.facts import Context, Facts, KeyFacts
from credentials.findings.reading import JudgedKey, Surroundings
from credentials.findings.store import Judged, keep
from credentials.models import Account, ConsumerKey, Entry, Finding, LiveApplication, Team

BATCH: Final = 500


def judge_team(team: Team, *, cause: FindingCause) -> None:
    """Judge all that the team has, its people and Keydesk itself."""
    for account in team.accounts.select_related("team"):
        judge_account(account, cause=cause)
    context = context_of(team)
    targets = [
        Judged(
            subject=place.subject,
            label=place.label,
            findings=evaluate(place.facts, context),
            links=place.links,
        )
        for place in team_reading.facts_of_team(team)
    ]
    keep(team.pk, [*targets, *_left(team, targets)], cause=cause)


def judge_account(account: Account, *, cause: FindingCause) -> None:
    """Judge the keys, applications and entries of an account. The number of queries goes by the
    batches, each of ``BATCH`` targets."""
    around = reading.surroundings_of([account.team], Q(account=account))
    judge_keys(account.team, Q(account=account), around=around, cause=cause)
    _judge_applications(account, cause=cause)
    _judge_entries(account.team, Entry.objects.filter(account=account), around, cause=cause)


def judge_keys(
    team: Team, chosen: Q, *, around: Surroundings | None = None, cause: FindingCause
) -> int:
    """Judge the team's live keys that the condition chooses; how many there were."""
    context, count = context_of(team), 0
    around = around or reading.around_keys([team], chosen)
    rows = reading.judged_keys(chosen & Q(account__team=team)).iterator(chunk_size=BATCH)
    for batch in in_batches(rows, BATCH):
        facts = reading.facts_of_keys(batch, around)
        targets = [_judged_key(row, key, context) for row, key in zip(batch, facts, strict=True)]
        keep(team.pk, targets, cause=cause)
        count += len(batch)
    return count


def judge_entry(entry: Entry, *, cause: FindingCause) -> None:
    """Judge one entry of the vault, and the live key that it is, where OVHcloud lists it."""
    team = entry.account.team
    around = reading.surroundings_of([team], Q(pk__in=()))
    _judge_entries(team, Entry.objects.filter(pk=entry.pk), around, cause=cause)
    key = ConsumerKey.objects.filter(pk=entry.pk).first()
    if key is not None and key.credential_id is not None:
        same = Q(account=key.account_id, credential_id=key.credential_id)
        judge_keys(team, same, cause=cause)


def _left(team: Team, targets: Iterable[Judged]) -> list[Judged]:
    """What is in no account and was found something in, and is there no longer."""
    rows = Finding.objects.filter(team=team, account=None, resolved_at=None)
    gone = rows.exclude(subject__in=[target.subject for target in targets])
    return [Judged(subject=row.subject, label=row.label) for row in gone]


def _judged_key(row: JudgedKey, key: KeyFacts, context: Context) -> Judged:
    name = row.live_application.name if row.live_application else ""
    return Judged(
        subject=f"key:{row.pk}",
        label=f"{name} #{row.credential_id}".strip(),
        findings=evaluate(key, context),
        account_id=row.account_id,
        links={"credential_id": row.pk},
        is_new=row.judged_basis != row.risk_basis,
    )


def _judge_applications(account: Account, *, cause: FindingCause) -> None:
    context = context_of(account.team)
    listed = Count("credentials", filter=Q(credentials__gone_at=None))
    rows = account.live_applications.annotate(keys_listed=listed).order_by("pk")
    for batch in in_batches(rows.iterator(chunk_size=BATCH), BATCH):
        keep(account.team_id, [_judged_application(row, context) for row in batch], cause=cause)


def _judged_application(row: LiveApplication, context: Context) -> Judged:
    keys: int = getattr(row, "keys_listed", 0)
    facts = reading.application_facts(row, keys=keys)
    return Judged(
        subject=f"application:{row.pk}",
        label=str(row),
        findings=evaluate(facts, context) if row.gone_at is None else (),
        account_id=row.account_id,
        links={"application_id": row.pk},
    )


def _judge_entries(
    team: Team, entries: Iterable[Entry], around: Surroundings, *, cause: FindingCause
) -> None:
    """Entries that OVHcloud does not list as keys: what is listed is judged as a live key."""
    context = context_of(team)
    for batch in in_batches(entries, BATCH):
        targets = zip(batch, _facts_of_entries(batch, around), strict=True)
        keep(team.pk, [_judged_entry(row, facts, context) for row, facts in targets], cause=cause)


def _judged_entry(row: Entry, facts: Facts | None, context: Context) -> Judged:
    is_judged = facts is not None and row.archived_at is None
    return Judged(
        subject=f"entry:{row.pk}",
        label=row.label,
        findings=evaluate(facts, context) if facts is not None and is_judged else (),
        account_id=row.account_id,
        links={"entry_id": row.pk},
    )


def _facts_of_entries(batch: Sequence[Entry], around: Surroundings) -> list[Facts | None]:
    """The facts of each entry; None for a key that OVHcloud lists, or listed once."""
    numbers = [entry.pk for entry in batch]
    entries = list(Entry.objects.filter(pk__in=numbers).select_related("owner", "account"))
    keys = list(ConsumerKey.objects.filter(pk__in=numbers).select_related("owner", "account"))
    listed = set(
        ConsumerKey.objects.filter(
            pk__in=numbers,
            account__live_credentials__credential_id=F("credential_id"),
        ).values_list("pk", flat=True)
    )
    facts: dict[uuid.UUID, Facts | None] = {
        **_by_id(entries, reading.entry_facts(entries, around)),
        **_by_id(keys, reading.facts_of_stored(keys, around)),
        **dict.fromkeys(listed),
    }
    return [facts[number] for number in numbers]


def _by_id(rows: Sequence[Entry], facts: Sequence[Facts]) -> dict[uuid.UUID, Facts]:
    return {row.pk: own for row, own in zip(rows, facts, strict=True)}
