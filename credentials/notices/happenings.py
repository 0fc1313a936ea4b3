"""What somebody is told of: rows become sentences, with who is to be told and where it is shown."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.urls import reverse

from credentials.core import (
    NoticeKind,
    Sentence,
    SyncState,
    coded,
    gettext_noop,
    ngettext_noop,
    say,
)
from credentials.models import Finding, KeyChange, LiveCredential, ReviewCampaign, Sync

_FINDING: Final = coded("notice.finding", gettext_noop("%(about)s: %(finding)s"))
_WOKE: Final = coded(
    "notice.key-woke",
    ngettext_noop(
        "%(about)s was used again after %(days)s day.",
        "%(about)s was used again after %(days)s days.",
        by="days",
    ),
)
_FAILED: Final = coded(
    "notice.reading-failed", gettext_noop("%(account)s could not be read: %(cause)s")
)
_ENDS: Final = coded(
    "notice.key-ends",
    ngettext_noop(
        "%(about)s ends within %(days)s day.", "%(about)s ends within %(days)s days.", by="days"
    ),
)
_ENDS_AT_ONCE: Final = coded("notice.key-ends.day", gettext_noop("%(about)s ends within a day."))
_REVOKED: Final = coded("notice.key-revoked", gettext_noop("%(about)s was revoked."))
_REVIEW: Final = coded(
    "notice.review",
    gettext_noop("%(campaign)s asks which keys are still needed. It waits for you until %(day)s."),
)
_KEYDESKS: Final = coded(
    "notice.own-key", gettext_noop("%(about)s, by which Keydesk reads %(account)s,")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something to tell. ``owner_id`` is the person it belongs to, who is told in place of the
    admins; ``for_owner_alone``: without one nobody is."""

    kind: NoticeKind
    team_id: uuid.UUID
    line: Sentence
    path: str
    owner_id: int | None = None
    for_owner_alone: bool = False


def of_findings(rows: Iterable[Finding]) -> list[Happening]:
    """Those of the findings that are told at once: critical ones, and keys not in the vault."""
    return [
        Happening(
            kind=kind,
            team_id=row.team_id,
            line=line_of(row),
            path=reverse("findings:detail", args=[row.pk]),
            owner_id=_owner_of_finding(row),
        )
        for row in rows
        if not row.is_muted and (kind := _kind_of(row))
    ]


def line_of(row: Finding) -> Sentence:
    """A finding in a line: what it is about, and what it says."""
    return say(_FINDING, about=row.label, finding=row.statement)


def of_woken(changes: Iterable[KeyChange]) -> list[Happening]:
    """Keys that were used again after long."""
    return [
        _about_key(
            change.key, NoticeKind.KEY_WOKE, say(_WOKE, about=name_of(change.key), days=change.days)
        )
        for change in changes
    ]


def of_failed(sync: Sync) -> list[Happening]:
    """A reading that failed, unless the one before it had failed too."""
    ended = Sync.objects.filter(account=sync.account, created_at__lt=sync.created_at)
    before = ended.order_by("-created_at").values_list("state", flat=True).first()
    if before == SyncState.FAILED:
        return []
    account = sync.account
    return [
        Happening(
            kind=NoticeKind.READING_FAILED,
            team_id=account.team_id,
            line=say(_FAILED, account=account.label, cause=sync.cause),
            path=reverse("accounts:detail", args=[account.pk]),
        )
    ]


def of_end(key: LiveCredential, days: int) -> Happening:
    """That a key ends within that many days; Keydesk's own is told apart."""
    account = key.account
    about: object = name_of(key)
    own = account.management_key
    is_own = own is not None and key.stored_id == own.pk
    if is_own:
        about = say(_KEYDESKS, about=about, account=account.label)
    line = say(_ENDS_AT_ONCE, about=about) if days == 1 else say(_ENDS, about=about, days=days)
    return _about_key(key, NoticeKind.OWN_KEY_ENDS if is_own else NoticeKind.KEY_ENDS, line)


def of_revoked(key: LiveCredential) -> Happening:
    """That a key was revoked, for its owner alone."""
    line = say(_REVOKED, about=name_of(key))
    return _about_key(key, NoticeKind.KEY_REVOKED, line, for_owner_alone=True)


def of_review(campaign: ReviewCampaign, person_id: int) -> Happening:
    """That a review campaign waits for answers of the person, who alone is told."""
    last_day = (campaign.ends_at - timedelta(seconds=1)).date()
    return Happening(
        kind=NoticeKind.REVIEW,
        team_id=campaign.team_id,
        line=say(_REVIEW, campaign=campaign.name, day=last_day.isoformat()),
        path=reverse("campaigns:mine"),
        owner_id=person_id,
        for_owner_alone=True,
    )


def _about_key(
    key: LiveCredential, kind: NoticeKind, line: Sentence, *, for_owner_alone: bool = False
) -> Happening:
    return Happening(
        kind=kind,
        team_id=key.account.team_id,
        line=line,
        path=reverse("live:credential", args=[key.account_id, key.credential_id]),
        owner_id=key.answering_id,
        for_owner_alone=for_owner_alone,
    )


def name_of(key: LiveCredential) -> str:
    """What a key is called: its entry's label, else its application's name, and its number."""
    label = key.stored.label if key.stored else key.shown_name
    return f"{label} #{key.credential_id}".strip()


def _kind_of(row: Finding) -> NoticeKind | None:
    if row.code == "not-in-vault":
        return NoticeKind.NOT_IN_VAULT
    return NoticeKind.CRITICAL if row.severity == "critical" else None


def _owner_of_finding(row: Finding) -> int | None:
    if row.entry is not None:
        return row.entry.owner_id
    return row.credential.answering_id if row.credential else None
