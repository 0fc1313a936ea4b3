"""What the strategies share: which list is read, for whom, and which failures end the reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic

from credentials.core import (
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
from credentials.ovhcloud.client.api_session import ApiSession
from credentials.ovhcloud.client.deadline import Deadline
from credentials.ovhcloud.client.lists.routes import K, ListRoute, T
from credentials.ovhcloud.client.lists.strategies import StrategyMemory

#: The caller itself is refused: every other call of the list would be refused too.
CALLER_REFUSED: Final = (
    ClockOff,
    CredentialNotValid,
    InvalidApplicationKey,
    InvalidSignature,
    NotSignedIn,
    TokenRefused,
    UnknownCredential,
)
#: Another strategy would meet the same failure now.
FAILS_EVERY_STRATEGY: Final = (*CALLER_REFUSED, RateLimited, Unreachable)


@dataclass(frozen=True, slots=True)
class ListingContext(Generic[K, T]):
    """One list being read: by which session, until when, with what is known of the strategies."""

    session: ApiSession
    route: ListRoute[K, T]
    deadline: Deadline
    memory: StrategyMemory

    @property
    def workers(self) -> int:
        return self.session.limits.workers
