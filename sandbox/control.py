"""``/_sandbox/*``: the controls, for loopback alone.

==========================  ==================================================================
``GET    …/faults``         the faults that are on, as lines of text
``POST   …/faults``         ``{"add": ["status=503 path=/me"]}`` switches more on
``DELETE …/faults``         everything off
``GET    …/clock``          ``{"now": seconds, "offset": seconds}``
``POST   …/clock``          ``{"move": seconds}`` or ``{"set": seconds}``
``GET    …/record``         ``{"calls": […], "objections": […]}``
``DELETE …/record``         forget both
``GET    …/quirks``         the quirks and their values
``POST   …/quirks``         ``{"error_shape": "modern"}`` changes some of them
==========================  ==================================================================
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from ipaddress import ip_address
from typing import Any

from sandbox.state import quirks
from sandbox.state.sandbox_state import SandboxState
from sandbox.wire import JSON_TYPE, Request, Response, to_json

Control = Callable[[SandboxState, dict[str, Any]], object]
PREFIX = "/_sandbox"


def answer_control(state: SandboxState, request: Request) -> Response:
    """Do what a control route asks; a 400 says what is wrong with the body."""
    control = _CONTROLS.get((request.method, request.path.removeprefix(PREFIX).rstrip("/")))
    is_foreign = request.headers.get("origin", request.origin) != request.origin
    if is_foreign or not ip_address(request.address).is_loopback:
        return _json(403, {"error": "the controls answer to this machine alone"})
    if control is None:
        return _json(
            404, {"error": "no such control", "known": [" ".join(names) for names in _CONTROLS]}
        )
    try:
        return _json(200, control(state, json.loads(request.body or b"{}")))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return _json(400, {"error": str(error)})


def _faults(state: SandboxState, data: dict[str, Any]) -> object:
    return [str(fault) for fault in state.faults.active()]


def _add_faults(state: SandboxState, data: dict[str, Any]) -> object:
    for line in data["add"]:
        state.faults.add(line)
    return _faults(state, data)


def _clear_faults(state: SandboxState, data: dict[str, Any]) -> object:
    state.faults.clear()
    return []


def _clock(state: SandboxState, data: dict[str, Any]) -> object:
    return {"now": state.clock.now(), "offset": state.clock.offset}


def _move_clock(state: SandboxState, data: dict[str, Any]) -> object:
    if "set" in data:
        state.clock.set(float(data["set"]))
    state.clock.move(float(data.get("move", 0)))
    return _clock(state, data)


def _record(state: SandboxState, data: dict[str, Any]) -> object:
    return state.record.as_plain()


def _clear_record(state: SandboxState, data: dict[str, Any]) -> object:
    state.record.clear()
    return state.record.as_plain()


def _quirks(state: SandboxState, data: dict[str, Any]) -> object:
    return asdict(state.quirks)


def _change_quirks(state: SandboxState, data: dict[str, Any]) -> object:
    settings = {name: str(value) for name, value in data.items()}
    state.quirks = quirks.change(state.quirks, settings)
    return _quirks(state, data)


_CONTROLS: dict[tuple[str, str], Control] = {
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
