"""The rules that a writer names as the key's are no calls: they are used for the cure."""

from __future__ import annotations

from itertools import product

import pytest

from credentials.rights import bundled_catalogue, explain_refusal, parse_rules

NOT_GRANTED = "This call has not been granted"
REFRESH = "POST /domain/zone/example.com/refresh"
REMOVAL, REMOVE = (
    "DELETE /domain/zone/example.com/record/5",
    ("DELETE /domain/zone/example.com/record/*"),
)
HELD = "GET /me, GET /domain/zone"
#: How people name the rules of their key, in several languages.
NAMED = [
    "My token: {}",
    "My key has {}",
    "The token has the rights {}",
    "Rights: {}",
    "Rules of the key: {}",
    "Permissions are {}",
    "I granted {}",
    "I gave it {}",
    "I created the key with {}",
    "With the rules {}",
    "Granted: {}",
    "{} are granted",
    "The key is allowed to {}",
    "Bonjour, mes droits : {}",
    "J'ai créé le token avec {}",
    "Meine Rechte: {}",
    "Mein Schlüssel hat {}",
    "Ich habe den Key mit {} erstellt",
    "Mis permisos: {}",
    "Mi token tiene {}",
    "Le mie regole: {}",
    "Ho creato il token con {}",
    "Moje prawa: {}",
    "Mijn rechten: {}",
    "Minhas permissões: {}",
]
CALLED = [
    ". Error 403 {0}\n{1}",
    ".\n\n{1}\n403 {0}",
    ". It says 403 {0}: {1}",
    "\n\nError:\n403 {0}\n\nCall:\n{1}",
]
#: The writer's own rules, with stars, and whatever is said of them.
STARRED = [
    "Rules:\nGET /domain/zone/*\nPUT /domain/zone/*\n\nError:\n403 {0}\n\nCall:\n{1}",
    "GET /domain/zone/* and POST /domain/zone/* are granted. The tool says {0} for {1}",
    "I allow GET /domain/zone/* and PUT /domain/zone/*, yet {0}: {1}",
    "Key ABC\nGET /domain/zone/*\nPOST /domain/zone/*/record\n\n{0}\n{1}",
    '{{"accessRules":[{{"method":"GET","path":"/domain/zone/*"}}]}}\n403 {0} {1}',
    "https://eu.api.ovh.com/createToken/?GET=/domain/zone/* made the key. {1}: 403 {0}",
]
#: The rules that allow the refused call, behind the error or before it.
HELD_BUT_REFUSED = [
    "{1}: {0}\nMy token: GET /domain/zone/*, POST /domain/zone/*",
    "{1}: {0}\nMy token has GET /domain/zone/* and POST /domain/zone/*.",
    '{1} 403 "{0}"\nThe token has these rights: GET /domain/zone/*, POST /domain/zone/*',
    "error: {1} 403 {0}. I have GET/PUT/POST/DELETE on /domain/zone/*",
    "{0}: {1}\nThe rights are correct: GET /domain/zone/*, POST /domain/zone/*",
    '403 "{0}" {1}\n\nBut I do have POST /domain/zone/* !',
    "{1} 403 {0}\nalthough the key was created with POST /domain/zone/*",
    "{1} 403 {0}\nyet the token has been made with POST /domain/zone/*",
    "J'ai tous les droits (GET, PUT, POST, DELETE sur /domain/zone/*) et pourtant : {1} 403 {0}",
    "Ma clé a été créée avec POST /domain/zone/*, mais {1} 403 {0}",
    "Token mit GET /domain/zone/* und POST /domain/zone/* angelegt. {1} -> 403 {0}",
    "Habe den Key mit POST /domain/zone/* erstellt. {1} -> 403 {0}",
    "Tengo los permisos GET /domain/zone/* y POST /domain/zone/*. {1} 403 {0}",
    "Tenho GET /domain/zone/* e POST /domain/zone/*. Erro 403 {0}: {1}",
    "Mam uprawnienia GET /domain/zone/*, POST /domain/zone/*. 403 {0}: {1}",
    (
        "$ curl https://eu.api.ovh.com/1.0/auth/currentCredential\n"
        '{{"status":"validated","rules":[{{"method":"POST","path":"/*"}}]}}\n'
        '{1}\n{{"class":"Client::Forbidden","message":"{0}"}}'
    ),
]
#: Rules that the key should have, or that somebody else has: nobody says that it has them.
WISHED = [
    "I should have POST /domain/zone/* in the key. {1}: 403 {0}",
    "If I have POST /domain/zone/*, does it work? {1}: 403 {0}",
    "Do I need a token with GET /domain/zone/* and POST /domain/zone/*? {1}: 403 {0}",
    "According to the docs one needs GET /domain/zone/*, POST /domain/zone/*. {1}: 403 {0}",
    "Create a token with POST /domain/zone/* first. {1}: 403 {0}",
]
#: Words like those, about a call.
CALLS = [
    "Missing rights: {1}",
    "This key has no rights for {1}: 403 {0}",
    "Permissions: {1} -> 403 {0}",
    "Not granted: {1}",
    "{0}: {1}",
    "Make sure the token has {1}: 403 {0}",
    "Rights: {1} are missing. 403 {0}",
]


