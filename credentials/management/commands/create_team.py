"""The first team and its admin: what a new installation starts with."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from credentials import teams
from credentials.audit import SYSTEM
from credentials.core import NotAllowedError
from credentials.management.typed_password import ask_password
from credentials.models import Person, Team

_LONGEST_NAME: Final = 80


class Command(BaseCommand):
    help = (
        "Create a team with its first admin. A new person's password is asked for, or read from "
        "the file that KEYDESK_ADMIN_PASSWORD_FILE names; it is never an argument."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="what the team is called")
        parser.add_argument("--admin", required=True, metavar="EMAIL", help="who administers it")

    def handle(self, *args: Any, **options: Any) -> None:
        name, email = options["name"].strip(), options["admin"].strip().lower()
        if not name or Team.objects.filter(name=name).exists():
            raise CommandError(f"A team needs a name of its own; “{name}” is taken or empty.")
        if len(name) > _LONGEST_NAME:
            raise CommandError(f"A name has at most {_LONGEST_NAME} characters.")
        try:
            _create(name, email)
        except NotAllowedError as refusal:
            raise CommandError(" ".join(map(str, refusal.sentences))) from None
        self.stdout.write(f"{name} exists; {email} is its admin.")


def _create(name: str, email: str) -> None:
    """A new person stays only where the team does; a refusal stays in the log."""
    if admin := Person.objects.with_email(email):
        teams.create_team(name, admin=admin, actor=SYSTEM)
        return
    with transaction.atomic():
        teams.create_team(name, admin=_new_person(email), actor=SYSTEM)


def _new_person(email: str) -> Person:
    try:
        Person.objects.guard_email(email)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    return Person.objects.create_user(email, ask_password(Person(email=email)))
