"""A second protection of log lines and error pages: secrets that got into one are removed.

Two things are found in a text. Values that this process has sealed, opened or read as a key: they
are known by a digest under a key of this process, up to a fixed number of them, never as values.
And whatever stands beside a name that looks secret (``client_secret=…``, ``Authorization: …``).

It permits nothing: nothing may be logged in the hope that it is struck out here. A value that
was encoded another way (quoted in a URL, in base64) and one of fewer than eight characters is not.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import threading
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterator
from typing import Final

MARK: Final = "[hidden]"
SHORTEST: Final = 8
MOST: Final = 4096
#: Characters of a message, and of a traceback, that a log line holds.
LONGEST_MESSAGE: Final = 2000
LONGEST_TRACEBACK: Final = 20_000

_LONGEST_SECRET: Final = 8192
_LONGEST_WORD: Final = 400
_CUT: Final = " … [cut]"
#: Bits that are kept of how a value begins: enough to pass by 99 in 100 places of a text, and too
#: few to tell a value by.
_BEGINNING: Final = 0xFFFFF
_NAME = (
    r"[\w.-]{0,40}(?:secret|passw(?:or)?d|passphrase|token|signature|"
    r"(?:consumer|private|master|data|api|access|secret)[_-]?keys?|x-ovh-consumer)[\w-]{0,40}"
)
_PAIR = re.compile(
    rf"""(?ix)
    ( (?<![\w.:-]) ["']? {_NAME} ["']? \s* : \s* | (?<![\w.-]) ["']? {_NAME} ["']? \s* => ?\s* )
    (?! [\s>] | \[hidden ) b? ( "[^"\n]*"? | '[^'\n]*'? | [^\s"';&)\]}}]+ )
    """
)
_HEADER = re.compile(
    r"(?i)((?:authorization|cookie)[\"']?\s*[:=]\s*[\"']?)(?!\s*\[hidden)[^\r\n\"']+"
)
_USER = re.compile(r"(://[^/\s:@]{0,200}:)[^/\s@]{1,200}@")
_LINK = re.compile(
    r"(/(?:callback|reset/key|password/reset(?!/(?:sent|done)/)|invitation|sign-in/link|consent|consented|handover|calendar)/)[^/\s?\"'<>\[]+"
)


#: What looks like a secret wherever it stands: OVHcloud's are 32 letters and digits; tokens are
#: longer. Ids in paths, and those that go on with a dot or a dash, are none.
_LOOKS_SECRET = re.compile(
    r"(?<![\w./+-])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{32,128}(?![\w/-])"
    r"|(?<![\w./+-])eyJ[\w-]{10,4000}(?:\.[\w-]{1,4000}){1,2}"
)


class Hidden(str):
    """A setting that works as text and does not show itself in a repr, so in no settings dump."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'…'"


class _Known:
    """Digests of the newest values; how they begin, and which lengths they have."""

    def __init__(self) -> None:
        self._key = os.urandom(32)
        self._salt = self._key.hex()
        self._lock = threading.Lock()
        self._digests: OrderedDict[bytes, tuple[int, int]] = OrderedDict()
        self._lengths: defaultdict[int, Counter[int]] = defaultdict(Counter)

    def add(self, value: str) -> None:
        digest, begins = self._digest(value), self._beginning(value[:SHORTEST])
        with self._lock:
            if digest not in self._digests:
                self._lengths[begins][len(value)] += 1
            self._digests[digest] = begins, len(value)
            self._digests.move_to_end(digest)
            if len(self._digests) > MOST:
                self._drop_oldest()

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where known values stand in ``text``, as (start, end).

        Each place costs one look at how it begins, however many values and lengths are known.
        """
        for start in range(len(text) - SHORTEST + 1):
            lengths = self._lengths.get(self._beginning(text[start : start + SHORTEST]))
            for length in list(lengths or ()):
                if self._digest(text[start : start + length]) in self._digests:
                    yield start, start + length

    def _drop_oldest(self) -> None:
        _, (begins, length) = self._digests.popitem(last=False)
        self._lengths[begins] -= Counter({length: 1})
        if not self._lengths[begins]:
            del self._lengths[begins]

    def _beginning(self, characters: str) -> int:
        return hash(self._salt + characters) & _BEGINNING

    def _digest(self, value: str) -> bytes:
        value_bytes = value.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(value_bytes, digest_size=16, key=self._key).digest()


_known = _Known()


def remember_secret(value: str) -> None:
    """Strike this value out of every text from now on."""
    value = value.strip()
    if SHORTEST <= len(value) <= _LONGEST_SECRET:
        _known.add(value)


def strike_known_secrets(text: str) -> str:
    """The text without values that are remembered."""
    parts, at = [], 0
    for start, end in sorted(_known.places(text)):
        if start >= at:
            parts += [text[at:start], MARK]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def scrub(text: str) -> str:
    """The text without remembered values and without what stands beside secret-looking names."""
    return _PAIR.sub(rf"\1{MARK}", _with_no_address_secrets(strike_known_secrets(text)))


def scrub_pasted(text: str) -> str:
    """A text that a person pasted, to be shown again: without whatever looks like a secret.

    A word too short to be one stays, whatever it stands beside: “presenting token: ovh”.
    """
    text = _PAIR.sub(_long_value_hidden, _with_no_address_secrets(strike_known_secrets(text)))
    return _LOOKS_SECRET.sub(MARK, text)


def _with_no_address_secrets(text: str) -> str:
    """Without what headers, addresses with passwords and links of our own hold."""
    text = _HEADER.sub(rf"\1{MARK}", text)
    return _USER.sub(rf"\1{MARK}@", _LINK.sub(rf"\1{MARK}", text))


def _long_value_hidden(match: re.Match[str]) -> str:
    return match[0] if len(match[2].strip("\"'")) < SHORTEST else f"{match[1]}{MARK}"


class Redacting(logging.Filter):
    """Put on a handler, it scrubs and cuts each record: message, traceback and stack.

    What Django refuses to read (a host that is not ours, a form that is too long) is one line: the
    traceback would show Django alone, to whoever asks for it often enough to fill the log.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _scrubbed(_message(record), LONGEST_MESSAGE), None
        if record.name.startswith("django.security."):
            record.exc_info = None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_text = _scrubbed(record.exc_text or "", LONGEST_TRACEBACK) or None
        record.stack_info = _scrubbed(record.stack_info or "", LONGEST_TRACEBACK) or None
        return True


def _scrubbed(text: str, most: int) -> str:
    """The text, scrubbed; of a long one the first ``most`` characters, without half a value."""
    if len(text) <= most:
        return scrub(text)
    places = list(_known.places(text[: most + _LONGEST_SECRET]))
    end = _outside(places, most)
    word = text.rfind(" ", max(end - _LONGEST_WORD, 0), end)
    return f"{scrub(text[: _outside(places, word) if word > 0 else end])}{_CUT}"


def _outside(places: list[tuple[int, int]], cut: int) -> int:
    """Where to cut so that no value is cut in two."""
    starts = [start for start, end in places if start < cut < end]
    return _outside(places, min(starts)) if starts else cut


def _message(record: logging.LogRecord) -> str:
    """The message; one whose arguments do not fit is shown as it came, not thrown at the caller."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} {record.args}"
