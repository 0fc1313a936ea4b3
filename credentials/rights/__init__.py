"""Access rules: what a consumer key may do, and what that means (api 3.2)."""

from __future__ import annotations

from credentials.rights.coverage import Difference, Row, diff, grouped, normalise
from credentials.rights.edits import Edits, edits
from credentials.rights.linting import Remark, lint
from credentials.rights.rule import (
    AccessRule,
    from_api,
    grants,
    spellings,
    strip_version,
    to_api,
)
from credentials.rights.text import parse_rules, render_lines, within_limits
from credentials.rights.wording import explain_group

__all__ = [
    "AccessRule",
    "Difference",
    "Edits",
    "Remark",
    "Row",
    "diff",
    "edits",
    "explain_group",
    "from_api",
    "grants",
    "grouped",
    "lint",
    "normalise",
    "parse_rules",
    "render_lines",
    "spellings",
    "strip_version",
    "to_api",
    "within_limits",
]
