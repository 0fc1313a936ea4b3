"""Sign a person out everywhere."""

from __future__ import annotations

from credentials import people
from credentials.audit import SYSTEM
from credentials.management.person_command import PersonCommand
from credentials.models import Person


class Command(PersonCommand):
    help = "End every session of a person, who can sign in again. It is logged."

    def act(self, person: Person) -> str:
        people.end_sessions(person, actor=SYSTEM)
        return f"{person} is signed out everywhere."
