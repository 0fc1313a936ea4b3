"""Asking OVHcloud for a consumer key, and the page on which a person validates it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from credentials import audit, ovhcloud, teams, vault
from credentials.audit import Actor
from credentials.core import (
    ApiError,
    AuditAction,
    Environment,
    KeyState,
    Permission,
    gettext_noop,
    say,
)
from credentials.link_tokens import digest_of, new_token
from credentials.models import Application, ConsentLink, ConsumerKey, KeyRequest, Person
from credentials.onboarding.consent.asking_once import asking_once
from credentials.ovhcloud import CredentialRequest
from credentials.rights import AccessRule, PlannedKey, rules_from_api, rules_to_api
from credentials.vault import unsigned_client

_HARMLESS = say(
    gettext_noop(
        "If OVHcloud made a key all the same, it opens nothing: nobody can validate it. "
        "Request it again in a minute."
    )
)


@dataclass(frozen=True, slots=True)
class RequestedBy:
    """Who gets the answer, and who acts: themselves, or whoever has a ``link`` of theirs, for whom
    the ``authority`` of its maker counts."""

    person: Person
    actor: Actor
    authority: Actor | None = None
    link: ConsentLink | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRequestSpec:
    """What is asked of OVHcloud: rules, and the addresses the key may be used from.

    ``days`` is asked of the person who validates it: OVHcloud takes no validity with a request.
    """

    metadata: vault.EntryMetadata
    rules: Sequence[AccessRule]
    allowed_ips: Sequence[str] = ()
    days: int | None = None

    @property
    def plan(self) -> PlannedKey:
        """The key as a policy sees it; how long it lasts is not ours to ask for."""
        return PlannedKey(
            rules=self.rules,
            allowed_ips=self.allowed_ips,
            environment=self.metadata.environment,
            has_owner=self.metadata.owner is not None,
        )


def request_key(
    application: Application,
    spec: KeyRequestSpec,
    *,
    person: Person,
    actor: Actor,
    callback_url: Callable[[str], str],
    origin: str = "",
) -> KeyRequest:
    """Ask OVHcloud for a consumer key and seal it, pending.

    ``origin`` names what the request comes of: while one of the same person is open, it is that
    one, and none is made. Raises ``NotAllowedError`` too while OVHcloud is being asked for it.
    ``callback_url`` turns the single-use token into the address OVHcloud sends the person back
    to. Raises ``NotAllowedError`` for a key against the team's policy, and ``ApiError``; then
    nothing is kept, and the log says that it failed.
    """
    by = RequestedBy(person, actor, origin=origin)
    return asking_once(
        origin, person, lambda: request_by(application, spec, by=by, callback_url=callback_url)
    )


def request_by(
    application: Application,
    spec: KeyRequestSpec,
    *,
    by: RequestedBy,
    callback_url: Callable[[str], str],
    claim: Callable[[], object] = lambda: None,
) -> KeyRequest:
    """The same for a person who acts by a link too. ``claim`` refuses it before OVHcloud is asked,
    in the transaction that says it started."""
    token = new_token()
    with teams.attempt_call(
        AuditAction.KEY_REQUESTED,
        Permission.REQUEST_KEYS,
        actor=by.actor,
        subject=audit.subject_of(application),
        authority=by.authority,
    ) as attempt:
        with attempt.started():
            claim()
            spec.metadata.guard_owner()
            teams.guard_policy(application, spec.plan, attempt=attempt)
        answer = _ask(application, spec, callback_url(token))
        with attempt.ended():
            key = _store(application, spec, answer.consumer_key, actor=by.actor)
            attempt.subject = audit.subject_of(key)
            key_request = _request(key, spec, answer, token=token, by=by)
            _note_on_link(by.link, key_request)
    return key_request


def spec_of(key_request: KeyRequest) -> KeyRequestSpec:
    """What was asked for, to ask for it once more."""
    key = key_request.consumer_key
    metadata = vault.EntryMetadata(
        label=key.label,
        owner=key.owner,
        purpose=key.purpose,
        environment=Environment(key.environment),
        used_by=key.used_by,
        never_reveal=key.never_reveal,
    )
    rules = rules_from_api(key_request.requested_rules)
    return KeyRequestSpec(
        metadata=metadata,
        rules=rules,
        allowed_ips=tuple(key_request.requested_addresses),
        days=key_request.requested_days,
    )


def consent_page(key_request: KeyRequest) -> str:
    """OVHcloud's page on which the key is validated, or nothing where a link would be unsafe.

    The address is OVHcloud's own and never built (api 1.3). It is linked to when it is on a host of
    the region the key was requested at, in whichever family: who writes to the database could have
    people sign in elsewhere, or say yes to another key.
    """
    if not audit.genuine_or_logged(key_request):
        return ""
    url = key_request.validation_url
    return url if is_own_page(url, key_request.consumer_key) else ""


def is_own_page(url: str, request: ConsumerKey | ConsentLink) -> bool:
    """Whether the address is on a host of the region that the key is asked of."""
    endpoint = ovhcloud.find_endpoint(request.account)
    if endpoint is None:
        return False
    own = {origin for of in (endpoint, *ovhcloud.hosts_of(endpoint.name)) for origin in of.origins}
    return _origin(url) in own


def _origin(url: str) -> str:
    """Scheme, host and port; empty where it is no address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def _ask(application: Application, spec: KeyRequestSpec, redirection: str) -> CredentialRequest:
    try:
        return unsigned_client(application).request_credential(
            spec.rules, redirection=redirection, allowed_ips=list(spec.allowed_ips)
        )
    except ApiError as error:
        if error.is_outcome_unknown:
            error.next_step = _HARMLESS
        raise


def _request(
    key: ConsumerKey,
    spec: KeyRequestSpec,
    answer: CredentialRequest,
    *,
    token: str,
    by: RequestedBy,
) -> KeyRequest:
    return KeyRequest.objects.create(
        consumer_key=key,
        requested_by=by.person,
        requested_rules=rules_to_api(spec.rules),
        requested_addresses=list(spec.allowed_ips),
        requested_days=spec.days,
        validation_url=answer.validation_url,
        token_hash=digest_of(token),
        expires_at=timezone.now() + timedelta(seconds=settings.KEYDESK_REQUEST_LIFETIME),
        consent_link=by.link,
        origin=by.origin,
    )


def _note_on_link(link: ConsentLink | None, key_request: KeyRequest) -> None:
    """The request is the link's newest. Saving reads what else is stored of the link: of one that
    was withdrawn meanwhile nobody waits for the key."""
    if link is None:
        return
    link.key_request, link.validation_url = key_request, key_request.validation_url
    link.asked_at = None
    link.save(update_fields=["key_request", "validation_url", "asked_at"])
    if link.withdrawn_at is not None:
        key_request.closed_at = key_request.dropped_at = timezone.now()
        key_request.save(update_fields=["closed_at", "dropped_at"])
        key_request.consumer_key.state = KeyState.ABANDONED
        key_request.consumer_key.save(update_fields=["state"])


def _store(
    application: Application, spec: KeyRequestSpec, consumer_key: str, *, actor: Actor
) -> ConsumerKey:
    return vault.store_consumer_key(
        application,
        metadata=spec.metadata,
        secret=consumer_key,
        state=KeyState.PENDING,
        rules=rules_to_api(spec.rules),
        allowed_ips=list(spec.allowed_ips),
        actor=actor,
        permission=None,
    )
