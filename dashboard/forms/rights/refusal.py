"""A call was refused: why, by the text of the error, and the smallest thing that helps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from credentials import catalogue as known
from credentials.catalogue import Explanation
from credentials.errors import RuleError
from credentials.rights import AccessRule
from credentials.sentences import Sentence
from dashboard.forms.rights.finding import catalogue

_NOTHING = Sentence("")


@dataclass(frozen=True, slots=True)
class Refused:
    """The explanation, or the ``problem`` with the text; neither where nothing was pasted."""

    explanation: Explanation | None = None
    problem: Sentence = _NOTHING


def explain(rules: Sequence[AccessRule], text: str) -> Refused:
    """What the text of an error tells; ``rules`` are those of the key, none when it is unknown."""
    if not text.strip():
        return Refused()
    try:
        return Refused(known.explain_refusal(catalogue(), text, rules or None))
    except RuleError as error:
        return Refused(problem=error.sentence)
