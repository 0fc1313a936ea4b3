"""``/me/api/logs``: the calls of the account, without their keys (api 4.3)."""

from __future__ import annotations

from typing import Any

from sandbox import errors
from sandbox.call import Call
from sandbox.clock import v1_datetime
from sandbox.record import Seen
from sandbox.routing import Family

routes = Family()

_LOG = "/me/api/logs/self/{logId}"


@routes("GET", "/me/api/logs/self", action="account:apiovh:me/api/logs/self/get", item=_LOG)
def own(call: Call) -> list[int]:
    return [seen.number for seen in _calls(call)]


@routes("GET", _LOG, action="account:apiovh:me/api/logs/self/get")
def one(call: Call) -> dict[str, Any]:
    """``api.Log``: when, from where, which path and route; no key."""
    wanted = call.params["logId"]
    seen = next((seen for seen in _calls(call) if str(seen.number) == wanted), None)
    if seen is None:
        raise errors.not_found()
    return {
        "logId": seen.number,
        "date": v1_datetime(seen.at),
        "account": seen.account,
        "ip": seen.address,
        "method": seen.method,
        "path": seen.path,
        "route": seen.route,
    }


@routes("GET", "/me/api/logs/services", action="account:apiovh:me/api/logs/services/get")
def by_others(call: Call) -> list[int]:
    """Calls of others on services of this account: nobody else reaches them here."""
    return []


def _calls(call: Call) -> list[Seen]:
    return [seen for seen in call.sandbox.record.calls if seen.account == call.who.account]
