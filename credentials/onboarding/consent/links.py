"""Consent links: somebody without a login here is asked for a key of the account they own.

What they read is what the maker stated, and the link itself is proven: a row that Keydesk did not
write, or that the log has ended, leads nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from django.utils import timezone

from credentials import audit, teams, vault
from credentials.audit import Actor
from credentials.core import (
    AuditAction,
    Environment,
    KeyState,
    Permission,
)
from credentials.link_tokens import digest_of, new_token
from credentials.models import Application, ConsentLink, Person
from credentials.onboarding.consent.outcome import is_abandoned
from credentials.onboarding.consent.requesting import KeyRequestSpec
from credentials.rights import rules_from_api, rules_to_api

LONGEST_LINK: Final = timedelta(days=30)


class LinkState(StrEnum):
    """Where a consent link stands, for whoever has it and for the team."""

    OPEN = "open"
    PENDING = "pending"
    GRANTED = "granted"
    UNCONFIRMED = "unconfirmed"
    FOREIGN = "foreign"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


#: In these whoever has the link may press the button.
OPENS: Final = frozenset({LinkState.OPEN, LinkState.PENDING, LinkState.FOREIGN})
_ANSWERED: Final = {
    KeyState.VALIDATED: LinkState.GRANTED,
    KeyState.UNCONFIRMED: LinkState.UNCONFIRMED,
    KeyState.FOREIGN: LinkState.FOREIGN,
    KeyState.REFUSED: LinkState.REFUSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWords:
    """What whoever has the link reads: who asks, why, of which OVHcloud account, how many days the
    key should live; the last three may be left out."""

    asked_by: str
    reason: str = ""
    stated_account: str = ""
    days: int | None = None


def make_consent_link(
    application: Application,
    spec: KeyRequestSpec,
    words: ConsentWords,
    *,
    lifetime: timedelta,
    person: Person,
    actor: Actor,
) -> tuple[ConsentLink, str]:
    """A link, and its token, which is kept nowhere.

    Raises ``NotAllowedError`` for a key against the team's policy, and where the role does not
    include requesting keys.
    """
    subject = audit.subject_of(application)
    with teams.attempt(
        AuditAction.CONSENT_LINK_MADE, Permission.REQUEST_KEYS, actor=actor, subject=subject
    ) as attempt:
        spec.metadata.guard_owner()
        teams.guard_policy(application, spec.plan, attempt=attempt)
        token, link = new_token(), _link(application, spec, words)
        link.requested_by, link.digest = person, digest_of(token)
        link.expires_at = timezone.now() + min(lifetime, LONGEST_LINK)
        attempt.subject = audit.subject_of(link)
        attempt.log()
        link.save()
    return link, token


def withdraw_consent_link(link: ConsentLink, *, actor: Actor) -> None:
    """Make the link work no more; one that is over stays as it ended."""
    subject = audit.subject_of(link)
    with teams.attempt(
        AuditAction.CONSENT_LINK_WITHDRAWN, Permission.REQUEST_KEYS, actor=actor, subject=subject
    ) as attempt:
        if consent_state(link) not in OPENS:
            return attempt.withdraw()
        attempt.log()
        link.withdrawn_at = timezone.now()
        link.save(update_fields=["withdrawn_at"])
    return None


def find_consent_link(token: str) -> ConsentLink | None:
    """The link of a token, open or not; None for one that is nobody's, or not as it was written."""
    links = ConsentLink.objects.select_related(
        "application__account__team", "requested_by", "key_request__consumer_key"
    )
    link = links.filter(digest=digest_of(token)).first()
    if link is None:
        return None
    if consent_state(link) in OPENS:
        is_good = link.requested_by.is_active and audit.holds_or_logged(link, link.requested_by)
    else:
        is_good = audit.genuine_or_logged(link)
    return link if is_good else None


def consent_state(link: ConsentLink) -> LinkState:
    """Where the link stands now."""
    if link.withdrawn_at is not None:
        return LinkState.WITHDRAWN
    key = link.key_request.consumer_key if link.key_request else None
    answered = _ANSWERED.get(KeyState(key.state)) if key else None
    if answered is None and link.used_at is not None:
        return LinkState.GRANTED  # the key was used up since, or revoked
    if answered not in (None, LinkState.FOREIGN):
        return answered
    if link.expires_at <= timezone.now():
        return LinkState.EXPIRED
    if answered is None and link.key_request and not is_abandoned(link.key_request):
        return LinkState.PENDING
    return answered or LinkState.OPEN


def spec_of(link: ConsentLink) -> KeyRequestSpec:
    """What the link asks for."""
    metadata = vault.EntryMetadata(
        label=link.label,
        owner=link.owner,
        purpose=link.purpose,
        environment=Environment(link.environment),
    )
    return KeyRequestSpec(
        metadata=metadata,
        rules=rules_from_api(link.rules),
        allowed_ips=tuple(link.allowed_ips),
        days=link.days,
    )


def _link(application: Application, spec: KeyRequestSpec, words: ConsentWords) -> ConsentLink:
    metadata = spec.metadata
    return ConsentLink(
        application=application,
        label=metadata.label,
        owner=metadata.owner,
        purpose=metadata.purpose,
        environment=metadata.environment,
        rules=rules_to_api(spec.rules),
        allowed_ips=list(spec.allowed_ips),
        days=words.days,
        asked_by=words.asked_by,
        reason=words.reason,
        stated_account=words.stated_account,
    )
