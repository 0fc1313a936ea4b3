"""The error for each ``TransportFailure``, with its sentence."""

from __future__ import annotations

from typing import Final

from credentials.core import (
    ApiError,
    Sentence,
    TimedOut,
    Unreachable,
    Unreadable,
    coded,
    gettext_noop,
    say,
)
from credentials.ovhcloud.client.call import Call
from credentials.ovhcloud.client.limits import Limits
from credentials.ovhcloud.client.wire import NEVER_SENT, TransportFailure

_NOT_DONE: Final = say(
    coded("api.nothing-sent", gettext_noop("Nothing was sent. Try again in a minute."))
)
LOOK_BEFORE_REPEATING: Final = say(
    coded(
        "api.look-before-repeating",
        gettext_noop("It may have been done all the same: look before you repeat it."),
    )
)
AFTER_THAT: Final = say(coded("api.try-after-that", gettext_noop("Try again after that.")))
_AGAIN: Final = say(
    coded("api.try-again", gettext_noop("This usually passes. Try again in a minute."))
)
_ASK_FOR_LESS: Final = say(
    coded(
        "api.ask-for-less",
        gettext_noop("Trying again does not help: ask for less, such as by a filter."),
    )
)

_ERRORS: Final[dict[TransportFailure, tuple[type[ApiError], str]]] = {
    TransportFailure.NOT_CONNECTED: (
        Unreachable,
        coded(
            "api.no-connection",
            gettext_noop("OVHcloud could not be reached for %(call)s: no connection to %(host)s."),
        ),
    ),
    TransportFailure.CERTIFICATE: (
        Unreachable,
        coded(
            "api.certificate-untrusted",
            gettext_noop("The certificate that %(host)s shows is not to be trusted."),
        ),
    ),
    TransportFailure.NO_CONNECTION_IN_TIME: (
        TimedOut,
        coded(
            "api.connecting-timed-out",
            gettext_noop("No connection to %(host)s within %(connect)s seconds."),
        ),
    ),
    TransportFailure.NO_FREE_CONNECTION: (
        TimedOut,
        coded(
            "api.too-many-under-way",
            gettext_noop(
                "Too many calls to OVHcloud are under way; %(call)s did not get its turn."
            ),
        ),
    ),
    TransportFailure.NO_ANSWER_IN_TIME: (
        TimedOut,
        coded(
            "api.call-timed-out",
            gettext_noop("OVHcloud did not answer %(call)s within %(seconds)s seconds."),
        ),
    ),
    TransportFailure.BROKEN: (
        Unreachable,
        coded(
            "api.connection-broke",
            gettext_noop("The connection broke before OVHcloud had answered %(call)s."),
        ),
    ),
    TransportFailure.CUT_SHORT: (
        Unreadable,
        coded("api.answer-cut-short", gettext_noop("OVHcloud's answer to %(call)s was cut short.")),
    ),
    TransportFailure.TOO_LARGE: (
        Unreadable,
        coded(
            "api.answer-too-large",
            gettext_noop("OVHcloud's answer to %(call)s is larger than %(mib)s MiB."),
        ),
    ),
    TransportFailure.ENCODED: (
        Unreadable,
        coded(
            "api.answer-compressed",
            gettext_noop("OVHcloud's answer to %(call)s is compressed, which was not asked for."),
        ),
    ),
    TransportFailure.NOT_HTTP: (
        Unreadable,
        coded(
            "api.answer-not-http",
            gettext_noop("What %(host)s answered to %(call)s is not HTTP as it should be."),
        ),
    ),
}


def transport_error(
    failure: TransportFailure, call: Call, *, host: str, limits: Limits, seconds: float
) -> ApiError:
    """The error for a call without an answer after ``seconds``."""
    kind, template = _ERRORS[failure]
    is_write = call.is_write
    sentence = say(
        template,
        call=str(call),
        host=host,
        connect=_round(limits.connect_timeout),
        seconds=_round(seconds),
        mib=limits.max_body // (1024 * 1024),
    )
    next_step = _next_step(failure, is_write=is_write)
    return kind(
        sentence,
        next_step=next_step,
        is_outcome_unknown=is_write and failure not in NEVER_SENT,
        **call.name,
    )


def _next_step(failure: TransportFailure, *, is_write: bool) -> Sentence | None:
    if failure in NEVER_SENT:
        return _NOT_DONE if is_write else None
    if is_write:
        return LOOK_BEFORE_REPEATING
    return _ASK_FOR_LESS if failure is TransportFailure.TOO_LARGE else _AGAIN


def _round(seconds: float) -> str:
    return f"{seconds:.0f}" if seconds >= 2 else f"{seconds:.1f}".removesuffix(".0")
