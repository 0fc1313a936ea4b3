"""One refusal and what is known of it, put in words: what happened, why, and what helps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from credentials import core
from credentials.core import Refusal, Sentence, say
from credentials.rights.catalogue.call_check import CallCheck
from credentials.rights.catalogue.call_rules import rules_for_calls
from credentials.rights.catalogue.enumeration import enumerate_phrases
from credentials.rights.catalogue.similar_routes import similar_route
from credentials.rights.coverage import normalise_rules
from credentials.rights.invisible_characters import visible_text
from credentials.rights.recipes.recipe_calls import recipes_for_calls
from credentials.rights.refusals import words, zones
from credentials.rights.refusals.caller_addresses import remark_on_addresses
from credentials.rights.refusals.causes import RefusalFacts
from credentials.rights.refusals.cures import (
    blanks_in,
    rules_behind_actions,
    rules_to_ask_for,
    warnings_of,
)
from credentials.rights.refusals.explanation import (
    ALLOWED,
    NO_METHOD,
    NO_REFUSAL,
    NO_RULE_NEEDED,
    NOTHING,
    OTHER_REASON,
    UNKNOWN,
    WRONG_ZONE,
    RefusalExplanation,
)
from credentials.rights.refusals.logged_calls import LoggedCall
from credentials.rights.refusals.tool_errors import ADDRESS_REFUSED
from credentials.rights.refusals.value_errors import NO_CONSUMER_KEY
from credentials.rights.refusals.words_of_causes import OF_CAUSES
from credentials.rights.rule import AccessRule, granting_rule
from credentials.rights.rule_problems import method_without_rules

_MOST_NAMED: Final = 6
#: Causes that the address of the caller can be behind.
_BY_ADDRESS: Final = frozenset((ADDRESS_REFUSED.cause, Refusal.FORBIDDEN, ALLOWED))


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalCase(RefusalFacts):
    """The facts put in words."""

    def explained(self) -> RefusalExplanation:
        explanation = self._explained()
        if not self.is_by_text:
            return explanation
        step = say("%(step)s %(why)s", step=explanation.next_step, why=words.RULES_OF_TEXT)
        return replace(explanation, next_step=step)

    def _explained(self) -> RefusalExplanation:
        cause = self.cause()
        special = {
            Refusal.RULES: self._by_rules,
            Refusal.FORBIDDEN: self._without_reason,
            Refusal.IAM: self._by_iam,
            OTHER_REASON: self._by_other_reason,
            Refusal.NO_ROUTE: self._without_route,
            Refusal.NO_SERVICE: self._without_service,
            Refusal.NO_HEADER: self._without_header,
            NO_REFUSAL: self._without_refusal,
            NO_RULE_NEEDED: self._without_need,
            WRONG_ZONE: self._in_wrong_zone,
            NO_METHOD: self._without_method,
            UNKNOWN: self._without_anything,
        }
        if explain := special.get(cause):
            return explain()
        sentence, next_step = OF_CAUSES.get(cause, (None, None))
        if sentence is not None and next_step is not None:
            return self._explanation(cause, sentence, next_step)
        for tool in (self.tool, NO_CONSUMER_KEY):
            if tool and cause == tool.cause:
                return self._explanation(cause, tool.sentence, tool.next_step)
        error = core.API_ERRORS[Refusal(cause)].error
        return self._explanation(cause, error.default, error.remedy)

    @property
    def _denied(self) -> list[CallCheck]:
        return [check for check in self.checks if check.missing]

    @property
    def _calls(self) -> list[tuple[str, str]]:
        return [(check.method.value, check.path) for check in self._denied]

    def _by_rules(self) -> RefusalExplanation:
        missing = self._missing()
        if not missing:
            missing = rules_behind_actions(self.catalogue, self.error.actions, self.names)
        if not missing:
            return self._explanation(Refusal.RULES, words.SOME_CALL, self._step_to_the_call())
        sentence = self._lacking(self._denied, missing)
        step = words.step_to(missing, blanks_in(missing))
        return self._cured(self._explanation(Refusal.RULES, sentence, step), missing)

    def _step_to_the_call(self) -> Sentence:
        if not self.cut_path:
            return words.PASTE_MORE
        return say(words.PASTE_THE_WHOLE_PATH, path=visible_text(self.cut_path))

    def _without_reason(self) -> RefusalExplanation:
        """Refused without a reason: most often by the rules, where no key tells otherwise."""
        missing = rules_for_calls(self.catalogue, self._calls) if self.rules is None else ()
        error = core.Forbidden
        if not missing:
            step = error.remedy if self.path else words.MOST_OFTEN_SOME_RULE
            step = self._step_to_the_call() if self.cut_path else step
            return self._explanation(Refusal.FORBIDDEN, error.default, step)
        step = say(words.MOST_OFTEN, calls=_enumerated(missing))
        return self._cured(self._explanation(Refusal.FORBIDDEN, error.default, step), missing)

    def _missing(self) -> tuple[AccessRule, ...]:
        """The rules for the refused call, and those that the tool lists and the key lacks."""
        held = self.rules or ()
        lacking = (rule for rule in self.listed if not granting_rule(held, rule.method, rule.path))
        return normalise_rules((*rules_for_calls(self.catalogue, self._calls), *lacking))

    def _by_other_reason(self) -> RefusalExplanation:
        """Forbidden with a message that is about no rights: the message, and no rule."""
        sentence = say(words.SAYS, message=visible_text(self.error.message))
        return self._explanation(OTHER_REASON, sentence, words.SAYS_NOT_RIGHTS)

    def _without_refusal(self) -> RefusalExplanation:
        """A call and no answer: what the key's rules say to it, where they are known."""
        if self.rules is None or not self.checks:
            return self._explanation(NO_REFUSAL, words.NO_REFUSAL, words.OR_CHECK)
        first = (self._denied or list(self.checks))[0]
        explanation = self._explanation(NO_REFUSAL, words.NO_REFUSAL, first.sentence)
        missing = rules_for_calls(self.catalogue, self._calls)
        return self._cured(explanation, missing) if missing else explanation

    def _without_anything(self) -> RefusalExplanation:
        if self.path:
            return self._explanation(UNKNOWN, words.NO_REASON, words.PASTE_THE_REASON)
        return self._explanation(UNKNOWN, words.NOTHING_TOLD, words.PASTE_MORE)

    def _without_need(self) -> RefusalExplanation:
        call = say("%(call)s", call=visible_text(f"{self.checks[0].method} {self.path}"))
        return self._explanation(NO_RULE_NEEDED, say(words.NO_RULE_NEEDED, call=call), words.KEY)

    def _cured(
        self, explanation: RefusalExplanation, missing: tuple[AccessRule, ...]
    ) -> RefusalExplanation:
        """With the rules that help; a whole key is asked for, since a key's rules cannot change."""
        request = rules_to_ask_for(self.rules or (), missing)
        return replace(
            explanation,
            missing=missing,
            request=request,
            blanks=blanks_in(missing),
            warnings=warnings_of(self.catalogue, request),
            doubt=explanation.doubt or self._doubt_about_method(),
            recipes=recipes_for_calls(self._calls)[:_MOST_NAMED],
        )

    def _doubt_about_method(self) -> Sentence:
        return words.METHOD_NOT_TOLD if len(self._denied) > 1 else NOTHING

    def _lacking(self, denied: Sequence[CallCheck], missing: Iterable[AccessRule]) -> Sentence:
        """The nearest miss among the key's rules; without a key, the rules that are missing."""
        if self.rules is not None and denied:
            return denied[0].sentence
        return say(words.NOT_IN_KEY, calls=_enumerated(missing))

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
        others = self.other_methods()
        template = words.OTHER_METHODS if len(others) > 1 else words.OTHER_METHOD
        step = say(template, methods=_listed(others)) if others else words.LOOK_UP
        if self.method_without_rules:
            sentence = method_without_rules(self.method_without_rules)
        else:
            tried = _listed(check.method.value for check in self.checks)
            sentence = say(words.NO_METHOD, path=visible_text(self.path), method=tried)
        return self._explanation(NO_METHOD, sentence, step)

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
        zone = zones.zone_of(self.path)
        bare = zone.rstrip(".")
        if parent := self.zone_with_rules():
            named = {"zone": visible_text(zone), "parent": visible_text(parent)}
            sentence, step = say(words.ZONE_BELOW, **named), say(words.TAKE_PARENT, **named)
            return self._explanation(WRONG_ZONE, sentence, step)
        if bare != zone and not zones.is_no_zone(bare):
            sentence = say(words.DOT, zone=visible_text(zone))
            step = say(words.NO_DOT, zone=visible_text(bare))
            return self._explanation(WRONG_ZONE, sentence, step)
        sentence = say(words.WRONG_ZONE, zone=visible_text(bare))
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
            doubt=self._doubt(cause) or self._remark_on_addresses(cause),
            query_id=self.query_id,
        )

    def _remark_on_addresses(self, cause: str) -> Sentence:
        if cause not in _BY_ADDRESS:
            return NOTHING
        is_address = cause == ADDRESS_REFUSED.cause
        return remark_on_addresses(
            self.error.text, self.addresses, is_refused_by_address=is_address
        )

    def _doubt(self, cause: str) -> Sentence:
        """What is not sure about the call that ended the run, or about why it was refused."""
        if self.refusal is Refusal.FORBIDDEN and self.error.message and cause == Refusal.RULES:
            return say(words.SAYS_BESIDES, message=visible_text(self.error.message))
        if self.ending.earlier:
            return say(words.EARLIER, message=self.ending.earlier)
        if self.ending.others:
            template = words.OTHERS if len(self.ending.others) == 1 else words.OTHERS_THAN_IT
            return say(template, calls=_calls_named(self.ending.others))
        if self.ending.candidates:
            return say(words.CANDIDATES, calls=_calls_named(self.ending.candidates))
        if self.ending.goes_on:
            return words.GOES_ON
        is_guess = cause == Refusal.RULES and self.refusal is None and self.rules is None
        return words.REASON_NOT_TOLD if is_guess and not self.listed else NOTHING


def _calls_named(calls: Iterable[LoggedCall]) -> Sentence:
    return _listed(dict.fromkeys(f"{'/'.join(call.methods)} {call.path}" for call in calls))


def _enumerated(rules: Iterable[AccessRule]) -> Sentence:
    return _listed(str(rule) for rule in rules)


def _listed(names: Iterable[str]) -> Sentence:
    phrases = [say("%(name)s", name=visible_text(name)) for name in names]
    return enumerate_phrases(phrases, most=_MOST_NAMED)
