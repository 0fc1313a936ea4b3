"""The smallest rules that help against a refusal, and what a key with them would be able to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Final

from credentials.core import RuleError, Sentence, Severity, gettext_noop, say
from credentials.rights.catalogue.call_rules import rules_for_calls
from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.catalogue.iam import operations_of_action
from credentials.rights.catalogue.risks import risks
from credentials.rights.coverage import normalise_rules
from credentials.rights.held_rules import BLANK, without_idle
from credentials.rights.rule import AccessRule

_MOST_BEHIND_ACTIONS: Final = 6


def rules_to_ask_for(
    held: Iterable[AccessRule], missing: Iterable[AccessRule]
) -> tuple[AccessRule, ...]:
    """All rules of the new key: those held that grant something, and those that are missing."""
    return normalise_rules((*without_idle(held), *missing))


def blanks_in(rules: Iterable[AccessRule]) -> tuple[str, ...]:
    """The names in rules that are to be filled in, once each."""
    names = (name[1:-1] for rule in rules for name in BLANK.findall(rule.path))
    return tuple(dict.fromkeys(names))


def warnings_of(catalogue: Catalogue, rules: Iterable[AccessRule]) -> tuple[Sentence, ...]:
    """What is critical about a key with these rules, as the rights builder finds it."""
    known_risks = risks(catalogue, rules)
    return tuple(risk.sentence for risk in known_risks if risk.severity is Severity.CRITICAL)


def rules_behind_actions(
    catalogue: Catalogue, actions: Iterable[str], names: Mapping[str, str]
) -> tuple[AccessRule, ...]:
    """Rules for what IAM actions are needed for, where a text has no call: the zone, project or
    service in them is a blank to fill."""
    calls = (
        (operation.method.value, filled(operation.path, names))
        for action in actions
        for operation in operations_of_action(catalogue, action)
    )
    return rules_for_calls(catalogue, islice(dict.fromkeys(calls), _MOST_BEHIND_ACTIONS))


def filled(path: str, names: Mapping[str, str]) -> str:
    """The path with ``names`` for its blanks. Raises ``RuleError`` for what is no name."""
    for blank, name in names.items():
        if f"{{{blank}}}" in path and name.strip():
            value = name.strip()
            if "/" in value or "*" in value or not value.isprintable() or " " in value:
                raise RuleError(say(_NO_NAME))
            path = path.replace(f"{{{blank}}}", value)
    return path


_NO_NAME: Final = gettext_noop("A name in a path has no slash, space or star: example.com")
