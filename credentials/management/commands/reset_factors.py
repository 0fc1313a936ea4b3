"""Remove a person's second factors, for one who lost them and the recovery codes with them."""

from __future__ import annotations

from credentials import people
from credentials.audit import SYSTEM
from credentials.management.person_command import PersonCommand
from credentials.models import Person


class Command(PersonCommand):
    help = (
        "Take away every passkey, authenticator app and recovery code of a person, who then signs "
        "in with the password alone and sets up new ones. It is logged, and the person is told."
    )

    def act(self, person: Person) -> str:
        count = people.reset_factors(person, actor=SYSTEM)
        return f"{person} has no factor any more; there were {count}."
