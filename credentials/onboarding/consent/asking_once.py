"""One request of one origin: of two who press at once one asks, and who presses again after a
process was killed finds what it left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.core.cache import cache

from credentials.core import NotAllowedError, gettext_noop, say
from credentials.models import KeyRequest, Person
from credentials.onboarding.consent.outcome import is_abandoned

#: How long a call to OVHcloud is waited for that a killed process may have begun.
ASKING_LASTS: Final = timedelta(minutes=1)
#: What the second of two reads who press at once.
BEING_ASKED: Final = say(gettext_noop("OVHcloud is being asked for this key just now."))
PRESS_LATER: Final = say(gettext_noop("Wait a minute, then press once more."))


def open_request_of(origin: str, person: Person) -> KeyRequest | None:
    """The request that the person made of this origin, while its outcome is open."""
    if not origin:
        return None
    asked = KeyRequest.objects.filter(requested_by=person, origin=origin, closed_at=None).first()
    return None if asked is None or is_abandoned(asked) else asked


def asking_once(origin: str, person: Person, ask: Callable[[], KeyRequest]) -> KeyRequest:
    """The open request of this origin, or the one that ``ask`` makes. An empty origin is none.

    Raises ``NotAllowedError`` while OVHcloud is asked for it already, and what ``ask`` raises.
    """
    if not origin:
        return ask()
    claim = f"asking:{person.pk}:{origin}"
    if not cache.add(claim, True, timeout=ASKING_LASTS.seconds):
        raise NotAllowedError(BEING_ASKED, next_step=PRESS_LATER)
    try:
        return open_request_of(origin, person) or ask()
    finally:
        cache.delete(claim)
