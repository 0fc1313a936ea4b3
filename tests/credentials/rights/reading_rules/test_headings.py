"""A hash sign may begin a heading, number a rule or comment it out."""

from __future__ import annotations

import pytest

from credentials.rights import read_rules
from credentials.rights.reading_rules.meaning.headings import HEADING

HEADINGS = [
    "# GET /me\n\nReads the account.",
    "# GET /me\n\nReads the account.\n\n# PUT /me\n\nChanges it.",
    "## GET /me\n\nReads.\n\n## DELETE /vps/*\n\nEnds.",
    "### `GET /me`\nReads the account.",
]
COMMENTS = [
    "# GET /me\n# PUT /me\nGET /vps",
    "#GET /me\nGET /vps",
    "GET /vps\n# GET /me\nrun",
    "GET /vps\n\n## GET /me\n",
]


@pytest.mark.parametrize("text", HEADINGS)
def test_a_rule_in_a_heading_is_taken_with_a_remark(text: str) -> None:
    reading = read_rules(text)
    assert len(reading.rules) == text.count("# ")
    assert all(piece.remarks == (HEADING,) for piece in reading.pieces)


@pytest.mark.parametrize("text", COMMENTS)
def test_a_rule_in_a_comment_is_left_and_said(text: str) -> None:
    reading = read_rules(text)
    assert "GET /me" not in [str(rule) for rule in reading.rules]
    assert any("in a comment" in str(part.reason) for part in reading.leftovers)


@pytest.mark.parametrize("text", ["#1 GET /me\n#2 PUT /me", "#1: GET /me\n#2: PUT /me"])
def test_a_hash_sign_with_a_number_is_no_comment(text: str) -> None:
    reading = read_rules(text)
    assert [str(rule) for rule in reading.rules] == ["GET /me", "PUT /me"]
    assert not reading.said_parts
