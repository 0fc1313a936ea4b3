"""What a rule covers, by what a star in the middle of it stands for (api 3.2)."""

from __future__ import annotations

import re
from collections.abc import Callable

from credentials.rights import AccessRule


def crossing(rule: AccessRule, method: str, path: str) -> bool:
    """Every star takes in slashes."""
    return rule.covers(method, path)


def by_segment(rule: AccessRule, method: str, path: str) -> bool:
    """The last star takes in slashes where it ends the rule; any other stands within a segment."""
    head, last = rule.pattern, ""
    if head.endswith("*"):
        head, last = head[:-1], ".*"
    pattern = "[^/]*".join(map(re.escape, head.split("*"))) + last
    return rule.method == method and re.fullmatch(pattern, path, re.DOTALL) is not None


COVERS: dict[str, Callable[[AccessRule, str, str], bool]] = {
    "crosses": crossing,
    "segment": by_segment,
}
