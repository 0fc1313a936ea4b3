"""``/_sandbox/*``: the controls, for loopback alone.

==========================  ==================================================================
``GET    …/faults``         the switches that are on, as lines of text
``POST   …/faults``         ``{"add": ["status=503 path=/me"]}`` switches more on
``DELETE …/faults``         everything off
``GET    …/clock``          ``{"now": seconds, "offset": seconds}``
``POST   …/clock``          ``{"move": seconds}`` or ``{"set": seconds}``
``GET    …/record``         ``{"calls": […], "objections": […]}``
``DELETE …/record``         forget both
``GET    …/quirks``         the open questions and their answers
``POST   …/quirks``         ``{"error_shape": "modern"}`` answers some otherwise
==========================  ==================================================================
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from sandbox import quirks
from sandbox.wire import JSON_TYPE, Request, Response, to_json

if TYPE_CHECKING:
    from sandbox.app import Sandbox

Verb = Callable[["Sandbox", dict[str, Any]], object]
PREFIX = "/_sandbox"


def answer(sandbox: Sandbox, request: Request) -> Response:
    """Do what a control route asks; 400 says what it did not understand."""
    verb = _VERBS.get((request.method, request.path.removeprefix(PREFIX).rstrip("/")))
    foreign = request.headers.get("origin", request.origin) != request.origin
    if foreign or not ip_address(request.address).is_loopback:
        return _json(403, {"error": "the controls answer to this machine alone"})
    if verb is None:
        return _json(404, {"error": "no such control", "known": [" ".join(one) for one in _VERBS]})
    try:
        return _json(200, verb(sandbox, json.loads(request.body or b"{}")))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return _json(400, {"error": str(error)})


def _faults(sandbox: Sandbox, data: dict[str, Any]) -> object:
    return [str(fault) for fault in sandbox.faults.on()]


def _add_faults(sandbox: Sandbox, data: dict[str, Any]) -> object:
    for line in data["add"]:
        sandbox.faults.add(line)
    return _faults(sandbox, data)


def _clear_faults(sandbox: Sandbox, data: dict[str, Any]) -> object:
    sandbox.faults.clear()
    return []


def _clock(sandbox: Sandbox, data: dict[str, Any]) -> object:
    return {"now": sandbox.clock.now(), "offset": sandbox.clock.offset}


def _move_clock(sandbox: Sandbox, data: dict[str, Any]) -> object:
    if "set" in data:
        sandbox.clock.set(float(data["set"]))
    sandbox.clock.move(float(data.get("move", 0)))
    return _clock(sandbox, data)


def _record(sandbox: Sandbox, data: dict[str, Any]) -> object:
    return sandbox.record.as_plain()


def _clear_record(sandbox: Sandbox, data: dict[str, Any]) -> object:
    sandbox.record.clear()
    return sandbox.record.as_plain()


def _quirks(sandbox: Sandbox, data: dict[str, Any]) -> object:
    return asdict(sandbox.quirks)


def _change_quirks(sandbox: Sandbox, data: dict[str, Any]) -> object:
    settings = {name: str(value) for name, value in data.items()}
    sandbox.quirks = quirks.change(sandbox.quirks, settings)
    return _quirks(sandbox, data)


_VERBS: dict[tuple[str, str], Verb] = {
    ("GET", "/faults"): _faults,
    ("POST", "/faults"): _add_faults,
    ("DELETE", "/faults"): _clear_faults,
    ("GET", "/clock"): _clock,
    ("POST", "/clock"): _move_clock,
    ("GET", "/record"): _record,
    ("DELETE", "/record"): _clear_record,
    ("GET", "/quirks"): _quirks,
    ("POST", "/quirks"): _change_quirks,
}


def _json(status: int, value: object) -> Response:
    return Response(status, to_json(value), {"Content-Type": JSON_TYPE})
