"""What a format is given: an endpoint, and the values of one family of credentials."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from credentials.errors import KeydeskError
from credentials.sentences import gettext_noop, say

# The two families, each by the names that OVHcloud's own configuration file has for its values.
KEYS: Final = ("application_key", "application_secret", "consumer_key")
CLIENT: Final = ("client_id", "client_secret")
TOKEN: Final = ("access_token",)

# What no reader takes for a quote, a comment, a blank or an expansion.
_SAFE = re.compile(r"[A-Za-z0-9._~+/=:@-]+", re.ASCII)


class UnsafeValueError(KeydeskError):
    """A value that some reader would take for something else. The value is not in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """``endpoint`` is a name that tools know (``ovh-eu``), or the API root as a URL.

    ``values`` are all of ``KEYS`` or all of ``CLIENT``; of an application that has no key of its
    own yet, ``KEYS`` without the last. Raises ``UnsafeValueError``.
    """

    endpoint: str
    values: Mapping[str, str] = field(repr=False)

    def __post_init__(self) -> None:
        for name, value in {"endpoint": self.endpoint, **self.values}.items():
            if not _SAFE.fullmatch(value):
                raise UnsafeValueError(
                    say(
                        gettext_noop("The %(name)s has a character that no such file can hold."),
                        name=name.replace("_", " "),
                    ),
                    next_step=say(gettext_noop("Reveal it, and copy it by hand.")),
                )

    def cleared(self) -> list[str]:
        """The names of the other families, which must not be set beside these."""
        return [name for name in (*KEYS, *CLIENT, *TOKEN) if name not in self.values]
