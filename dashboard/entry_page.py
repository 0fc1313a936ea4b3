"""What the page of a vault entry shows, read in a fixed number of queries. No secret is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credentials import access, conf, entries, policing, rights
from credentials.endpoints import Endpoint
from credentials.enums import EntryKind, KeyState, Permission
from credentials.house_policy import Breach
from credentials.models import (
    Application,
    ConsumerKey,
    Entry,
    KeyRequest,
    LiveCredential,
    Person,
    SecretVersion,
    ServiceAccount,
)
from credentials.rights import AccessRule
from dashboard import labels, ledger
from dashboard.ledger import Ledger

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Clear:
    """A part of a credential that is no secret."""

    id: str
    label: str | Promise
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """An entry with what stands around it."""

    entry: Entry
    kind: EntryKind
    state: str
    endpoint: Endpoint | None
    may: frozenset[Permission]
    clear: list[Clear]
    versions: list[SecretVersion]
    ledger: Ledger
    key: ConsumerKey | None
    request: KeyRequest | None
    live: LiveCredential | None
    keys: list[ConsumerKey]
    count_of_keys: int
    breaches: list[Breach]

    @property
    def kind_label(self) -> str | Promise:
        return labels.KINDS[self.kind]

    @property
    def secret_label(self) -> str | Promise:
        return labels.SECRETS[self.kind]

    @property
    def environment(self) -> str | Promise:
        return labels.ENVIRONMENTS[self.entry.environment]

    @property
    def newest(self) -> SecretVersion | None:
        """The version that a reveal opens; None where all were forgotten."""
        kept = (version for version in self.versions if version.forgotten_at is None)
        return next(kept, None)

    @property
    def can_export(self) -> bool:
        """Whether a tool could do anything with it; of a key that is not validated none can."""
        return self.newest is not None and self.state in ("", KeyState.VALIDATED)

    @property
    def manages(self) -> bool:
        """Whether Keydesk reads the account with this key."""
        return self.entry.account.management_key_id == self.entry.pk

    @property
    def rules(self) -> tuple[AccessRule, ...]:
        return rights.from_api(self.key.rules) if self.key else ()

    @property
    def life(self) -> list[tuple[str | Promise, datetime | None, str]]:
        """The key's timeline, as ``{% life_line %}`` takes it."""
        if self.key is None:
            return []
        events = [
            (_("Stored"), self.entry.created_at, "idle"),
            (_("Validated"), self.key.validated_at, "good"),
            (_("Last use"), self.live.last_use if self.live else None, "accent"),
            (_("Expires"), self.key.expires_at, "wait"),
        ]
        return [event for event in events if event[1] is not None]


def read(entry: Entry, person: Person) -> EntryPage:
    kind = EntryKind(entry.kind)
    key = _consumer_key(entry) if kind is EntryKind.CONSUMER_KEY else None
    keys = _keys_of(entry)
    return EntryPage(
        entry=entry,
        kind=kind,
        state=_state(entry),
        endpoint=conf.endpoints().get(entry.account.endpoint),
        may=access.held(person, entry.account.team_id),
        clear=_clear(entry, key),
        versions=list(entry.versions.select_related("created_by")),
        ledger=ledger.of(entry),
        key=key,
        request=KeyRequest.objects.filter(consumer_key=key).first() if key else None,
        live=_live(key) if key else None,
        keys=list(keys[:SHOWN]),
        count_of_keys=keys.count(),
        breaches=policing.breaches_of(key) if key else [],
    )


def _state(entry: Entry) -> str:
    found = Entry.objects.filter(pk=entry.pk).annotate(state=entries.state())
    return str(found.values_list("state", flat=True).get())


def _consumer_key(entry: Entry) -> ConsumerKey:
    return ConsumerKey.objects.select_related("application", "account__team").get(pk=entry.pk)


def _keys_of(entry: Entry) -> QuerySet[ConsumerKey]:
    return ConsumerKey.objects.filter(application_id=entry.pk).order_by("label")


def _live(key: ConsumerKey) -> LiveCredential | None:
    """The key as OVHcloud lists it, once both are known to be the same."""
    if key.credential_id is None:
        return None
    return LiveCredential.objects.filter(
        account_id=key.account_id, credential_id=key.credential_id
    ).first()


def _clear(entry: Entry, key: ConsumerKey | None) -> list[Clear]:
    if key is not None:
        return [_application_key(key.application)]
    if entry.kind == EntryKind.APPLICATION:
        return [_application_key(Application.objects.get(pk=entry.pk))]
    account = ServiceAccount.objects.get(pk=entry.pk)
    parts = [Clear("client-id", _("Client id"), account.client_id)]
    if account.identity:
        parts.append(Clear("identity", _("Identity"), account.identity))
    return parts


def _application_key(application: Application) -> Clear:
    return Clear("application-key", _("Application key"), application.application_key)
