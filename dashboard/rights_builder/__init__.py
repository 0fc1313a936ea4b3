"""The rights builder: a draft of rules as one value, what each button does to it, what pages show.

No request, no model is changed and nothing is sent here: requests are read in ``dashboard.views``,
rules and what they reach come from ``credentials.rights``, names of services from
``credentials.live``.
"""

from __future__ import annotations

from dashboard.rights_builder.added_rules import add_rules
from dashboard.rights_builder.browsing import BrowsedPath
from dashboard.rights_builder.builder_page import BuilderPage, token_page
from dashboard.rights_builder.buttons import apply_button
from dashboard.rights_builder.capable_keys import CapableKeys
from dashboard.rights_builder.draft import Draft
from dashboard.rights_builder.effect import effect_of
from dashboard.rights_builder.found_keys import found_keys
from dashboard.rights_builder.management_rights import management_key_request
from dashboard.rights_builder.name_suggestions import BuilderSuggestions
from dashboard.rights_builder.region import Region, region_of
from dashboard.rights_builder.rule_change import RuleChange
from dashboard.rights_builder.search import search_operations
from dashboard.rights_builder.sources import Sources

__all__ = [
    "BrowsedPath",
    "BuilderPage",
    "BuilderSuggestions",
    "CapableKeys",
    "Draft",
    "Region",
    "RuleChange",
    "Sources",
    "add_rules",
    "apply_button",
    "effect_of",
    "found_keys",
    "management_key_request",
    "region_of",
    "search_operations",
    "token_page",
]
