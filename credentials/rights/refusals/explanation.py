"""What is said of a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from credentials.core import Sentence
from credentials.rights.catalogue.call_check import CallCheck
from credentials.rights.recipes.recipe import Recipe
from credentials.rights.rule import AccessRule

NOTHING: Final = Sentence("")
#: Causes that no text of OVHcloud's names.
ALLOWED: Final = "allowed"
NOT_REFUSED: Final = "not-refused"
UNKNOWN: Final = "unknown"
EMPTY_NAME: Final = "empty-name"
WRONG_ZONE: Final = "wrong-zone"
WRONG_REGION: Final = "wrong-region"
NO_METHOD: Final = "no-method"
NO_REFUSAL: Final = "no-refusal"
NO_RULE_NEEDED: Final = "no-rule-needed"
ANSWERED: Final = "answered"
OTHER_SERVICE: Final = "other-service"
OTHER_REASON: Final = "other-reason"
SIGNATURE_OR_CLOCK: Final = "signature-or-clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalExplanation:
    """``cause`` is the value of a ``Refusal``, the cause of a ``ToolError``, or one of those above.

    ``checks``: what the rules say to the call, one for each method it may have had. ``missing``:
    the smallest rules that help; ``request``: all rules to ask for, since a key's cannot change.
    ``blanks``: names in them that the text does not tell. ``recipes``: those that allow the call.
    ``actions``: the IAM actions a policy has to allow. ``warnings``: what is critical about a key
    with the rules to ask for. ``doubt``: why another call may have ended the run, or
    what the key's addresses may have to do with it.
    """

    cause: str
    sentence: Sentence
    next_step: Sentence = NOTHING
    path: str = ""
    checks: tuple[CallCheck, ...] = ()
    missing: tuple[AccessRule, ...] = ()
    request: tuple[AccessRule, ...] = ()
    blanks: tuple[str, ...] = ()
    recipes: tuple[Recipe, ...] = ()
    actions: tuple[str, ...] = ()
    warnings: tuple[Sentence, ...] = ()
    doubt: Sentence = NOTHING
    query_id: str = ""
