"""Limits on guessing: what is counted, for whom, and how often it may be tried.

A try is counted before it is made, by one statement of the database, so that processes and threads
that try at the same time count as one; one that was right is given back. Counters are rows of
their own that no other row pushes out. A database that cannot be written raises ``DatabaseError``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.crypto import salted_hmac

from credentials.models import AttemptCounter, Person
from dashboard.networks import network_of

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_QUARTER: Final = 15 * _MINUTE


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` tries in ``window``, for each account, address or the like."""

    name: str
    most: int
    window: timedelta


BY_ADDRESS: Final = (
    Limit("sign-in, address, minute", 10, _MINUTE),
    Limit("sign-in, address, hour", 60, _HOUR),
)
BY_ACCOUNT_AND_ADDRESS: Final = (
    Limit("sign-in, account and address", 5, 5 * _MINUTE),
    Limit("sign-in, account and address, hour", 10, _HOUR),
)
#: Slower, over all addresses that are new to the account: what strangers may guess together.
BY_ACCOUNT: Final = (Limit("sign-in, account, hour", 50, _HOUR),)
#: In place of all of these, where the browser is one that signed in to the account before.
BY_BROWSER: Final = (
    Limit("sign-in, browser", 5, 5 * _MINUTE),
    Limit("sign-in, browser, hour", 10, _HOUR),
)

CODES_BY_PERSON_AND_ADDRESS: Final = (
    Limit("code, person and address", 5, 5 * _MINUTE),
    Limit("code, person and address, hour", 10, _HOUR),
)
#: Slower, over all addresses that are new to the person.
CODES_BY_PERSON: Final = (Limit("code, person, hour", 10, _HOUR),)
CODES_BY_BROWSER: Final = (
    Limit("code, browser", 5, 5 * _MINUTE),
    Limit("code, browser, hour", 10, _HOUR),
)

BY_SESSION: Final = (
    Limit("confirmation, session", 5, 5 * _MINUTE),
    Limit("confirmation, session, hour", 10, _HOUR),
)
#: Slower, over all sessions: one that was taken over does not lock the owner's at once.
BY_PERSON: Final = (Limit("confirmation, person, hour", 30, _HOUR),)

RESETS_BY_ADDRESS: Final = (
    Limit("reset, address, minute", 5, _MINUTE),
    Limit("reset, address, hour", 20, _HOUR),
)
RESETS_BY_ACCOUNT: Final = (Limit("reset, account", 3, _QUARTER),)

#: Each has Keydesk ask the identity provider, and wait for it.
PROVIDER_BY_ADDRESS: Final = (
    Limit("single sign-on, address, minute", 30, _MINUTE),
    Limit("single sign-on, address, hour", 300, _HOUR),
)


LINKS_BY_ADDRESS: Final = (
    Limit("link, address, minute", 30, _MINUTE),
    Limit("link, address, hour", 300, _HOUR),
)
PRESSES_BY_LINK: Final = (
    Limit("link pressed, minute", 5, _MINUTE),
    Limit("link pressed, hour", 20, _HOUR),
)


