"""Deleting: done once, and looked at before anything is said about an unknown outcome."""

from __future__ import annotations

from enum import Enum
from typing import Final

from credentials.client.call import Call
from credentials.client.caller import Caller
from credentials.client.errand import Errand
from credentials.enums import Method
from credentials.errors import ApiError, NotFound
from credentials.sentences import gettext_noop, say

#: How much of the time the deletion may take by itself.
_FOR_ITSELF: Final = 0.6
_STILL_THERE: Final = say(
    gettext_noop("It was looked at afterwards and is still there. It can be tried again.")
)


class Deleted(Enum):
    """How an object that is gone now went."""

    DONE = "deleted"
    GONE_ALREADY = "gone already"


def delete(caller: Caller, path: str) -> Deleted:
    """Delete what is at ``path``. Raises ``ApiError`` when it is not known to be gone.

    The look is within the time of the whole, of which some is kept for it.
    """
    whole = Errand(caller.limits.deadline)
    try:
        caller.ask(Call(Method.DELETE, path, is_void=True), Errand(whole.seconds * _FOR_ITSELF))
    except NotFound:
        return Deleted.GONE_ALREADY
    except ApiError as error:
        if not error.is_outcome_unknown:
            raise
        found = _is_there(caller, path, whole)
        if found is False:
            return Deleted.DONE
        if found:
            error.next_step, error.is_outcome_unknown = _STILL_THERE, False
        raise
    return Deleted.DONE


def _is_there(caller: Caller, path: str, errand: Errand) -> bool | None:
    """Whether OVHcloud knows the object; ``None`` when it does not tell."""
    try:
        caller.ask(Call(Method.GET, path), errand)
    except NotFound:
        return False
    except ApiError:
        return None
    return True
