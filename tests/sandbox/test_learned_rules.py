"""What a sandbox teaches of a tool: the smallest rules for the calls in its record."""

from __future__ import annotations

from credentials.rights import parse_rules
from sandbox.learned_rules import learned_rules
from sandbox.state.call_record import RecordedCall

ZONE = "/domain/zone/example.com"


def call(method: str, path: str, *, status: int = 200, key: str = "credential 1") -> RecordedCall:
    return RecordedCall(1, 0.0, method, path, status, key)


def test_calls_become_rules_a_recipe_is_named_and_names_that_were_tried_are_left_out() -> None:
    learned = learned_rules(
        [
            call("GET", "/auth/time", key=""),
            call("GET", "/domain/zone/www.example.com", status=404),
            call("POST", f"{ZONE}/record"),
            call("POST", f"{ZONE}/refresh"),
            call("DELETE", f"{ZONE}/record/7", status=403),
            call("OPTIONS", ZONE),
        ]
    )
    assert [str(rule) for rule in learned.rules] == [
        f"POST {ZONE}/record",
        f"POST {ZONE}/refresh",
        f"DELETE {ZONE}/record/*",
    ]
    assert learned.left_out == ("GET /domain/zone/www.example.com",)
    assert "lego-zone-records" in {recipe.slug for recipe in learned.recipes}


def test_the_text_is_read_as_the_same_rules() -> None:
    learned = learned_rules([call("GET", f"{ZONE}/record"), call("GET", "/x/y", status=404)])
    assert parse_rules(learned.as_text()) == learned.rules


def test_no_call_is_no_rule() -> None:
    assert learned_rules([]).as_text() == "# 0 calls, 0 rules\n"
