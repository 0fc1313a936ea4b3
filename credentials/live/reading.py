"""What exists at OVHcloud, read into the live tables: applications, keys, OAuth2 clients.

Only a list that was read to its end says that something is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from credentials.core import (
    ApiError,
    coded,
    gettext_noop,
    in_batches,
    pack,
    say,
)
from credentials.live import changed_keys, kept_rows, stored_keys
from credentials.live.upsert import Facts, Table, Unread, is_gone
from credentials.models import (
    Account,
    LiveApplication,
    LiveClient,
    LiveCredential,
)
from credentials.ovhcloud import (
    Application,
    Client,
    Credential,
    Listing,
    ListItem,
    OvhClient,
    list_in_batches,
)
from credentials.rights import rules_to_api

K = TypeVar("K", int, str)
T = TypeVar("T")

_AT_ONCE: Final = 500
#: Told how many things were read, and of how many; called at least every second.
Progress = Callable[[int, int], None]


def read_credentials(
    account: Account, ovh: OvhClient, *, begun: datetime, progress: Progress
) -> list[ApiError]:
    """The account's keys; the causes where one could not be read.

    Those read since ``begun``, by a try of the same reading, count as read: single calls and
    batches ask for the others alone.
    """
    read = account.live_credentials.filter(read_at__gte=begun)
    known = frozenset(read.values_list("credential_id", flat=True))
    keys = _Reading(_credentials(account), account, begun=begun, progress=progress)
    return keys.read(lambda: ovh.credentials(known=known), known=known)


def read_changed_credentials(
    account: Account, ovh: OvhClient, *, begun: datetime, since: datetime, progress: Progress
) -> list[ApiError] | None:
    """The keys that changed since a reading that began at ``since``; as ``read_credentials``.

    None where OVHcloud does not say which those are: nothing was written then.
    """
    changes = changed_keys.find(account, ovh, since=since)
    if changes is None:
        return None
    keys = _Reading(_credentials(account), account, begun=begun, progress=progress)
    for batch in in_batches(changes.used, _AT_ONCE):
        keys.table.write(account, batch, begun=begun)
    same = changes.listed.difference(changes.others)
    unread = keys.take(lambda: ovh.credentials_by_id(changes.others), set(same))
    keys.table.mark_unlisted(account, changes.listed, begun=begun)
    return list(unread.values())


class OwnApplications:
    """The account's own applications; one that is gone was deleted.

    Those that come many a call are read before its keys, which are written down once then.
    """

    def __init__(self, account: Account, ovh: OvhClient, *, progress: Progress) -> None:
        self._ovh = ovh
        self._reading: _Reading[int, Application] = _Reading(
            _APPLICATIONS, account, progress=progress
        )
        self._came: set[int] = set()
        self._left: tuple[int, ...] = ()
        self._unread: dict[int, ApiError] = {}
        self._failure: ApiError | None = None

    def read_many_a_call(self) -> None:
        """Read those; what goes wrong with it, ``read_others`` raises."""
        opened: list[Listing[int, Application]] = []

        def listing() -> Listing[int, Application]:
            opened.append(self._ovh.applications(singly=False))
            return opened[0]

        try:
            self._unread = self._reading.take(listing, self._came)
        except ApiError as error:
            self._failure = error
        else:
            self._left = opened[0].left

    def read_others(self) -> list[ApiError]:
        """Read the others; the causes where one could not be read. Raises ``ApiError``."""
        if self._failure is not None:
            raise self._failure
        if self._left:
            self._unread |= self._reading.take(
                lambda: self._ovh.applications_by_id(self._left), self._came
            )
        self._reading.end(self._unread)
        account = self._reading.account
        with transaction.atomic():
            kept_rows.lock(account)
            gone = account.live_applications.filter(is_owned=True).exclude(gone_at=None)
            gone.filter(is_deleted=False).update(is_deleted=True)
        return list(self._unread.values())


def read_clients(account: Account, ovh: OvhClient, *, progress: Progress) -> list[ApiError]:
    """The account's OAuth2 clients."""
    clients: _Reading[str, Client] = _Reading(_CLIENTS, account, progress=progress)
    return clients.read(ovh.oauth2_clients)


def list_unread(account: Account, numbers: Sequence[int], *, begun: datetime) -> None:
    """List keys of which OVHcloud was heard to say no more than their numbers."""
    reads: list[ListItem[int, Credential]] = [ListItem(number) for number in numbers]
    _credentials(account).write(account, reads, begun=begun)


def write_key(account: Account, read: Credential, *, begun: datetime) -> None:
    """Write down one key that was read by itself."""
    item = ListItem(read.credential_id, value=read)
    _credentials(account).write(account, [item], begun=begun)


