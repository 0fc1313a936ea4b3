"""``/me/api/logs``: the calls of the account, without their keys (api 4.3)."""

from __future__ import annotations

from typing import Any

from sandbox import errors
from sandbox.call import Call
from sandbox.routing import RouteFamily
from sandbox.state.call_record import RecordedCall
from sandbox.state.clock import v1_datetime

routes = RouteFamily()

_LOG = "/me/api/logs/self/{logId}"


@routes("GET", "/me/api/logs/self", action="account:apiovh:me/api/logs/self/get", item=_LOG)
def own(call: Call) -> list[int]:
    """The numbers of the calls that the account made."""
    return [recorded.number for recorded in _calls(call)]


@routes("GET", _LOG, action="account:apiovh:me/api/logs/self/get")
def entry(call: Call) -> dict[str, Any]:
    """``api.Log``: when, from where, which path and route; no key."""
    wanted = call.params["logId"]
    recorded = next((entry for entry in _calls(call) if str(entry.number) == wanted), None)
    if recorded is None:
        raise errors.not_found()
    return {
        "logId": recorded.number,
        "date": v1_datetime(recorded.at),
        "account": recorded.account,
        "ip": recorded.address,
        "method": recorded.method,
        "path": recorded.path,
        "route": recorded.route,
    }


@routes("GET", "/me/api/logs/services", action="account:apiovh:me/api/logs/services/get")
def by_others(call: Call) -> list[int]:
    """Calls of others on services of this account: none, nobody else reaches them here."""
    return []


def _calls(call: Call) -> list[RecordedCall]:
    recorded = call.state.record.calls
    return [entry for entry in recorded if entry.account == call.who.account]
