"""What OVHcloud said exists, as of the last time it was asked.

Rows are kept when a thing is gone (``gone_at``) and when it could not be read (``trouble`` says
why, the known facts stay), so that a page never waits for OVHcloud and never forgets.

A live key carries derived columns too, by which lists show, find, sort and count it. They follow
from the facts (``credentials.live`` says how); whoever acts on a key looks at the facts.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Final, Self

from django.db import models
from django.utils import timezone

from credentials.core import CredentialState, Sentence, SyncState, unpack
from credentials.models.account import Account
from credentials.models.derived import DerivedFromManager, deriving
from credentials.models.person import Person
from credentials.models.team import Team
from credentials.models.texts_field import TextsField

#: The state of a validated key that nobody can use from anywhere: a freeze has set its addresses.
FROZEN: Final = "frozen"
#: The state of a validated key whose application OVHcloud lists as blocked or inactive.
APPLICATION_BLOCKED: Final = "application-blocked"


class _Read(models.Model):
    """What is read, or is a reading; ``trouble`` is the sentence that says why it failed."""

    trouble = models.JSONField(default=dict)

    class Meta:
        abstract = True

    @property
    def cause(self) -> Sentence:
        """Why the last reading of this one failed; empty when it did not."""
        return unpack(self.trouble)


class _LiveObject(_Read):
    first_seen_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class LiveApplication(_LiveObject):
    """An application that keys of the account belong to.

    ``is_owned`` is false for consoles and third parties; ``is_deleted``: it was deleted, and its
    keys open nothing, whatever state OVHcloud goes on listing for them.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="live_applications")
    application_id = models.BigIntegerField()
    application_key = models.CharField(max_length=128, blank=True)
    name = models.CharField(max_length=255, blank=True)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=32, blank=True)
    is_owned = models.BooleanField(default=True)
    is_deleted = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[Self]] = DerivedFromManager()

    class Meta:
        ordering = ("name", "application_id")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "application_id"), name="one_live_application"
            ),
        )

    def __str__(self) -> str:
        return self.name or str(self.application_id)


