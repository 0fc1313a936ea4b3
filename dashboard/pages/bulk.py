"""A bulk job as a page: a selection before it is started, its progress, and its report."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from credentials import bulk, rights, teams
from credentials.bulk import BulkProgress
from credentials.core import (
    BulkAction,
    BulkItemState,
    BulkOrigin,
    CredentialState,
    Permission,
    Sentence,
    gettext_noop,
    say,
)
from credentials.live import KEY_UNREAD
from credentials.models import APPLICATION_BLOCKED, FROZEN, Account, BulkItem, BulkJob, Person
from dashboard import bulk_labels as labels
from dashboard import http
from dashboard.pages.reached_services import ReachedServices
from dashboard.templatetags.console import distance

_LATELY: Final = timedelta(days=30)
_OPENS: Final = (CredentialState.VALIDATED.value, KEY_UNREAD, FROZEN, APPLICATION_BLOCKED)
_MOST_PLACES: Final = 8
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class BulkPage:
    """A job, with what the reader ``may`` do in its team; ``reader`` is who looks."""

    progress: BulkProgress
    may: frozenset[Permission]
    reader: Person

    @property
    def is_thaw(self) -> bool:
        """Whether keys work again, where other acts stop them."""
        return self.job.action == BulkAction.THAW_KEYS

    @property
    def job(self) -> BulkJob:
        return self.progress.job

    @property
    def title(self) -> str:
        """What it does, with the number: "Revoke 12 keys"."""
        title = _TITLES.get(self.job.action)
        return str(title % {"count": self.progress.total} if title else _("unknown"))

    @property
    def verb(self) -> str | Promise:
        return labels.ACTS.get(self.job.action, _("unknown"))

    @property
    def warning(self) -> str | Promise:
        """The heading over what stops working."""
        return _WARNINGS.get(self.job.action, _("This cannot be undone"))

    @property
    def origin(self) -> str | Promise:
        return labels.ORIGINS.get(self.job.origin, _("unknown"))

    @property
    def state(self) -> str | Promise:
        return labels.STATES.get(self.job.state, _("unknown"))

    @property
    def tone(self) -> str:
        return labels.TONES.get(self.job.state, "idle")

    @property
    def is_own(self) -> bool:
        return self.job.asked_by_id == self.reader.pk

    @property
    def may_act(self) -> bool:
        """Whether the reader's role allows it; a draft is its maker's alone."""
        return Permission.REVOKE in self.may and (self.is_own or not self.job.is_draft)

    @property
    def counts(self) -> list[tuple[str, str | Promise, int]]:
        """The states in which items are: the stored word, its word on the page, how many."""
        counted = self.progress.counts
        return [
            (state.value, labels.ITEM_STATES[state], counted[state])
            for state in BulkItemState
            if counted[state]
        ]


@dataclass(frozen=True, slots=True)
class OpenJobs:
    """The reader's own ``drafts``, and the jobs that are ``under_way`` in their teams."""

    drafts: list[BulkPage]
    under_way: list[BulkProgress]

    @property
    def acts(self) -> list[tuple[str, str | Promise]]:
        """What keys can be selected for, each with its word."""
        return [(act.value, labels.ACTS[act]) for act in bulk.KEY_ACTS]


def open_jobs(request: HttpRequest, team_id: uuid.UUID | None = None) -> OpenJobs:
    """What is open of the reader's in their teams, or in one, for pages that lead there."""
    person = http.person(request)
    own = teams.teams_where(person, Permission.SEE)
    every = bulk.open_jobs(person, own.filter(pk=team_id) if team_id else own)
    drafts = [
        BulkPage(progress, frozenset(), person) for progress in every if progress.job.is_draft
    ]
    return OpenJobs(drafts, [progress for progress in every if not progress.job.is_draft])


@dataclass(frozen=True, slots=True)
class BulkItemRow:
    """An item as a row: ``reaches`` says which services its rules reach."""

    item: BulkItem
    reaches: list[Sentence]

    @property
    def state(self) -> str | Promise:
        return labels.ITEM_STATES.get(self.item.state, _("unknown"))

    @property
    def tone(self) -> str:
        return labels.TONES.get(self.item.state, "idle")

    @property
    def url(self) -> str:
        """The page of the key or the application."""
        page = "application" if self.item.application_id else "credential"
        return reverse(f"live:{page}", args=[self.item.account_id, self.item.number])

    @property
    def used_by(self) -> str:
        """Where it is deployed, as far as its vault entry says."""
        key = self.item.credential
        return key.stored.used_by if key and key.stored else ""


def item_rows(items: Iterable[BulkItem]) -> list[BulkItemRow]:
    """Items with what their keys reach; the names of each account are looked up once."""
    services: dict[uuid.UUID, ReachedServices] = {}
    rows = []
    for item in items:
        reaches: list[Sentence] = []
        if item.credential is not None and item.credential.state in _OPENS:
            if item.account_id not in services:
                services[item.account_id] = ReachedServices(item.account)
            own = services[item.account_id]
            reaches = own.sentences(rights.rules_from_api(item.credential.rules))
        rows.append(BulkItemRow(item, reaches))
    return rows


