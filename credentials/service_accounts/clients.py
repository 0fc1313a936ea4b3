"""Service accounts (OAuth2 clients): create with the secret sealed on arrival, test, delete."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from credentials import audit, ovhcloud, teams, vault
from credentials.audit import Actor
from credentials.core import (
    ApiError,
    AuditAction,
    KeydeskError,
    Method,
    NotAllowedError,
    Outcome,
    Permission,
    gettext_noop,
    say,
)
from credentials.models import Account, AuditEntry, LiveClient, ServiceAccount
from credentials.ovhcloud import Deleted, NewClient, OvhClient
from credentials.rights import AccessRule

CREATE: Final = AccessRule(Method.POST, "/me/api/oauth2/client")
DELETE: Final = AccessRule(Method.DELETE, "/me/api/oauth2/client/*")


#: How long the second of two equal creations is refused; the page of the first has come by then.
_ONE_AT_A_TIME: Final = timedelta(minutes=1)
_SECRET_LOST: Final = gettext_noop(
    "It may have been made all the same, and then its secret is lost. Read the account again; "
    "delete a service account there that nobody keeps, and make another one."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCredentials:
    """A client id and secret that exist already, cleaned."""

    client_id: str
    client_secret: str = field(repr=False)


def obstacle_to_keeping(account: Account) -> NotAllowedError | None:
    """Why the account can hold no service account at all."""
    endpoint = ovhcloud.endpoint_of(account)
    if endpoint.has_service_accounts:
        return None
    return NotAllowedError(
        say(gettext_noop("%(endpoint)s has no service accounts."), endpoint=endpoint.label),
        next_step=say(gettext_noop("Request a consumer key there instead.")),
    )


def obstacle_to_creating(account: Account) -> NotAllowedError | None:
    """Why Keydesk cannot make a service account there, as far as our store tells."""
    return obstacle_to_keeping(account) or vault.management_obstacle(account, CREATE)


def obstacle_to_deleting(live: LiveClient) -> NotAllowedError | None:
    """Why Keydesk cannot delete the client, as far as our store tells."""
    if live.gone_at is not None:
        return NotAllowedError(say(gettext_noop("The service account is gone from OVHcloud.")))
    return vault.management_obstacle(live.account, DELETE)


def create(
    account: Account, *, metadata: vault.EntryMetadata, description: str, actor: Actor
) -> ServiceAccount:
    """Make a client at OVHcloud and seal its secret the moment it arrives.

    The secret can never be read again: it is sealed before anything else is asked, whatever became
    of the actor's role meanwhile. Of two equal ones at the same moment one is made. Raises
    ``NotAllowedError`` where the region has no service accounts, the management key cannot make one
    or the actor's role does not include it, and ``ApiError`` where OVHcloud makes none.
    """
    subject = audit.subject_of(account)
    with teams.attempt_call(
        AuditAction.CLIENT_CREATED,
        Permission.STORE_SECRETS,
        actor=actor,
        subject=subject,
        details={"label": metadata.label},
    ) as attempt:
        with attempt.started():
            audit.raise_obstacle(obstacle_to_creating(account))
            metadata.guard_owner()
        with (
            _once(account, metadata.label),
            vault.management_client(account, actor=actor, purpose="create service account") as ovh,
        ):
            client = _made(ovh, name=metadata.label, description=description)
            with attempt.ended():
                stored = _seal(account, client, metadata, description=description, actor=actor)
                attempt.subject = audit.subject_of(stored)
            _learn(stored, ovh)
    return stored


def is_secret_lost(live: LiveClient) -> bool:
    """Whether Keydesk began to make a client of this name, and was ended before it kept the secret:
    the log says of fewer of them how they ended than that they began."""
    entries = AuditEntry.objects.filter(
        action=AuditAction.CLIENT_CREATED,
        team_id=live.account.team_id,
        details__label=live.name,
    )
    began = entries.filter(outcome=Outcome.STARTED).count()
    return began > entries.exclude(outcome=Outcome.STARTED).count()


def store(
    account: Account,
    credentials: ClientCredentials,
    *,
    metadata: vault.EntryMetadata,
    actor: Actor,
) -> ServiceAccount:
    """Keep an existing client after proving it by minting a token, which is thrown away.

    Raises ``NotAllowedError`` as ``create``, and for one that is kept already; ``ApiError`` where
    OVHcloud gives no token.
    """
    client_id, secret = credentials.client_id, credentials.client_secret
    subject = audit.subject_of(account)
    with teams.attempt_call(
        AuditAction.ENTRY_STORED, Permission.STORE_SECRETS, actor=actor, subject=subject
    ) as attempt:
        with attempt.started():
            audit.raise_obstacle(obstacle_to_keeping(account))
            vault.guard_new_service_account(account, client_id=client_id, secret=secret)
        _mint(account, client_id, secret)
        live = account.live_clients.filter(client_id=client_id).first()
        with attempt.ended_by_parts():
            return vault.store_service_account(
                account,
                metadata=metadata,
                client_id=client_id,
                secret=secret,
                identity=live.identity if live else "",
                description=live.description[:255] if live else "",
                actor=actor,
            )


def delete(live: LiveClient, *, actor: Actor) -> Deleted:
    """Delete a client at OVHcloud; one that is gone already counts as done.

    What the vault keeps of it stays, for whoever asks later what it was. Raises as ``create``.
    """
    account, subject = live.account, audit.subject_of(live)
    with teams.attempt_call(
        AuditAction.CLIENT_DELETED, Permission.REVOKE, actor=actor, subject=subject
    ) as attempt:
        with attempt.started():
            audit.raise_obstacle(obstacle_to_deleting(live))
        with vault.management_client(account, actor=actor, purpose="delete service account") as ovh:
            deleted = ovh.delete_oauth2_client(live.client_id)
        with attempt.ended():
            live.gone_at = timezone.now()
            live.save(update_fields=["gone_at"])
    return deleted


@contextmanager
def _once(account: Account, label: str) -> Iterator[None]:
    """Let the first of equal creations through; one that made nothing leaves the way free."""
    claim = f"creating-client:{account.pk}:{hashlib.sha256(label.encode()).hexdigest()}"
    if not cache.add(claim, True, timeout=_ONE_AT_A_TIME.seconds):
        raise NotAllowedError(
            say(gettext_noop("A service account called %(label)s was just made."), label=label),
            next_step=say(gettext_noop("Look at the list. For a second one, wait a minute.")),
        )
    try:
        yield
    except ApiError as error:
        if not error.is_outcome_unknown:
            cache.delete(claim)
        raise


def _made(ovh: OvhClient, *, name: str, description: str) -> NewClient:
    """A new client; where nobody knows whether there is one, that its secret is lost is said."""
    try:
        return ovh.create_oauth2_client(name=name, description=description)
    except ApiError as error:
        if error.is_outcome_unknown:
            error.next_step = say(_SECRET_LOST)
        raise


def _mint(account: Account, client_id: str, secret: str) -> int:
    """Mint a token, throw it away, and say how many seconds it would have lived."""
    token = ovhcloud.mint_token(
        ovhcloud.endpoint_of(vault.believed_account(account)),
        client_id=client_id,
        client_secret=secret,
        limits=ovhcloud.limits(),
    )
    return token.expires_in


def _seal(
    account: Account,
    client: NewClient,
    metadata: vault.EntryMetadata,
    *,
    description: str,
    actor: Actor,
) -> ServiceAccount:
    """Keep what was made; the actor's role was looked at before."""
    return vault.store_service_account(
        account,
        metadata=metadata,
        client_id=client.client_id,
        secret=client.client_secret,
        description=description,
        actor=actor,
        permission=None,
    )


def _learn(stored: ServiceAccount, ovh: OvhClient) -> None:
    """Read the URN that policies name, and show the client among the live ones at once."""
    try:
        client = ovh.oauth2_client(stored.client_id)
    except KeydeskError:
        return  # The next reading of the account brings it.
    facts = {
        "name": client.name,
        "description": client.description,
        "flow": client.flow,
        "identity": client.identity,
        "creation": client.created_at,
        "read_at": timezone.now(),
        "gone_at": None,
    }
    with transaction.atomic():
        stored.identity = client.identity
        stored.save(update_fields=["identity"])
        LiveClient.objects.update_or_create(
            account=stored.account,
            client_id=client.client_id,
            defaults=facts,
            create_defaults={**facts, "first_seen_at": timezone.now()},
        )
