"""One e-mail address is one person: letters that look or fold alike are not the same."""

from __future__ import annotations

import pytest
from django.urls import reverse

from credentials.models import Person, Team
from tests.people import PASSWORD, Browser

pytestmark = pytest.mark.django_db

#: Folded in one way or another, each is alice@example.com or kim@example.com.
ALIKE = (
    "al\u0131ce@example.com",  # dotless i, whose upper case is I
    "al\u0130ce@example.com",  # I with a dot, whose lower case begins with i
    "\uff41lice@example.com",  # full width, which NFKC makes a
    "\u212aim@example.com",  # Kelvin, whose lower case is k
    "kim@example\u2024com",  # a one dot leader, which NFKC makes a dot
)


@pytest.fixture
def kim(db: None) -> Person:
    return Person.objects.create_user("kim@example.com", PASSWORD)


@pytest.mark.parametrize("email", ["alice@example.com", " ALICE@Example.COM ", "Alice@EXAMPLE.com"])
def test_ascii_letters_are_the_same_in_either_case(alice: Person, email: str) -> None:
    assert Person.objects.with_email(email) == alice
    assert Person.objects.get_by_natural_key(email) == alice


@pytest.mark.parametrize("email", ALIKE)
def test_letters_that_fold_alike_are_others(alice: Person, kim: Person, email: str) -> None:
    assert Person.objects.with_email(email) is None
    other = Person.objects.create_user(email)
    assert Person.objects.with_email(email) == other
    assert other not in (alice, kim)


@pytest.mark.parametrize("email", ALIKE)
def test_nobody_signs_in_as_another_by_them(
    alice: Person, kim: Person, team: Team, email: str
) -> None:
    """A password of the other's own opens nothing of hers."""
    Person.objects.create_user(email, "another quiet harbour in may")
    for password in (PASSWORD, "another quiet harbour in may"):
        browser = Browser()
        browser.post(reverse("account_login"), {"login": email, "password": password})
        seen = browser.get("/")
        user = seen.wsgi_request.user
        assert not isinstance(user, Person) or user.email == email.lower()


def test_an_address_is_kept_as_it_is_looked_for() -> None:
    person = Person.objects.create_user(" Alice@Example.COM ")
    assert person.email == "alice@example.com"
