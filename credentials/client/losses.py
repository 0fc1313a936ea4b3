"""The sentence for each way an answer is lost."""

from __future__ import annotations

from typing import Final

from credentials.client.call import Call
from credentials.client.limits import Limits
from credentials.client.wire import NEVER_SENT, Loss
from credentials.enums import Method
from credentials.errors import ApiError, TimedOut, Unreachable, Unreadable
from credentials.sentences import gettext_noop, say

_NOT_DONE: Final = say(gettext_noop("Nothing was sent. Try again in a minute."))
_CHECK: Final = say(gettext_noop("It may have been done all the same: look before you repeat it."))
_AGAIN: Final = say(gettext_noop("This usually passes. Try again in a minute."))

_KINDS: Final[dict[Loss, tuple[type[ApiError], str]]] = {
    Loss.NOT_CONNECTED: (
        Unreachable,
        gettext_noop("OVHcloud could not be reached for %(call)s: no connection to %(host)s."),
    ),
    Loss.CERTIFICATE: (
        Unreachable,
        gettext_noop("The certificate that %(host)s shows is not to be trusted."),
    ),
    Loss.NO_CONNECTION_IN_TIME: (
        TimedOut,
        gettext_noop("No connection to %(host)s within %(connect)s seconds."),
    ),
    Loss.NO_FREE_CONNECTION: (
        TimedOut,
        gettext_noop("Too many calls to OVHcloud are under way; %(call)s did not get its turn."),
    ),
    Loss.NO_ANSWER_IN_TIME: (
        TimedOut,
        gettext_noop("OVHcloud did not answer %(call)s within %(seconds)s seconds."),
    ),
    Loss.BROKEN: (
        Unreachable,
        gettext_noop("The connection broke before OVHcloud had answered %(call)s."),
    ),
    Loss.CUT_SHORT: (
        Unreadable,
        gettext_noop("OVHcloud's answer to %(call)s was cut short."),
    ),
    Loss.TOO_LARGE: (
        Unreadable,
        gettext_noop("OVHcloud's answer to %(call)s is larger than %(mib)s MiB."),
    ),
    Loss.ENCODED: (
        Unreadable,
        gettext_noop("OVHcloud's answer to %(call)s is compressed, which was not asked for."),
    ),
    Loss.NOT_HTTP: (
        Unreadable,
        gettext_noop("What %(host)s answered to %(call)s is not HTTP as it should be."),
    ),
}


def lost(loss: Loss, call: Call, *, host: str, limits: Limits, seconds: float) -> ApiError:
    """The error for a call without an answer after ``seconds``."""
    kind, template = _KINDS[loss]
    is_write = call.method != Method.GET
    sentence = say(
        template,
        call=str(call),
        host=host,
        connect=_round(limits.connect_timeout),
        seconds=_round(seconds),
        mib=limits.max_body // (1024 * 1024),
    )
    next_step = None
    if loss in NEVER_SENT:
        next_step = _NOT_DONE if is_write else None
    else:
        next_step = _CHECK if is_write else _AGAIN
    return kind(
        sentence,
        next_step=next_step,
        is_outcome_unknown=is_write and loss not in NEVER_SENT,
        **call.name,
    )


def _round(seconds: float) -> str:
    return f"{seconds:.0f}" if seconds >= 2 else f"{seconds:.1f}".removesuffix(".0")
