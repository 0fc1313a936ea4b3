"""What OVHcloud would object to in a call: secrets where they do not belong, a signed time,
a signature over another address than the one sent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sandbox.api.branches import TOKEN_PATHS
from sandbox.gate.candidates import DECODED
from sandbox.state.call_record import Objection, RecordedCall
from sandbox.state.world import World
from sandbox.wire import Request, basic_credentials

_WORD = re.compile(r"[A-Za-z0-9]{8,}")
_OWN_KINDS = {
    "x-ovh-application": "application key",
    "x-ovh-consumer": "consumer key",
    "authorization": "access token",
}


def objections_to(call: RecordedCall, request: Request, world: World) -> Iterator[Objection]:
    """Each thing wrong with a call, whatever it was answered."""
    for kind, detail in _kinds_and_details(call, request, world):
        yield Objection(kind, call.method, call.path, detail)


def _kinds_and_details(
    call: RecordedCall, request: Request, world: World
) -> Iterator[tuple[str, str]]:
    if call.path == "/auth/time" and "x-ovh-signature" in request.headers:
        yield "signed-time", "GET /auth/time carries a signature"
    if call.matched_url.endswith(DECODED):
        yield "signed-decoded", "the signature is over the address before it was percent-encoded"
    yield from _secrets_in("the address", request.target, world)
    for name, value in request.headers.items():
        yield from _secrets_in_header(name, value, world)
    if call.path.startswith(TOKEN_PATHS):
        return
    user_and_password = " ".join(basic_credentials(request.headers))
    yield from _secrets_in("Basic credentials", user_and_password, world)
    yield from _secrets_in("the body", request.body.decode("utf-8", "replace"), world)


def _secrets_in_header(name: str, value: str, world: World) -> Iterator[tuple[str, str]]:
    for kind, detail in _secrets_in(f"the header {name}", value, world):
        if kind != f"{_OWN_KINDS.get(name)} on the wire":
            yield kind, detail


def _secrets_in(place: str, text: str, world: World) -> Iterator[tuple[str, str]]:
    for word in _WORD.findall(text):
        kind, _ = world.identifiers.get(word, ("", None))
        if kind and kind != "validation token":
            yield f"{kind} on the wire", f"{kind} in {place}"
