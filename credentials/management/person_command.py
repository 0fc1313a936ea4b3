"""What the commands about one person share: finding them by their e-mail address."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from credentials.core import NotAllowedError
from credentials.models import Person


class PersonCommand(BaseCommand):
    """A command whose one argument is a person's address."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the person's e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.with_email(options["email"])
        if person is None:
            raise CommandError(f"Nobody here has the address {options['email']}.")
        try:
            self.stdout.write(self.act(person))
        except NotAllowedError as refusal:
            raise CommandError(" ".join(map(str, refusal.sentences))) from None

    def act(self, person: Person) -> str:
        """Do it; what was done, in a sentence."""
        raise AssertionError("a command says what it does")
