"""What was edited from one list of rules to another leads from the one to the other."""

from __future__ import annotations

from hypothesis import given

from credentials.rights import AccessRule, parse_rules
from credentials.rights.edits import edits
from tests.credentials.rights.rule_strategies import rule_lists


@given(rule_lists)
def test_nothing_was_edited_between_rules_and_themselves(rules: list[AccessRule]) -> None:
    same = edits(rules, reversed(rules))
    assert not same
    assert set(same.kept) == set(rules)


@given(rule_lists, rule_lists)
def test_the_old_rules_without_the_removed_and_with_the_added_are_the_new_ones(
    old: list[AccessRule], new: list[AccessRule]
) -> None:
    made = edits(old, new)
    assert {*old} - {*made.removed} | {*made.added} == {*new}
    assert {*made.kept} | {*made.added} == {*new}
    assert {*made.kept} | {*made.removed} == {*old}


@given(rule_lists, rule_lists)
def test_reversed_edits_swap_added_and_removed(
    old: list[AccessRule], new: list[AccessRule]
) -> None:
    forwards, back = edits(old, new), edits(new, old)
    assert (forwards.added, forwards.removed) == (back.removed, back.added)


def test_a_narrower_rule_is_one_added_and_one_removed() -> None:
    made = edits(parse_rules("GET /me\nGET /domain/*"), parse_rules("GET /domain/zone/*\nGET /me"))
    assert (made.added, made.removed, made.kept) == (
        parse_rules("GET /domain/zone/*"),
        parse_rules("GET /domain/*"),
        parse_rules("GET /me"),
    )
