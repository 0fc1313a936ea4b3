"""Access rules and what they mean: texts, the catalogue of operations, recipes, addresses, policy.

All of it is pure: no Django, no network, no clock but today's date. Asking OVHcloud belongs in
``ovhcloud``, what a team keeps or asks for in ``teams``. Errors in what people type are
``RuleError`` or ``InputError``.

* A rule: ``AccessRule``, ``granting_rule``, ``rules_from_api``, ``rules_to_api``, ``explain_path``.
* Rules as text: ``parse_rules``, ``held_rules``, ``remarks_on_held``, ``NOTATIONS``,
  ``check_rule_limits``, ``visible_text``.
* Several rules: ``normalise_rules``, ``rules_by_path``, ``lint_rules``, and two lists of them:
  ``coverage_difference`` (without a catalogue), ``compare_rules`` (with one).
* The catalogue: ``bundled_catalogue``, ``Operation``, ``search``, ``child_routes``; its files:
  ``load_snapshot``, ``dump_snapshot``, ``read_snapshot_rows``, ``schema_sections`` and
  ``schema_rows``; two of one endpoint: ``CatalogueChanges``.
* What an operation takes and answers: ``operation_detail``, ``fill_call``, ``mask_answer``; from a
  newer description: ``described_section``, ``archive_of``; as the sandbox needs it:
  ``bundled_section``, ``TypeName``, ``generic_parts``.
* What rules reach: ``reach``, ``additional_reach``, ``additional_counts_below``, ``risks``,
  ``lint_against_catalogue``, ``check_call``, ``check_methods``, ``explain_refusal``.
* From calls: ``rules_for_calls``, ``recipes_for_calls``; from rules: ``recipes_of_rules``,
  ``names_in_rules``.
* Choosing rules: ``rules_for_operation``, ``with_rules_below``, ``METHOD_SHORTHANDS``, recipes, and
  names in place of stars: ``name_list_at``, ``name_list_for_star``, ``narrow_to_names``.
* IAM: ``translate_to_iam``, ``iam_policies``.
* A team's policy: ``check_policy``, ``check_rules_against_policy``.
* Addresses of a key: ``read_addresses``, ``address_blocks``, ``address_cautions``, ``is_open``,
  ``wide_blocks``.
"""

from __future__ import annotations

from credentials.rights.addresses import (
    Address,
    address_blocks,
    address_cautions,
    addresses_include,
    addresses_overlap,
    read_addresses,
)
from credentials.rights.api_versions import rule_path, strip_version
from credentials.rights.catalogue.browsing import RouteNode, child_routes
from credentials.rights.catalogue.call_check import CallCheck, check_call, check_methods
from credentials.rights.catalogue.call_rules import rules_for_calls
from credentials.rights.catalogue.catalogue import HOME_ENDPOINT, Catalogue, bundled_catalogue
from credentials.rights.catalogue.catalogue_changes import CatalogueChanges
from credentials.rights.catalogue.catalogue_lint import lint_against_catalogue
from credentials.rights.catalogue.comparison import RuleComparison, compare_rules
from credentials.rights.catalogue.enumeration import enumerate_phrases
from credentials.rights.catalogue.iam import IamAction, IamTranslation, translate_to_iam
from credentials.rights.catalogue.iam_policies import Grantee, iam_policies
from credentials.rights.catalogue.name_lists import (
    NameList,
    name_list_at,
    name_list_for_star,
    narrow_to_names,
)
from credentials.rights.catalogue.operation import Operation, OperationKind
from credentials.rights.catalogue.reach import ProductReach, Reach, reach
from credentials.rights.catalogue.risks import Risk, risks
from credentials.rights.catalogue.schemas import schema_rows, schema_sections
from credentials.rights.catalogue.search import SearchResults, search
from credentials.rights.catalogue.selection import (
    METHOD_SHORTHANDS,
    OperationRules,
    additional_counts_below,
    additional_reach,
    path_segment,
    rules_for_operation,
    with_rules_below,
)
from credentials.rights.catalogue.snapshot import (
    Snapshot,
    SnapshotError,
    SnapshotRow,
    dump_snapshot,
    load_snapshot,
    read_snapshot_rows,
)
from credentials.rights.coverage import (
    CoverageDifference,
    coverage_difference,
    normalise_rules,
    rules_by_path,
)
from credentials.rights.descriptions.filling import (
    BATCH_SEPARATOR,
    Empty,
    FilledCall,
    fill_call,
    filled_path,
)
from credentials.rights.descriptions.live_sections import described_section
from credentials.rights.descriptions.lookup import bundled_section, operation_detail
from credentials.rights.descriptions.make_archive import archive_of
from credentials.rights.descriptions.masking import (
    HIDDEN,
    hide_texts,
    is_deep,
    mask_answer,
    mask_typed,
    may_hold_secrets,
    texts_in,
)
from credentials.rights.descriptions.operation_detail import (
    OperationDetail,
    Parameter,
    Place,
    Shape,
)
from credentials.rights.descriptions.type_names import TypeName, generic_parts
from credentials.rights.freezing import FROZEN_ADDRESSES, is_frozen
from credentials.rights.held_rules import held_rules, remarks_on_held
from credentials.rights.invisible_characters import visible_text
from credentials.rights.notations import NOTATIONS, Notation
from credentials.rights.policy import (
    UNLIMITED_VALIDITY,
    PlannedKey,
    PolicyBreach,
    TeamPolicy,
    check_policy,
    check_rules_against_policy,
    joined_sentences,
)
from credentials.rights.reading_rules.rule_reader import read_rules
from credentials.rights.reading_rules.strict import parse_rules
from credentials.rights.recipes.recipe import Recipe, RecipeParameter
from credentials.rights.recipes.recipe_calls import (
    names_in_rules,
    recipes_for_calls,
    recipes_of_rules,
)
from credentials.rights.recipes.recipe_lists import (
    DNS_RECIPES,
    MANAGEMENT_RECIPES,
    OPERATIONS_RECIPES,
    RECIPES,
)
from credentials.rights.recipes.sources import Source
from credentials.rights.refusals.explaining import explain_refusal
from credentials.rights.refusals.explanation import RefusalExplanation
from credentials.rights.rule import AccessRule, granting_rule, rules_from_api, rules_to_api
from credentials.rights.rule_lint import LintRemark, lint_rules
from credentials.rights.rule_problems import NO_RULE
from credentials.rights.rule_text import check_rule_limits
from credentials.rights.wide_addresses import is_open, wide_blocks
from credentials.rights.wording import explain_path

