"""Columns of a table: which of them say that a rule is granted, and which when it ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.rights import read_rules
from credentials.rights.reading_rules.rule_reader import RuleReading

TODAY = datetime.now(UTC).date()


def remarks(reading: RuleReading) -> list[str]:
    return [str(remark) for piece in reading.pieces for remark in piece.remarks]


def table(heading: str, cell: str, sign: str = "|") -> str:
    return f"Method{sign}Path{sign}{heading}\nPUT{sign}/me{sign}{cell}"


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Deprecated", "no"),
        ("Body", "none"),
        ("Paginated", "no"),
        ("Auth", "none"),
        ("Corps", "aucun"),
        ("Veraltet", "nein"),
        ("Parámetros", "ninguno"),
        ("Risposta", "nessuna"),
        ("Odpowiedź", "brak"),
        ("Required", "yes"),
        ("Forbidden", "no"),
    ],
)
@pytest.mark.parametrize("sign", ["|", "\t", ";", ","])
def test_a_column_about_the_call_forbids_nothing(heading: str, cell: str, sign: str) -> None:
    reading = read_rules(table(heading, cell, sign))
    assert [str(rule) for rule in reading.rules] == ["PUT /me"]
    assert not reading.leftovers


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("Granted", "no"), ("Allowed", "no"), ("Required", "no"), ("Forbidden", "yes"),
     ("Erlaubt", "nein"), ("Autorisé", "non"), ("Revoked", "true")],
)  # fmt: skip
def test_a_column_that_says_it_is_not_granted_forbids(heading: str, cell: str) -> None:
    reading = read_rules(table(heading, cell))
    assert reading.rules == ()
    assert reading.leftovers


@pytest.mark.parametrize(
    ("heading", "cell"), [("Prod", "no"), ("Bob", "none"), ("Obsolete", "yes")]
)
def test_a_column_that_is_not_known_is_a_doubt(heading: str, cell: str) -> None:
    assert "Is it meant?" in "".join(remarks(read_rules(table(heading, cell))))


@given(
    st.sampled_from(["Expiration", "Valid until", "expires", "gültig bis", "hasta", "wygasa"]),
    st.integers(-4000, 4000),
    st.sampled_from(["|", ";", "\t"]),
)
def test_an_end_in_a_column_is_said_once_it_is_past(heading: str, days: int, sign: str) -> None:
    day = TODAY + timedelta(days)
    said = remarks(read_rules(table(heading, day.isoformat(), sign)))
    if days < -31:
        assert any("end that is past" in remark for remark in said)
    elif days > 1:
        assert not any("past" in remark for remark in said)


@pytest.mark.parametrize(
    "text",
    [
        '{"expiration": "DAY", "rules": [{"method": "GET", "path": "/me"}]}',
        '{"expiration": "DAYT10:00:00+02:00", "rules": [{"method": "GET", "path": "/me"}]}',
        '{"method": "GET", "path": "/me", "expires": "DAY"}',
        "expires: DAY\nrules:\n- GET /me",
        "- method: GET\n  path: /me\n  ends: DAY",
        "- ends: DAY\n  method: GET\n  path: /me",
        '[[rule]]\nmethod = "GET"\npath = "/me"\nexpires_at = DAY',
        "GET /me (until DAY)",
        "GET /me gültig bis DAY",
    ],
)
def test_an_end_by_a_key_is_said_or_leaves_the_rule(text: str) -> None:
    past = read_rules(text.replace("DAY", "2021-03-04"))
    assert any("2021-03-04" in str(part.reason) for part in past.said_parts)
    later = read_rules(text.replace("DAY", "2098-03-04"))
    assert [str(rule) for rule in later.rules] == ["GET /me"]


@pytest.mark.parametrize(
    "text",
    [
        "- method: GET\n  path: /vps\n  ends: 2020-01-01\n- method: GET\n  path: /me",
        '[{"method":"GET","path":"/vps","ends":"2020-01-01"},{"method":"GET","path":"/me"}]',
        "created: 2020-01-01\nGET /me",
        "2020-01-01 12:00:00 GET /me",
    ],
)
def test_the_day_of_another_rule_or_of_its_beginning_says_nothing(text: str) -> None:
    reading = read_rules(text)
    (own,) = [piece for piece in reading.pieces if str(piece.rules[0]) == "GET /me"]
    assert not own.remarks
