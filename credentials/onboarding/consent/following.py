"""A consent link, pressed and come back from, by somebody who has no login here.

Opening the link does nothing; the button asks OVHcloud for the key, once, in the name of whoever
made the link, and leads to OVHcloud's page. The role of the maker is looked at each time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from credentials import audit
from credentials.audit import Actor
from credentials.core import (
    ApiError,
    AuditAction,
    KeydeskError,
)
from credentials.link_tokens import digest_of
from credentials.models import ConsentLink, KeyRequest
from credentials.onboarding.consent import links
from credentials.onboarding.consent.asking_once import ASKING_LASTS, BEING_ASKED, PRESS_LATER
from credentials.onboarding.consent.ending import can_be_ended, end_by
from credentials.onboarding.consent.links import OPENS, LinkState
from credentials.onboarding.consent.outcome import check_by, may_still_change
from credentials.onboarding.consent.requesting import RequestedBy, is_own_page, request_by
from credentials.onboarding.link_holders import LinkRefused, holder, link_no_longer_works


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReturn:
    """A request to whose end somebody came back; ``trouble`` is why OVHcloud was not heard."""

    key_request: KeyRequest
    trouble: KeydeskError | None = None


def follow_consent_link(token: str, *, address: str, callback_url: Callable[[str], str]) -> str:
    """OVHcloud's page on which the key is validated; empty where the link was answered meanwhile.

    The key is requested unless that page is open already. ``address`` is where the request comes
    from. Raises ``NotAllowedError`` for a link that leads nowhere, or whose maker may not request
    keys any more, and ``ApiError``.
    """
    actor = holder(address)
    link = _pressed(token, actor=actor)
    if links.consent_state(link) is LinkState.PENDING and is_own_page(link.validation_url, link):
        return link.validation_url
    if _is_answered_now(link, actor=actor):
        return ""
    try:
        request_by(
            link.application,
            links.spec_of(link),
            by=RequestedBy(link.requested_by, actor, audit.actor_of(link.requested_by), link),
            callback_url=callback_url,
            claim=lambda: _claim(link),
        )
    except ApiError:
        ConsentLink.objects.filter(pk=link.pk).update(asked_at=None)
        raise
    if link.withdrawn_at is not None:
        raise link_no_longer_works()
    return link.validation_url


def return_by_consent_link(token: str, *, address: str) -> LinkReturn:
    """Note that somebody came back from OVHcloud's page, and ask OVHcloud how it ended.

    Coming back once more changes nothing. Raises ``NotAllowedError`` for a token that is nobody's.
    """
    actor = holder(address)
    key_request, link = _redeemed(token, actor=actor)
    ask = end_by if key_request.dropped_at and can_be_ended(key_request) else check_by
    try:
        outcome = ask(key_request, actor=actor, authority=audit.actor_of(link.requested_by))
    except KeydeskError as error:
        return LinkReturn(key_request=key_request, trouble=error)
    return LinkReturn(key_request=outcome)


def _pressed(token: str, *, actor: Actor) -> ConsentLink:
    with audit.attempt(AuditAction.CONSENT_LINK_REFUSED, actor=actor) as attempt:
        link = links.find_consent_link(token)
        if link is not None:
            attempt.subject = audit.subject_of(link)
        if link is None or links.consent_state(link) not in OPENS:
            raise link_no_longer_works()
        attempt.withdraw()  # asking for the key has its entry
    return link


def _is_answered_now(link: ConsentLink, *, actor: Actor) -> bool:
    """Whether an abandoned key turns out to be accepted: then no other is asked for."""
    earlier = link.key_request
    if earlier is None or not may_still_change(earlier):
        return False
    checked = check_by(earlier, actor=actor, authority=audit.actor_of(link.requested_by))
    return not may_still_change(checked)


def _claim(link: ConsentLink) -> None:
    """Of two who press at once, one asks OVHcloud."""
    locked = ConsentLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    now = timezone.now()
    is_asking = locked.asked_at is not None and locked.asked_at > now - ASKING_LASTS
    if is_asking or locked.key_request_id != link.key_request_id:
        raise LinkRefused(BEING_ASKED, next_step=PRESS_LATER)
    if links.consent_state(locked) not in OPENS:
        raise link_no_longer_works()
    ConsentLink.objects.filter(pk=link.pk).update(asked_at=now)


def _redeemed(token: str, *, actor: Actor) -> tuple[KeyRequest, ConsentLink]:
    with audit.attempt(AuditAction.CALLBACK_REJECTED, actor=actor) as attempt:
        requests = KeyRequest.objects.select_related(
            "consumer_key__account__team",
            "consumer_key__application__account",
            "consent_link__application__account",
            "consent_link__requested_by",
        )
        key_request = requests.filter(token_hash=digest_of(token)).first()
        link = key_request.consent_link if key_request else None
        if key_request is None or link is None or not audit.genuine_or_logged(link):
            raise link_no_longer_works()
        attempt.subject = audit.subject_of(key_request.consumer_key)
        if key_request.came_back_at is not None:
            attempt.withdraw()
        else:
            key_request.came_back_at = timezone.now()
            key_request.save(update_fields=["came_back_at"])
            attempt.action = AuditAction.CALLBACK_ACCEPTED
    return key_request, link
