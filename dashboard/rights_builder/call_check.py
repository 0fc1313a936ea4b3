"""Would this call be granted? The rule that decides, or the smallest one that is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from credentials import rights
from credentials.core import RuleError, Sentence, gettext_noop, say
from credentials.rights import AccessRule, CallCheck, Catalogue

_LONGEST_CALL = 2_000
_NOTHING = Sentence("")


@dataclass(frozen=True, slots=True)
class CallAnswer:
    """What the rules say to a call: a check for each method it may have. ``problem``: it is
    none. Empty where nothing was asked."""

    checks: tuple[CallCheck, ...] = ()
    problem: Sentence = _NOTHING


def answer_call(catalogue: Catalogue, rules: Sequence[AccessRule], *, call: str) -> CallAnswer:
    """What the rules say to ``METHOD /path``; a whole URL or a version prefix is understood."""
    if not call.strip():
        return CallAnswer()
    if len(call) > _LONGEST_CALL:
        sentence = gettext_noop("This is too long for a call: more than %(most)s characters.")
        return CallAnswer(problem=say(sentence, most=_LONGEST_CALL))
    try:
        return CallAnswer(tuple(rights.check_call(catalogue, rules, call)))
    except RuleError as error:
        return CallAnswer(problem=error.sentence)
