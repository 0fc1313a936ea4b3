"""Service accounts (OAuth2 clients): create with the secret sealed on arrival, test, delete."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from django.db import transaction
from django.utils import timezone

from credentials import attempts, audit, client, conf, live_keys, vault
from credentials.audit import Actor
from credentials.client import Deleted, NewClient, OvhClient
from credentials.enums import AuditAction, Method
from credentials.errors import KeydeskError, NotAllowedError
from credentials.models import Account, LiveClient, ServiceAccount
from credentials.rights import AccessRule
from credentials.sentences import gettext_noop, say

CREATE: Final = AccessRule(Method.POST, "/me/api/oauth2/client")
DELETE: Final = AccessRule(Method.DELETE, "/me/api/oauth2/client/*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A client id and secret that exist already, cleaned."""

    client_id: str
    client_secret: str = field(repr=False)


def obstacle_to_keeping(account: Account) -> NotAllowedError | None:
    """Why the account can hold no service account at all."""
    endpoint = conf.endpoint(account.endpoint)
    if endpoint.has_service_accounts:
        return None
    return NotAllowedError(
        say(gettext_noop("%(endpoint)s has no service accounts."), endpoint=endpoint.label),
        next_step=say(gettext_noop("Request a consumer key there instead.")),
    )


def obstacle_to_creating(account: Account) -> NotAllowedError | None:
    """Why Keydesk cannot make a service account there, as far as our store tells."""
    return obstacle_to_keeping(account) or live_keys.obstacle(account, CREATE)


def obstacle_to_deleting(live: LiveClient) -> NotAllowedError | None:
    """Why Keydesk cannot delete the client, as far as our store tells."""
    if live.gone_at is not None:
        return NotAllowedError(say(gettext_noop("The service account is gone from OVHcloud.")))
    return live_keys.obstacle(live.account, DELETE)


def create(account: Account, *, card: vault.Card, description: str, actor: Actor) -> ServiceAccount:
    """Make a client at OVHcloud and seal its secret the moment it arrives.

    The secret can never be read again: it is sealed before anything else is asked.
    """
    attempts.refuse(obstacle_to_creating(account))
    subject = audit.subject_of(account)
    with live_keys.manager(account, actor=actor, purpose="create service account") as ovh:

        def act() -> ServiceAccount:
            made = ovh.create_oauth2_client(name=card.label, description=description)
            return _seal(account, made, card=card, description=description, actor=actor)

        stored = attempts.logged(AuditAction.CLIENT_CREATED, subject, act, actor=actor)
        _learn(stored, ovh)
    return stored


def store(account: Account, given: Given, *, card: vault.Card, actor: Actor) -> ServiceAccount:
    """Keep an existing client after proving it by minting a token, which is thrown away."""
    attempts.refuse(obstacle_to_keeping(account))
    attempts.refuse(_obstacle_to_storing(account, given))
    client.mint_token(
        conf.endpoint(account.endpoint),
        client_id=given.client_id,
        client_secret=given.client_secret,
        limits=conf.limits(),
    )
    live = account.live_clients.filter(client_id=given.client_id).first()
    return vault.store_service_account(
        account,
        card=card,
        client_id=given.client_id,
        secret=given.client_secret,
        identity=live.identity if live else "",
        description=live.description[:255] if live else "",
        actor=actor,
    )


def test(stored: ServiceAccount, *, actor: Actor) -> int:
    """Mint a token and say how many seconds it lives; the token itself goes nowhere."""
    attempts.refuse(obstacle_to_keeping(stored.account))
    secret = vault.use(stored, actor=actor, purpose="token test")

    def act() -> int:
        return client.mint_token(
            conf.endpoint(stored.account.endpoint),
            client_id=stored.client_id,
            client_secret=secret.expose(),
            limits=conf.limits(),
        ).expires_in

    return attempts.logged(AuditAction.CLIENT_TESTED, audit.subject_of(stored), act, actor=actor)


def delete(live: LiveClient, *, actor: Actor) -> Deleted:
    """Delete a client at OVHcloud; one that is gone already counts as done.

    What the vault keeps of it stays, for whoever asks later what it was.
    """
    attempts.refuse(obstacle_to_deleting(live))

    def act() -> Deleted:
        with live_keys.manager(live.account, actor=actor, purpose="delete service account") as ovh:
            return ovh.delete_oauth2_client(live.client_id)

    done = attempts.logged(AuditAction.CLIENT_DELETED, audit.subject_of(live), act, actor=actor)
    live.gone_at = timezone.now()
    live.save(update_fields=["gone_at"])
    return done


def _obstacle_to_storing(account: Account, given: Given) -> NotAllowedError | None:
    kept = ServiceAccount.objects.filter(account=account, client_id=given.client_id).first()
    kept_secret = vault.holding(given.client_secret, team=account.team).first()
    if kept is not None:
        return NotAllowedError(
            say(gettext_noop("This client is stored already, as %(label)s."), label=kept),
            next_step=say(gettext_noop("Replace the secret of that entry instead.")),
        )
    if kept_secret is not None:
        return NotAllowedError(
            say(gettext_noop("This secret is stored already, in %(label)s."), label=kept_secret),
            next_step=say(gettext_noop("Check that the right value was copied.")),
        )
    return None


def _seal(
    account: Account, made: NewClient, *, card: vault.Card, description: str, actor: Actor
) -> ServiceAccount:
    return vault.store_service_account(
        account,
        card=card,
        client_id=made.client_id,
        secret=made.client_secret,
        description=description,
        actor=actor,
    )


def _learn(stored: ServiceAccount, ovh: OvhClient) -> None:
    """Read the URN that policies name, and show the client among the live ones at once."""
    try:
        found = ovh.oauth2_client(stored.client_id)
    except KeydeskError:
        return  # The next reading of the account brings it.
    facts = {
        "name": found.name,
        "description": found.description,
        "flow": found.flow,
        "identity": found.identity,
        "creation": found.created_at,
        "read_at": timezone.now(),
        "gone_at": None,
    }
    with transaction.atomic():
        stored.identity = found.identity
        stored.save(update_fields=["identity"])
        LiveClient.objects.update_or_create(
            account=stored.account,
            client_id=found.client_id,
            defaults=facts,
            create_defaults={**facts, "first_seen_at": timezone.now()},
        )
