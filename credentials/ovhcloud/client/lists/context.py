"""What the strategies share: which list is read, for whom, and which failures end the reading.

An object may be damaged so that its reading says what a refused caller is told. Whether it is the
caller, another call tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic, Self

from credentials.core import (
    ApiError,
    ClockOff,
    CredentialNotValid,
    InvalidApplicationKey,
    InvalidSignature,
    Method,
    NotSignedIn,
    RateLimited,
    TokenRefused,
    UnknownCredential,
    Unreachable,
)
from credentials.ovhcloud.client.api_session import ApiSession
from credentials.ovhcloud.client.call import Call
from credentials.ovhcloud.client.deadline import Deadline
from credentials.ovhcloud.client.lists.routes import K, ListRoute, T
from credentials.ovhcloud.client.lists.strategies import StrategyMemory

#: The caller itself seems refused: then every other call of the list would be refused too.
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
FAILS_EVERY_STRATEGY: Final = (RateLimited, Unreachable)
_WHO: Final = Call(Method.GET, "/auth/details")


@dataclass(frozen=True, slots=True)
class ListingContext(Generic[K, T]):
    """One list being read: by which session, until when, with what is known of the strategies."""

    session: ApiSession
    route: ListRoute[K, T]
    deadline: Deadline
    memory: StrategyMemory

    @classmethod
    def of(cls, session: ApiSession, route: ListRoute[K, T]) -> Self:
        """For a list that is read from now on."""
        limits = session.limits
        memory = StrategyMemory(session.endpoint.api_root, route.path, strategies=limits.strategies)
        return cls(session, route, Deadline(limits.listing_deadline, is_bulk=True), memory)

    @property
    def workers(self) -> int:
        return self.session.limits.workers

    def guard_caller(self) -> None:
        """After such a refusal: raises the ``ApiError`` that the caller meets everywhere, if any.

        What else goes wrong with the call that tells is no answer, and says nothing.
        """
        try:
            self.session.ask(_WHO, self.deadline)
        except CALLER_REFUSED:
            raise
        except ApiError:
            return
