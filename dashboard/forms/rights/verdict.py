"""Would this call be granted? The rule that decides, or the smallest one that is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from credentials import catalogue as known
from credentials.catalogue import Verdict
from credentials.errors import RuleError
from credentials.rights import AccessRule
from credentials.sentences import Sentence, gettext_noop, say
from dashboard.forms.rights.finding import catalogue

_LONGEST_CALL = 2_000
_NOTHING = Sentence("")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rules say to a call: a verdict for each method it may have. ``problem``: it is
    none. Empty where nothing was asked."""

    verdicts: tuple[Verdict, ...] = ()
    problem: Sentence = _NOTHING


def judge(rules: Sequence[AccessRule], call: str) -> Answer:
    """What the rules say to ``METHOD /path``; a whole URL or a version prefix is understood."""
    if not call.strip():
        return Answer()
    if len(call) > _LONGEST_CALL:
        sentence = gettext_noop("This is too long for a call: more than %(most)s characters.")
        return Answer(problem=say(sentence, most=_LONGEST_CALL))
    try:
        return Answer(tuple(known.judge(catalogue(), rules, call)))
    except RuleError as error:
        return Answer(problem=error.sentence)
