"""Sentences that forbid a rule with words between, behind it, or in a list's exception."""

from __future__ import annotations

import pytest

from credentials.rights import read_rules


def rules_of(text: str) -> list[str]:
    return [str(rule) for rule in read_rules(text).rules]


@pytest.mark.parametrize(
    "text",
    [
        "Prohibido usar DELETE /vps/*",
        "Está prohibido utilizar DELETE /vps/*",
        "Il est interdit d'utiliser DELETE /vps/*",
        "Interdiction d'utiliser DELETE /vps/*",
        "Evitez DELETE /vps/*",
        "DELETE /vps/* : à proscrire",
        "Da evitare: DELETE /vps/*",
        "Vietato usare DELETE /vps/*",
        "Verboden te gebruiken: DELETE /vps/*",
        "It is forbidden to use DELETE /vps/*",
        "Please avoid calling DELETE /vps/*",
        "DELETE /vps/* niet nodig",
        "DELETE /vps/* is overkill",
        "If the tool had DELETE /vps/* it could write, so leave that out.",
    ],
)
def test_a_rule_that_a_sentence_forbids_is_left(text: str) -> None:
    reading = read_rules(text)
    assert reading.rules == ()
    assert "seems to forbid it" in str(reading.leftovers[0].reason)


@pytest.mark.parametrize(
    "text",
    [
        "GET /vps/* ja; DELETE /vps/* nein",
        "GET /vps/* minus DELETE /vps/*",
        "The old key had DELETE /*; the new one has GET /vps/* only",
        "Everything except DELETE /vps/*: GET /vps/*",
        "Alles außer DELETE /vps/*: GET /vps/*",
        "Tout sauf DELETE /vps/* : GET /vps/*",
        "enabled: no\n---\nmethod: GET\npath: /vps/*",
    ],
)
def test_what_the_sentence_does_not_forbid_is_taken(text: str) -> None:
    assert rules_of(text) == ["GET /vps/*"]


def test_a_word_that_may_forbid_is_named() -> None:
    (piece,) = read_rules("We never had luck with other tools but this calls GET /vps/*").pieces
    assert "“never”, which may forbid it" in str(piece.remarks[0])
