"""Reading one HTTP/1.1 request off a connection, its target kept as it was sent.

The standard library's handler rewrites some targets, and a signature covers every character.
"""

from __future__ import annotations

from io import BufferedIOBase

from sandbox.wire import Request, whole_number

_LONGEST_LINE = 65_536
_MOST_HEADERS = 100
_LARGEST_BODY = 64 * 1024 * 1024


class BadRequestError(Exception):
    """The bytes received are no HTTP request."""


def read_request(rfile: BufferedIOBase, wfile: BufferedIOBase, *, address: str) -> Request | None:
    """The next request; None when the client closed the connection. Raises BadRequestError."""
    line = rfile.readline(_LONGEST_LINE).strip()
    if not line:
        return None
    try:
        method, target, version = line.decode("latin-1").split(" ")
    except ValueError:
        raise BadRequestError from None
    headers = _read_headers(rfile)
    if version == "HTTP/1.0":
        headers.setdefault("connection", "close")
    if headers.get("expect", "").lower() == "100-continue":
        wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    return Request(method, target, headers, _read_body(rfile, headers), address)


def _read_headers(rfile: BufferedIOBase) -> dict[str, str]:
    headers: dict[str, str] = {}
    for _ in range(_MOST_HEADERS):
        line = rfile.readline(_LONGEST_LINE)
        if line in (b"\r\n", b"\n"):
            return headers
        name, colon, value = line.decode("latin-1").partition(":")
        if not colon:
            break
        headers[name.strip().lower()] = value.strip()
    raise BadRequestError


def _read_body(rfile: BufferedIOBase, headers: dict[str, str]) -> bytes:
    if "chunked" in headers.get("transfer-encoding", "").lower():
        return _read_chunks(rfile)
    length = whole_number(headers.get("content-length", "0"))
    if length is None or length > _LARGEST_BODY:
        raise BadRequestError
    return rfile.read(length) if length else b""


def _read_chunks(rfile: BufferedIOBase) -> bytes:
    body = b""
    while True:
        try:
            size = int(rfile.readline(_LONGEST_LINE).partition(b";")[0], 16)
        except ValueError:
            raise BadRequestError from None
        if len(body) + size > _LARGEST_BODY:
            raise BadRequestError
        body += rfile.read(size)
        rfile.readline(_LONGEST_LINE)
        if not size:
            return body
