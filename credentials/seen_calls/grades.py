"""How sure it is that a key made a call: proven, likely, or not proven. No database, no network.

The log names a key seldom. Else a call is a key's only where nothing speaks against it: its rules
allow the call, its addresses let the caller in, it was there then and may have been used then.
What also fits another key is never more than not proven.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from credentials import rights
from credentials.core import Sentence, gettext_noop, ngettext_noop, say
from credentials.rights import AccessRule

#: How far OVHcloud's word on a last use and the moment of a call in its log may be apart.
_SAME_MOMENT: Final = timedelta(minutes=1)
#: A use may be listed that much later.
_LISTED_LATE: Final = timedelta(days=1)
#: What the URN of a service account has in it (api 4.2): no consumer key.
_SERVICE_ACCOUNT: Final = ":identity:credential:"


class Grade(StrEnum):
    """How sure it is, the surest first."""

    PROVEN = "proven"
    LIKELY = "likely"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFacts:
    """What is known of a key. Without ``addresses`` it may be used from anywhere.

    ``addresses_since`` is when they last changed: of an earlier call they say nothing; so do
    addresses that are not known. ``ended_at`` is when it stopped working, ``read_at`` when
    ``last_use`` was read.
    """

    credential_id: int
    rules: tuple[AccessRule, ...]
    addresses: tuple[str, ...] = ()
    are_addresses_known: bool = True
    addresses_since: datetime | None = None
    created_at: datetime | None = None
    ended_at: datetime | None = None
    last_use: datetime | None = None
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """A call in a log; ``credential_id`` and ``identities`` are who made it by the log's word."""

    at: datetime
    method: str
    path: str
    address: str = ""
    credential_id: int | None = None
    identities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GradedCall:
    """A call that may be the key's, how sure that is, and why."""

    call: CallFacts
    grade: Grade
    reason: Sentence


@dataclass(slots=True)
class CallGrader:
    """Says of calls how sure it is that ``key`` made them, and not one of the ``others``."""

    key: KeyFacts
    others: Sequence[KeyFacts]
    _rivals: dict[tuple[str, str], list[KeyFacts]] = field(default_factory=dict)

    def graded(self, calls: Iterable[CallFacts]) -> Iterator[GradedCall]:
        """Those of the calls that may be the key's."""
        for call in calls:
            if may_be_of(self.key, call) and _allows(self.key, call):
                yield GradedCall(call, *self._grade(call))

    def _grade(self, call: CallFacts) -> tuple[Grade, Sentence]:
        if call.credential_id is not None:
            return Grade.PROVEN, say(_NAMED)
        rivals = [other for other in self._allowed(call) if may_be_of(other, call)]
        if _is_tied_by_address(self.key, call):
            tied = sum(_is_tied_by_address(rival, call) for rival in rivals)
            if not tied:
                return Grade.LIKELY, say(_BY_ADDRESS, address=call.address)
        if _is_last_use(self.key, call) and not any(_is_last_use(each, call) for each in rivals):
            return Grade.LIKELY, say(_BY_LAST_USE)
        if rivals:
            return Grade.UNPROVEN, say(_OTHERS_FIT, count=len(rivals))
        return Grade.UNPROVEN, say(_NOTHING_TIES)

    def _allowed(self, call: CallFacts) -> list[KeyFacts]:
        """The other keys whose rules allow the call; calls of one path are looked at once."""
        place = call.method, call.path
        if place not in self._rivals:
            self._rivals[place] = [other for other in self.others if _allows(other, call)]
        return self._rivals[place]


def may_be_of(key: KeyFacts, call: CallFacts) -> bool:
    """Whether nothing but the rules could speak against the key having made the call."""
    if call.credential_id is not None:
        return call.credential_id == key.credential_id
    if any(_SERVICE_ACCOUNT in identity for identity in call.identities):
        return False
    return _was_there(key, call) and _was_used_since(key, call) and _lets_in(key, call)


def _was_there(key: KeyFacts, call: CallFacts) -> bool:
    is_before = key.created_at is not None and call.at < key.created_at
    is_after = key.ended_at is not None and call.at > key.ended_at
    return not is_before and not is_after


def _was_used_since(key: KeyFacts, call: CallFacts) -> bool:
    """Whether a use at that moment fits what was read of its last use, once that was listed."""
    if key.read_at is None or key.read_at < call.at + _LISTED_LATE:
        return True
    return key.last_use is not None and call.at <= key.last_use + _SAME_MOMENT


def _lets_in(key: KeyFacts, call: CallFacts) -> bool:
    return not _has_addresses_of(key, call) or rights.addresses_include(
        key.addresses, [call.address]
    )


def _has_addresses_of(key: KeyFacts, call: CallFacts) -> bool:
    """Whether it is known from where the key worked then, and from where the call came."""
    is_known = key.are_addresses_known and bool(key.addresses) and bool(call.address)
    return is_known and (key.addresses_since is None or call.at >= key.addresses_since)


def _is_tied_by_address(key: KeyFacts, call: CallFacts) -> bool:
    """Whether the key is limited to a few addresses, of which this is one."""
    is_limited = _has_addresses_of(key, call) and not rights.is_open(key.addresses)
    return is_limited and not rights.wide_blocks(key.addresses) and _lets_in(key, call)


def _is_last_use(key: KeyFacts, call: CallFacts) -> bool:
    return key.last_use is not None and abs(key.last_use - call.at) <= _SAME_MOMENT


def _allows(key: KeyFacts, call: CallFacts) -> bool:
    return rights.granting_rule(key.rules, call.method, call.path) is not None


_NAMED: Final = gettext_noop("The forwarded log names this key.")
_BY_ADDRESS: Final = gettext_noop(
    "It came from %(address)s, and no other key that could have made it is limited to that address."
)
_BY_LAST_USE: Final = gettext_noop(
    "The key was last used at that moment, and no other key that could have made it was."
)
_OTHERS_FIT: Final = ngettext_noop(
    "%(count)s other key of the account could have made it as well.",
    "%(count)s other keys of the account could have made it as well.",
    by="count",
)
_NOTHING_TIES: Final = gettext_noop(
    "Of the keys that Keydesk lists no other could have made it; a service account or the Control "
    "Panel could."
)
