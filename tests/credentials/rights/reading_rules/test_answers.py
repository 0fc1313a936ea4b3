"""A rule that an answer follows, which may take it back, is taken and said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.rights import read_rules
from credentials.rights.reading_rules.meaning.answers import ANSWERED

ANSWERS = [
    "No, that's wrong. It is GET /vps.",
    "That is not right, it is GET /vps",
    "Nope, too wide for that",
    "Sorry, wrong thread.",
    "@bob this is far too much, please reduce",
    "(EDIT: outdated, see below)",
    "Edit: do not use that any more",
    "Nein, das stimmt nicht, es ist GET /vps",
    "Das ist falsch und nicht nötig",
    "Non, c'est faux, il faut GET /vps",
    "C'est pas ça du tout",
    "No, eso no es",
    "Eso no funciona así",
    "No, è sbagliato, serve GET /vps",
    "Questo non basta a nessuno",
    "Nie, to jest źle",
    "To nie jest potrzebne",
]


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize(
    "form", ["> PUT /me\n{}", "> PUT /me\n\n{}", "PUT /me\n\n{}", "PUT /me\n{}"]
)
def test_a_rule_with_an_answer_below_is_said(answer: str, form: str) -> None:
    reading = read_rules(form.format(answer))
    said = {str(rule): piece.remarks for piece in reading.pieces for rule in piece.rules}
    assert said.get("PUT /me") != ()


@pytest.mark.parametrize(
    "text",
    [
        "alice: PUT /me\nbob: no, PUT /vps is right",
        "[bob] PUT /me\n[eve] that is wrong, you want PUT /vps",
        "12:30 <bob> PUT /me\n12:31 <eve> nope, take PUT /vps",
        "> PUT /ip\n> PUT /me\n\nI would rather have PUT /vps",
    ],
)
def test_what_was_said_before_in_a_chat_is_said(text: str) -> None:
    pieces = read_rules(text).pieces
    assert all(piece.remarks for piece in pieces if str(piece.rules[0]) != "PUT /vps")


@pytest.mark.parametrize(
    "text",
    [
        "PUT /me\nPUT /vps",
        "> PUT /me\n> PUT /vps",
        "> PUT /me\n\nThanks and hello",
        "PUT /me\n\nDo not share your keys with anybody.",
        "PUT /me\n\nThen run the tool with these settings.",
        "| PUT | /me |\n| no | row |",
    ],
)
def test_what_answers_nothing_says_nothing(text: str) -> None:
    assert not any(ANSWERED in piece.remarks for piece in read_rules(text).pieces)


@given(st.integers(1, 4), st.sampled_from(ANSWERS), st.sampled_from(["", "> "]))
def test_an_answer_is_said_of_each_rule_of_the_list_above(
    count: int, answer: str, quote: str
) -> None:
    rules = [f"{quote}PUT /me/n{number}" for number in range(count)]
    reading = read_rules("\n".join([*rules, "", answer]))
    taken = [piece for piece in reading.pieces if "/me/n" in str(piece.rules[0])]
    assert len(taken) == count
    assert all(piece.remarks for piece in taken)
