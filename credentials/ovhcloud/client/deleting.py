"""Deleting: done once, and looked at before anything is said about an unknown outcome."""

from __future__ import annotations

from enum import Enum
from typing import Final

from credentials.core import ApiError, Method, NotFound, coded, gettext_noop, say
from credentials.ovhcloud.client.api_session import ApiSession
from credentials.ovhcloud.client.call import Call
from credentials.ovhcloud.client.deadline import Deadline

#: How much of the time the deletion may take by itself.
_FOR_ITSELF: Final = 0.6
_STILL_THERE: Final = say(
    coded(
        "api.still-there",
        gettext_noop("It was looked at afterwards and is still there. It can be tried again."),
    )
)


class Deleted(Enum):
    """How an object that is gone now went."""

    DONE = "deleted"
    GONE_ALREADY = "gone already"


def delete(session: ApiSession, path: str) -> Deleted:
    """Delete what is at ``path``. Raises ``ApiError`` when it is not known to be gone.

    The look is within the time of the whole, of which some is kept for it.
    """
    whole = Deadline(session.limits.deadline)
    try:
        session.ask(Call(Method.DELETE, path, is_void=True), Deadline(whole.seconds * _FOR_ITSELF))
    except NotFound:
        return Deleted.GONE_ALREADY
    except ApiError as error:
        if not error.is_outcome_unknown:
            raise
        is_there = _is_there(session, path, whole)
        if is_there is False:
            return Deleted.DONE
        if is_there:
            error.next_step, error.is_outcome_unknown = _STILL_THERE, False
        raise
    return Deleted.DONE


def _is_there(session: ApiSession, path: str, deadline: Deadline) -> bool | None:
    """Whether OVHcloud knows the object; ``None`` when it does not tell."""
    try:
        session.ask(Call(Method.GET, path), deadline)
    except NotFound:
        return False
    except ApiError:
        return None
    return True
