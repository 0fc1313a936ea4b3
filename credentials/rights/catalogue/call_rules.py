"""From calls to the smallest rules for them: an id is another one next time, a service is not.

The first name in a path is that of a zone, a project, a cart or a service, and stays: no rule goes
beyond it. Names below it are ids, and a star takes their place. Below ``/me`` all names are ids,
for there the account itself is what is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from credentials.core import Method
from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.catalogue.tree import Node
from credentials.rights.coverage import normalise_rules
from credentials.rights.glob import STAR
from credentials.rights.rule import AccessRule, rule_path
from credentials.rights.rule_text import check_rule_limits

Call = tuple[str, str]

_NEEDS_NO_RULE: Final = "/auth/"
_ACCOUNT: Final = "me"


def rules_for_calls(catalogue: Catalogue, calls: Iterable[Call]) -> tuple[AccessRule, ...]:
    """The smallest rules that allow the calls, each a method and a path, in their order.

    A path may have a version and a query. No rule has a method that its path was not called with;
    what needs no rule has none. What the catalogue does not know stays as it was called. Raises
    ``RuleError`` for calls that need more rules than can be worked with.
    """
    bare = dict.fromkeys((Method(method), _rule_path(path)) for method, path in calls)
    rules = dict.fromkeys(
        AccessRule(method, _without_ids(catalogue, path))
        for method, path in bare
        if not path.startswith(_NEEDS_NO_RULE)
    )
    return normalise_rules(check_rule_limits(tuple(rules)))


def _rule_path(path: str) -> str:
    return rule_path(path.partition("?")[0])


def _without_ids(catalogue: Catalogue, path: str) -> str:
    _, *segments = path.split("/")
    return "/" + "/".join(_generalised(catalogue.tree.root, segments))


def _generalised(root: Node, segments: list[str]) -> Iterator[str]:
    node: Node | None = root
    is_named = segments[0] == _ACCOUNT
    for segment in segments:
        route = node.routes.get(segment) if node else None
        is_name = bool(segment) and route is None and node is not None and bool(node.parameter)
        yield STAR if is_name and is_named else segment
        is_named = is_named or is_name
        node = route or (node.parameter if node else None)
