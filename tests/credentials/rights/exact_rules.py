"""Rules as a live key may have them: spelled in ways that no text is read as."""

from __future__ import annotations

from credentials.core import Method
from credentials.rights import AccessRule


def exact_rules(text: str) -> tuple[AccessRule, ...]:
    """A ``METHOD[,METHOD] /path`` a line, the path as it stands, whatever it is."""
    lines = [line.strip().partition(" ") for line in text.strip().splitlines()]
    return tuple(
        AccessRule(Method(method), path) for names, _, path in lines for method in names.split(",")
    )