def what_stops(job: BulkJob) -> list[Sentence]:
    """What no longer works once the job has run, in words and counts."""
    acted_on = job.items.exclude(state=BulkItemState.EXCLUDED)
    if job.action == BulkAction.DELETE_APPLICATIONS:
        return [say(_APPLICATIONS, count=acted_on.count())]
    if job.action == BulkAction.THAW_KEYS:
        return [say(_THAWED, count=acted_on.count())]
    return [*_keys_stop(acted_on), *_of_freeze(job)]


def _of_freeze(job: BulkJob) -> Iterator[Sentence]:
    """What else is said of a freeze: what it does with keys that nobody has read."""
    if job.action != BulkAction.FREEZE_KEYS:
        return
    unread = job.items.filter(credential__read_state=KEY_UNREAD).count()
    if unread:
        yield say(_UNREAD, count=unread)
    if job.origin == BulkOrigin.WHOLE:
        yield say(_COMPARED)
    yield say(_CAN_BE_THAWED)


def _keys_stop(items: QuerySet[BulkItem]) -> Iterator[Sentence]:
    opening = items.filter(credential__read_state__in=_OPENS)
    idle = items.count() - opening.count()
    if idle:
        yield say(_IDLE, count=idle)
    if not opening.exists():
        return
    yield say(_OPENING, count=opening.count())
    lately = opening.filter(credential__last_use__gte=timezone.now() - _LATELY)
    newest = lately.order_by("-credential__last_use").first()
    if newest is not None and newest.credential is not None:
        used = distance(newest.credential.last_use)
        yield say(_USED, count=lately.count(), when=used)
    yield from _deployed(opening)
    yield from _reached(opening)


def _deployed(items: QuerySet[BulkItem]) -> Iterator[Sentence]:
    deployed = items.exclude(credential__stored__used_by="").filter(
        credential__stored__isnull=False
    )
    places = list(deployed.values_list("credential__stored__used_by", flat=True).distinct())
    if places:
        shown, more = "; ".join(places[:_MOST_PLACES]), len(places) - _MOST_PLACES
        yield say(_PLACES_MORE if more > 0 else _PLACES, places=shown, count=more)


def _reached(items: QuerySet[BulkItem]) -> Iterator[Sentence]:
    """By account, the services that the rules of its keys reach together. Of many keys with the
    same rules these are read once, and no more than one account's are held at a time."""
    for account in Account.objects.filter(pk__in=items.values("account")).order_by("label"):
        own = items.filter(account=account).order_by()
        distinct = own.values_list("credential__rules", flat=True).distinct()
        rules: set[rights.AccessRule] = set()
        for listed in distinct.iterator(_AT_ONCE):
            rules.update(rights.rules_from_api(listed or []))
        for sentence in ReachedServices(account).sentences(rules):
            yield say(_REACHED, account=account.label, what=sentence)


_TITLES: Final[Mapping[str, Promise]] = {
    BulkAction.REVOKE_KEYS: ngettext_lazy("Revoke %(count)d key", "Revoke %(count)d keys", "count"),
    BulkAction.FREEZE_KEYS: ngettext_lazy("Freeze %(count)d key", "Freeze %(count)d keys", "count"),
    BulkAction.THAW_KEYS: ngettext_lazy("Thaw %(count)d key", "Thaw %(count)d keys", "count"),
    BulkAction.DELETE_APPLICATIONS: ngettext_lazy(
        "Delete %(count)d application", "Delete %(count)d applications", "count"
    ),
}
_WARNINGS: Final[Mapping[str, Promise]] = {
    BulkAction.FREEZE_KEYS: _("This can be undone: frozen keys can be thawed"),
    BulkAction.THAW_KEYS: _("The keys work again"),
}
_APPLICATIONS: Final = gettext_noop(
    "Nothing that has a key. Applications deleted for good: %(count)s. OVHcloud is asked for the "
    "keys of each just before; one that has a key stays."
)
_THAWED: Final = gettext_noop(
    "Nothing. Keys that work again, from where they did before they were frozen: %(count)s."
)
_CAN_BE_THAWED: Final = gettext_noop(
    "They stay at OVHcloud, where nobody can use them, and can be thawed. That this cuts off IPv4 "
    "and IPv6 is not proven on a live account."
)
_UNREAD: Final = gettext_noop(
    "Not read yet: %(count)s. Each is read just before it is frozen. One that opens nothing stays "
    "as it is, and the report says so."
)
_COMPARED: Final = gettext_noop(
    "Keys that OVHcloud lists at the end of the job and that were not selected are left as they "
    "are; the report names them."
)
_IDLE: Final = gettext_noop("Keys that open nothing as they are: %(count)s.")
_OPENING: Final = gettext_noop("Keys that open something, and will not any more: %(count)s.")
_USED: Final = gettext_noop("Used in the last 30 days: %(count)s, the last one %(when)s.")
_PLACES: Final = gettext_noop("They are deployed: %(places)s.")
_PLACES_MORE: Final = gettext_noop("They are deployed: %(places)s; more places: %(count)s.")
_REACHED: Final = gettext_noop("No longer reached by them in %(account)s: %(what)s.")
