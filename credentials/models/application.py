"""A stored application: its key in clear, its secret in the versions of the entry."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from credentials.core import EntryKind, gettext_noop
from credentials.models.entry import Entry
from credentials.models.entry_description import (
    ClearColumn,
    EntryDescription,
    StoringWords,
)
from credentials.models.proven import Proven, ProvenManager


class Application(Entry, Proven):
    """``application_id`` is OVHcloud's number, known once a key of it was verified."""

    proven = ("application_key", *Entry.proven_words)

    about = EntryDescription(
        kind=EntryKind.APPLICATION,
        label=gettext_noop("Application"),
        sealed_as="application_secret",
        secret_label=gettext_noop("application secret"),
        clear=(ClearColumn("application_key", gettext_noop("Application key")),),
        exported=("application_key",),
        searched=("application_key",),
        storing=StoringWords(
            link=gettext_noop("An application"),
            title=gettext_noop("Store application"),
            lede=gettext_noop(
                "An application's key and secret, as OVHcloud's createApp or createToken page "
                "showed them. With them, keys can be requested from here."
            ),
            secret_help=gettext_noop(
                "OVHcloud shows it once, where the application is made. No call can prove it "
                "alone: the first key of the application does."
            ),
            known_already=gettext_noop("This application key is stored already, as %(label)s."),
        ),
    )

    entry = models.OneToOneField(
        Entry,
        on_delete=models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="as_application",
    )
    application_key = models.CharField(max_length=128, db_index=True)
    application_id = models.BigIntegerField(null=True, blank=True, db_index=True)

    objects: ClassVar[models.Manager[Self]] = ProvenManager()

    @property
    def identifier(self) -> str:
        return self.application_key
