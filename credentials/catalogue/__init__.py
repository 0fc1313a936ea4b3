"""What OVHcloud's API offers (api 7), what rules reach of it, and what that means.

All of it is pure and works on a ``Catalogue``: ``bundled()``, or that of an endpoint from
``credentials.catalogues.of(name)``. Errors in what people type are ``RuleError``.
"""

from __future__ import annotations

from credentials.catalogue.browsing import Branch, branches
from credentials.catalogue.catalogue import Catalogue, bundled
from credentials.catalogue.comparing import Comparison, compare
from credentials.catalogue.iam import Action, Translation, operations_of, translate
from credentials.catalogue.linting import lint
from credentials.catalogue.naming import NameList, list_of_names, narrowed, starred_list
from credentials.catalogue.nearest import nearest
from credentials.catalogue.operation import Kind, Operation
from credentials.catalogue.picking import (
    SHORTHANDS,
    Blank,
    Pick,
    as_segment,
    beyond,
    gain,
    offered,
    pick,
    with_below,
)
from credentials.catalogue.policies import Grantee, policies
from credentials.catalogue.reach import Bar, Reach, reach
from credentials.catalogue.refusals import Explanation, explain_refusal
from credentials.catalogue.risks import Risk, Severity, risks
from credentials.catalogue.search import Hits, search
from credentials.catalogue.snapshot import Snapshot, SnapshotError
from credentials.catalogue.verdict import Verdict, judge, who_may

__all__ = [
    "SHORTHANDS",
    "Action",
    "Bar",
    "Blank",
    "Branch",
    "Catalogue",
    "Comparison",
    "Explanation",
    "Grantee",
    "Hits",
    "Kind",
    "NameList",
    "Operation",
    "Pick",
    "Reach",
    "Risk",
    "Severity",
    "Snapshot",
    "SnapshotError",
    "Translation",
    "Verdict",
    "as_segment",
    "beyond",
    "branches",
    "bundled",
    "compare",
    "explain_refusal",
    "gain",
    "judge",
    "lint",
    "list_of_names",
    "narrowed",
    "nearest",
    "offered",
    "operations_of",
    "pick",
    "policies",
    "reach",
    "risks",
    "search",
    "starred_list",
    "translate",
    "who_may",
    "with_below",
]
