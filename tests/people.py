"""The three people of every test, and the browser they sit at.

Alice owns the team, Bob is her teammate in whatever role a test gives him, Charlie is a stranger
with a team of his own.
"""

from __future__ import annotations

import time
from typing import Any

from django.test import Client

from credentials import people
from credentials.audit import SYSTEM
from credentials.enums import Role
from credentials.models import Person, Team

PASSWORD = "a quiet harbour in november"


class Browser(Client):
    """A test client on TLS, as production serves it."""

    def generic(self, *args: Any, **kwargs: Any) -> Any:
        return super().generic(*args, **{**kwargs, "secure": True})

    def confirm(self) -> Browser:
        """Act as if the person had confirmed their identity just now."""
        session = self.session
        session["account_authentication_methods_user"] = session["_auth_user_id"]
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time(), "reauthenticated": True}
        ]
        session.save()
        return self

    def page(self, url: str, **data: Any) -> str:
        """The text of a page that must answer 200."""
        response = self.get(url, data)
        assert response.status_code == 200, (url, response.status_code)
        return response.content.decode()


def sign_in(person: Person) -> Browser:
    browser = Browser()
    browser.force_login(person)
    return browser


def make_person(name: str) -> Person:
    return Person.objects.create_user(f"{name}@example.com", PASSWORD)


def make_team(name: str, admin: Person) -> Team:
    return people.found_team(name, admin=admin, actor=SYSTEM)


def join(team: Team, person: Person, role: Role) -> Person:
    people.add_member(team, person, role, actor=SYSTEM)
    return person
