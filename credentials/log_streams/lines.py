"""An entry of the log as a line of JSON, as a message of syslog, and as one of GELF.

The line is that of an export of the log, to the letter. It holds no secret, as no entry does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from credentials.core import Outcome

#: Of RFC 5424: the facility "log audit", and two severities.
_FACILITY: Final = 13
_NOTICE: Final = 5
_WARNING: Final = 4
_LONGEST_MESSAGE_ID: Final = 32
_NOT_PRINTABLE: Final = re.compile(r"[^!-~]")
_NO_FIELD: Final = frozenset({"time", "details"})


def json_line(row: Mapping[str, Any]) -> bytes:
    """One line, keys sorted, in ASCII."""
    return json.dumps(row, sort_keys=True).encode()


def syslog_frame(row: Mapping[str, Any], *, host: str) -> bytes:
    """By RFC 5424, with its length before it, as RFC 5425 asks."""
    priority = _FACILITY * 8 + _level(row)
    message_id = _NOT_PRINTABLE.sub("_", row["action"])[:_LONGEST_MESSAGE_ID] or "-"
    head = f"<{priority}>1 {row['time']} {host} keydesk - {message_id} - "
    message = head.encode() + json_line(row)
    return f"{len(message)} ".encode() + message


def gelf_frame(row: Mapping[str, Any], *, host: str, token: str) -> bytes:
    """By GELF 1.1, ended by a zero byte; with a token it is for OVHcloud's Logs Data Platform."""
    fields = {f"_{name}": value for name, value in row.items() if name not in _NO_FIELD}
    message = {
        "version": "1.1",
        "host": host,
        "short_message": " ".join(filter(None, (row["actor"], row["action"], row["subject"]))),
        "timestamp": round(datetime.fromisoformat(row["time"]).timestamp(), 6),
        "level": _level(row),
        **{name: "" if value is None else value for name, value in fields.items()},
        "_details": json.dumps(row["details"], sort_keys=True),
        **({"_X-OVH-TOKEN": token} if token else {}),
    }
    return json.dumps(message).encode() + b"\0"


def _level(row: Mapping[str, Any]) -> int:
    is_trouble = row["outcome"] in (Outcome.DENIED, Outcome.FAILED)
    return _WARNING if is_trouble else _NOTICE
