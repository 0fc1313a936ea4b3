"""The URLs that a client may have signed for one request (api 2.3).

Clients differ: some leave the port out, some sign https while the sandbox serves http, some
sign the text before it was percent-encoded. All are accepted; which one matched is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from sandbox.wire import Request

#: What the name of a URL ends with that was signed before it was percent-encoded.
DECODED = ", decoded"


def candidate_urls(request: Request, aliases: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """``(name, url)`` pairs, the likeliest first; ``aliases`` are further origins."""
    for origin_name, origin in _origins(request, aliases):
        yield origin_name, origin + request.target
        decoded = unquote(request.target)
        if decoded != request.target:
            yield origin_name + DECODED, origin + decoded


def _origins(request: Request, aliases: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    host = request.headers.get("host", "")
    bare = host.rpartition(":")[0] or host
    other = "http" if request.scheme == "https" else "https"
    yield "as sent", f"{request.scheme}://{host}"
    yield f"as {other}", f"{other}://{host}"
    if bare != host:
        yield "without port", f"{request.scheme}://{bare}"
        yield f"as {other} without port", f"{other}://{bare}"
    for alias in aliases:
        yield f"alias {alias}", alias