def missing(text: str) -> list[str]:
    return [str(rule) for rule in explain_refusal(bundled_catalogue(), text).missing]


@pytest.mark.parametrize(("named", "called"), [*product(NAMED, CALLED)])
def test_rules_that_are_named_as_the_key_s_are_not_the_call(named: str, called: str) -> None:
    text = f"{named.format(HELD)}{called.format(NOT_GRANTED, REFRESH)}"
    explanation = explain_refusal(bundled_catalogue(), text)
    assert missing(text) == [REFRESH]
    assert set(explanation.request) == {*parse_rules(HELD), *explanation.missing}
    assert "that the text names as the key's were taken" in str(explanation.next_step)


@pytest.mark.parametrize("text", STARRED)
def test_a_path_with_a_star_is_a_rule_where_another_is_called(text: str) -> None:
    assert missing(text.format(NOT_GRANTED, REMOVAL)) == [REMOVE]


@pytest.mark.parametrize("text", HELD_BUT_REFUSED)
def test_a_call_that_the_named_rules_allow_was_refused_for_another_reason(text: str) -> None:
    explanation = explain_refusal(bundled_catalogue(), text.format(NOT_GRANTED, REFRESH))
    assert (explanation.cause, explanation.missing) == ("allowed", ())


@pytest.mark.parametrize("text", WISHED)
def test_rules_that_the_key_should_have_are_not_its_own(text: str) -> None:
    assert missing(text.format(NOT_GRANTED, REFRESH)) == [REFRESH]


@pytest.mark.parametrize("text", CALLS)
def test_what_is_said_to_lack_or_to_be_refused_is_the_call(text: str) -> None:
    assert missing(text.format(NOT_GRANTED, REFRESH)) == [REFRESH]


def test_several_methods_of_one_rule_are_not_the_call() -> None:
    rules = "I created the token with GET/PUT/POST/DELETE on /domain/zone/*."
    assert missing(f"{rules} Error: 403 {NOT_GRANTED} on GET /domain/zone") == ["GET /domain/zone"]


def test_named_rules_tell_which_method_was_refused() -> None:
    rules = "I get 403. My token: GET /domain/zone/*, PUT /domain/zone/*. Log: 403 Client Error: "
    url = "https://eu.api.ovh.com/1.0/domain/zone/example.com/record/5012345678"
    assert missing(f"{rules}Forbidden for url: {url}") == [REMOVE]


def test_without_a_call_the_named_rules_are_not_blamed() -> None:
    explanation = explain_refusal(bundled_catalogue(), f"Rights: GET /me\n\nError: {NOT_GRANTED}")
    assert (explanation.cause, explanation.missing) == ("rules", ())


def test_rules_that_a_person_gave_win_over_those_in_the_text() -> None:
    held = parse_rules("GET /vps")
    text = f"My token: GET /me. 403 {NOT_GRANTED}: {REFRESH}"
    explanation = explain_refusal(bundled_catalogue(), text, held)
    assert set(explanation.request) == {*held, *explanation.missing}
    assert "names as the key's" not in str(explanation.next_step)
