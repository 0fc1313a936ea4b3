"""Columns that say yes of one rule and no of another: only what has a yes is taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.rights import read_rules
from credentials.rights.reading_rules.rule_reader import RuleReading

PAIRS = [
    *(("true", "false"), ("TRUE", "FALSE"), ("1", "0"), ("yes", "no"), ("Y", "N"), ("oui", "non")),
    *(("ja", "nein"), ("sí", "no"), ("x", ""), ("+", "-"), ("granted", "-"), ("(/)", "(x)")),
    *(("✓", "✗"), ("on", "off"), ("allowed", "denied"), ("enabled", "disabled"), ("[+]", "[-]")),
    *(("erlaubt", "verboten"), ("tak", "nie"), ("autorisé", "interdit")),
]
HEADINGS = [
    *("enabled", "Allowed", "granted", "active", "Authorized", "autorisé", "erlaubt", "permitido"),
    *("consentito", "dozwolone", "Enabled?"),
]
SIGNS = [",", ";", "\t", "|"]
ROWS = [("method", "path"), ("GET", "/vps/*"), ("DELETE", "/vps/*")]


def rules_of(reading: RuleReading) -> list[str]:
    return [str(rule) for rule in reading.rules]


def rows(heading: str, pair: tuple[str, str], order: tuple[int, ...]) -> list[list[str]]:
    cells = zip(ROWS, (heading, *pair), strict=True)
    return [[(*row, cell)[place] for place in order] for row, cell in cells]


@given(
    st.sampled_from(HEADINGS),
    st.sampled_from(PAIRS),
    st.sampled_from([(0, 1, 2), (1, 0, 2), (2, 0, 1)]),
    st.sampled_from(SIGNS),
    st.booleans(),
)
def test_a_row_with_a_no_is_left(
    heading: str, pair: tuple[str, str], order: tuple[int, ...], sign: str, is_quoted: bool
) -> None:
    around = '"' if is_quoted else ""
    table = rows(heading, pair, order)
    text = "\n".join(sign.join(f"{around}{cell}{around}" for cell in row) for row in table)
    reading = read_rules(text)
    assert rules_of(reading) == ["GET /vps/*"]
    assert reading.leftovers


@given(st.sampled_from(HEADINGS), st.sampled_from(PAIRS), st.booleans())
def test_a_row_with_a_no_of_a_markup_table_is_left(
    heading: str, pair: tuple[str, str], is_jira: bool
) -> None:
    head, *body = rows(heading, pair, (0, 1, 2))
    lines = [f"| {' | '.join(row)} |" for row in body]
    above = (
        [f"|| {' || '.join(head)} ||"] if is_jira else [f"| {' | '.join(head)} |", "|---|---|---|"]
    )
    assert rules_of(read_rules("\n".join([*above, *lines]))) == ["GET /vps/*"]


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("sign", SIGNS)
def test_yes_and_no_need_no_heading(pair: tuple[str, str], sign: str) -> None:
    body = rows("", pair, (0, 1, 2))[1:]
    assert rules_of(read_rules("\n".join(sign.join(row) for row in body))) == ["GET /vps/*"]


@pytest.mark.parametrize(
    "text",
    [
        "GET /vps/* +\nDELETE /vps/* -",
        "GET /vps/* [+]\nDELETE /vps/* [-]",
        "* GET /vps/* (/)\n* DELETE /vps/* (x)",
        "-{DELETE /vps/*}- GET /vps/*",
        "{-}DELETE /vps/*{-}\nGET /vps/*",
        "-DELETE /vps/*-\nGET /vps/*",
    ],
)
def test_a_line_with_a_no_behind_it_and_what_is_struck_is_left(text: str) -> None:
    reading = read_rules(text)
    assert rules_of(reading) == ["GET /vps/*"]
    assert "DELETE" in "".join(reading.text[part.start : part.end] for part in reading.leftovers)


@pytest.mark.parametrize("cells", [("", ""), ("-", "-"), ("yes", "true"), ("12", "0")])
def test_cells_that_are_no_pair_forbid_nothing(cells: tuple[str, str]) -> None:
    text = f"GET,/vps/*,{cells[0]}\nDELETE,/vps/*,{cells[1]}"
    assert len(read_rules(text).rules) == 2


def test_a_word_that_is_neither_is_said() -> None:
    text = "method;path;granted\nGET;/me;yes\nPUT;/me;later"
    get, put = read_rules(text).pieces
    assert not get.remarks
    assert "“granted” says “later” of it" in str(put.remarks[0])


def test_a_round_box_that_is_chosen_is_a_yes() -> None:
    text = "| Method | Path | Allowed |\n| GET | /me | (x) |\n| PUT | /me | ( ) |"
    assert rules_of(read_rules(text)) == ["GET /me"]
