"""The API side: from a request to a route, through the gate, to JSON, and into the record."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sandbox import gate, listing
from sandbox.call import Call
from sandbox.errors import RefusalError, bad_request
from sandbox.faults import Kind, effects
from sandbox.faults.echo import echoed
from sandbox.record import Seen
from sandbox.wire import JSON_TYPE, Request, Response, count_objects, to_json

if TYPE_CHECKING:
    from sandbox.app import Sandbox

_TOKEN_PATHS = ("/auth/oauth2/token", "/oauth2/token")
_NUMBERS = itertools.count(1)


class Branch(NamedTuple):
    """A part of the origin that speaks JSON: its version, and the prefix of its paths."""

    version: str
    prefix: str


_BRANCHES = (Branch("v1", "/1.0"), Branch("v1", "/v1"), Branch("v2", "/v2"))


def branch_of(path: str) -> Branch | None:
    """The branch that answers ``path``; none for the human pages."""
    if path.rstrip("/") in _TOKEN_PATHS:
        return Branch("token", "")
    fitting = (one for one in _BRANCHES if path == one.prefix or path.startswith(one.prefix + "/"))
    return next(fitting, None)


def answer(sandbox: Sandbox, request: Request, branch: Branch) -> Response:
    """The answer to one API call, whatever the switches make of it."""
    path = request.path.removeprefix(branch.prefix)
    struck = sandbox.faults.strike(request.method, path)
    call = Call(sandbox, request, branch.version, path, struck)
    number = next(_NUMBERS)
    query_id = f"EU.sandbox-1.{secrets.token_hex(4)}.{number}.{secrets.token_hex(6)}"
    try:
        response = _work(call)
    except RefusalError as refusal:
        response = _refused(call, refusal)
    response = effects.change(struck, response)
    _note(call, response, number=number, query_id=query_id)
    return replace(
        response, headers={"X-Ovh-QueryID": query_id, **response.headers, **call.headers}
    )


def _work(call: Call) -> Response:
    effects.limit(call.struck, call.sandbox.faults, key=_key(call), now=call.now)
    instead = effects.instead(call.struck, "before")
    if instead is not None:
        return instead
    call.match = call.sandbox.router.find(call.version, call.request.method, call.path)
    if call.match.route.signed:
        gate.admit(call)
    value = _value(call)
    return effects.instead(call.struck, "after") or _json(200, value)


def _value(call: Call) -> object:
    try:
        return listing.answer(call)
    except (AttributeError, KeyError, TypeError, ValueError):
        if not call.request.body:
            raise
        raise bad_request("Given data is not valid") from None


def _refused(call: Call, refusal: RefusalError) -> Response:
    body = refusal.body(call.sandbox.quirks.error_shape)
    if call.struck.of(Kind.ECHO):
        body = echoed(call, body)
    return _json(refusal.status, body, refusal.headers)


def _json(status: int, value: object, headers: dict[str, str] | None = None) -> Response:
    standard = {"Content-Type": JSON_TYPE, "Cache-Control": "no-cache, no-store"}
    count = count_objects(value)
    return Response(status, to_json(value), standard | (headers or {}), objects=count)


def _key(call: Call) -> str:
    """Whoever the rate limit counts for, before anybody was identified."""
    names = ("x-ovh-consumer", "authorization", "x-ovh-application")
    return next((call.header(name) for name in names if call.header(name)), call.request.address)


def _note(call: Call, response: Response, *, number: int, query_id: str) -> None:
    seen = Seen(
        number=number,
        at=call.now,
        method=call.request.method,
        path=call.path,
        status=response.status,
        key=_name(call),
        account=call.caller.account if call.caller else "",
        address=call.request.address,
        route=call.match.route.template if call.match else "",
        matched_url=call.matched_url,
        query_id=query_id,
    )
    call.sandbox.record.add(seen, call.request, call.world)


def _name(call: Call) -> str:
    if call.caller and call.caller.credential:
        return f"credential {call.caller.credential.id}"
    if call.caller and call.caller.client:
        return f"client {call.caller.client.id}"
    return f"application {call.application.id}" if call.application else ""
