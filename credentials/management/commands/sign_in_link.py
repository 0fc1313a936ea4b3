"""A sign-in link for one person when their identity provider is down."""

from __future__ import annotations

from credentials import people
from credentials.audit import SYSTEM
from credentials.management.person_command import PersonCommand
from credentials.models import Person


class Command(PersonCommand):
    help = (
        "Print a link that signs a person in once, within 15 minutes: for when the identity "
        "provider is down. A second factor that they set up is asked for all the same. Logged."
    )

    def act(self, person: Person) -> str:
        return people.make_sign_in_link(person, actor=SYSTEM)
