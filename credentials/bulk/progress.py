"""How far jobs have come, from the states of their items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from credentials.core import BulkItemState, BulkState
from credentials.models import BulkItem, BulkJob, Person, Team

_OPEN = (BulkItemState.WAITING, BulkItemState.DOING)


@dataclass(frozen=True, slots=True)
class BulkProgress:
    """A job, and how many of its items are in each state."""

    job: BulkJob
    counts: Counter[str]

    @property
    def total(self) -> int:
        """How many items it acts on: those that are excluded do not count."""
        return self.counts.total() - self.counts[BulkItemState.EXCLUDED]

    @property
    def ended(self) -> int:
        """How many are over, whatever became of them."""
        return self.total - sum(self.counts[state] for state in _OPEN)

    @property
    def excluded(self) -> int:
        return self.counts[BulkItemState.EXCLUDED]


def progress_of(job: BulkJob) -> BulkProgress:
    """How far one job has come; one query."""
    return progress_of_all([job])[0]


def progress_of_all(jobs: Iterable[BulkJob]) -> list[BulkProgress]:
    """The same of several, in their order; one query."""
    every = list(jobs)
    if not every:
        return []
    rows = BulkItem.objects.filter(job__in=every).order_by().values_list("job_id", "state")
    counts: dict[object, Counter[str]] = {job.pk: Counter() for job in every}
    for job_id, state, count in rows.annotate(Count("pk")):
        counts[job_id][state] = count
    return [BulkProgress(job, counts[job.pk]) for job in every]


def open_jobs(person: Person, teams: QuerySet[Team]) -> list[BulkProgress]:
    """The person's own drafts, and the jobs of the teams that are under way; two queries, one where
    there are none."""
    drafts = Q(asked_by=person, state=BulkState.DRAFT)
    under_way = Q(state__in=(BulkState.QUEUED, BulkState.RUNNING))
    return progress_of_all(BulkJob.objects.filter(drafts | under_way, team__in=teams))