@dataclass(frozen=True, slots=True)
class Counter:
    """A limit, and the account, address or the like that it is counted for.

    What people typed is not stored: ``key`` is a digest under ``SECRET_KEY``, since some type a
    password where an address belongs.
    """

    limit: Limit
    counted_for: str

    @property
    def key(self) -> str:
        return salted_hmac(self.limit.name, self.counted_for, algorithm="sha256").hexdigest()

    def take(self) -> bool:
        """Count one more try; False, and nothing counted, where the limit is reached."""
        if self._count():
            return True
        self._make()
        return self._count()

    def give_back(self) -> None:
        """Take one try off again."""
        AttemptCounter.objects.filter(key=self.key, count__gt=0).update(count=F("count") - 1)

    def _count(self) -> bool:
        """By one statement. A row that ends later than any of this limit's can was set to."""
        now, window = timezone.now(), self.limit.window
        over = Q(ends_at__lte=now) | Q(ends_at__gt=now + 2 * window)
        rows = AttemptCounter.objects.filter(over | Q(count__lt=self.limit.most), key=self.key)
        return bool(
            rows.update(
                count=Case(When(over, then=1), default=F("count") + 1),
                ends_at=Case(When(over, then=Value(now + window)), default=F("ends_at")),
            )
        )

    def _make(self) -> None:
        """Make the row, unless it is there; rows that are over leave then."""
        now = timezone.now()
        AttemptCounter.objects.filter(ends_at__lte=now).delete()
        row = AttemptCounter(key=self.key, ends_at=now + self.limit.window)
        AttemptCounter.objects.bulk_create([row], ignore_conflicts=True)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a try comes from. ``browser`` is the id of one that signed in to the account before,
    or empty; ``is_known`` says whether the network of ``address`` is one the person came from, and
    asks the log for it."""

    address: str
    browser: str
    is_known: Callable[[], bool]


def of_sign_in(email: str, place: Place) -> Iterator[Counter]:
    """What a sign-in with a password counts for. The host that was asked plays no part.

    What strangers use up is counted apart from places that the person came from before. Those of
    the address come first: a try beyond them is none at the account.
    """
    account, network = Person.objects.normalize_email(email), network_of(place.address)
    if place.browser:
        yield from _counters(BY_BROWSER, place.browser)
        return
    yield from _counters(BY_ADDRESS, network)
    yield from _counters(BY_ACCOUNT_AND_ADDRESS, f"{account} {network}")
    if not place.is_known():
        yield from _counters(BY_ACCOUNT, account)


def of_code(person_id: int, place: Place) -> list[Counter]:
    """What a code of a second factor counts for, after the password."""
    if place.browser:
        return _counters(CODES_BY_BROWSER, place.browser)
    network = network_of(place.address)
    return [
        *_counters(CODES_BY_PERSON_AND_ADDRESS, f"{person_id} {network}"),
        *_counters(() if place.is_known() else CODES_BY_PERSON, str(person_id)),
    ]


def of_reset(email: str, address: str) -> list[Counter]:
    """What asking for a link to choose a new password counts for."""
    return [
        *_counters(RESETS_BY_ADDRESS, network_of(address)),
        *_counters(RESETS_BY_ACCOUNT, Person.objects.normalize_email(email)),
    ]


def of_provider(address: str) -> list[Counter]:
    """What setting out for the identity provider counts for."""
    return _counters(PROVIDER_BY_ADDRESS, network_of(address))


def of_confirmation(person_id: int, session_key: str) -> list[Counter]:
    """What the confirmation of a signed-in person counts for: nobody else can use it up."""
    return [*_counters(BY_SESSION, session_key), *_counters(BY_PERSON, str(person_id))]


def of_link(token: str, address: str, *, is_pressed: bool) -> list[Counter]:
    """What opening a link counts for, and pressing its button."""
    return [
        *_counters(LINKS_BY_ADDRESS, network_of(address)),
        *_counters(PRESSES_BY_LINK if is_pressed else (), token),
    ]


def use_once(name: str, lifetime: timedelta) -> bool:
    """Whether this is the first use of ``name`` in ``lifetime``."""
    return Counter(Limit("use", 1, lifetime), name).take()


def take(counters: Iterable[Counter]) -> Limit | None:
    """Count a try everywhere, up to the first limit that is reached, which is returned."""
    return next((counter.limit for counter in counters if not counter.take()), None)


def give_back(counters: Iterable[Counter]) -> None:
    """Take a try off again that was right."""
    for counter in counters:
        counter.give_back()


def reset_account(email: str) -> None:
    """Begin anew for the account, whose password was changed by a mailed link."""
    counters = _counters(BY_ACCOUNT, Person.objects.normalize_email(email))
    AttemptCounter.objects.filter(key__in=[counter.key for counter in counters]).delete()


def _counters(limits: Iterable[Limit], counted_for: str) -> list[Counter]:
    return [Counter(limit, counted_for) for limit in limits]
