"""Names from an answer that may be kept: the few characters names have, and no secret of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from credentials.rights import hide_texts

_SHORTEST_SECRET: Final = 4
_LONGEST: Final = 200
_MOST_ACTIONS: Final = 20
_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9:/._+-]")
_NOT_IN_ACTIONS: Final = re.compile(r"[^A-Za-z0-9:/?*._-]")
_CODE: Final = re.compile(r"[A-Z][A-Z0-9_]{1,60}")
_CLASS: Final = re.compile(r"(Client|Server)(::[A-Za-z][A-Za-z0-9_]{1,60}){1,3}")


@dataclass(frozen=True, slots=True)
class Scrubber:
    """Takes names out of answers; one that contains a secret of the caller comes out empty."""

    secrets: Callable[[], tuple[str, ...]] = field(repr=False)

    def query_id(self, headers: Mapping[str, str]) -> str:
        """``X-Ovh-QueryID``, for OVHcloud's support (api 2.5)."""
        return self._kept(_NOT_IN_NAMES.sub("", headers.get("X-Ovh-QueryID") or ""))

    def code(self, value: object) -> str:
        """An errorCode, or nothing."""
        return self._kept(value) if isinstance(value, str) and _CODE.fullmatch(value) else ""

    def class_name(self, value: object) -> str:
        """An error class, or nothing."""
        return self._kept(value) if isinstance(value, str) and _CLASS.fullmatch(value) else ""

    def actions(self, value: object) -> tuple[str, ...]:
        """The IAM actions in a comma-separated text."""
        parts = value.split(",")[:_MOST_ACTIONS] if isinstance(value, str) else ()
        names = (self._kept(_NOT_IN_ACTIONS.sub("", part)) for part in parts)
        return tuple(name for name in names if name)

    def shown(self, value: object) -> object:
        """A value as a person may see it: dots where it repeats a secret of the caller."""
        return hide_texts(value, self._known())

    def _kept(self, name: str) -> str:
        return "" if any(secret in name for secret in self._known()) else name[:_LONGEST]

    def _known(self) -> list[str]:
        return [secret for secret in self.secrets() if len(secret) >= _SHORTEST_SECRET]
