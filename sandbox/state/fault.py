"""One fault switch, as a value and as a line of text.

The line is the same on the command line, over the control route and in tests:
``status=503 path=/me/api/* method=GET count=2``.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase

from credentials.core import Refusal


class FaultKind(StrEnum):
    """What goes wrong. The value after ``=`` is given in brackets.

    ``latency``    every answer comes late [ms; jitter=ms, object=ms for each object answered]
    ``rate-limit`` 429 beyond so many calls a minute and key [calls; retry-after=s]
    ``status``     an error answer [status; body=html, retry-after=s, error=name of a refusal in
                   credentials.core, when=after: work done first]
    ``html``       a web page where JSON should be [status, 200]
    ``truncate``   a body cut short, after a true Content-Length [bytes, half]
    ``empty``      no body at all
    ``huge``       a JSON body of this size [bytes, 50 000 000]
    ``drip``       one byte at a time [ms between two]
    ``hang``       no answer for so long, then the connection ends [s; when=after: work done first]
    ``reset``      the connection is reset in mid-answer, work done [bytes sent before, half]
    ``clock-skew`` OVHcloud's clock is off, the one it checks timestamps by too [s]
    ``wrong-time``   ``/auth/time`` is off, the clock timestamps are checked by is not [s]
    ``forbid``     one object answers 403 [id; error=name of another refusal]
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
    WRONG_TIME = "wrong-time"
    FORBID = "forbid"
    VANISH = "vanish"
    SHIFT = "shift"
    NO_BATCH = "no-batch"
    NO_PAGES = "no-pages"
    ECHO = "echo"


@dataclass(frozen=True, slots=True)
class Fault:
    """``kind`` goes wrong on calls whose method and path (without version, globs) fit.

    The first ``after`` of them are answered as usual, then ``count`` fail (None: all).
    """

    kind: FaultKind
    value: str = ""
    path: str = "*"
    method: str = "*"
    count: int | None = None
    after: int = 0
    options: dict[str, str] = field(default_factory=dict)

    def fits(self, method: str, path: str) -> bool:
        """Whether a call with this method and path (without version) is meant."""
        return self.method in ("*", method) and fnmatchcase(path, self.path)

    def number(self, default: float = 0.0) -> float:
        """The value as a number. Raises ValueError when it is none."""
        return float(self.value) if self.value else default

    def option(self, name: str, default: float = 0.0) -> float:
        """An option as a number. Raises ValueError when it is none."""
        return float(self.options.get(name, default))

    def __str__(self) -> str:
        globs = {"path": self.path, "method": self.method}
        counts = {"count": self.count, "after": self.after or None}
        pairs = {name: glob for name, glob in globs.items() if glob != "*"}
        pairs |= {name: str(count) for name, count in counts.items() if count is not None}
        pairs |= self.options
        head = f"{self.kind}={self.value}" if self.value else self.kind.value
        return shlex.join([head, *(f"{name}={value}" for name, value in pairs.items())])


def parse(text: str) -> Fault:
    """The switch that ``text`` describes. Raises ValueError with what is wrong."""
    head, *words = shlex.split(text) or [""]
    name, _, value = head.partition("=")
    if name not in set(FaultKind):
        raise ValueError(f"no such fault: {name}; known: {', '.join(FaultKind)}")
    options = dict(map(_pair, words))
    count = options.pop("count", None)
    fault = Fault(
        kind=FaultKind(name),
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


_TEXT_VALUES = {FaultKind.FORBID, FaultKind.VANISH}
_TEXT_OPTIONS = {"when", "body", "error"}
_NEEDS_VALUE = {
    FaultKind.LATENCY,
    FaultKind.RATE_LIMIT,
    FaultKind.STATUS,
    FaultKind.DRIP,
    FaultKind.HANG,
    FaultKind.FORBID,
}
_OPTIONS = _TEXT_OPTIONS | {"jitter", "object", "retry-after"}


def _check(fault: Fault) -> None:
    if fault.kind in _NEEDS_VALUE and not fault.value:
        raise ValueError(f"{fault.kind} needs a value: {fault.kind}=…")
    unknown = fault.options.keys() - _OPTIONS
    if unknown:
        raise ValueError(f"no such option: {', '.join(sorted(unknown))}")
    if fault.options.get("error", Refusal.FORBIDDEN) not in set(Refusal):
        raise ValueError(f"no such error; known: {', '.join(Refusal)}")
    if fault.kind not in _TEXT_VALUES:
        fault.number()
    for name in fault.options.keys() - _TEXT_OPTIONS:
        fault.option(name)
