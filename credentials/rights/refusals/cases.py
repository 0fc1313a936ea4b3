"""One refusal and what is known of it, put in words: what happened, why, and what helps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from credentials import core
from credentials.core import Refusal, Sentence, say
from credentials.rights.catalogue.call_check import CallCheck
from credentials.rights.catalogue.call_rules import rules_for_calls
from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.catalogue.enumeration import enumerate_phrases
from credentials.rights.catalogue.iam import operations_of_action
from credentials.rights.catalogue.similar_routes import similar_route
from credentials.rights.coverage import normalise_rules
from credentials.rights.invisible_characters import visible_text
from credentials.rights.recipes.recipe_calls import recipes_for_calls
from credentials.rights.refusals import words, zones
from credentials.rights.refusals.error_text import ErrorText
from credentials.rights.refusals.explanation import (
    ALLOWED,
    EMPTY_NAME,
    NO_METHOD,
    NOT_REFUSED,
    UNKNOWN,
    WRONG_REGION,
    WRONG_ZONE,
    RefusalExplanation,
)
from credentials.rights.refusals.tool_errors import NO_CONSUMER_KEY, ToolError
from credentials.rights.rule import AccessRule

_MOST_NAMED: Final = 6
_KEY_HEADER: Final = "x-ovh-consumer"
_REGIONS: Final = frozenset(row.name for row in core.API_HOSTS)
#: Refusals that a wrong zone or a lacking rule can be behind.
_BY_ZONE: Final = frozenset(
    (Refusal.RULES, Refusal.FORBIDDEN, Refusal.NO_SERVICE, Refusal.NOT_FOUND)
)
#: Refusals that a method which the route does not have can be behind.
_BY_METHOD: Final = frozenset((*_BY_ZONE - {Refusal.NO_SERVICE}, Refusal.NO_ROUTE))
#: Where a name is in a path and the tool had none.
_EMPTY: Final = re.compile(r"//|/(?:undefined|null|None|nil)(?:/|$)")
#: Refusals that a call to another region's host gets.
_BY_REGION: Final = frozenset(
    (
        Refusal.APPLICATION_KEY,
        Refusal.UNKNOWN_CREDENTIAL,
        Refusal.CREDENTIAL_NOT_VALID,
        Refusal.NO_SERVICE,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalCase:
    """``refusal`` is what OVHcloud says, ``tool`` what the tool says, None where it says nothing.

    ``checks`` are what the key's ``rules`` say to the call at ``path``; None: no key is known.
    """

    catalogue: Catalogue
    error: ErrorText
    refusal: Refusal | None
    tool: ToolError | None
    path: str
    blanks: tuple[str, ...]
    checks: tuple[CallCheck, ...]
    rules: tuple[AccessRule, ...] | None
    region: str
    query_id: str

    def explained(self) -> RefusalExplanation:
        cause = self._cause()
        special = {
            Refusal.RULES: self._by_rules,
            Refusal.FORBIDDEN: self._without_reason,
            Refusal.IAM: self._by_iam,
            Refusal.NO_ROUTE: self._without_route,
            Refusal.NO_SERVICE: self._without_service,
            Refusal.NO_HEADER: self._without_header,
            WRONG_ZONE: self._in_wrong_zone,
            NO_METHOD: self._without_method,
        }
        if explain := special.get(cause):
            return explain()
        sentence, next_step = words.OF_CAUSES.get(cause, (None, None))
        if sentence is not None and next_step is not None:
            return self._explanation(cause, sentence, next_step)
        for tool in (self.tool, NO_CONSUMER_KEY):
            if tool and cause == tool.cause:
                return self._explanation(cause, tool.sentence, tool.next_step)
        error = core.API_ERRORS[Refusal(cause)].error
        return self._explanation(cause, error.default, error.remedy)

    def _cause(self) -> str:
        refusal = self.refusal
        if refusal is Refusal.NO_HEADER and _KEY_HEADER in self.error.text:
            return NO_CONSUMER_KEY.cause
        if refusal in _BY_REGION and self._is_elsewhere():
            return WRONG_REGION
        if refusal in _BY_ZONE and _EMPTY.search(self.path):
            return EMPTY_NAME
        if refusal in _BY_METHOD and self._other_methods():
            return NO_METHOD
        if refusal is Refusal.NOT_FOUND and not any(check.operation for check in self.checks):
            return Refusal.NO_ROUTE if self.path else refusal
        if refusal in _BY_ZONE and zones.is_no_zone(zones.zone_of(self.path)):
            return WRONG_ZONE
        if refusal is None and self.tool and self.tool.call is None:
            return self.tool.cause
        if refusal is None and self.tool is None and self.error.is_fine:
            return NOT_REFUSED
        if refusal in {Refusal.RULES, Refusal.FORBIDDEN, None} and self.checks:
            return self._cause_by_rules(refusal)
        return refusal or UNKNOWN

    def _cause_by_rules(self, refusal: Refusal | None) -> str:
        if self.rules is None:
            return refusal or Refusal.RULES
        if any(not check.is_granted for check in self.checks):
            return Refusal.RULES
        return Refusal.FORBIDDEN if refusal is Refusal.FORBIDDEN else ALLOWED

    def _is_elsewhere(self) -> bool:
        """Whether the call went to a region that is not the key's."""
        regions = self.error.regions
        return bool(regions) and self.region in _REGIONS and self.region not in regions

    def _other_methods(self) -> list[str]:
        """The methods of the route, where it has none of those that the call may have had."""
        if not self.checks or any(check.operation for check in self.checks):
            return []
        operations = self.catalogue.operations_at(self.path)
        return sorted({operation.method.value for operation in operations})

    @property
    def _denied(self) -> list[CallCheck]:
        return [check for check in self.checks if check.missing]

    @property
    def _calls(self) -> list[tuple[str, str]]:
        return [(check.method.value, check.path) for check in self._denied]

    def _by_rules(self) -> RefusalExplanation:
        missing = rules_for_calls(self.catalogue, self._calls) or self._behind_actions()
        if not missing:
            return self._explanation(Refusal.RULES, words.SOME_CALL, words.PASTE_MORE)
        sentence = self._lacking(self._denied, missing)
        step = words.step_to(missing) if self._denied else core.NotGranted.remedy
        return self._cured(self._explanation(Refusal.RULES, sentence, step), missing)

    def _without_reason(self) -> RefusalExplanation:
        """Refused without a reason: most often by the rules, where no key tells otherwise."""
        missing = rules_for_calls(self.catalogue, self._calls) if self.rules is None else ()
        error = core.Forbidden
        if not missing:
            step = error.remedy if self.path else words.MOST_OFTEN_SOME_RULE
            return self._explanation(Refusal.FORBIDDEN, error.default, step)
        step = say(words.MOST_OFTEN, calls=_enumerated(missing))
        return self._cured(self._explanation(Refusal.FORBIDDEN, error.default, step), missing)

    def _cured(
        self, explanation: RefusalExplanation, missing: tuple[AccessRule, ...]
    ) -> RefusalExplanation:
        """With the rules that help; a whole key is asked for, since a key's rules cannot change."""
        return replace(
            explanation,
            missing=missing,
            request=normalise_rules((*(self.rules or ()), *missing)),
            blanks=self.blanks,
            recipes=recipes_for_calls(self._calls)[:_MOST_NAMED],
        )

    def _lacking(self, denied: Sequence[CallCheck], missing: Iterable[AccessRule]) -> Sentence:
        """The nearest miss among the key's rules; without a key, the rules that are missing."""
        if self.rules is not None and denied:
            return denied[0].sentence
        return say(words.NOT_IN_KEY, calls=_enumerated(missing))

    def _behind_actions(self) -> tuple[AccessRule, ...]:
        """Rules for what the named actions are needed for, where the text has no call."""
        operations = (
            operation
            for action in self.error.actions
            for operation in operations_of_action(self.catalogue, action)
        )
        rules = dict.fromkeys(
            AccessRule(operation.method, operation.starred) for operation in operations
        )
        return tuple(islice(rules, _MOST_NAMED))

    def _by_iam(self) -> RefusalExplanation:
        operations = [check.operation for check in self.checks if check.operation]
        needed = (action for operation in operations for action in operation.actions)
        actions = self.error.actions or tuple(dict.fromkeys(needed))
        if actions:
            named = enumerate_phrases(
                [say("%(action)s", action=action) for action in actions], most=_MOST_NAMED
            )
            sentence, step = (
                say(words.NO_POLICY, actions=named),
                say(words.ADD_ACTIONS, actions=named),
            )
            return replace(self._explanation(Refusal.IAM, sentence, step), actions=actions)
        if operations:
            sentence = say(words.NO_ACTION, path=visible_text(self.path))
            return self._explanation(Refusal.IAM, sentence, words.USE_A_KEY)
        return self._explanation(Refusal.IAM, words.SOME_ACTION, words.PASTE_MORE)

    def _without_route(self) -> RefusalExplanation:
        guess = similar_route(self.catalogue, self.path) if self.path else None
        step = words.LOOK_UP
        if guess:
            step = say(words.CALL_INSTEAD, path=visible_text(guess.path))
        sentence = say(words.NO_ROUTE, path=visible_text(self.path))
        return self._explanation(Refusal.NO_ROUTE, sentence, step)

    def _without_method(self) -> RefusalExplanation:
        others = self._other_methods()
        step = words.OTHER_METHODS if len(others) > 1 else words.OTHER_METHOD
        tried = _listed(check.method.value for check in self.checks)
        sentence = say(words.NO_METHOD, path=visible_text(self.path), method=tried)
        return self._explanation(NO_METHOD, sentence, say(step, methods=_listed(others)))

    def _without_header(self) -> RefusalExplanation:
        return self._explanation(Refusal.NO_HEADER, words.NO_HEADER, words.LET_AN_SDK_SIGN)

    def _without_service(self) -> RefusalExplanation:
        zone = zones.zone_of(self.path)
        if not zone:
            return self._explanation(Refusal.NO_SERVICE, words.NO_SERVICE, words.OTHER_ACCOUNT)
        parent = zones.parent_of(zone)
        step = words.OTHER_ACCOUNT
        if parent:
            step = say(words.OR_PARENT, parent=visible_text(parent))
        sentence = say(words.NO_ZONE, zone=visible_text(zone))
        return self._explanation(Refusal.NO_SERVICE, sentence, step)

    def _in_wrong_zone(self) -> RefusalExplanation:
        sentence = say(words.WRONG_ZONE, zone=visible_text(zones.zone_of(self.path)))
        return self._explanation(WRONG_ZONE, sentence, words.NAME_THE_ZONE)

    def _explanation(
        self, cause: str, sentence: Sentence, next_step: Sentence
    ) -> RefusalExplanation:
        return RefusalExplanation(
            cause=cause,
            sentence=sentence,
            next_step=next_step,
            path=self.path,
            checks=self.checks,
            query_id=self.query_id,
        )


def _enumerated(rules: Iterable[AccessRule]) -> Sentence:
    return _listed(str(rule) for rule in rules)


def _listed(names: Iterable[str]) -> Sentence:
    phrases = [say("%(name)s", name=visible_text(name)) for name in names]
    return enumerate_phrases(phrases, most=_MOST_NAMED)