class DerivedKeyColumns(models.Model):
    """What lists go by, worked out from facts; ``state_rank`` is None where it was not yet.

    ``read_state`` leaves the clock out: a key whose ``ends`` has come since is expired.
    ``state_rank`` and ``risk_band`` are numbers that sort; ``risk_basis`` tells rules apart, and
    what they are read by. ``used`` and ``ends`` are ``last_use`` and ``expiration`` with a moment
    in place of none; ``name`` and ``account_name`` are what lists sort by. ``valid_from`` is the
    day (UTC) at the end of which it was valid first, if it ever was, ``valid_until`` the one at the
    end of which it is not any more. ``derivation`` says by which way of working it out.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")
    read_state = models.CharField(max_length=32, default="", db_default="")
    state_rank = models.SmallIntegerField(null=True)
    risk_band = models.SmallIntegerField(default=0, db_default=0)
    risk_basis = models.CharField(max_length=32, default="", db_default="")
    reaches_everything = models.BooleanField(default=False, db_default=False)
    stored = models.ForeignKey(
        "credentials.ConsumerKey", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    shown_name = models.CharField(max_length=255, default="", db_default="")
    name = models.CharField(max_length=255, default="", db_default="")
    account_name = models.CharField(max_length=255, default="", db_default="")
    used = models.DateTimeField(null=True)
    ends = models.DateTimeField(null=True)
    search_text = models.TextField(default="", db_default="")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    derivation = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        """Of a row that is there the derived columns stay: they follow from what is written."""
        if not self._state.adding and options.get("update_fields") is None:
            fields = [field for field in self._meta.concrete_fields if not field.primary_key]
            facts = [field.name for field in fields if field.name not in DERIVED_KEY_COLUMNS]
            options["update_fields"] = facts
        with deriving(type(self), self._stored_ids):
            super().save(**options)

    def _stored_ids(self) -> list[int]:
        return [] if self.pk is None else [self.pk]

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:
        return type(self)._default_manager.filter(pk=self.pk).delete()

    @property
    def state(self) -> str:
        """As it was read, unless its end has come since."""
        is_late = self.ends is not None and self.ends <= timezone.now()
        is_expired = self.read_state in (CredentialState.VALIDATED, FROZEN) and is_late
        return CredentialState.EXPIRED.value if is_expired else self.read_state


DERIVED_KEY_COLUMNS: Final = tuple(field.name for field in DerivedKeyColumns._meta.local_fields)


class LiveCredential(_LiveObject, DerivedKeyColumns):
    """A consumer key as OVHcloud lists it; the key itself is never listed. ``judged_basis`` is the
    ``risk_basis`` of when its findings were worked out last, empty before the first time. ``owner``
    answers for a key that nobody stores; of a stored one its entry says who does."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="live_credentials")
    credential_id = models.BigIntegerField()
    application_id = models.BigIntegerField(null=True, blank=True)
    live_application = models.ForeignKey(
        LiveApplication,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="credentials",
    )
    status = models.CharField(max_length=32, blank=True)
    rules = models.JSONField(default=list)
    allowed_ips = TextsField(default=list)
    are_addresses_known = models.BooleanField(default=True, db_default=True)
    creation = models.DateTimeField(null=True, blank=True)
    expiration = models.DateTimeField(null=True, blank=True)
    last_use = models.DateTimeField(null=True, blank=True)
    ovh_support = models.BooleanField(default=False)
    judged_basis = models.CharField(max_length=32, default="", db_default="", blank=True)
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="owned_live_keys"
    )

    objects: ClassVar[models.Manager[Self]] = DerivedFromManager()

    class Meta:
        ordering = ("-last_use", "-credential_id")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "credential_id"), name="one_live_credential"
            ),
        )
        indexes = (
            models.Index(
                fields=("account", "gone_at", "status", "creation", "last_use"), name="live_by_age"
            ),
            models.Index(fields=("team", "name", "id"), name="live_by_name"),
            models.Index(fields=("team", "account_name", "name", "id"), name="live_by_account"),
            models.Index(fields=("team", "state_rank", "ends", "id"), name="live_by_state"),
            models.Index(fields=("team", "risk_band", "used", "id"), name="live_by_risk"),
            models.Index(fields=("team", "used", "id"), name="live_by_use"),
            models.Index(fields=("team", "ends", "id"), name="live_by_end"),
            models.Index(
                fields=("team", "id"), condition=models.Q(stored__isnull=False), name="live_stored"
            ),
            models.Index(
                fields=("team", "id"), condition=models.Q(reaches_everything=True), name="live_wide"
            ),
        )

    def __str__(self) -> str:
        return str(self.credential_id)

    @property
    def answering_id(self) -> int | None:
        """The person who answers for it, by its entry or as was said of the key."""
        return (self.stored.owner_id if self.stored else None) or self.owner_id


class LiveClient(_LiveObject):
    """An OAuth2 client (service account) of the account."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="live_clients")
    client_id = models.CharField(max_length=128)
    name = models.CharField(max_length=255, blank=True)
    description = models.TextField(blank=True)
    flow = models.CharField(max_length=32, blank=True)
    identity = models.CharField(max_length=255, blank=True)
    creation = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "client_id")
        constraints = (
            models.UniqueConstraint(fields=("account", "client_id"), name="one_live_client"),
        )

    def __str__(self) -> str:
        return self.name or self.client_id


class Sync(_Read):
    """One reading of an account. ``beat_at`` moves while it works: a silent one was killed.

    It goes on then, from ``started_at`` still; ``tries`` counts the workers that took it up. One
    that is not ``is_whole`` reads what changed. ``calls`` were made, and no other goes before
    ``next_call_at``. ``trouble`` is the cause of a failure; ``remarks`` are what to do about it,
    and the parts that could not be read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="syncs")
    state = models.CharField(
        max_length=16, choices=[(state.value, state.value) for state in SyncState]
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    is_whole = models.BooleanField(default=True, db_default=True)
    total = models.PositiveIntegerField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    calls = models.PositiveIntegerField(default=0, db_default=0)
    next_call_at = models.DateTimeField(null=True, blank=True)
    remarks = models.JSONField(default=list)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("account",),
                condition=models.Q(state__in=[SyncState.QUEUED, SyncState.RUNNING]),
                name="one_open_sync_an_account",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.state}"

    @property
    def notes(self) -> list[Sentence]:
        """What to do, and the parts that could not be read, a sentence each."""
        return [unpack(remark) for remark in self.remarks]
