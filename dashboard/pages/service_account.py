"""A service account as a row and as a page: listed at OVHcloud, kept in the vault, or both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from credentials import ovhcloud, service_accounts
from credentials.core import NotAllowedError, Permission, Sentence, gettext_noop, say
from credentials.live import CLIENT_LIVE, CLIENT_UNSEEN
from credentials.models import Account, LiveClient, ServiceAccount
from credentials.vault import GONE
from dashboard.forms.service_accounts import FLOWS, STATES

_TONES = {CLIENT_LIVE: "good", CLIENT_UNSEEN: "wait", GONE: "idle"}


@dataclass(frozen=True, slots=True)
class ClientRow:
    """``found`` carries the names that ``credentials.live.client_list`` lists."""

    client: Any

    @property
    def endpoint(self) -> str:
        return _endpoint(self.client.account)

    @property
    def state(self) -> str | Promise:
        return STATES[self.client.state]

    @property
    def tone(self) -> str:
        return _TONES[self.client.state]

    @property
    def flow(self) -> str | Promise:
        return FLOWS.get(self.client.flow, str(self.client.flow))


@dataclass(frozen=True, slots=True)
class ClientPage:
    """At least one of ``live`` and ``stored`` is there."""

    account: Account
    client_id: str
    live: LiveClient | None
    stored: ServiceAccount | None
    may: frozenset[Permission]

    @property
    def name(self) -> str:
        names = (self.live.name if self.live else "", str(self.stored or ""), self.client_id)
        return next(name for name in names if name)

    @property
    def endpoint(self) -> str:
        return _endpoint(self.account)

    @property
    def is_gone(self) -> bool:
        return self.live is not None and self.live.gone_at is not None

    @property
    def is_secret_lost(self) -> bool:
        """Whether Keydesk was ended while it made it, so that nobody has its secret."""
        if self.live is None or self.is_gone or self.stored is not None:
            return False
        return service_accounts.is_secret_lost(self.live)

    @property
    def _state(self) -> str:
        if self.live is None:
            return CLIENT_UNSEEN
        return GONE if self.is_gone else CLIENT_LIVE

    @property
    def state(self) -> str | Promise:
        return STATES[self._state]

    @property
    def tone(self) -> str:
        return _TONES[self._state]

    @property
    def flow(self) -> str | Promise:
        return FLOWS.get(self.live.flow, self.live.flow) if self.live else ""

    @property
    def identity(self) -> str:
        """The URN that policies name, as OVHcloud told it; never built here."""
        return (self.live and self.live.identity) or (self.stored and self.stored.identity) or ""

    @property
    def description(self) -> str:
        stored = self.stored.description if self.stored else ""
        return (self.live.description if self.live else "") or stored

    @property
    def made(self) -> datetime | None:
        return self.live.creation if self.live else None

    @property
    def obstacle(self) -> NotAllowedError | None:
        """Why it cannot be deleted, whoever asks."""
        if self.live is not None:
            return service_accounts.obstacle_to_deleting(self.live)
        return NotAllowedError(
            say(gettext_noop("No reading of the account has brought it yet.")),
            next_step=say(gettext_noop("Read the account on the page of live keys, then decide.")),
        )


def rows_of(clients: Iterable[Any]) -> list[ClientRow]:
    return [ClientRow(client) for client in clients]


def what_stops(page: ClientPage) -> list[Sentence]:
    """What no longer works once the service account is deleted, in words."""
    stops = [say(gettext_noop("Nobody gets a token with its client id and secret any more."))]
    if page.identity:
        template = gettext_noop("Policies that name %(identity)s grant nothing through it.")
        stops.append(say(template, identity=page.identity))
    if page.stored and page.stored.used_by:
        template = gettext_noop("It is deployed: %(where)s.")
        stops.append(say(template, where=page.stored.used_by))
    if page.stored:
        template = gettext_noop("Its entry %(label)s stays in the vault, marked as gone.")
        stops.append(say(template, label=page.stored.label))
    return stops


def _endpoint(account: Account) -> str:
    return ovhcloud.region_label(account.endpoint)
