"""``/me/api/logs``: the calls that changed something, without their keys (api 4.3)."""

from __future__ import annotations

from typing import Any

from sandbox import errors
from sandbox.call import Call
from sandbox.routing import RouteFamily
from sandbox.state.call_record import RecordedCall
from sandbox.state.clock import v1_datetime
from sandbox.state.records import PastCall

routes = RouteFamily()

_OWN = "/me/api/logs/self/{logId}"
_BY_OTHERS = "/me/api/logs/services/{logId}"
#: The numbers of calls that this sandbox answered come after those of past ones.
_AFTER_PAST_CALLS = 1_000_000_000
_DAY = 86_400
_REFUSED = 400


@routes("GET", "/me/api/logs/self", action="account:apiovh:me/api/logs/self/get", item=_OWN)
def own(call: Call) -> list[int]:
    """The numbers of the calls that the account made."""
    return _numbers(call, _own_calls(call))


@routes("GET", _OWN, action="account:apiovh:me/api/logs/self/get")
def own_entry(call: Call) -> dict[str, Any]:
    """``api.Log``: when, from where, which path and route; no key."""
    return _entry(call, _own_calls(call))


@routes(
    "GET",
    "/me/api/logs/services",
    action="account:apiovh:me/api/logs/services/get",
    item=_BY_OTHERS,
)
def by_others(call: Call) -> list[int]:
    """The numbers of the calls that others made on services of this account."""
    return _numbers(call, _calls_by_others(call))


@routes("GET", _BY_OTHERS, action="account:apiovh:me/api/logs/services/get")
def entry_by_others(call: Call) -> dict[str, Any]:
    """``api.Log`` of one of them."""
    return _entry(call, _calls_by_others(call))


def _numbers(call: Call, calls: list[PastCall]) -> list[int]:
    numbers = [logged.id for logged in calls]
    return numbers if call.state.quirks.log_order == "oldest" else numbers[::-1]


def _entry(call: Call, calls: list[PastCall]) -> dict[str, Any]:
    wanted = call.params["logId"]
    logged = next((each for each in calls if str(each.id) == wanted), None)
    if logged is None:
        raise errors.not_found()
    return {
        "logId": logged.id,
        "date": v1_datetime(logged.at),
        "account": logged.account,
        "ip": logged.address,
        "method": logged.method,
        "path": logged.path,
        "route": logged.route,
    }


def _own_calls(call: Call) -> list[PastCall]:
    quirks, nic = call.state.quirks, call.who.account
    answered = [
        _logged(recorded)
        for recorded in call.state.record.calls
        if recorded.account == nic and (quirks.log_refused or recorded.status < _REFUSED)
    ]
    return _kept(call, [each for each in _past_calls(call) if each.account == nic] + answered)


def _calls_by_others(call: Call) -> list[PastCall]:
    nic = call.who.account
    return _kept(call, [each for each in _past_calls(call) if each.account != nic])


def _past_calls(call: Call) -> list[PastCall]:
    """Those on services of the account, the oldest first."""
    past = call.world.past_calls.values()
    return sorted(
        (each for each in past if each.owner == call.who.account), key=lambda each: each.id
    )


def _logged(recorded: RecordedCall) -> PastCall:
    return PastCall(
        id=_AFTER_PAST_CALLS + recorded.number,
        owner=recorded.account,
        at=recorded.at,
        account=recorded.account,
        address=recorded.address,
        method=recorded.method,
        path=recorded.path,
        route=recorded.route,
    )


def _kept(call: Call, calls: list[PastCall]) -> list[PastCall]:
    """Those that the log holds, as long as it keeps them."""
    quirks = call.state.quirks
    oldest = call.now - quirks.log_days * _DAY if quirks.log_days else 0
    writes_alone = not quirks.log_reads
    return [each for each in calls if each.at >= oldest and not (writes_alone and _reads(each))]


def _reads(logged: PastCall) -> bool:
    return logged.method in ("GET", "HEAD")
