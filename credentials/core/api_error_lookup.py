"""Which entry of the error table an answer or a pasted text is about (api 2.5)."""

from __future__ import annotations

from typing import Final

from credentials.core.api_error_entry import ApiErrorEntry
from credentials.core.api_error_table import API_ERRORS
from credentials.core.refusals import Refusal

#: Where a code or a message speaks about the caller; elsewhere it speaks about the object.
_ABOUT_THE_CALLER: Final = frozenset({400, 401, 403})
_GENERAL: Final = {entry.status: entry for entry in API_ERRORS.values()}
_GENERAL_CODES: Final = {entry.code for entry in _GENERAL.values()}
_BY_CODE: Final = {
    entry.code: entry for entry in API_ERRORS.values() if entry.code not in _GENERAL_CODES
}
_BY_CLASS: Final = {entry.class_name: entry for entry in _GENERAL.values()}


def entry_of_answer(status: int, *, code: str, class_name: str, message: str) -> ApiErrorEntry:
    """The entry that an answer is about: by its code or class, by its words, then by its status.

    Any of the texts may be empty; an unknown status counts as a bad request.
    """
    codes = (code, class_name.rpartition("::")[2].upper())
    known_entries = (entry for entry in map(_BY_CODE.get, codes) if entry)
    for entry in (*known_entries, *_worded(message.lower())):
        if _fits(entry, status):
            return entry
    return entry_of_status(status) or API_ERRORS[Refusal.BAD_REQUEST]


def entry_of_text(text: str) -> ApiErrorEntry | None:
    """The entry that a lower-case text of any kind names by its words or by an errorCode."""
    for entry in API_ERRORS.values():
        is_named = entry.code in _BY_CODE and entry.code.lower() in text
        if is_named or any(pattern in text for pattern in entry.patterns):
            return entry
    return None


def entry_of_status(status: int) -> ApiErrorEntry | None:
    """The entry that stands for a status in general."""
    return _GENERAL.get(status)


def entry_of_class(text: str) -> ApiErrorEntry | None:
    """The general entry whose error class a text of any kind contains."""
    lowered = text.lower()
    return next((entry for name, entry in _BY_CLASS.items() if name.lower() in lowered), None)


def _worded(message: str) -> list[ApiErrorEntry]:
    entries = API_ERRORS.values()
    return [entry for entry in entries if any(part in message for part in entry.patterns)]


def _fits(entry: ApiErrorEntry, status: int) -> bool:
    """Whether an answer of ``status`` can be about ``entry``."""
    return status == entry.status or {status, entry.status} <= _ABOUT_THE_CALLER
