"""What a kind of entry says of itself: what it is called, shows, asks for and exports.

Labels are marked for translation here and translated where people read them.
"""

from __future__ import annotations

from dataclasses import dataclass

from credentials.core import EntryKind, gettext_noop


@dataclass(frozen=True, slots=True)
class ClearColumn:
    """A part of a credential that is no secret; ``path`` leads to it from the model (a__b)."""

    path: str
    label: str

    @property
    def name(self) -> str:
        """The column's own name, without the way to it."""
        return self.path.rpartition("__")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoringWords:
    """The page on which a person stores one: its words, and what is said of one kept already."""

    link: str
    title: str
    lede: str
    secret_help: str
    known_already: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDescription:
    """``sealed_as`` is what seals and tools' files call the secret: once stored it never changes.

    ``clear`` is shown on the entry's page. ``exported`` are clear columns of the model that a
    tool's file holds under the same name; ``companion`` is the relation to the entry without which
    a tool cannot use this one: it is exported with it. ``searched`` and ``joined`` are paths from
    the model: what the vault's search looks at, and what a row of its list reads. ``storing`` is
    None where a page of its own takes the kind in. ``export_note`` and ``replace_note`` are what
    people read before they export it or replace its secret.
    """

    kind: EntryKind
    label: str
    sealed_as: str
    secret_label: str
    clear: tuple[ClearColumn, ...] = ()
    exported: tuple[str, ...] = ()
    companion: str = ""
    searched: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    storing: StoringWords | None = None
    export_note: str = gettext_noop(
        "A file with the secret in clear. You are on the record as knowing it."
    )
    replace_note: str = ""

    @property
    def relation(self) -> str:
        """How the common table reaches the kind's own columns."""
        return f"as_{self.kind}"

    @property
    def exported_names(self) -> tuple[str, ...]:
        """The names a tool's file holds of the entry itself."""
        return (*self.exported, self.sealed_as)
