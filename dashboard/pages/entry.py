"""What the page of a vault entry shows, read in a fixed number of queries. No secret is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credentials import findings, live, onboarding, rights, rotations, teams, vault
from credentials.core import EntryKind, KeyState, Permission
from credentials.findings import Verdict
from credentials.models import (
    Application,
    ConsumerKey,
    Entry,
    EntryCheck,
    Freeze,
    KeyRequest,
    LiveCredential,
    Person,
    Rotation,
    SecretVersion,
    ServiceAccount,
    Usage,
    whole_entry,
)
from credentials.rights import AccessRule, PolicyBreach
from dashboard import labels
from dashboard.pages import exposure_rows, handover_rows
from dashboard.pages.binding import Binding, binding_of
from dashboard.pages.exposure_rows import ExposureTable
from dashboard.pages.handover_rows import HandoverRow

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Clear:
    """A part of a credential that is no secret."""

    id: str
    label: str | Promise
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """An entry with what stands around it.

    ``key`` and ``service_account`` are the entry itself where it is of that kind, with ``request``
    and ``live`` what is known of a key, and what was kept when it was ``frozen``; ``has_keys`` says
    whether entries of the kind have keys.
    """

    entry: Entry
    kind: EntryKind
    state: str
    may: frozenset[Permission]
    clear: list[Clear]
    versions: list[SecretVersion]
    exposure: ExposureTable
    handovers: list[HandoverRow]
    usages: list[Usage]
    can_check: bool
    check: EntryCheck | None
    has_keys: bool
    keys: list[ConsumerKey]
    count_of_keys: int
    key: ConsumerKey | None
    service_account: ServiceAccount | None
    request: KeyRequest | None
    live: LiveCredential | None
    frozen: Freeze | None
    rotation: Rotation | None
    breaches: list[PolicyBreach]
    verdict: Verdict
    binding: Binding | None

    @property
    def kind_label(self) -> str | Promise:
        return labels.KINDS[self.kind]

    @property
    def kind_of_keys(self) -> EntryKind:
        """The kind that the entry's keys are listed by."""
        return ConsumerKey.about.kind

    @property
    def secret_label(self) -> str | Promise:
        return labels.SECRETS[self.kind]

    @property
    def environment(self) -> str | Promise:
        return labels.ENVIRONMENTS[self.entry.environment]

    @property
    def newest(self) -> SecretVersion | None:
        """The version that a reveal opens; None where all were destroyed."""
        remaining = (version for version in self.versions if version.destroyed_at is None)
        return next(remaining, None)

    @property
    def can_export(self) -> bool:
        """Whether a tool could do anything with it; of a key that is not validated none can."""
        return self.newest is not None and self.state in ("", KeyState.VALIDATED)

    @property
    def can_rotate(self) -> bool:
        """Whether a successor can be requested, by somebody whose role allows it."""
        is_live = self.key is not None and self.state == KeyState.VALIDATED
        return is_live and self.rotation is None and Permission.REVOKE in self.may

    @property
    def asks_purpose(self) -> bool:
        """Whether who reveals the secret has to say what for."""
        return self.entry.account.team.requires_purpose

    @property
    def manages(self) -> bool:
        """Whether Keydesk reads the account with this key."""
        return self.entry.account.management_key_id == self.entry.pk

    @property
    def rules(self) -> tuple[AccessRule, ...]:
        return rights.rules_from_api(self.key.rules) if self.key else ()

    @property
    def timeline(self) -> list[tuple[str | Promise, datetime | None, str]]:
        """The key's timeline, as ``{% timeline %}`` takes it."""
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
    whole = whole_entry(entry)
    may = teams.permissions_in(person, entry.account.team_id)
    key = whole if isinstance(whole, ConsumerKey) else None
    listed = _live(key) if key else None
    keys = _keys_of(entry)
    return EntryPage(
        entry=entry,
        kind=EntryKind(entry.kind),
        state=_state(entry),
        may=may,
        clear=_clear(whole),
        versions=vault.versions_of(entry),
        exposure=exposure_rows.exposure_of(entry),
        handovers=handover_rows.handovers_of(entry),
        usages=list(entry.usages.all()),
        can_check=onboarding.obstacle_to_check(whole) is None,
        check=EntryCheck.objects.filter(entry=entry).first(),
        has_keys=isinstance(whole, Application),
        keys=list(keys[:SHOWN]),
        count_of_keys=keys.count(),
        key=key,
        service_account=whole if isinstance(whole, ServiceAccount) else None,
        request=KeyRequest.objects.filter(consumer_key=key).first() if key else None,
        live=listed,
        frozen=live.freezes_of([listed]).get(listed.pk) if listed else None,
        rotation=rotations.open_rotation_of(key) if key else None,
        breaches=teams.breaches_of_key(key) if key else [],
        verdict=findings.verdict_on_entry(whole),
        binding=binding_of(key, may) if key else None,
    )


def _state(entry: Entry) -> str:
    states = Entry.objects.filter(pk=entry.pk).annotate(state=vault.entry_state())
    return str(states.values_list("state", flat=True).get())


def _keys_of(entry: Entry) -> QuerySet[ConsumerKey]:
    return ConsumerKey.objects.filter(application_id=entry.pk).order_by("label")


def _live(key: ConsumerKey) -> LiveCredential | None:
    """The key as OVHcloud lists it, once both are known to be the same."""
    if key.credential_id is None:
        return None
    return LiveCredential.objects.filter(
        account_id=key.account_id, credential_id=key.credential_id
    ).first()


def _clear(whole: Entry) -> list[Clear]:
    """The parts that are no secret and not empty, as the model of the kind lists them."""
    values = [(column, _value_at(whole, column.path)) for column in whole.about.clear]
    return [
        Clear(column.name.replace("_", "-"), _(column.label), value)
        for column, value in values
        if value
    ]


def _value_at(whole: Entry, path: str) -> str:
    return str(reduce(getattr, path.split("__"), whole))
