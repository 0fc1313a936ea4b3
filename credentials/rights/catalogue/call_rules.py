"""From calls to the smallest rules for them: an id is another one next time, a name is not.

The first name in a path is that of a zone, a project, a cart or a service, and stays: no rule goes
beyond it. Below it a star takes the place of ids, which OVHcloud gives: ``record/5012345678``. What
people chose stays as well: a mail account, a database, an address. ``/me``, ``/iam`` and
``/support`` are about the account itself, so there the first name is treated as those below it,
and a number is an id where the catalogue does not know the route.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from credentials.core import Method
from credentials.rights.api_versions import rule_path
from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.catalogue.tree import Node
from credentials.rights.coverage import normalise_rules
from credentials.rights.glob import STAR
from credentials.rights.rule import AccessRule
from credentials.rights.rule_text import check_rule_limits

Call = tuple[str, str]

_NEEDS_NO_RULE: Final = "/auth/"
#: Branches about the account itself.
_ACCOUNT: Final = frozenset(("iam", "me", "support"))
_ID: Final = re.compile(r"(?:^|[a-z])(?:id|Id|ID|Uuid)s?$")
#: Parameters whose values OVHcloud gives as well, whatever they are called.
_OTHER_IDS: Final = frozenset(("access", "creationDate", "identifier"))


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
    return "/" + "/".join(_generalised(catalogue, segments))


def _generalised(catalogue: Catalogue, segments: list[str]) -> Iterator[str]:
    node: Node | None = catalogue.tree.root
    is_named = segments[0] in _ACCOUNT
    for place, segment in enumerate(segments):
        route = node.routes.get(segment) if node else None
        parameter = node.parameter if node and segment and not route else None
        is_id = is_named and parameter is not None and _is_id(catalogue, parameter, place)
        is_unknown = not route and not parameter and segments[0] in _ACCOUNT
        is_id = is_id or (is_unknown and segment.isdecimal())
        yield STAR if is_id else segment
        is_named = is_named or parameter is not None
        node = route or (node.parameter if node else None)


def _is_id(catalogue: Catalogue, parameter: Node, place: int) -> bool:
    """Whether OVHcloud gives the values of this parameter, the ``place``-th part of its routes."""
    name = catalogue.operations[parameter.start].path.split("/")[place + 1].strip("{}")
    return name in _OTHER_IDS or _ID.search(name) is not None
