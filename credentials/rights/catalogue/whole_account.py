"""Whether rules reach the whole account, however they are spelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from credentials.core import Method
from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.catalogue.reach import reach
from credentials.rights.rule import EVERYTHING, AccessRule

# With all but a few operations left out, it is still the account.
_NEARLY_ALL: Final = 0.9


def methods_on_everything(catalogue: Catalogue, rules: Iterable[AccessRule]) -> list[Method]:
    """The methods with which the rules, all together, reach all or nearly all that there is."""
    chosen = tuple(rules)
    methods = {rule.method for rule in chosen}
    bits = reach(catalogue, chosen).bits
    return [
        method
        for method in Method
        if method in methods
        and (_covers_everything(method, chosen) or _is_nearly_all(catalogue, method, bits))
    ]


def _covers_everything(method: Method, rules: Sequence[AccessRule]) -> bool:
    return any(rule.covers(method, EVERYTHING) for rule in rules)


def _is_nearly_all(catalogue: Catalogue, method: Method, bits: int) -> bool:
    every = reach(catalogue, [AccessRule(method, EVERYTHING)]).bits
    return bool(every) and (bits & every).bit_count() >= _NEARLY_ALL * every.bit_count()
