"""What people write when a rule is not, or no longer, to be granted, in six languages."""

from __future__ import annotations

import pytest

from credentials.rights import read_rules

#: Texts that forbid {no} and, where {yes} is in them, ask for it.
FORBIDDING = [
    "Grant all but {no}",
    "Anything but {no}: use {yes}",
    "Utilisez {yes} au lieu de {no}.",
    "Use {yes}, plutôt que {no}",
    "Usa {yes} en lugar de {no}",
    "Usa {yes} al posto di {no}",
    "{yes} zamiast {no}",
    "Statt {no} nimm {yes}",
    "Anstelle von {no} verwenden Sie {yes}",
    "En lugar de {no} usa {yes}",
    "En vez de {no} utiliza {yes}",
    "Invece di {no} usa {yes}",
    "Al posto di {no} usare {yes}",
    "Zamiast {no} użyj {yes}",
    "Non usare {no}",
    "No uses {no}, usa {yes}",
    "{yes}, à part {no}",
    "{yes}, bis auf {no}",
    "{no} wird nicht benötigt",
    "{no} n'est plus nécessaire",
    "{no} ya no hace falta",
    "{no} no es necesario",
    "{no} non serve",
    "{no} non è necessario",
    "{no} nie jest potrzebne",
    "{no} nie jest wymagane",
    "{no} is no longer needed",
    "leave out {no}",
    "{no} is unnecessary",
    "{no} is superfluous",
    "{no} est inutile",
    "{no} ist überflüssig",
    "{no} entfällt",
    "{no} gestrichen",
    "{no} – obsolet",
    "{no} (deprecated)",
    "Nobody needs {no}",
    "Dangerous: {no}\nSafe: {yes}",
    "Bad: {no}\nGood: {yes}",
    "Wrong: {no}\nRight: {yes}",
    "Before: {no}\nAfter: {yes}",
    "old: {no}\nnew: {yes}",
    "Dangerous:\n- {no}\nSafe:\n- {yes}",
    "Before:\n{no}\nAfter:\n{yes}",
    "{no}: off\n{yes}",
    "{no}: n/a\n{yes}",
    "{no}: none\n{yes}",
    "{no}: absent\n{yes}",
    "!{no}\n{yes}",
    "{no} 👎\n{yes}",
    "Q: {no}?\nA: No.\nQ: {yes}?\nA: Yes.",
    "do I need {no}?\nbob: no. {yes} only",
    "> Do we also need {no}?\nNo, just {yes}.",
    "Is {no} needed? No. {yes}",
    "{yes} is enough. Never hand out {no}, PUT /vps/*.",
    "Please revoke {no} and keep {yes}",
    "--[[\n{no}\n]]\n{yes}",
    ": <<'END'\n{no}\nEND\n{yes}",
    "< {no}\n---\n> {yes}",
    '"""\n{no}\n"""\n{yes}',
    "We used to have {no}; now {yes}",
    "Anciennement {no} ; désormais {yes}",
]
#: Texts that ask for {yes} with a negation of something else, or with two.
ASKING = [
    "Don't forget {yes}!",
    "N'oubliez pas {yes}",
    "Ne pas oublier {yes}",
    "Vergessen Sie nicht {yes}",
    "Nicht vergessen: {yes}",
    "No olvide {yes}",
    "Non dimenticare {yes}",
    "Nie zapomnij o {yes}",
    "Do not leave out {yes}",
    "It will not work without {yes}",
    "There is no other way: {yes}",
    "No rule other than {yes}",
    "nichts außer {yes}",
    "GET, but not DELETE, on /vps/*",
    "GET (no POST, no DELETE) /vps/*",
    "/vps/*: GET, not DELETE",
]


@pytest.mark.parametrize("form", FORBIDDING)
def test_a_rule_that_words_forbid_is_left_and_said(form: str) -> None:
    text = form.format(yes="GET /vps/*", no="DELETE /vps/*")
    reading = read_rules(text)
    assert [str(rule) for rule in reading.rules] == ["GET /vps/*"] * ("{yes}" in form)
    assert any(text[part.start : part.end] == "DELETE /vps/*" for part in reading.leftovers)


#: Reminders of two rules, which are no refusal of the second.
REMINDING = [
    "N'oubliez pas {} ni {}",
    "N'oubliez ni {} ni {}",
    "Don't forget {} nor {}",
    "Vergiss weder {} noch {}",
    "No olvide {} ni {}",
    "Non dimenticare {} né {}",
    "Nie zapomnij o {} ani o {}",
]


@pytest.mark.parametrize("form", REMINDING)
def test_a_reminder_asks_for_all_that_it_names(form: str) -> None:
    reading = read_rules(form.format("GET /me", "POST /vps/*"))
    assert [str(rule) for rule in reading.rules] == ["GET /me", "POST /vps/*"]


def test_what_follows_a_reminder_may_be_forbidden() -> None:
    reading = read_rules("N'oubliez pas GET /me. Pas de DELETE /vps/*")
    assert [str(rule) for rule in reading.rules] == ["GET /me"]


@pytest.mark.parametrize("form", ASKING)
def test_a_negation_of_something_else_leaves_no_rule(form: str) -> None:
    reading = read_rules(form.format(yes="GET /vps/*"))
    assert [str(rule) for rule in reading.rules] == ["GET /vps/*"]
