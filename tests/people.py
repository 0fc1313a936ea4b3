"""The three people of every test, and the browser they use.

Alice owns the team, Bob is her teammate in whatever role a test gives him, Charlie has a
team of his own.
"""

from __future__ import annotations

import time
from typing import Any

from django.db.models import QuerySet
from django.test import Client

from credentials import teams
from credentials.audit import SYSTEM
from credentials.core import Role
from credentials.models import Person, Proven, Team
from credentials.teams import AccessTerms

PASSWORD = "a quiet harbour in november"


class Browser(Client):
    """A test client on TLS, as production serves it. It reads a file to its end."""

    def generic(self, *args: Any, **kwargs: Any) -> Any:
        answer: Any = super().generic(*args, **{**kwargs, "secure": True})
        if answer.streaming:
            answer.streaming_content = [b"".join(answer.streaming_content)]
        return answer

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
    return teams.create_team(name, admin=admin, actor=SYSTEM)


def join(team: Team, person: Person, role: Role) -> Person:
    teams.add_member(team, person, role, actor=SYSTEM)
    return person


def rewrite(rows: QuerySet[Any], **columns: object) -> int:
    """Give each row these values as Keydesk itself does, with a proof; how many there were."""
    changed: list[Proven] = list(rows)
    for row in changed:
        for name, value in columns.items():
            setattr(row, name, value)
        row.save(update_fields=[*columns])
    return len(changed)


def change_access(team: Team, terms: AccessTerms) -> None:
    """What the team asks of its members from now on; what it asks of keys stays."""
    teams.change_policy(team, teams.policy_of(team), access=terms, actor=SYSTEM)
