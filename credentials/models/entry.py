"""What every vault entry has in common, and the versions of its secret."""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.db import models

from credentials.core import EntryKind, Environment
from credentials.models.account import Account
from credentials.models.entry_description import EntryDescription
from credentials.models.person import Person
from credentials.models.team import Team


class DerivedEntryColumns(models.Model):
    """What the vault's list goes by, worked out from facts (``credentials.vault`` says how).

    ``name``, ``account_name`` and ``owner_name`` are in small letters, to sort by; ``ends`` has a
    moment in place of none. ``risk_band`` is how bad the worst is that is found in it, 0 for
    nothing that counts. ``team`` is None where they were not worked out yet.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=255, default="", db_default="")
    account_name = models.CharField(max_length=255, default="", db_default="")
    owner_name = models.CharField(max_length=255, default="", db_default="")
    ends = models.DateTimeField(null=True)
    search_text = models.TextField(default="", db_default="")
    risk_band = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        abstract = True


DERIVED_ENTRY_COLUMNS: Final = tuple(field.name for field in DerivedEntryColumns._meta.local_fields)


class Entry(DerivedEntryColumns):
    """An application, a consumer key or a service account; the kinds extend this table.

    Each kind's model says ``about`` itself what it is called, shows and exports. ``ovhcloud_id``
    is what OVHcloud knows it by: an application key, a credential id, a client id; empty while that
    is not known. It is here, beside the account, for the constraint: an account has each once.
    ``used_by`` is the places of its usages in one line. ``never_reveal``: its secret goes into
    exports and is replaced, and nobody is shown it.
    """

    about: ClassVar[EntryDescription]
    #: Proven with what each kind proves: people choose by the label which secret goes where.
    proven_words: ClassVar[tuple[str, ...]] = ("label", "never_reveal")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in EntryKind])
    label = models.CharField(max_length=80)
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="owned_entries"
    )
    purpose = models.CharField(max_length=200, blank=True)
    environment = models.CharField(
        max_length=16,
        blank=True,
        choices=[(place.value, place.value) for place in Environment],
        default=Environment.UNSET,
    )
    used_by = models.CharField(max_length=200, blank=True)
    never_reveal = models.BooleanField(default=False, db_default=False)
    ovhcloud_id = models.CharField(max_length=128, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("label", "id")
        verbose_name_plural = "entries"
        constraints = (
            models.UniqueConstraint(
                fields=("account", "kind", "ovhcloud_id"),
                condition=models.Q(archived_at=None) & ~models.Q(ovhcloud_id=""),
                name="one_entry_an_ovhcloud_id",
            ),
        )
        indexes = (
            models.Index(fields=("account", "kind"), name="entry_account_kind"),
            models.Index(fields=("team", "name", "id"), name="entry_by_name"),
            models.Index(fields=("team", "kind", "name", "id"), name="entry_by_kind"),
            models.Index(fields=("team", "account_name", "name", "id"), name="entry_by_account"),
            models.Index(fields=("team", "owner_name", "name", "id"), name="entry_by_owner"),
            models.Index(fields=("team", "ends", "id"), name="entry_by_end"),
            models.Index(fields=("team", "risk_band", "name", "id"), name="entry_by_risk"),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def identifier(self) -> str:
        """What tells it from others of its kind and is no secret; may be empty."""
        return ""


class SecretVersion(models.Model):
    """One version of an entry's secret. A destroyed version keeps its row and loses its token.

    ``token`` is bound to the entry, the account and the number (credentials.vault says how).
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    token = models.TextField(blank=True)
    blind_index = models.CharField(max_length=32, blank=True, db_index=True)
    created_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("entry", "number"), name="one_number_an_entry"),
        )

    def __str__(self) -> str:
        return f"version {self.number}"
