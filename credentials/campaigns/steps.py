"""The steps from a campaign's end to its close: given up keys are frozen, then revoked.

Each is a job of ``bulk`` under the right of who carries the campaign out, whose role is looked at
as the job begins and for each key. Where it is lost the campaign waits for somebody who has it.
A step is taken in one transaction: a worker that is killed leaves the one before it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from credentials import audit, bulk, live, teams
from credentials.audit import SYSTEM, Actor
from credentials.campaigns.asked import Answer, answer_of, believed_decisions
from credentials.campaigns.deciding import guard_items
from credentials.core import (
    AuditAction,
    BulkAction,
    BulkItemState,
    BulkOrigin,
    Permission,
    ReviewState,
    Unanswered,
    in_batches,
)
from credentials.models import FROZEN, BulkItem, BulkJob, LiveCredential, ReviewCampaign, ReviewItem

_AT_ONCE: Final = 500


def take_steps(campaign_id: uuid.UUID) -> None:
    """Take every step that can be taken now; of two at the same moment, one does.

    Raises ``RowChangedOutside`` for a campaign, its items or its job that is not as Keydesk wrote
    it.
    """
    campaign = ReviewCampaign.objects.get(pk=campaign_id)
    while _take_step(campaign):
        pass


def _take_step(campaign: ReviewCampaign) -> bool:
    """Whether a step was taken; ``campaign`` says then where it is."""
    with audit.attempt(
        AuditAction.CAMPAIGN_ADVANCED, actor=SYSTEM, subject=audit.subject_of(campaign)
    ) as attempt:
        rows = ReviewCampaign.objects.select_for_update(of=("self",)).select_related("team")
        locked = rows.get(pk=campaign.pk)
        step = _STEPS.get(ReviewState(locked.state))
        state = None
        if step is not None:
            audit.guard_holds(locked)
            guard_items(locked)
            state = step(locked)
        if state is None:
            attempt.withdraw()
            return False
        attempt.details["state"] = state.value
        attempt.log()
        _write(locked, state)
        if locked.job is not None and locked.job.is_draft:
            _start_job(locked, locked.job)
        campaign.take_from(locked)
    return True


def _write(locked: ReviewCampaign, state: ReviewState) -> None:
    """The state on the locked row, and its job; the log has it already."""
    locked.state = state
    if state is ReviewState.CLOSED:
        locked.closed_at = timezone.now()
    locked.save(update_fields=["state", "revoke_at", "job", "closed_at"])


def _ended(campaign: ReviewCampaign) -> ReviewState | None:
    return ReviewState.ENDED if campaign.ends_at <= timezone.now() else None


def _freezing(campaign: ReviewCampaign) -> ReviewState | None:
    """What is frozen already counts as frozen, and what is gone as done."""
    answers, keys = _answers(campaign), _keys(campaign)
    wanted = {Answer.GIVEN_UP} | _also_frozen(campaign)
    left = []
    for item in campaign.items.all():
        key = keys.get(item.pk)
        if answers[item.pk] not in wanted or item.frozen_at is not None or key is None:
            continue
        if key.state == FROZEN:
            _mark([item.pk], frozen_at=timezone.now(), remarks=[])
        else:
            left.append(key)
    return _begin(campaign, left, BulkAction.FREEZE_KEYS, ReviewState.FREEZING, _after_freezing)


def _frozen(campaign: ReviewCampaign) -> ReviewState | None:
    """Once the job is over. Where the right was lost in the middle of it, the rest waits."""
    if not _is_over(campaign.job):
        return None
    _take_results(campaign, "frozen_at")
    if _lost_right(campaign):
        return ReviewState.ENDED
    return _after_freezing(campaign)


def _after_freezing(campaign: ReviewCampaign) -> ReviewState:
    given_up = _given_up(campaign).exclude(frozen_at=None)
    if not given_up.exists():
        return ReviewState.CLOSED
    campaign.revoke_at = timezone.now() + timedelta(days=campaign.revoke_days)
    return ReviewState.FROZEN


def _revoking(campaign: ReviewCampaign) -> ReviewState | None:
    """What was thawed meanwhile was taken back, and stays."""
    if campaign.revoke_at is None or timezone.now() < campaign.revoke_at:
        return None
    keys = _keys(campaign)
    frozen = _given_up(campaign).exclude(frozen_at=None).filter(revoked_at=None)
    left = [keys[item.pk] for item in frozen if item.pk in keys and keys[item.pk].state == FROZEN]
    return _begin(campaign, left, BulkAction.REVOKE_KEYS, ReviewState.REVOKING, _close)


def _revoked(campaign: ReviewCampaign) -> ReviewState | None:
    if not _is_over(campaign.job):
        return None
    _take_results(campaign, "revoked_at")
    return ReviewState.FROZEN if _lost_right(campaign) else ReviewState.CLOSED


def _close(_campaign: ReviewCampaign) -> ReviewState:
    return ReviewState.CLOSED


def _begin(
    campaign: ReviewCampaign,
    keys: list[LiveCredential],
    action: BulkAction,
    begun: ReviewState,
    over: Callable[[ReviewCampaign], ReviewState],
) -> ReviewState | None:
    """Draft the job for the keys; ``over`` says what comes where there is nothing to do. None where
    nobody with the right carries the campaign out."""
    if not keys:
        return over(campaign)
    actor = _carrier(campaign)
    if actor is None:
        return None
    rows = LiveCredential.objects.filter(pk__in=[key.pk for key in keys])
    job = bulk.select_keys(
        campaign.team, rows, actor=actor, action=action, origin=BulkOrigin.REVIEW
    )
    _take_remarks(campaign, BulkItem.objects.filter(job=job, state=BulkItemState.EXCLUDED))
    if not job.items.exclude(state=BulkItemState.EXCLUDED).exists():
        bulk.discard_draft(job, actor=actor)
        return over(campaign)
    campaign.job = job
    return begun


def _start_job(campaign: ReviewCampaign, job: BulkJob) -> None:
    """What was drafted in this very transaction, once the log and the campaign say so."""
    bulk.start_job(job, seen=bulk.digest_of(job), actor=audit.actor_by_id(campaign.carried_by_id))


def _carrier(campaign: ReviewCampaign) -> Actor | None:
    """Who carries the campaign out, if they may right now, and until the transaction ends."""
    person_id, team_id = campaign.carried_by_id, campaign.team_id
    if person_id is None or not teams.locked_teams(person_id, Permission.REVOKE, [team_id]):
        return None
    return audit.actor_by_id(person_id)


def _lost_right(campaign: ReviewCampaign) -> bool:
    """Whether keys were refused since who carried it out may not do it any more."""
    refused = BulkItem.objects.filter(job=campaign.job, state=BulkItemState.REFUSED)
    return refused.exists() and _carrier(campaign) is None


def _is_over(job: BulkJob | None) -> bool:
    return job is None or not (job.is_draft or job.is_under_way)


def _also_frozen(campaign: ReviewCampaign) -> set[Answer]:
    if campaign.unanswered == Unanswered.FREEZE:
        return {Answer.UNANSWERED, Answer.NEEDS_SECOND}
    return set()


def _answers(campaign: ReviewCampaign) -> Mapping[int, Answer]:
    """What was said of each key, by the item's id."""
    items = list(campaign.items.all())
    decisions = believed_decisions(items)
    return {item.pk: answer_of(item, decisions.get(item.pk)) for item in items}


