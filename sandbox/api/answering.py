"""The steps of one API call: its faults, its route, who calls, the JSON answer, the record."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import replace

from sandbox.api import fault_effects
from sandbox.api.branches import Branch
from sandbox.api.echoed_secrets import with_echoed_secrets
from sandbox.api.objections import objections_to
from sandbox.api.preflight import CROSS_ORIGIN, options
from sandbox.call import Call
from sandbox.errors import RefusalError, bad_request
from sandbox.gate.admission import admit
from sandbox.listing.answering import answer_call
from sandbox.routes.router import ROUTER
from sandbox.schema.checking import check_types
from sandbox.schema.regions import check_region
from sandbox.state.call_record import RecordedCall
from sandbox.state.fault import FaultKind
from sandbox.state.sandbox_state import SandboxState
from sandbox.wire import JSON_TYPE, Request, Response, count_objects, to_json

_NUMBERS = itertools.count(1)


def answer_api_call(state: SandboxState, request: Request, branch: Branch) -> Response:
    """The answer to one API call, as the fault switches let it through."""
    path = request.path.removeprefix(branch.prefix)
    faults = state.faults.for_call(request.method, path)
    call = Call(state, request, branch.version, path, faults)
    number = next(_NUMBERS)
    query_id = _query_id(state, number)
    try:
        response = _handled(call)
    except RefusalError as refusal:
        response = _refused(call, refusal)
    response = fault_effects.change(faults, response)
    _record(call, response, number=number, query_id=query_id)
    own = {"X-Ovh-QueryID": query_id, **CROSS_ORIGIN}
    return replace(response, headers={**own, **response.headers, **call.headers})


def _handled(call: Call) -> Response:
    fault_effects.limit(call.faults, call.state.faults, key=_limited_key(call), now=call.now)
    replacement = fault_effects.replacement(call.faults, "before")
    if replacement is not None:
        return replacement
    if call.request.method == "OPTIONS":
        return options(call)
    call.match = ROUTER.find(call.version, call.method, call.path)
    check_region(call)
    if call.match.route.signed:
        admit(call)
    if call.match.route.typed:
        check_types(call)
    value = _value(call)
    return fault_effects.replacement(call.faults, "after") or _json(200, value)


def _value(call: Call) -> object:
    try:
        return answer_call(call)
    except (AttributeError, KeyError, TypeError, ValueError):
        if not call.request.body:
            raise
        raise bad_request() from None


def _query_id(state: SandboxState, number: int) -> str:
    host = f"{state.world.region.upper()}.sandbox-1"
    return f"{host}.{secrets.token_hex(4)}.{number}.{secrets.token_hex(6)}"


def _refused(call: Call, refusal: RefusalError) -> Response:
    body = refusal.body(call.state.quirks.error_shape)
    if call.faults.of(FaultKind.ECHO):
        body = with_echoed_secrets(call, body)
    return _json(refusal.status, body, refusal.headers)


def _json(status: int, value: object, headers: dict[str, str] | None = None) -> Response:
    standard = {"Content-Type": JSON_TYPE, "Cache-Control": "no-cache, no-store"}
    count = count_objects(value)
    return Response(status, to_json(value), standard | (headers or {}), objects=count)


def _limited_key(call: Call) -> str:
    """Whoever the rate limit counts for, before anybody was identified."""
    names = ("x-ovh-consumer", "authorization", "x-ovh-application")
    return next((call.header(name) for name in names if call.header(name)), call.request.address)


def _record(call: Call, response: Response, *, number: int, query_id: str) -> None:
    recorded = RecordedCall(
        number=number,
        at=call.now,
        method=call.request.method,
        path=call.path,
        status=response.status,
        key=_recorded_key(call),
        account=call.caller.account if call.caller else "",
        address=call.request.address,
        route=call.match.route.template if call.match else "",
        matched_url=call.matched_url,
        query_id=query_id,
    )
    call.state.record.add(recorded, objections_to(recorded, call.request, call.world))


def _recorded_key(call: Call) -> str:
    if call.caller and call.caller.credential:
        return f"credential {call.caller.credential.id}"
    if call.caller and call.caller.client:
        return f"client {call.caller.client.id}"
    return f"application {call.application.id}" if call.application else ""
