"""A stored service account: an OAuth2 client's id in clear, its secret in the versions."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from credentials.core import EntryKind, gettext_noop
from credentials.models.entry import Entry
from credentials.models.entry_description import ClearColumn, EntryDescription
from credentials.models.proven import Proven, ProvenManager


class ServiceAccount(Entry, Proven):
    """``identity`` is the URN that IAM policies name; it is read, never built."""

    proven = ("client_id", *Entry.proven_words)

    about = EntryDescription(
        kind=EntryKind.SERVICE_ACCOUNT,
        label=gettext_noop("Service account"),
        sealed_as="client_secret",
        secret_label=gettext_noop("client secret"),
        clear=(
            ClearColumn("client_id", gettext_noop("Client id")),
            ClearColumn("identity", gettext_noop("Identity")),
        ),
        exported=("client_id",),
        searched=("client_id",),
    )

    entry = models.OneToOneField(
        Entry,
        on_delete=models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="as_service_account",
    )
    client_id = models.CharField(max_length=128, db_index=True)
    identity = models.CharField(max_length=255, blank=True)
    description = models.CharField(max_length=255, blank=True)

    objects: ClassVar[models.Manager[Self]] = ProvenManager()

    @property
    def identifier(self) -> str:
        return self.client_id
