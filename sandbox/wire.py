"""HTTP requests and answers as values, and how an answer is delivered."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

JSON_TYPE = "application/json; charset=utf-8"
HTML_TYPE = "text/html; charset=utf-8"
_MOST_DIGITS = 20


@dataclass(frozen=True, slots=True)
class Request:
    """``target`` is the request target exactly as sent; header names are lower case."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    address: str = "127.0.0.1"
    scheme: str = "http"

    @property
    def path(self) -> str:
        """The target without its query, still percent-encoded."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """What follows the first ``?`` of the target; empty without one."""
        return self.target.partition("?")[2]

    @property
    def origin(self) -> str:
        """Scheme, host and port as the client named them."""
        return f"{self.scheme}://{self.headers.get('host', '127.0.0.1')}"


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer travels; only the server waits.

    ``delay``: seconds before the first byte. ``cut``: body bytes after which the connection is
    reset. ``silent``: close after the delay without a byte. ``chunk`` and ``pause``: the body in
    pieces of so many bytes, with so many seconds in between.
    """

    delay: float = 0.0
    cut: int | None = None
    silent: bool = False
    chunk: int = 0
    pause: float = 0.0


PLAIN = Delivery()


@dataclass(frozen=True, slots=True)
class Response:
    """``objects`` counts the API objects in the body, for latency that grows with them."""

    status: int = 200
    body: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    delivery: Delivery = PLAIN
    objects: int = 0


def to_json(value: object) -> bytes:
    """``value`` as compact UTF-8 JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def count_objects(value: object) -> int:
    """How many API objects an answer holds; bare ids are none."""
    if isinstance(value, list):
        return sum(isinstance(item, dict) for item in value)
    return int(isinstance(value, dict))


def whole_number(text: str) -> int | None:
    """The number that ``text`` is; None for anything else, and for twenty digits or more."""
    return int(text) if text.isdecimal() and len(text) < _MOST_DIGITS else None


def basic_credentials(headers: Mapping[str, str]) -> tuple[str, str]:
    """User and password of an ``Authorization: Basic`` header; both empty without one."""
    kind, _, encoded = headers.get("authorization", "").partition(" ")
    try:
        pair = base64.b64decode(encoded).decode() if kind.lower() == "basic" else ""
    except ValueError:
        pair = ""
    user, _, password = pair.partition(":")
    return unquote(user), unquote(password)
