"""A new password for a person, in place of Django's own command: this one is in the log."""

from __future__ import annotations

from credentials import people
from credentials.audit import SYSTEM
from credentials.management.person_command import PersonCommand
from credentials.management.typed_password import ask_password
from credentials.models import Person


class Command(PersonCommand):
    help = (
        "Set a person's password, which is asked for, or read from the file that "
        "KEYDESK_ADMIN_PASSWORD_FILE names. Every session of theirs ends; it is logged."
    )

    def act(self, person: Person) -> str:
        people.set_password(person, ask_password(person), actor=SYSTEM)
        return f"{person} has a new password."
