"""Texts as people paste them, in whatever wrapping, language and notation, and their rules.

``texts.jsonl`` has one a line: the text, and the rules in it. No rule there means that what is in
the text is no rule; then something is said of it, or there is nothing that looks like one.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TypedDict

import pytest

from credentials.rights import bundled_catalogue, read_rules


class Given(TypedDict):
    """A text, and what is to be read in it."""

    text: str
    rules: list[str]


LINES = Path(__file__).with_name("texts.jsonl").read_text().splitlines()
TEXTS: list[Given] = [json.loads(line) for line in LINES]


@pytest.mark.parametrize(
    "given", TEXTS, ids=lambda given: given["text"][:40].encode("unicode_escape").decode()
)
def test_a_text_gives_its_rules_and_nothing_else(given: Given) -> None:
    assert [str(rule) for rule in read_rules(given["text"]).rules] == given["rules"]


@pytest.mark.parametrize("given", [given for given in TEXTS if given["rules"]])
def test_what_gave_a_rule_is_marked_where_it_stands(given: Given) -> None:
    reading = read_rules(given["text"])
    taken = [given["text"][piece.start : piece.end] for piece in reading.pieces]
    assert all(taken)
    assert [piece.start for piece in reading.pieces] == sorted(p.start for p in reading.pieces)


def test_no_name_of_a_route_stands_for_one_to_be_filled_in() -> None:
    routes = {re.sub(r"\{\w+\}", "x1.eu", each.path) for each in bundled_catalogue().operations}
    wrong = [route for route in routes if str(*read_rules(f"GET {route}").rules) != f"GET {route}"]
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "**GET** `/domain/zone/*`",
        "Allow GET\n* POST /me",
        "GET * /domain/zone",
        "*GET* /me",
        "GET **/me**",
    ],
)
def test_a_star_of_the_markup_is_never_the_whole_account(text: str) -> None:
    assert "/*" not in [rule.path for rule in read_rules(text).rules]


@pytest.mark.parametrize(
    "text",
    [
        "GET /domain/zone/‹zone›x/record",
        "GET /domain/zone/[a/b]/record",
        "GET /domain/zone/\\zone/record",
        '{"accessRules":[{"method":"POST","path":"/c/',
        "https://api.ovh.com/createToken/?GET=/me%26POST=/a/*",
    ],
)
def test_a_path_that_is_cut_short_is_said_and_gives_no_rule(text: str) -> None:
    reading = read_rules(text)
    assert reading.rules == ()
    assert reading.problems
