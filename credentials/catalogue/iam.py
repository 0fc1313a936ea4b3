"""From rules to IAM: the actions that allow the same calls, and on which resources (api 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import itemgetter, or_
from typing import Final

from credentials.catalogue.catalogue import Catalogue
from credentials.catalogue.operation import ANY, Operation
from credentials.catalogue.tree import mask, numbers
from credentials.rights import AccessRule
from credentials.rights.glob import STAR

ACCOUNT: Final = "account"

#: The numbers of the operations behind an action and the names it is needed for.
_Needed = dict[tuple[str, tuple[str, ...]], dict[int, None]]


@dataclass(frozen=True, slots=True)
class Action:
    """An IAM action and the names of the resources it is for: of the action's type, ``*`` for all,
    none for the account itself. ``beyond``: how many operations it allows that rules do not."""

    name: str
    resources: tuple[str, ...]
    operations: tuple[Operation, ...]
    beyond: int

    @property
    def type(self) -> str:
        return type_of(self.name)


@dataclass(frozen=True, slots=True)
class Translation:
    """``actions`` for the operations that have some. No policy allows those ``without``; the
    ``open`` ones need no key. Not ``is_exact`` where rules were too tangled to follow."""

    actions: tuple[Action, ...]
    without: tuple[Operation, ...]
    open: tuple[Operation, ...]
    is_exact: bool

    @property
    def needs_account(self) -> bool:
        """Whether the account's id is needed, to name the account as a resource (api 5.3)."""
        return any(action.type == ACCOUNT for action in self.actions)


def translate(
    catalogue: Catalogue, rules: Iterable[AccessRule], *, on: date | None = None
) -> Translation:
    """The IAM actions behind what rules reach as of ``on`` (today without one).

    A list that rules may read is granted for what they name otherwise, if they name anything: with
    IAM a list shows what the policy names.
    """
    every, is_exact = 0, True
    paths: dict[int, list[str]] = {}
    for line in catalogue.lines(rules):
        bits = line.bits & ~catalogue.gone(on)
        every, is_exact = every | bits, is_exact and line.is_exact
        paths.setdefault(bits, []).append(line.path)
    needed: _Needed = {}
    for bits, own in paths.items():
        _note(needed, catalogue, bits, own)
    plain = [one for one in catalogue.listed(every) if not one.actions]
    return Translation(
        _actions(catalogue, _narrowed(needed, catalogue), every),
        tuple(one for one in plain if not one.is_open),
        tuple(one for one in plain if one.is_open),
        is_exact,
    )


def type_of(action: str) -> str:
    """The type of resource an action is for."""
    return action.partition(":")[0]


def operations_of(catalogue: Catalogue, action: str) -> tuple[Operation, ...]:
    """What an action is needed for; ``*`` at its end takes all that begin so."""
    by_action = catalogue.part(_by_action)
    if not action.endswith(STAR):
        return catalogue.listed(by_action.get(action, 0))
    start = action.removesuffix(STAR)
    own = (bits for name, bits in by_action.items() if name.startswith(start))
    return catalogue.listed(reduce(or_, own, 0))


def _note(needed: _Needed, catalogue: Catalogue, bits: int, paths: Sequence[str]) -> None:
    """The actions behind what some paths reach alike, each with the resources they name."""
    heads = catalogue.part(_heads)
    names: dict[str, tuple[str, ...]] = {}
    for number in numbers(bits):
        operation = catalogue.operations[number]
        head = _head(operation)
        if head not in names:
            names[head] = tuple(sorted({_named(operation, path) for path in paths}))
        for action in operation.actions:
            kind = type_of(action)
            own = names[head] if kind == heads.get(head) else (STAR,)
            key = action, () if kind == ACCOUNT else own
            needed.setdefault(key, {})[number] = None


def _narrowed(needed: _Needed, catalogue: Catalogue) -> _Needed:
    """Lists granted for the names there are of their type, and not for all."""
    names: dict[str, set[str]] = {}
    for action, resources in needed:
        names.setdefault(type_of(action), set()).update(set(resources) - {STAR})
    found: _Needed = {}
    for (action, resources), own in needed.items():
        known = names[type_of(action)] if resources == (STAR,) else None
        is_list = known and all("{" not in catalogue.operations[one].path for one in own)
        chosen = tuple(sorted(known)) if known and is_list else resources
        found.setdefault((action, chosen), {}).update(own)
    return found


def _actions(catalogue: Catalogue, needed: _Needed, every: int) -> tuple[Action, ...]:
    by_action = catalogue.part(_by_action)
    advised = ~every & ~catalogue.deprecated
    actions = []
    for (name, resources), own in sorted(needed.items(), key=itemgetter(0)):
        operations = tuple(catalogue.operations[number] for number in own)
        beyond = (by_action[name] & advised).bit_count()
        actions.append(Action(name, resources, operations, beyond))
    return tuple(actions)


def _named(operation: Operation, path: str) -> str:
    """The name that a rule's path has for the operation's first parameter, or a star."""
    if ANY not in operation.segments:
        return STAR
    bare = path.removeprefix("/v2") if operation.version == "v2" else path
    place = operation.segments.index(ANY)
    named = bare.split("/")[1:][: place + 1]
    is_plain = len(named) > place and not any(STAR in segment for segment in named)
    return named[place] if is_plain else STAR


def _head(operation: Operation) -> str:
    """The path up to the first parameter: the same for all that is about one kind of thing."""
    return f"{operation.version}{operation.path.partition('{')[0]}"


def _heads(catalogue: Catalogue) -> dict[str, str]:
    """The type of resource that the paths of each head are about."""
    counts: dict[str, Counter[str]] = {}
    for operation in catalogue.operations:
        if len(operation.actions) == 1:
            counts.setdefault(_head(operation), Counter())[type_of(operation.actions[0])] += 1
    return {head: count.most_common(1)[0][0] for head, count in counts.items()}


def _by_action(catalogue: Catalogue) -> dict[str, int]:
    """The operations that need each action."""
    found: dict[str, list[int]] = {}
    for number, operation in enumerate(catalogue.operations):
        for action in operation.actions:
            found.setdefault(action, []).append(number)
    return {action: mask(own) for action, own in found.items()}