def finish(account: Account, *, begun: datetime) -> None:
    """Join keys to their applications, and have the vault's entries follow.

    For after a reading that began at ``begun`` and saw the whole list.
    """
    _link_applications(account)
    with transaction.atomic():
        kept_rows.lock(account)
        stored_keys.follow_reading(account, begun=begun)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading(Generic[K, T]):
    """A whole list on its way into a table; ``begun`` is when its reading began."""

    table: Table[T] = field(kw_only=False)
    account: Account = field(kw_only=False)
    begun: datetime = field(default_factory=timezone.now)
    progress: Progress

    def read(
        self, open_list: Callable[[], Listing[K, T]], known: frozenset[K] = frozenset()
    ) -> list[ApiError]:
        """Write down what comes, then what is gone; the causes where one could not be read.

        ``known`` are the ids that the list leaves out, for they were read before.
        """
        unread = self.take(open_list, set(known))
        self.end(unread)
        return list(unread.values())

    def end(self, unread: Collection[K]) -> None:
        """Write down what is gone, once the whole list came but for these."""
        self.table.mark_gone(self.account, list(unread), begun=self.begun)

    def take(self, open_list: Callable[[], Listing[K, T]], came: set[K]) -> dict[K, ApiError]:
        """Write down what comes, beside what came; the causes where one could not be read."""
        unread: dict[K, ApiError] = {}
        with closing(list_in_batches(open_list)) as arriving:
            for reads, total in arriving:
                self.table.write(self.account, reads, begun=self.begun)
                came.update(read.id for read in reads)
                unread |= {
                    read.id: read.error for read in reads if read.error and not is_gone(read)
                }
                self.progress(len(came), max(len(came), total))
        return unread


def application_facts(application: Application) -> Facts:
    """The columns of an application that OVHcloud tells of."""
    return {
        "application_key": application.application_key,
        "name": application.name,
        "description": application.description,
        "status": application.status,
        "is_deleted": False,
    }


def _own_application(application: Application) -> Facts:
    return {**application_facts(application), "is_owned": True}


def _client(client: Client) -> Facts:
    return {
        "name": client.name,
        "description": client.description,
        "flow": client.flow,
        "identity": client.identity,
        "creation": client.created_at,
    }


def _credentials(account: Account) -> Table[Credential]:
    """Keys are joined to the applications known so far as they come, to others in the end."""
    known = dict(account.live_applications.values_list("application_id", "pk"))

    def facts(credential: Credential) -> Facts:
        return {
            **_credential(credential),
            "live_application_id": known.get(credential.application_id or 0),
        }

    return Table(LiveCredential, "credential_id", facts, never_read={"are_addresses_known": False})


def _credential(credential: Credential) -> Facts:
    rules, addresses = rules_to_api(credential.rules), list(credential.allowed_ips or ())
    is_unread = credential.has_unread_addresses
    return {
        "application_id": credential.application_id,
        "status": credential.status,
        "rules": Unread(rules) if credential.unknown_rules else rules,
        "allowed_ips": Unread([]) if is_unread else addresses,
        "are_addresses_known": Unread(False) if is_unread else True,
        "creation": credential.creation,
        "expiration": credential.expiration,
        "last_use": credential.last_use,
        "ovh_support": credential.ovh_support,
        "trouble": _trouble(credential),
    }


def _trouble(credential: Credential) -> dict[str, Any]:
    """What of it could not be read; empty for nothing."""
    if credential.unknown_rules:
        return pack(say(_UNKNOWN_RULES, count=credential.unknown_rules))
    return pack(say(_UNKNOWN_ADDRESSES)) if credential.has_unread_addresses else {}


def _link_applications(account: Account) -> None:
    same = LiveApplication.objects.filter(
        account=account, application_id=OuterRef("application_id")
    )
    unlinked = account.live_credentials.filter(live_application=None)
    known = unlinked.filter(Exists(same)).order_by("pk").values_list("pk", flat=True)
    for batch in in_batches(list(known), _AT_ONCE):
        with transaction.atomic():
            kept_rows.lock(account)
            # Past the derivers: it is none of the facts whose changes are written down.
            keys = LiveCredential._base_manager.filter(pk__in=batch)  # noqa: SLF001
            keys.update(live_application=Subquery(same.values("pk")[:1]))
            kept_rows.refresh(batch)


#: Rows of earlier versions say it.
coded(
    "live.unknown-methods",
    gettext_noop(
        "%(count)s of its rules have a method that Keydesk does not know and are not shown."
    ),
)
_UNKNOWN_RULES = coded(
    "live.rules-unread",
    gettext_noop("Its rules came in a form that Keydesk does not know (%(count)s of them)."),
)
_UNKNOWN_ADDRESSES = coded(
    "live.addresses-unread",
    gettext_noop("Its allowed addresses came in a form that Keydesk does not know."),
)
_APPLICATIONS = Table(LiveApplication, "application_id", _own_application, Q(is_owned=True))
_CLIENTS = Table(LiveClient, "client_id", _client)
