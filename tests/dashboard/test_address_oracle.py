"""Which addresses somebody here has, the cost of a wrong password does not tell."""

from __future__ import annotations

import re
from itertools import zip_longest

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from credentials.models import Person
from tests.dashboard.test_factors import SIGN_IN
from tests.people import Browser

_VALUES = re.compile(r"""'[^']*'|"?\bs\d+_x\d+\b"?|_django_curs_\w+|\b\d+\b|\bNULL\b""")


def asked_by(email: str, password: str) -> list[str]:
    """The statements of a sign-in, without the values in them."""
    with CaptureQueriesContext(connection) as seen:
        Browser().post(SIGN_IN, {"login": email, "password": password})
    return [_VALUES.sub("?", query["sql"]) for query in seen]


@pytest.mark.django_db
def test_a_wrong_password_costs_the_same_at_every_address(alice: Person, bob: Person) -> None:
    """Whatever was tried before, from the same client and in the same minute."""
    asked_by("first@example.com", "wrong-password")  # makes what is made once
    tried = ["nobody@example.com", alice.email, "nothing@example.com", bob.email]
    for _ in range(2):
        nobody, *others = [asked_by(email, "wrong-password") for email in tried]
        for other in others:
            assert [pair for pair in zip_longest(nobody, other) if pair[0] != pair[1]] == []
