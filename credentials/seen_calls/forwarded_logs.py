"""Reading forwarded logs: exports of Logs Data Platform, as lines of JSON or of GELF.

Of the logs of an account those of its API calls are documented: account, client_ip,
identities_array, method, path, request_id, status_int, url and more. They name no key; an export
that was given ``credential_id`` does. Nothing is guessed: what lacks a field is left out and
counted, and fields that nobody knows are named. No database, no network.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from credentials import rights
from credentials.core import Method

MOST_LINES: Final = 50_000
_LONGEST_PATH: Final = 4_000
_MOST_IDENTITIES: Final = 50
_MOST_NAMES: Final = 20
_REFUSED: Final = 400
_METHODS: Final = frozenset(method.value for method in Method)
_CREDENTIAL_FIELDS: Final = ("credential_id", "credentialId")
#: The fields that OVHcloud documents, and those that GELF and Graylog put beside them.
_KNOWN_FIELDS: Final = frozenset(
    (
        *("account", "client_ip", "client_ip_geolocation", "client_ip_city_name"),
        *("client_ip_country_code", "identities_array", "method", "path", "request_id"),
        *("service_name", "source", "status_int", "url", "user_agent", "username"),
        *("version", "host", "short_message", "full_message", "message", "timestamp"),
        *("@timestamp", "level", "facility", "id", "streams", "index", *_CREDENTIAL_FIELDS),
    )
)


class LeftOut(StrEnum):
    """Why an entry is no call that is kept."""

    NO_JSON = "no-json"
    NO_CALL = "no-call"
    OTHER_ACCOUNT = "other-account"
    REFUSED = "refused"
    CONTROL_PANEL = "control-panel"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardedCall:
    """A call as a forwarded log has it; ``number`` tells it from others."""

    number: str
    at: datetime
    account: str
    address: str
    method: str
    path: str
    credential_id: int | None
    identities: tuple[str, ...]


@dataclass(slots=True)
class ForwardedLog:
    """What a text held: calls, how many entries were left out and why, and the names of fields that
    nobody knows. ``is_cut``: it has more lines than are read."""

    calls: list[ForwardedCall] = field(default_factory=list)
    left_out: Counter[LeftOut] = field(default_factory=Counter)
    unknown_fields: tuple[str, ...] = ()
    is_cut: bool = False


def read_forwarded_log(text: str, *, nic: str) -> ForwardedLog:
    """The calls of the account ``nic`` in a text: a JSON object a line, or one list of them."""
    log, unknown = ForwardedLog(), set[str]()
    for place, entry in enumerate(_entries(text)):
        if place >= MOST_LINES:
            log.is_cut = True
            break
        if entry is None:
            log.left_out[LeftOut.NO_JSON] += 1
            continue
        unknown |= {name for name in entry if not _is_known(name)}
        read = _call(entry, nic)
        if isinstance(read, LeftOut):
            log.left_out[read] += 1
        else:
            log.calls.append(read)
    log.unknown_fields = tuple(sorted(unknown)[:_MOST_NAMES])
    return log


def _entries(text: str) -> Iterator[Mapping[str, object] | None]:
    """The objects of the text, None for what is none; frames of GELF end with a zero byte."""
    whole = _json(text) if text.lstrip().startswith("[") else None
    items: Iterable[object] = (
        whole
        if isinstance(whole, list)
        else (_json(line) for line in text.replace("\0", "\n").splitlines() if line.strip())
    )
    for item in items:
        yield _fields(item)


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _fields(item: object) -> dict[str, object] | None:
    """The fields of an entry without what OpenSearch, Graylog and GELF put around them."""
    if not isinstance(item, dict):
        return None
    for wrapping in ("_source", "message"):
        inner = item.get(wrapping)
        if isinstance(inner, dict):
            item = inner
    return {str(name).removeprefix("_"): value for name, value in item.items()}


def _is_known(name: str) -> bool:
    return name in _KNOWN_FIELDS or name.startswith("gl2_")


def _call(entry: Mapping[str, object], nic: str) -> ForwardedCall | LeftOut:
    at = _moment(entry.get("timestamp", entry.get("@timestamp")))
    method, path = str(entry.get("method", "")).upper(), _path(entry)
    if at is None or method not in _METHODS or not path or not _text(entry.get("account")):
        return LeftOut.NO_CALL
    if entry["account"] != nic:
        return LeftOut.OTHER_ACCOUNT
    if entry.get("source") == "manager":
        return LeftOut.CONTROL_PANEL
    status = _number(entry.get("status_int"))
    if status is not None and status >= _REFUSED:
        return LeftOut.REFUSED
    identities = _texts(entry.get("identities_array"))
    named = (_number(entry.get(name)) for name in _CREDENTIAL_FIELDS)
    parts = (at.isoformat(), method, path, _address(entry.get("client_ip")), *identities)
    request = _text(entry.get("request_id"))
    return ForwardedCall(
        number=hashlib.sha256((request or "\n".join(parts)).encode()).hexdigest()[:32],
        at=at,
        account=nic,
        address=_address(entry.get("client_ip")),
        method=method,
        path=path,
        credential_id=next((number for number in named if number), None),
        identities=identities,
    )


def _path(entry: Mapping[str, object]) -> str:
    """The path that was called, without version and query; empty where no field has it whole."""
    for name in ("url", "path"):
        try:
            path = urlsplit(_text(entry.get(name))).path
        except ValueError:
            continue
        path = rights.strip_version(path) if path.startswith("/") else ""
        if path and "{" not in path and len(path) <= _LONGEST_PATH:
            return path
    return ""


def _moment(value: object) -> datetime | None:
    """Seconds since 1970, or a moment in ISO 8601 with its zone."""
    try:
        if isinstance(value, str) and not value.replace(".", "", 1).isdigit():
            read = datetime.fromisoformat(value)
            return read.astimezone(UTC) if read.tzinfo else None
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            return datetime.fromtimestamp(float(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None


def _texts(value: object) -> tuple[str, ...]:
    """A list of texts; as JSON too, as some exports write lists."""
    if isinstance(value, str):
        value = _json(value) if value.startswith("[") else [value]
    items = value if isinstance(value, list) else []
    return tuple(filter(None, map(_text, items[:_MOST_IDENTITIES])))


def _text(value: object) -> str:
    """A text that any database can keep; empty for anything else."""
    is_plain = isinstance(value, str) and value.isprintable() and value.isascii()
    return value if isinstance(value, str) and is_plain and len(value) <= _LONGEST_PATH else ""


def _number(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
        value = int(value)
    is_number = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63
    return value if isinstance(value, int) and is_number else None


def _address(value: object) -> str:
    try:
        return str(ip_address(value)) if isinstance(value, str) else ""
    except ValueError:
        return ""
