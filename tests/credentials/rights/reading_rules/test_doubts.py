"""What stands beside a rule and may take it back is said; what explains it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.core import Sentence
from credentials.rights import read_rules
from credentials.rights.reading_rules.meaning.doubts import ARROW, CONFLICT, LOGGED, NOTED

BESIDE = {
    "DELETE /vps/* # remove me": NOTED,
    "DELETE /vps/* // no longer used": NOTED,
    "DELETE /vps/* (dangerous)": NOTED,
    "DELETE /vps/* : dangereux": NOTED,
    "DELETE /vps/* (nur zum Testen)": NOTED,
    "PUT /vps/* {disabled}": NOTED,
    "POST /me  <-- delete": NOTED,
    "DELETE /vps/* => false": NOTED,
    "DELETE /vps/*   0": NOTED,
    "GET /me ???": NOTED,
    "GET /me (why?)": NOTED,
    "GET /me (expired last year)": NOTED,
    "GET /me | expired": NOTED,
    "| 41 | expired | GET /me |": NOTED,
    "DELETE;/ip/*;revoked": NOTED,
    "POST /me → GET /me": ARROW,
    "POST /me -> GET /me": ARROW,
    '192.0.2.4 - - [10/Oct/2025:13:55:36 +0000] "GET /me HTTP/1.1" 200 2326 "-" "-"': LOGGED,
    "[nginx]: GET /me 200 12ms": LOGGED,
    "<<<<<<< HEAD\nGET /me\n=======\nDELETE /me\n>>>>>>> feature": CONFLICT,
}
EXPLAINED = [
    "GET /me # the account",
    "GET /domain/zone/* (for the DNS records)",
    "GET /me - used by the mailer",
    "POST /domain/zone/*/refresh # required",
    "| GET /me | the account |",
    "GET /me\nPUT /me",
]
_WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyzéü", min_size=2, max_size=9), min_size=1)


@pytest.mark.parametrize(("text", "remark"), BESIDE.items())
def test_what_may_take_a_rule_back_is_said_of_each(text: str, remark: Sentence) -> None:
    reading = read_rules(text)
    assert reading.pieces
    assert [piece.remarks for piece in reading.pieces] == [(remark,)] * len(reading.pieces)


@pytest.mark.parametrize("text", EXPLAINED)
def test_what_explains_a_rule_is_not_said(text: str) -> None:
    reading = read_rules(text)
    assert reading.pieces
    assert not reading.said_parts


@given(_WORDS, st.sampled_from(["# {}", "// {}", "({})", "- {}", "  {}", ": {}"]))
def test_no_note_of_unknown_words_leaves_a_rule_that_deletes_without_a_word(
    words: list[str], note: str
) -> None:
    reading = read_rules(f"DELETE /vps/* {note.format(' '.join(['qqq', *words]))}")
    assert reading.said_parts
