"""Operations out of OVHcloud's own description of its API: an index and its sections (api 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from credentials.core import Method, gettext_noop, say
from credentials.rights.catalogue.snapshot import SnapshotError, SnapshotRow

_SECTION: Final = re.compile(r"(/[A-Za-z0-9_-]{1,60}){1,6}")
_PATH: Final = re.compile(r"/[!-~]{0,500}")
_METHODS: Final = frozenset(Method)
_LONGEST: Final = 500


def schema_sections(index: object) -> list[str]:
    """The paths of the sections an index names. Raises ``SnapshotError`` for anything else."""
    names = [_text(api.get("path")) for api in _items(index, "apis")]
    if not names or not all(_SECTION.fullmatch(name) for name in names):
        raise SnapshotError(say(gettext_noop("This is no index of the API's sections.")))
    return list(dict.fromkeys(names))


def schema_rows(section: object, version: str) -> list[SnapshotRow]:
    """The operations of a section, which may have none. Raises ``SnapshotError``."""
    if not isinstance(section, dict) or not {"apis", "models", "resourcePath"} & section.keys():
        raise SnapshotError(say(gettext_noop("This is no section of the API's description.")))
    rows = []
    for api in _items(section, "apis") if section.get("apis") is not None else ():
        path = _text(api.get("path")).rstrip("/") or "/"
        if not _PATH.fullmatch(path):
            raise SnapshotError(say(gettext_noop("The description has a path that is none.")))
        rows += [_row(operation, version, path) for operation in _operations(api)]
    return rows


def _operations(api: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The operations whose methods a rule can have; others are of no use here."""
    for operation in _items(api, "operations") if api.get("operations") is not None else ():
        if _text(operation.get("httpMethod")) in _METHODS:
            yield operation


def _row(operation: Mapping[str, Any], version: str, path: str) -> SnapshotRow:
    status = operation.get("apiStatus")
    status = status if isinstance(status, dict) else {}
    return {
        "version": version,
        "path": path,
        "method": _text(operation["httpMethod"]),
        "status": _word(status.get("value")) or "PRODUCTION",
        "auth": "open" if operation.get("noAuthentication") is True else "signed",
        "iam_actions": " ".join(sorted(_actions(operation.get("iamActions")))),
        "deprecated": _day(status.get("deprecatedDate")),
        "deletion": _day(status.get("deletionDate")),
        "replacement": _text(status.get("replacement")),
        "description": _text(operation.get("description")),
    }


def _actions(value: object) -> Iterator[str]:
    """Names of actions: objects with a name, plain strings in older copies (api 7.3)."""
    for item in value if isinstance(value, list) else ():
        name = item.get("name") if isinstance(item, dict) else item
        if word := _word(name):
            yield word


def _items(holder: object, name: str) -> list[Mapping[str, Any]]:
    items = holder.get(name) if isinstance(holder, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise SnapshotError(say(gettext_noop("The description is not of the shape it should be.")))
    return items


def _text(value: object) -> str:
    """Text that can be kept in a line of a file, its line breaks and blanks as single spaces."""
    words = value.split() if isinstance(value, str) else ()
    return "".join(filter(str.isprintable, " ".join(words)))[:_LONGEST]


def _word(value: object) -> str:
    """Text without any space in it, or nothing."""
    text = _text(value)
    return "" if " " in text else text


def _day(value: object) -> str:
    """The day of a moment, or nothing for what is none."""
    try:
        return datetime.fromisoformat(_text(value)).date().isoformat()
    except ValueError:
        return ""
