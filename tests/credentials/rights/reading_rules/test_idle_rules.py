"""Rules that reach no operation are taken, and said where a text is read in a terminal."""

from __future__ import annotations

import pytest

from credentials.rights import bundled_catalogue, read_rules

LINK = "https://eu.api.ovh.com/createToken/?"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("GET /v2", "No route is at /v2"),
        ("GET /1.0", "No route is at /1.0"),
        ("GET /v3/me", "No route is at /v3/me"),
        ("GET https://eu.api.ovh.com/v2", "No route is at /v2"),
        ("GET /domains/zone/*", "No route is at /domains/zone/*"),
        ("GET /Domain/Zone/*", "Upper and lower case matter"),
        ("PATCH /me", "Nothing at /me takes PATCH"),
        ("POST /sms/*/jobs\nPUT /sms/*/jobs", "takes PUT"),
        (f"{LINK}POST=/ip/192.0.2.4%2F32/reverse", "An escaped slash (%2F) stands in it"),
    ],
)
def test_a_rule_that_reaches_nothing_is_said(text: str, words: str) -> None:
    reading = read_rules(text)
    assert reading.rules
    assert words in " ".join(str(part.reason) for part in reading.said_parts)


def test_nothing_is_said_of_what_reaches_something() -> None:
    operations = bundled_catalogue().operations[::9]
    reading = read_rules("\n".join(f"{each.method} {each.path}" for each in operations))
    said = " ".join(str(part.reason) for part in reading.said_parts)
    assert "No route is at" not in said
    assert "takes" not in said
