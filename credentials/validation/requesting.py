"""Asking OVHcloud for a consumer key, and the page on which a person validates it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from credentials import audit, conf, policing, vault
from credentials.audit import Actor
from credentials.client import CredentialRequest
from credentials.enums import AuditAction, Environment, KeyState, Outcome
from credentials.errors import ApiError
from credentials.house_policy import Plan
from credentials.models import Application, KeyRequest, Person
from credentials.rights import AccessRule, from_api, to_api
from credentials.sentences import gettext_noop, say
from credentials.validation.clients import unsigned_client

_HARMLESS = say(
    gettext_noop(
        "If OVHcloud made a key all the same, it opens nothing: nobody can validate it. "
        "Request it again in a minute."
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of OVHcloud: rules, and the addresses the key may be used from."""

    card: vault.Card
    rules: Sequence[AccessRule]
    allowed_ips: Sequence[str] = ()

    @property
    def plan(self) -> Plan:
        """The key as a policy sees it; how long it lasts is not ours to ask for."""
        return Plan(
            rules=self.rules,
            allowed_ips=self.allowed_ips,
            environment=self.card.environment,
            has_owner=self.card.owner is not None,
        )


def request(
    application: Application,
    wish: Wish,
    *,
    person: Person,
    actor: Actor,
    callback_url: Callable[[str], str],
) -> KeyRequest:
    """Ask OVHcloud for a consumer key and seal it, pending.

    ``callback_url`` turns the single-use token into the address OVHcloud sends the person back
    to. Raises ``NotAllowedError`` for a key against the team's policy, and ``ApiError``; then
    nothing is kept, and the log says that it failed.
    """
    policing.guard(application, wish.plan, actor=actor)
    token = secrets.token_urlsafe(32)
    answer = _ask(application, wish, callback_url(token), actor=actor)
    with transaction.atomic():
        key = vault.store_consumer_key(
            application,
            card=wish.card,
            secret=answer.consumer_key,
            state=KeyState.PENDING,
            rules=to_api(wish.rules),
            allowed_ips=list(wish.allowed_ips),
            actor=actor,
        )
        audit.record(AuditAction.KEY_REQUESTED, actor=actor, subject=audit.subject_of(key))
        return KeyRequest.objects.create(
            consumer_key=key,
            requested_by=person,
            requested_rules=to_api(wish.rules),
            validation_url=answer.validation_url,
            token_hash=hash_of(token),
            expires_at=timezone.now() + timedelta(seconds=settings.KEYDESK_REQUEST_LIFETIME),
        )


def again(found: KeyRequest) -> Wish:
    """What was asked for, to ask for it once more."""
    key = found.consumer_key
    card = vault.Card(
        label=key.label,
        owner=key.owner,
        purpose=key.purpose,
        environment=Environment(key.environment),
        used_by=key.used_by,
    )
    rules = from_api(found.requested_rules)
    return Wish(card=card, rules=rules, allowed_ips=tuple(key.allowed_ips))


def consent_page(found: KeyRequest) -> str:
    """OVHcloud's page on which the key is validated, or nothing where a link would be unsafe.

    The address is OVHcloud's own and never built (api 1.3). It is linked to when it is https, or
    on the origin of the endpoint the key was requested at.
    """
    endpoint = conf.endpoints().get(found.consumer_key.account.endpoint)
    parts = urlsplit(found.validation_url)
    is_own = endpoint is not None and f"{parts.scheme}://{parts.netloc}" == endpoint.origin
    return found.validation_url if parts.scheme == "https" or is_own else ""


def hash_of(token: str) -> str:
    """What is kept of a callback's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _ask(
    application: Application, wish: Wish, redirection: str, *, actor: Actor
) -> CredentialRequest:
    try:
        return unsigned_client(application).request_credential(
            wish.rules, redirection=redirection, allowed_ips=list(wish.allowed_ips)
        )
    except ApiError as error:
        audit.record(
            AuditAction.KEY_REQUESTED,
            actor=actor,
            subject=audit.subject_of(application),
            outcome=Outcome.FAILED,
        )
        if error.is_outcome_unknown:
            error.next_step = _HARMLESS
        raise
