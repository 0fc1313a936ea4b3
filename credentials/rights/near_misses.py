"""Why no rule allows a call: the nearest miss among the rules, in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from credentials.core import Method, Sentence, gettext_noop, say
from credentials.rights.api_versions import rule_path, why_nothing
from credentials.rights.glob import STAR
from credentials.rights.held_rules import BLANK, TO_FILL_IN
from credentials.rights.invisible_characters import visible_text
from credentials.rights.rule import AccessRule, granting_rule


def why_not(rules: Sequence[AccessRule], method: Method, path: str) -> Sentence:
    """The nearest miss among ``rules``, none of which allows the call; else that none is near."""
    sentences = (look(rules, method, path) for look in _LOOKS)
    near = next((sentence for sentence in sentences if sentence), None)
    return near or say(_NO_RULE, method=method.value, path=visible_text(path))


def name_that_decides(
    rules: Sequence[AccessRule], method: Method, path: str
) -> tuple[str, str, AccessRule] | None:
    """Of a path with blanks, which no rule allows for all names: the first blank, a name for it
    with which a rule allows the call, and that rule. None where there is none."""
    for rule in rules:
        asked = rule_path(path).split("/")
        names: dict[str, str] = {}
        for place, own in list(enumerate(rule.path.split("/")))[: len(asked)]:
            if own and BLANK.fullmatch(asked[place]) and STAR not in own:
                names.setdefault(asked[place], own)
                asked[place] = own
        if names and rule.covers(method, "/".join(asked)) and not BLANK.search(rule.path):
            return *next(iter(names.items())), rule
    return None


def _name_to_tell(rules: Sequence[AccessRule], method: Method, path: str) -> Sentence | None:
    decided = name_that_decides(rules, method, path)
    if decided is None:
        return None
    blank, name, rule = decided
    values = {"blank": blank, "name": visible_text(name), "rule": visible_text(str(rule))}
    return say(_BY_NAME, **values)


def _version(rules: Sequence[AccessRule], method: Method, path: str) -> Sentence | None:
    for rule in rules:
        nothing = why_nothing(rule.path)
        bare = AccessRule(rule.method, rule_path(rule.path))
        if nothing and bare.covers(method, rule_path(path)):
            return say(_WHY, why=nothing)
    return None


def _slash_or_star(rules: Sequence[AccessRule], method: Method, path: str) -> Sentence | None:
    turned = path.removesuffix("/") if path.endswith("/") else f"{path}/"
    for candidate, template in ((f"{path.removesuffix('/')}/x", _BELOW), (turned, _SLASH)):
        if rule := granting_rule(rules, method, candidate):
            return say(template, rule=visible_text(str(rule)), path=visible_text(path))
    return None


def _other_method(rules: Sequence[AccessRule], method: Method, path: str) -> Sentence | None:
    others = [other for other in Method if other != method and granting_rule(rules, other, path)]
    if not others:
        return None
    values = {"others": ", ".join(others), "method": method.value}
    return say(_OTHER_METHOD, path=visible_text(path), **values)


def _case(rules: Sequence[AccessRule], method: Method, path: str) -> Sentence | None:
    lowered = [AccessRule(rule.method, rule.path.lower()) for rule in rules]
    is_near = granting_rule(lowered, method, path.lower())
    return say(_CASE, path=visible_text(path)) if is_near else None


def _blank(rules: Sequence[AccessRule], method: Method, path: str) -> Sentence | None:
    for rule in rules:
        if BLANK.search(rule.path):
            filled = AccessRule(rule.method, BLANK.sub(STAR, rule.path))
            if filled.covers(method, rule_path(path)):
                return say(_WHY, why=say(TO_FILL_IN, rule=visible_text(str(rule))))
    return None


def _below_its_parent(rules: Sequence[AccessRule], method: Method, path: str) -> Sentence | None:
    parent = rule_path(path).removesuffix("/").rpartition("/")[0]
    rule = next((rule for rule in rules if rule == AccessRule(method, parent)), None)
    if rule is None:
        return None
    return say(_ONLY_ITSELF, rule=visible_text(str(rule)), parent=visible_text(parent))


def _forgotten_name(rules: Sequence[AccessRule], method: Method, path: str) -> Sentence | None:
    """A rule without the name of the zone or service that stands between two of its words."""
    for rule in rules:
        own = rule.path.split("/")
        for place in range(2, len(own)):
            whole = AccessRule(rule.method, "/".join((*own[:place], STAR, *own[place:])))
            if STAR not in own[:place] and whole.covers(method, rule_path(path)):
                return say(_FORGOTTEN, rule=visible_text(str(rule)), whole=visible_text(str(whole)))
    return None


def _other_name(rules: Sequence[AccessRule], method: Method, path: str) -> Sentence | None:
    asked = rule_path(path).split("/")
    for rule in rules:
        own = rule.path.split("/")
        pairs = enumerate(zip(own, asked, strict=False))
        differing = [place for place, (mine, other) in pairs if mine not in {other, STAR}]
        if len(differing) == 1 and "." in own[differing[0]] + asked[differing[0]]:
            own[differing[0]] = asked[differing[0]]
            if AccessRule(rule.method, "/".join(own)).covers(method, "/".join(asked)):
                return say(_OTHER_NAME, path=visible_text(path), rule=visible_text(str(rule)))
    return None


_LOOKS: Final[tuple[Callable[[Sequence[AccessRule], Method, str], Sentence | None], ...]] = (
    _name_to_tell,
    _version,
    _slash_or_star,
    _other_method,
    _blank,
    _case,
    _below_its_parent,
    _forgotten_name,
    _other_name,
)
_BY_NAME: Final = gettext_noop(
    "It depends on %(blank)s: with %(name)s for it, %(rule)s allows the call."
)
_WHY: Final = gettext_noop("No rule allows it. %(why)s")
_SLASH: Final = gettext_noop("No rule allows it. %(rule)s would, but for the slash at the end.")
_BELOW: Final = gettext_noop(
    "No rule allows it. %(rule)s allows what is below %(path)s, not %(path)s itself."
)
_OTHER_METHOD: Final = gettext_noop(
    "No rule allows it. On %(path)s the rules allow %(others)s, not %(method)s."
)
_CASE: Final = gettext_noop("No rule allows it. One would, but for upper and lower case: %(path)s.")
_ONLY_ITSELF: Final = gettext_noop(
    "No rule allows it. %(rule)s allows %(parent)s itself, not what is below it."
)
_OTHER_NAME: Final = gettext_noop(
    "No rule allows it. %(rule)s is about another name than %(path)s."
)
_FORGOTTEN: Final = gettext_noop(
    "No rule allows it. %(rule)s lacks the name between two of its words: %(whole)s would."
)
_NO_RULE: Final = gettext_noop("No rule is about %(method)s %(path)s.")
