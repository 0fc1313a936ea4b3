"""The kinds of entry, each by its model. Whoever treats all kinds alike goes by this list."""

from __future__ import annotations

from typing import Final

from credentials.core import EntryKind, RowChangedOutside
from credentials.models.application import Application
from credentials.models.consumer_key import ConsumerKey
from credentials.models.entry import Entry
from credentials.models.entry_description import EntryDescription
from credentials.models.service_account import ServiceAccount

ENTRY_MODELS: Final[tuple[type[Entry], ...]] = (Application, ConsumerKey, ServiceAccount)
_BY_KIND: Final = {model.about.kind: model for model in ENTRY_MODELS}


def entry_model(kind: EntryKind) -> type[Entry]:
    """The model of a kind."""
    return _BY_KIND[kind]


def entry_description(entry: Entry) -> EntryDescription:
    """What the kind of ``entry`` says of itself; ``entry`` may be of the common table."""
    return _BY_KIND[EntryKind(entry.kind)].about


def whole_entry(entry: Entry) -> Entry:
    """The entry with the columns of its kind, its account and its companion, in one query.

    Raises ``RowChangedOutside`` where it is not of the kind that its row says.
    """
    model = entry_model(EntryKind(entry.kind))
    companion = (f"{model.about.companion}__account",) if model.about.companion else ()
    rows = model._default_manager.select_related("account__team", *companion)
    whole = rows.filter(pk=entry.pk).first()
    if whole is None:
        raise RowChangedOutside(str(Entry._meta.verbose_name))
    return whole
