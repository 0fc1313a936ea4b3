"""From rules to IAM: the actions that allow the same calls, and on which resources (api 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import itemgetter, or_
from typing import Final

from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.catalogue.operation import ANY, Operation
from credentials.rights.catalogue.tree import mask, numbers
from credentials.rights.glob import STAR
from credentials.rights.rule import AccessRule

ACCOUNT: Final = "account"

#: The numbers of the operations behind an action and the names it is needed for.
_Needed = dict[tuple[str, tuple[str, ...]], dict[int, None]]


@dataclass(frozen=True, slots=True)
class IamAction:
    """An IAM action and the names of the resources it is for: of the action's type, ``*`` for all,
    none for the account itself. ``beyond``: how many operations it allows that rules do not."""

    name: str
    resources: tuple[str, ...]
    operations: tuple[Operation, ...]
    beyond: int

    @property
    def type(self) -> str:
        """The type of resource that it is for: the first part of its name (api 5.2)."""
        return type_of(self.name)


@dataclass(frozen=True, slots=True)
class IamTranslation:
    """``actions`` for the operations that have some. No policy allows those ``without``; the
    ``open`` ones need no key. Not ``is_exact`` where rules were too complex to evaluate."""

    actions: tuple[IamAction, ...]
    without: tuple[Operation, ...]
    open: tuple[Operation, ...]
    is_exact: bool

    @property
    def needs_account(self) -> bool:
        """Whether the account's id is needed, to name the account as a resource (api 5.3)."""
        return any(action.type == ACCOUNT for action in self.actions)


def translate_to_iam(
    catalogue: Catalogue, rules: Iterable[AccessRule], *, on: date | None = None
) -> IamTranslation:
    """The IAM actions behind what rules reach as of ``on`` (today without one).

    A list that rules may read is granted for what they name otherwise, if they name anything: with
    IAM a list shows what the policy names.
    """
    every, is_exact = 0, True
    paths: dict[int, list[str]] = {}
    for line in catalogue.reach_by_path(rules):
        bits = line.bits & ~catalogue.gone(on)
        every, is_exact = every | bits, is_exact and line.is_exact
        paths.setdefault(bits, []).append(line.path)
    needed: _Needed = {}
    for bits, own in paths.items():
        _note(needed, catalogue, bits, own)
    plain = [operation for operation in catalogue.operations_in(every) if not operation.actions]
    return IamTranslation(
        _actions(catalogue, _narrowed(needed, catalogue), every),
        tuple(operation for operation in plain if not operation.is_open),
        tuple(operation for operation in plain if operation.is_open),
        is_exact,
    )


def type_of(action: str) -> str:
    """The type of resource an action is for."""
    return action.partition(":")[0]


def operations_of_action(catalogue: Catalogue, action: str) -> tuple[Operation, ...]:
    """What an action is needed for; ``*`` at its end takes all that begin so."""
    by_action = catalogue.derived(_by_action)
    if not action.endswith(STAR):
        return catalogue.operations_in(by_action.get(action, 0))
    start = action.removesuffix(STAR)
    own = (bits for name, bits in by_action.items() if name.startswith(start))
    return catalogue.operations_in(reduce(or_, own, 0))


def _note(needed: _Needed, catalogue: Catalogue, bits: int, paths: Sequence[str]) -> None:
    """The actions behind what some paths reach alike, each with the resources they name."""
    heads = catalogue.derived(_heads)
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
    narrowed: _Needed = {}
    for (action, resources), own in needed.items():
        known = names[type_of(action)] if resources == (STAR,) else None
        is_list = known and all("{" not in catalogue.operations[number].path for number in own)
        chosen = tuple(sorted(known)) if known and is_list else resources
        narrowed.setdefault((action, chosen), {}).update(own)
    return narrowed


def _actions(catalogue: Catalogue, needed: _Needed, every: int) -> tuple[IamAction, ...]:
    by_action = catalogue.derived(_by_action)
    advised = ~every & ~catalogue.deprecated
    actions = []
    for (name, resources), own in sorted(needed.items(), key=itemgetter(0)):
        operations = tuple(catalogue.operations[number] for number in own)
        beyond = (by_action[name] & advised).bit_count()
        actions.append(IamAction(name, resources, operations, beyond))
    return tuple(actions)


def _named(operation: Operation, path: str) -> str:
    """The name that a rule's path has for the operation's first parameter, or a star."""
    if ANY not in operation.segments:
        return STAR
    place = operation.segments.index(ANY)
    segments = path.split("/")[1:][: place + 1]
    is_plain = len(segments) > place and not any(STAR in segment for segment in segments)
    return segments[place] if is_plain else STAR


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
    numbers_by_action: dict[str, list[int]] = {}
    for number, operation in enumerate(catalogue.operations):
        for action in operation.actions:
            numbers_by_action.setdefault(action, []).append(number)
    return {action: mask(own) for action, own in numbers_by_action.items()}
