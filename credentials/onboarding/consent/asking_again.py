"""The same request once more, for one that came to nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from credentials.audit import Actor
from credentials.core import KeyState
from credentials.models import KeyRequest, Person
from credentials.onboarding.consent.outcome import check_request, may_still_change
from credentials.onboarding.consent.requesting import request_key, spec_of

_ACCEPTED: Final = frozenset({KeyState.VALIDATED, KeyState.UNCONFIRMED})


def request_again(
    key_request: KeyRequest, *, person: Person, actor: Actor, callback_url: Callable[[str], str]
) -> KeyRequest:
    """Ask OVHcloud for the same key once more; the same request where its key is accepted by now,
    and the one that repeats it already, where that is open.

    Two verbs, each with its own entries: ``check_request`` looks first, so that nobody is left with
    two keys that both work, and ``request_key`` asks. Raises what either of them raises.
    """
    if may_still_change(key_request):
        checked = check_request(key_request, actor=actor)
        if checked.consumer_key.state in _ACCEPTED:
            return checked
    return request_key(
        key_request.consumer_key.application,
        spec_of(key_request),
        person=person,
        actor=actor,
        callback_url=callback_url,
        origin=f"again:{key_request.pk}",
    )
