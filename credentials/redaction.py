"""The second net under every log line and error page: what slipped through care is struck out.

Two things are found in a text. Values that this process has sealed, opened or read as a key: they
are known by a digest under a key of this process, for as long as there is room, never as values.
And whatever stands beside a name that looks secret (``client_secret=…``, ``Authorization: …``).

It is a net, not a licence: nothing may be logged in the hope that it is caught here. A value that
was encoded another way (quoted in a URL, in base64) and one of fewer than eight characters is not.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import threading
from collections import Counter, OrderedDict
from collections.abc import Iterator
from typing import Final

MARK: Final = "[hidden]"
SHORTEST: Final = 8
MOST: Final = 4096

_RUNS = re.compile(rf"\S{{{SHORTEST},}}")
_NAME = (
    r"[\w.-]{0,40}(?:secret|passw(?:or)?d|passphrase|token|signature|"
    r"(?:consumer|private|master|data|api|access|secret)[_-]?keys?|x-ovh-consumer)[\w-]{0,40}"
)
_PAIR = re.compile(
    rf"""(?ix)
    ( (?<![\w.:-]) ["']? {_NAME} ["']? \s* : \s* | (?<![\w.-]) ["']? {_NAME} ["']? \s* => ?\s* )
    (?! [\s>] | \[hidden ) b? ( "[^"\n]*" | '[^'\n]*' | [^\s"';&)\]}}]+ )
    """
)
_HEADER = re.compile(
    r"(?i)((?:authorization|cookie)[\"']?\s*[:=]\s*[\"']?)(?!\s*\[hidden)[^\r\n\"']+"
)
_USER = re.compile(r"(://[^/\s:@]{0,200}:)[^/\s@]{1,200}@")
_LINK = re.compile(r"(/(?:callback|reset/key|consent)/)[^/\s?\"'<>\[]+")


class Hidden(str):
    """A setting that works as text and does not show itself in a repr, so in no settings dump."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'…'"


class _Known:
    """Digests of the newest values, and which lengths they have."""

    def __init__(self) -> None:
        self._key = os.urandom(32)
        self._lock = threading.Lock()
        self._digests: OrderedDict[bytes, int] = OrderedDict()
        self._lengths: Counter[int] = Counter()

    def add(self, value: str) -> None:
        digest = self._digest(value)
        with self._lock:
            if digest not in self._digests:
                self._lengths[len(value)] += 1
            self._digests[digest] = len(value)
            self._digests.move_to_end(digest)
            if len(self._digests) > MOST:
                self._drop_oldest()

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where known values stand in ``text``, as (start, end)."""
        lengths = [length for length, count in list(self._lengths.items()) if count]
        for run in _RUNS.finditer(text):
            for length in lengths:
                for start in range(run.start(), run.end() - length + 1):
                    if self._digest(text[start : start + length]) in self._digests:
                        yield start, start + length

    def _drop_oldest(self) -> None:
        _, length = self._digests.popitem(last=False)
        self._lengths[length] -= 1

    def _digest(self, value: str) -> bytes:
        value_bytes = value.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(value_bytes, digest_size=16, key=self._key).digest()


_known = _Known()


def remember(value: str) -> None:
    """Strike this value out of every text from now on."""
    value = value.strip()
    if len(value) >= SHORTEST:
        _known.add(value)


def strike_known(text: str) -> str:
    """The text without values that are remembered."""
    parts, at = [], 0
    for start, end in sorted(_known.places(text)):
        if start >= at:
            parts += [text[at:start], MARK]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def scrub(text: str) -> str:
    """The text without remembered values and without what stands beside secret-looking names."""
    text = _HEADER.sub(rf"\1{MARK}", strike_known(text))
    text = _USER.sub(rf"\1{MARK}@", _LINK.sub(rf"\1{MARK}", text))
    return _PAIR.sub(rf"\1{MARK}", text)


class Redacting(logging.Filter):
    """Put on a handler, it scrubs each record: message, traceback and stack."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = scrub(_message(record)), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_text = scrub(record.exc_text) if record.exc_text else None
        record.stack_info = scrub(record.stack_info) if record.stack_info else None
        return True


def _message(record: logging.LogRecord) -> str:
    """The message; one whose arguments do not fit is shown as it came, not thrown at the caller."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} {record.args}"