__all__ = [
    "BATCH_SEPARATOR",
    "DNS_RECIPES",
    "FROZEN_ADDRESSES",
    "HIDDEN",
    "HOME_ENDPOINT",
    "MANAGEMENT_RECIPES",
    "METHOD_SHORTHANDS",
    "NOTATIONS",
    "NO_RULE",
    "OPERATIONS_RECIPES",
    "RECIPES",
    "UNLIMITED_VALIDITY",
    "AccessRule",
    "Address",
    "CallCheck",
    "Catalogue",
    "CatalogueChanges",
    "CoverageDifference",
    "Empty",
    "FilledCall",
    "Grantee",
    "IamAction",
    "IamTranslation",
    "LintRemark",
    "NameList",
    "Notation",
    "Operation",
    "OperationDetail",
    "OperationKind",
    "OperationRules",
    "Parameter",
    "Place",
    "PlannedKey",
    "PolicyBreach",
    "ProductReach",
    "Reach",
    "Recipe",
    "RecipeParameter",
    "RefusalExplanation",
    "Risk",
    "RouteNode",
    "RuleComparison",
    "SearchResults",
    "Shape",
    "Snapshot",
    "SnapshotError",
    "SnapshotRow",
    "Source",
    "TeamPolicy",
    "TypeName",
    "additional_counts_below",
    "additional_reach",
    "address_blocks",
    "address_cautions",
    "addresses_include",
    "addresses_overlap",
    "archive_of",
    "bundled_catalogue",
    "bundled_section",
    "check_call",
    "check_methods",
    "check_policy",
    "check_rule_limits",
    "check_rules_against_policy",
    "child_routes",
    "compare_rules",
    "coverage_difference",
    "described_section",
    "dump_snapshot",
    "enumerate_phrases",
    "explain_path",
    "explain_refusal",
    "fill_call",
    "filled_path",
    "generic_parts",
    "granting_rule",
    "held_rules",
    "hide_texts",
    "iam_policies",
    "is_deep",
    "is_frozen",
    "is_open",
    "joined_sentences",
    "lint_against_catalogue",
    "lint_rules",
    "load_snapshot",
    "mask_answer",
    "mask_typed",
    "may_hold_secrets",
    "name_list_at",
    "name_list_for_star",
    "names_in_rules",
    "narrow_to_names",
    "normalise_rules",
    "operation_detail",
    "parse_rules",
    "path_segment",
    "reach",
    "read_addresses",
    "read_rules",
    "read_snapshot_rows",
    "recipes_for_calls",
    "recipes_of_rules",
    "remarks_on_held",
    "risks",
    "rule_path",
    "rules_by_path",
    "rules_for_calls",
    "rules_for_operation",
    "rules_from_api",
    "rules_to_api",
    "schema_rows",
    "schema_sections",
    "search",
    "strip_version",
    "texts_in",
    "translate_to_iam",
    "visible_text",
    "wide_blocks",
    "with_rules_below",
]
