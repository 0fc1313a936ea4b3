"""What the rungs of the ladder share: what is read, for whom, and which failures end it all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic

from credentials.client.caller import Caller
from credentials.client.errand import Errand
from credentials.client.lists.ladder import Ladder
from credentials.client.lists.shelves import K, Shelf, T
from credentials.errors import (
    ClockOff,
    CredentialNotValid,
    InvalidApplicationKey,
    InvalidSignature,
    NotSignedIn,
    RateLimited,
    TokenRefused,
    UnknownCredential,
    Unreachable,
)

#: The caller itself is refused: no other call of the list can do better.
HOPELESS: Final = (
    ClockOff,
    CredentialNotValid,
    InvalidApplicationKey,
    InvalidSignature,
    NotSignedIn,
    TokenRefused,
    UnknownCredential,
)
#: Another way to ask would meet the same, just now.
NO_WAY_ROUND: Final = (*HOPELESS, RateLimited, Unreachable)


@dataclass(frozen=True, slots=True)
class Reading(Generic[K, T]):
    """One reading of a shelf."""

    caller: Caller
    shelf: Shelf[K, T]
    errand: Errand
    ladder: Ladder

    @property
    def workers(self) -> int:
        return self.caller.limits.workers
