"""One fault switch, as a value and as a line of text."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase


class Kind(StrEnum):
    """What goes wrong. The value after ``=`` is given in brackets.

    ``latency``    every answer comes late [ms; jitter=ms, object=ms for each object answered]
    ``rate-limit`` 429 beyond so many calls a minute and key [calls; retry-after=s]
    ``status``     an error answer [status; body=html, retry-after=s, when=after: work done first]
    ``html``       a web page where JSON should be [status, 200]
    ``truncate``   a body cut short, its length told truly [bytes, half]
    ``empty``      no body at all
    ``huge``       a JSON body of this size [bytes, 50 000 000]
    ``drip``       one byte at a time [ms between two]
    ``hang``       nothing for so long, then the connection ends [s; when=after: work done first]
    ``reset``      the connection is reset in mid-answer, work done [bytes let through, half]
    ``clock-skew`` OVHcloud's clock is off, the one it checks timestamps by too [s]
    ``time-lie``   ``/auth/time`` is off, the clock timestamps are checked by is not [s]
    ``forbid``     one object answers 403 [id]
    ``vanish``     an object is deleted between the list and its reading [id, any]
    ``shift``      the list loses its first object between two pages
    ``no-batch``   ``X-Ovh-Batch`` is not understood
    ``no-pages``   ``X-Pagination-*`` is not understood
    ``echo``       every error text repeats the secrets of the call
    """

    LATENCY = "latency"
    RATE_LIMIT = "rate-limit"
    STATUS = "status"
    HTML = "html"
    TRUNCATE = "truncate"
    EMPTY = "empty"
    HUGE = "huge"
    DRIP = "drip"
    HANG = "hang"
    RESET = "reset"
    CLOCK_SKEW = "clock-skew"
    TIME_LIE = "time-lie"
    FORBID = "forbid"
    VANISH = "vanish"
    SHIFT = "shift"
    NO_BATCH = "no-batch"
    NO_PAGES = "no-pages"
    ECHO = "echo"


@dataclass(frozen=True, slots=True)
class Fault:
    """``kind`` strikes calls whose method and path (without version, globs) fit.

    The first ``after`` of them are spared, then ``count`` are struck (None: all).
    """

    kind: Kind
    value: str = ""
    path: str = "*"
    method: str = "*"
    count: int | None = None
    after: int = 0
    options: dict[str, str] = field(default_factory=dict)

    def fits(self, method: str, path: str) -> bool:
        return self.method in ("*", method) and fnmatchcase(path, self.path)

    def number(self, default: float = 0.0) -> float:
        """The value as a number."""
        return float(self.value) if self.value else default

    def option(self, name: str, default: float = 0.0) -> float:
        """An option as a number."""
        return float(self.options.get(name, default))

    def __str__(self) -> str:
        places = {"path": self.path, "method": self.method}
        counts = {"count": self.count, "after": self.after or None}
        words = {k: v for k, v in places.items() if v != "*"}
        words |= {k: str(v) for k, v in counts.items() if v is not None} | self.options
        head = f"{self.kind}={self.value}" if self.value else self.kind.value
        return shlex.join([head, *(f"{name}={value}" for name, value in words.items())])


def parse(text: str) -> Fault:
    """The switch that ``text`` describes. Raises ValueError with what is wrong."""
    head, *words = shlex.split(text) or [""]
    name, _, value = head.partition("=")
    if name not in set(Kind):
        raise ValueError(f"no such fault: {name}; known: {', '.join(Kind)}")
    options = dict(map(_pair, words))
    count = options.pop("count", None)
    fault = Fault(
        kind=Kind(name),
        value=value,
        path=options.pop("path", "*"),
        method=options.pop("method", "*").upper(),
        count=int(count) if count is not None else None,
        after=int(options.pop("after", 0)),
        options=options,
    )
    _check(fault)
    return fault


def _pair(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if not equals:
        raise ValueError(f"{word} is not name=value")
    return name, value


_TEXT_VALUES = {Kind.FORBID, Kind.VANISH}
_TEXT_OPTIONS = {"when", "body"}
_NEEDS_VALUE = {Kind.LATENCY, Kind.RATE_LIMIT, Kind.STATUS, Kind.DRIP, Kind.HANG, Kind.FORBID}
_OPTIONS = _TEXT_OPTIONS | {"jitter", "object", "retry-after"}


def _check(fault: Fault) -> None:
    if fault.kind in _NEEDS_VALUE and not fault.value:
        raise ValueError(f"{fault.kind} needs a value: {fault.kind}=…")
    strangers = fault.options.keys() - _OPTIONS
    if strangers:
        raise ValueError(f"no such option: {', '.join(sorted(strangers))}")
    if fault.kind not in _TEXT_VALUES:
        fault.number()
    for name in fault.options.keys() - _TEXT_OPTIONS:
        fault.option(name)