def _given_up(campaign: ReviewCampaign) -> QuerySet[ReviewItem]:
    answers = _answers(campaign)
    return campaign.items.filter(
        pk__in=[pk for pk, answer in answers.items() if answer is Answer.GIVEN_UP]
    )


def _keys(campaign: ReviewCampaign) -> Mapping[int, LiveCredential]:
    """The keys that are not gone, worked out from their facts, by the item's id."""
    numbers = {(item.account_id, item.number): item.pk for item in campaign.items.all()}
    rows = LiveCredential.objects.filter(
        account__in={account_id for account_id, _ in numbers},
        account__team=campaign.team,
        gone_at=None,
        credential_id__in={number for _, number in numbers},
    ).select_related("account__team", "live_application")
    keys: dict[int, LiveCredential] = {}
    for batch in in_batches(rows.iterator(_AT_ONCE), _AT_ONCE):
        for key in live.worked_out(batch):
            item = numbers.get((key.account_id, key.credential_id))
            if item is not None:
                keys[item] = key
    return keys


def _take_results(campaign: ReviewCampaign, column: str) -> None:
    """What became of each key of the job."""
    if campaign.job is None:
        return
    rows = BulkItem.objects.filter(job=campaign.job)
    for item in _items_of(campaign, rows.filter(state=BulkItemState.DONE)):
        _mark([item[0].pk], **{column: item[1].ended_at, "remarks": []})
    _take_remarks(campaign, rows.exclude(state=BulkItemState.DONE))


def _take_remarks(campaign: ReviewCampaign, rows: Iterable[BulkItem]) -> None:
    """Why keys were left as they are."""
    for item, row in _items_of(campaign, rows):
        _mark([item.pk], remarks=row.remarks)


def _items_of(
    campaign: ReviewCampaign, rows: Iterable[BulkItem]
) -> list[tuple[ReviewItem, BulkItem]]:
    items = {(item.account_id, item.number): item for item in campaign.items.all()}
    numbered = [((row.account_id, row.number), row) for row in rows]
    return [(items[number], row) for number, row in numbered if number in items]


def _mark(ids: list[int], **columns: object) -> None:
    ReviewItem.objects.filter(pk__in=ids).update(**columns)


_STEPS: Final[Mapping[ReviewState, Callable[[ReviewCampaign], ReviewState | None]]] = {
    ReviewState.OPEN: _ended,
    ReviewState.ENDED: _freezing,
    ReviewState.FREEZING: _frozen,
    ReviewState.FROZEN: _revoking,
    ReviewState.REVOKING: _revoked,
}
