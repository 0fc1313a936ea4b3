"""Sentences that negate and ask all the same: their rules are taken, and said."""

from __future__ import annotations

import pytest

from credentials.rights import read_rules

ASKING = [
    "Without GET /me it won't work",
    "Nothing works without GET /me",
    "It does not work without GET /me",
    "Ohne GET /me geht es nicht",
    "Ohne GET /me läuft nichts.",
    "Sans GET /me ça ne marche pas",
    "Sin GET /me no funciona",
    "Senza GET /me non funziona",
    "Bez GET /me nie działa",
    "It does not work unless you add GET /me",
    "It won't work until you add GET /me",
    "It doesn't work if you don't add GET /me",
    "Es läuft nicht, solange Sie nicht GET /me vergeben",
    "No funciona si no tienes GET /me",
    "If you don't have GET /me, it fails",
    "If your key has not GET /me, certbot does not work",
    "Si no tienes GET /me no funciona",
    "Se non metti GET /me non funziona",
    "No need for more than GET /me",
    "There is no need for anything but GET /me",
    "Il ne manque que GET /me",
    "Es fehlt nur GET /me",
    "Nein, es ist GET /me",
    "bob: no, it is GET /me",
    "GET /me is enough, you don't need POST /me",
    *(
        f"{line}\nGET /me"
        for line in (
            "No other rights are needed:",
            "Without this nothing works:",
            "Mehr braucht es nicht:",
            "Weitere Rechte sind nicht nötig:",
            "Aucun autre droit n'est nécessaire :",
            "Sans ce droit rien ne marche :",
            "No se necesitan otros permisos:",
            "Sin esto nada funciona:",
            "Non servono altri diritti:",
            "Senza questo niente funziona:",
            "Nic więcej nie potrzeba:",
            "# removes the record afterwards",
        )
    ),
]
FORBIDDING = [
    "Use it without GET /me, as that is not wanted",
    "Ohne GET /me, das ist nicht nötig",
    "Without:\nGET /me",
    "No rights needed:\nGET /me",
    "These are not needed:\nGET /me",
    "Do not grant any other rights:\nGET /me",
    "Removes these rights:\nGET /me",
    "No: GET /me",
    "It does not work if you add GET /me",
    "If you do not grant GET /me, nothing fails",
    "If you do not want trouble, do not add GET /me. It fails.",
    "If it fails, do not add GET /me",
]


@pytest.mark.parametrize("text", ASKING)
def test_a_rule_that_is_asked_for_so_is_taken_and_said(text: str) -> None:
    reading = read_rules(text)
    assert [str(rule) for rule in reading.rules] == ["GET /me"]
    assert reading.pieces[0].remarks


@pytest.mark.parametrize("text", FORBIDDING)
def test_one_negation_still_forbids(text: str) -> None:
    reading = read_rules(text)
    assert reading.rules == ()
    assert reading.leftovers


@pytest.mark.parametrize(
    "text", ["Das sind keine Rechte:\nGET /me", "Optional:\nGET /me", "En option :\nGET /me"]
)
def test_a_heading_that_leaves_it_open_is_said(text: str) -> None:
    reading = read_rules(text)
    assert [bool(piece.remarks) for piece in reading.pieces] in ([True], [])
