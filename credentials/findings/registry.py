"""The registry of findings: for each code what is said of it, and the rule that finds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar, get_type_hints

from credentials.core import Sentence, Severity
from credentials.findings.controls import Control
from credentials.findings.facts import Context, Facts

_F = TypeVar("_F")


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule found something. ``severity`` where it is not that of the code."""

    sentence: Sentence
    severity: Severity | None = None


Rule = Callable[[Any, Context], Hit | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """``severity`` is the usual one. ``title``, ``why`` and ``to_do`` are marked for translation.

    ``waits``: what is new has a grace before it is judged so. ``spares_traps``: it is what a
    trap is for. ``about`` are the kinds of facts that
    the rule looks at.
    """

    name: str
    severity: Severity
    title: str
    why: str
    to_do: str
    controls: tuple[Control, ...]
    waits: bool
    spares_traps: bool
    about: tuple[type[Facts], ...]
    rule: Rule


#: Every code by its name, in the order in which the rules stand. A name never changes.
CODES: Final[dict[str, Code]] = {}


def finding(
    name: str,
    severity: Severity,
    *,
    title: str,
    why: str,
    to_do: str,
    controls: tuple[Control, ...],
    waits: bool = False,
    spares_traps: bool = False,
) -> Callable[[Callable[[_F, Context], Hit | None]], Callable[[_F, Context], Hit | None]]:
    """Register the rule of a code; what it is about is the type of its first parameter."""

    def register(rule: Callable[[_F, Context], Hit | None]) -> Callable[[_F, Context], Hit | None]:
        if name in CODES:
            raise ValueError(f"two rules have the code {name}")
        about, *_ = get_type_hints(rule).values()
        CODES[name] = Code(
            name=name,
            severity=severity,
            title=title,
            why=why,
            to_do=to_do,
            controls=controls,
            waits=waits,
            spares_traps=spares_traps,
            about=getattr(about, "__args__", None) or (about,),
            rule=rule,
        )
        return rule

    return register
