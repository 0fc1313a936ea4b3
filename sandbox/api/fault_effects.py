"""What faults do to a call: in place of the work, or to its answer."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from credentials.core import Refusal
from sandbox import errors
from sandbox.errors import RefusalError
from sandbox.state.fault import Fault, FaultKind
from sandbox.state.fault_switches import CallFaults, FaultSwitches
from sandbox.wire import HTML_TYPE, Delivery, Response

_PAGE = (
    b"<html><head><title>%d</title></head>"
    b"<body><center><h1>%d</h1></center><hr><center>sandbox</center></body></html>\n"
)
_HUGE = 50_000_000


def limit(faults: CallFaults, switches: FaultSwitches, *, key: str, now: float) -> None:
    """Raise the 429 of a rate limit that ``key`` is beyond; count the call otherwise.

    ``now`` in epoch seconds."""
    fault = faults.of(FaultKind.RATE_LIMIT)
    if fault and switches.is_over_limit(key, limit=int(fault.number()), now=now):
        raise _with_retry_after(errors.of_status(429), fault)


def replacement(faults: CallFaults, when: str) -> Response | None:
    """What is answered in place of the work (``before``) or of its outcome (``after``).

    ``when`` is ``before`` or ``after``. Raises the refusal of a ``status`` fault.
    """
    for fault in faults:
        if fault.kind in _REPLACING and fault.options.get("when", "before") == when:
            return _REPLACING[fault.kind](fault)
    return None


def change(faults: CallFaults, response: Response) -> Response:
    """``response`` as the faults let it through."""
    for fault in faults:
        if fault.kind in _CHANGING:
            response = _CHANGING[fault.kind](fault, response)
    return response


def _status(fault: Fault) -> Response:
    status = int(fault.number())
    known = fault.options.get("error")
    if known:
        raise _with_retry_after(errors.refusal(Refusal(known)), fault)
    if fault.options.get("body") == "html" or status == 408:
        return _page(status)
    raise _with_retry_after(errors.of_status(status), fault)


def _hang(fault: Fault) -> Response:
    return Response(delivery=Delivery(delay=fault.number(), silent=True))


def _html(fault: Fault, response: Response) -> Response:
    return replace(_page(int(fault.number(200))), delivery=response.delivery)


def _page(status: int) -> Response:
    return Response(status, _PAGE % (status, status), {"Content-Type": HTML_TYPE})


def _truncate(fault: Fault, response: Response) -> Response:
    return replace(response, body=response.body[: _sent_bytes(fault, response)])


def _empty(fault: Fault, response: Response) -> Response:
    return replace(response, body=b"")


def _huge(fault: Fault, response: Response) -> Response:
    size = int(fault.number(_HUGE))
    return replace(response, status=200, body=b'["' + b"x" * (size - 4) + b'"]')


def _drip(fault: Fault, response: Response) -> Response:
    return replace(
        response, delivery=replace(response.delivery, chunk=1, pause=fault.number() / 1000)
    )


def _reset(fault: Fault, response: Response) -> Response:
    return replace(response, delivery=replace(response.delivery, cut=_sent_bytes(fault, response)))


def _latency(fault: Fault, response: Response) -> Response:
    jitter = random.uniform(0, fault.option("jitter"))  # noqa: S311 - a delay, not a secret
    milliseconds = fault.number() + jitter + fault.option("object") * response.objects
    return replace(
        response,
        delivery=replace(response.delivery, delay=response.delivery.delay + milliseconds / 1000),
    )


def _sent_bytes(fault: Fault, response: Response) -> int:
    return int(fault.number(len(response.body) // 2))


def _with_retry_after(refusal: RefusalError, fault: Fault) -> RefusalError:
    wait = fault.options.get("retry-after")
    if wait is not None:
        refusal.headers["Retry-After"] = wait
    return refusal


_REPLACING: dict[FaultKind, Callable[[Fault], Response]] = {
    FaultKind.STATUS: _status,
    FaultKind.HANG: _hang,
}
_CHANGING: dict[FaultKind, Callable[[Fault, Response], Response]] = {
    FaultKind.HTML: _html,
    FaultKind.TRUNCATE: _truncate,
    FaultKind.EMPTY: _empty,
    FaultKind.HUGE: _huge,
    FaultKind.DRIP: _drip,
    FaultKind.RESET: _reset,
    FaultKind.LATENCY: _latency,
}
