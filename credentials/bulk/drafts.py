"""Drafts: what somebody selects, before it is a job. Items are chosen here, by ids of our rows.

A person has one draft an act and origin in a team. What cannot be acted on is in it as excluded,
with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import QuerySet

from credentials import audit, teams
from credentials.audit import Actor
from credentials.bulk.acts import ACTS
from credentials.bulk.sets import sweepable_keys
from credentials.core import (
    AuditAction,
    BulkAction,
    BulkItemState,
    BulkOrigin,
    BulkState,
    NotAllowedError,
    gettext_noop,
    in_batches,
    pack,
    say,
)
from credentials.models import Account, BulkItem, BulkJob, LiveApplication, LiveCredential, Team

MOST: Final = 10_000
_AT_ONCE: Final = 500
_TOO_MANY: Final = gettext_noop("A selection holds at most %(most)s. Narrow the filter.")
_NO_DRAFT: Final = gettext_noop("The selection is no draft any more: its job was started.")
_NOT_YOURS: Final = gettext_noop("Somebody else made this selection. Make one of your own.")


def select_keys(
    team: Team,
    keys: QuerySet[LiveCredential],
    *,
    actor: Actor,
    action: BulkAction = BulkAction.REVOKE_KEYS,
    origin: BulkOrigin = BulkOrigin.SELECTION,
) -> BulkJob:
    """Add keys of the team to the actor's draft for an act on keys; those in it stay once.

    Raises ``NotAllowedError`` for more than ``MOST``, and an actor whose role does not include it.
    """
    return _select(team, action, origin, keys, actor=actor)


def sweep(team: Team, accounts: QuerySet[Account], *, actor: Actor) -> BulkJob:
    """A draft, in place of the last such one, of the keys of the accounts that open nothing.

    Raises as ``select_keys``.
    """
    keys = sweepable_keys(accounts)
    return _select(team, BulkAction.REVOKE_KEYS, BulkOrigin.SWEEP, keys, actor=actor)


def select_applications(
    team: Team,
    applications: QuerySet[LiveApplication],
    *,
    actor: Actor,
    origin: BulkOrigin = BulkOrigin.SELECTION,
) -> BulkJob:
    """The same as ``select_keys`` for applications without keys, to be deleted."""
    return _select(team, BulkAction.DELETE_APPLICATIONS, origin, applications, actor=actor)


def leave_out(job: BulkJob, item_ids: Iterable[int], *, actor: Actor) -> None:
    """Take items out of a draft. Raises ``NotAllowedError`` for a job that is no draft, or that
    of somebody else, and an actor whose role does not include it."""
    with _attempt(job.team, BulkAction(job.action), actor=actor) as attempt:
        guard_draft(job, actor=actor)
        removed, _ = BulkItem.objects.filter(job=job, pk__in=list(item_ids)).delete()
        attempt.details["left out"] = removed


def discard_draft(job: BulkJob, *, actor: Actor) -> None:
    """Drop a draft; nothing was done. Raises as ``leave_out``."""
    with _attempt(job.team, BulkAction(job.action), actor=actor) as attempt:
        guard_draft(job, actor=actor)
        attempt.details["left out"] = job.items.count()
        BulkJob.objects.filter(pk=job.pk, state=BulkState.DRAFT).delete()


def guard_draft(job: BulkJob, *, actor: Actor) -> BulkJob:
    """The draft as it is now, locked. Raises ``NotAllowedError`` for one that is none any more, or
    not the actor's."""
    locked = BulkJob.objects.select_for_update(no_key=True).filter(pk=job.pk).first()
    if locked is None or not locked.is_draft:
        raise NotAllowedError(say(_NO_DRAFT))
    if locked.asked_by_id != actor.person_id:
        raise NotAllowedError(say(_NOT_YOURS))
    return locked


def _select(
    team: Team,
    action: BulkAction,
    origin: BulkOrigin,
    rows: QuerySet[Any],
    *,
    actor: Actor,
) -> BulkJob:
    with _attempt(team, action, actor=actor) as attempt:
        draft = _draft(team, action, origin, actor=actor)
        related = rows.filter(account__team=team).select_related(
            "account__team", "account__management_key__application"
        )
        for batch in in_batches(related.order_by("pk")[: MOST + 1].iterator(_AT_ONCE), _AT_ONCE):
            items = [_item(draft, row) for row in batch]
            BulkItem.objects.bulk_create(items, ignore_conflicts=True)
        attempt.details["selected"] = draft.items.count()
        if draft.items.count() > MOST:
            raise NotAllowedError(say(_TOO_MANY, most=MOST))
    return draft


def _draft(team: Team, action: BulkAction, origin: BulkOrigin, *, actor: Actor) -> BulkJob:
    """The actor's open draft. One that is not of ticked rows is made anew."""
    open_drafts = BulkJob.objects.filter(
        team=team,
        action=action,
        origin=origin,
        asked_by=actor.person_id,
        state=BulkState.DRAFT,
    )
    if origin is not BulkOrigin.SELECTION:
        open_drafts.delete()
    return open_drafts.first() or BulkJob.objects.create(
        team=team, action=action, origin=origin, asked_by_id=actor.person_id
    )


def _item(draft: BulkJob, row: Any) -> BulkItem:
    act: Any = ACTS[BulkAction(draft.action)]
    obstacle = act.obstacle(row)
    return BulkItem(
        job=draft,
        state=BulkItemState.EXCLUDED if obstacle else BulkItemState.WAITING,
        remarks=[pack(sentence) for sentence in obstacle.sentences] if obstacle else [],
        **act.values(row),
    )


def _attempt(team: Team, action: BulkAction, *, actor: Actor) -> Any:
    return teams.attempt(
        AuditAction.BULK_SELECTED,
        ACTS[action].permission,
        actor=actor,
        subject=audit.subject_of(team),
        details={"act": action.value},
    )
