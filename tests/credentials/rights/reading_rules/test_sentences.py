"""A rule in a sentence is taken with a remark; one of a list or of a plain request without."""

from __future__ import annotations

import pytest

from credentials.rights import read_rules

#: Sentences whose words do more than ask.
DOUBTFUL = [
    "GET /* would be far too wide",
    "Some people grant DELETE /vps/* too",
    "Wir hätten GET /vps/* gerne gestrichen gesehen",
    "On pourrait oublier GET /vps/*",
    "Should we ask Bob about PUT /vps/*?",
    "Last year the mailer had GET /me",
    "If I remember well it is GET /me, and GET /vps",
    "The colleague has always told us\nGET /me",
    "GET /me\nwould be too wide",
    "Please delete /vps from your bookmarks",
    "The token has GET /me but PUT /me is useless",
    "GET /me or POST /me",
]
#: Lists, objects, calls and requests of nothing but words that ask.
PLAIN = [
    "GET /me",
    "GET /me - the account of the mailer",
    "- GET /me (used by the mailer)",
    "GET /me # for the mailer",
    "1. GET /me: shows the account",
    "Please grant GET /me and POST /vps/*.",
    "Bitte GET /me und GET /vps/* erlauben.",
    "Merci d'ajouter GET /me",
    "My rules for the mailer:\nGET /me\nPOST /vps/*",
    "Rights of the mailer\n\nGET /me",
    "| GET | /me | the account |",
    '{"method": "GET", "path": "/me", "comment": "the account"}',
    "result = client.get('/me') or stop and ask somebody",
    "curl https://eu.api.ovh.com/1.0/me",
    "see https://eu.api.ovh.com/createToken/?GET=/me before lunch",
]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Use GET, and put /me as the path", ["GET /me"]),
        ('For POST, put "/me"', ["POST /me"]),
        ("Select GET and put /me in the box", ["GET /me"]),
        ("Choose GET, then put /me into the field", ["GET /me"]),
        ("For GET put /me, for POST put /vps/*", ["GET /me", "POST /vps/*"]),
        ("Tick DELETE and then put /vps/* there", ["DELETE /vps/*"]),
        ("get and put /me", ["GET /me", "PUT /me"]),
        ("GET /me\nput /me", ["GET /me", "PUT /me"]),
    ],
)
def test_put_behind_a_method_is_a_verb(text: str, rules: list[str]) -> None:
    assert [str(rule) for rule in read_rules(text).rules] == rules


@pytest.mark.parametrize("text", DOUBTFUL)
def test_each_rule_in_a_sentence_is_taken_with_a_remark(text: str) -> None:
    reading = read_rules(text)
    assert reading.rules
    for piece in reading.pieces:
        (remark,) = piece.remarks
        assert "It was taken from a sentence" in str(remark)


@pytest.mark.parametrize("text", PLAIN)
def test_a_list_and_a_plain_request_have_no_remark(text: str) -> None:
    reading = read_rules(text)
    assert reading.rules
    assert not reading.said_parts
