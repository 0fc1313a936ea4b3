"""What a rule covers, by what a ``*`` in the middle of it stands for (api 3.2)."""

from __future__ import annotations

import re
from collections.abc import Callable

from credentials.rights import AccessRule


def covers_across_slashes(rule: AccessRule, method: str, path: str) -> bool:
    """Whether ``rule`` covers the call when every ``*`` matches slashes too."""
    return rule.covers(method, path)


def covers_within_segment(rule: AccessRule, method: str, path: str) -> bool:
    """The same, when only a ``*`` at the end of the rule matches slashes."""
    head, last = rule.pattern, ""
    if head.endswith("*"):
        head, last = head[:-1], ".*"
    pattern = "[^/]*".join(map(re.escape, head.split("*"))) + last
    return rule.method == method and re.fullmatch(pattern, path, re.DOTALL) is not None


COVERS: dict[str, Callable[[AccessRule, str, str], bool]] = {
    "crosses": covers_across_slashes,
    "segment": covers_within_segment,
}
