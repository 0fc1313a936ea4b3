"""What the switches do to a call: instead of the work, or to its answer."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from sandbox.errors import RefusalError
from sandbox.faults.board import Board, Struck
from sandbox.faults.fault import Fault, Kind
from sandbox.wire import HTML_TYPE, PLAIN, Delivery, Response

_PAGE = (
    b"<html><head><title>%d</title></head>"
    b"<body><center><h1>%d</h1></center><hr><center>sandbox</center></body></html>\n"
)
_HUGE = 50_000_000
_MESSAGES = {408: "Request timeout", 429: "Too many requests", 500: "Internal server error"}


def limit(struck: Struck, board: Board, *, key: str, now: float) -> None:
    """Raise the 429 of a rate limit that ``key`` is beyond; count the call otherwise."""
    fault = struck.of(Kind.RATE_LIMIT)
    if fault and board.over_limit(key, limit=int(fault.number()), now=now):
        raise _with_retry_after(RefusalError(429, _MESSAGES[429]), fault)


def instead(struck: Struck, when: str) -> Response | None:
    """What is answered in place of the work (``before``) or of its outcome (``after``).

    Raises the refusal of a status switch.
    """
    for fault in struck:
        if fault.kind in _REPLACING and fault.options.get("when", "before") == when:
            return _REPLACING[fault.kind](fault)
    return None


def change(struck: Struck, response: Response) -> Response:
    """``response`` as the switches let it through."""
    for fault in struck:
        if fault.kind in _CHANGING:
            response = _CHANGING[fault.kind](fault, response)
    return response


def _status(fault: Fault) -> Response:
    status = int(fault.number())
    if fault.options.get("body") == "html" or status == 408:
        return _page(status)
    raise _with_retry_after(RefusalError(status, _MESSAGES.get(status, "Unavailable")), fault)


def _hang(fault: Fault) -> Response:
    return Response(delivery=Delivery(delay=fault.number(), silent=True))


def _html(fault: Fault, response: Response) -> Response:
    return replace(_page(int(fault.number(200))), delivery=response.delivery)


def _page(status: int) -> Response:
    return Response(status, _PAGE % (status, status), {"Content-Type": HTML_TYPE})


def _truncate(fault: Fault, response: Response) -> Response:
    return replace(response, body=response.body[: _let_through(fault, response)])


def _empty(fault: Fault, response: Response) -> Response:
    return replace(response, body=b"")


def _huge(fault: Fault, response: Response) -> Response:
    size = int(fault.number(_HUGE))
    return replace(response, status=200, body=b'["' + b"x" * (size - 4) + b'"]')


def _drip(fault: Fault, response: Response) -> Response:
    return _deliver(response, chunk=1, pause=fault.number() / 1000)


def _reset(fault: Fault, response: Response) -> Response:
    return _deliver(response, cut=_let_through(fault, response))


def _latency(fault: Fault, response: Response) -> Response:
    jitter = random.uniform(0, fault.option("jitter"))  # noqa: S311 - a delay, not a secret
    spent = fault.number() + jitter + fault.option("object") * response.objects
    return _deliver(response, delay=response.delivery.delay + spent / 1000)


def _deliver(response: Response, **changes: float | int) -> Response:
    delivery = response.delivery or PLAIN
    return replace(response, delivery=replace(delivery, **changes))  # type: ignore[arg-type]


def _let_through(fault: Fault, response: Response) -> int:
    return int(fault.number(len(response.body) // 2))


def _with_retry_after(refusal: RefusalError, fault: Fault) -> RefusalError:
    wait = fault.options.get("retry-after")
    if wait is not None:
        refusal.headers["Retry-After"] = wait
    return refusal


_REPLACING: dict[Kind, Callable[[Fault], Response]] = {Kind.STATUS: _status, Kind.HANG: _hang}
_CHANGING: dict[Kind, Callable[[Fault, Response], Response]] = {
    Kind.HTML: _html,
    Kind.TRUNCATE: _truncate,
    Kind.EMPTY: _empty,
    Kind.HUGE: _huge,
    Kind.DRIP: _drip,
    Kind.RESET: _reset,
    Kind.LATENCY: _latency,
}
