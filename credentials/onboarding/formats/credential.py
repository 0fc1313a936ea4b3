"""What a format is given: the values of one entry and its companion, and where they are valid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Model

from credentials.core import EntryKind, KeydeskError, gettext_noop, say
from credentials.models import ENTRY_MODELS, Entry


def _names(model: type[Model] | None) -> tuple[str, ...]:
    """The values of a kind by their names, its companion's first; none of what is no entry."""
    if model is None or not issubclass(model, Entry):
        return ()
    about = model.about
    companion = (
        _names(model._meta.get_field(about.companion).related_model) if about.companion else ()
    )
    return (*companion, *about.exported, about.sealed_as)


#: What OVHcloud's own configuration file calls the values of a kind, its companion's first.
NAMES: Final[Mapping[EntryKind, tuple[str, ...]]] = {
    model.about.kind: _names(model) for model in ENTRY_MODELS
}
_NEVER_KEPT: Final = ("access_token",)


class UnsafeValueError(KeydeskError):
    """A value that a reader of the format would take for something else. The value is not in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """``values`` are by the ``NAMES`` of the kind.

    ``endpoint`` is a name that tools know (``ovh-eu``), or the API root as a URL. ``token_url`` is
    empty where the endpoint has no OAuth2.
    """

    kind: EntryKind
    endpoint: str
    api_root: str
    token_url: str
    values: Mapping[str, str] = field(repr=False)

    @property
    def parts(self) -> dict[str, str]:
        """Everything that a format can hold of it, by name."""
        address = {"endpoint": self.endpoint, "api_root": self.api_root}
        return {**address, "token_url": self.token_url, **self.values}


def variable(name: str) -> str:
    """What tools call a value in their environment."""
    return f"OVH_{name.upper()}"


def other_names(kind: EntryKind) -> list[str]:
    """The names of the other families, which must not be set beside those of this kind."""
    every = dict.fromkeys(name for names in NAMES.values() for name in names)
    return [name for name in (*every, *_NEVER_KEPT) if name not in NAMES[kind]]


def unsafe(name: str, tool: str) -> UnsafeValueError:
    """The refusal of a value that the format of ``tool`` cannot hold."""
    return UnsafeValueError(
        say(
            gettext_noop("The %(name)s has a character that the format for %(tool)s cannot hold."),
            name=name.replace("_", " "),
            tool=tool,
        ),
        next_step=say(gettext_noop("Choose another format, or reveal it and copy it by hand.")),
    )
