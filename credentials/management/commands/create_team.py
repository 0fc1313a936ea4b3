"""The first team and its admin: what a new installation starts with."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from credentials import people
from credentials.audit import SYSTEM
from credentials.models import Person, Team


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
        with transaction.atomic():
            admin = Person.objects.filter(email=email).first() or _new_person(email)
            people.found_team(name, admin=admin, actor=SYSTEM)
        self.stdout.write(f"{name} exists; {email} is its admin.")


def _new_person(email: str) -> Person:
    try:
        validate_email(email)
        password = _password(email)
        validate_password(password, Person(email=email))
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    return Person.objects.create_user(email, password)


def _password(email: str) -> str:
    if settings.KEYDESK_ADMIN_PASSWORD_FILE:
        return _read(Path(settings.KEYDESK_ADMIN_PASSWORD_FILE))
    if not sys.stdin.isatty():
        raise CommandError(
            "There is no terminal to ask for a password: name a file that holds it "
            "with KEYDESK_ADMIN_PASSWORD_FILE."
        )
    password = getpass.getpass(f"Password for {email}: ")
    if password != getpass.getpass("Again: "):
        raise CommandError("The two passwords differ.")
    return password


def _read(file: Path) -> str:
    try:
        return file.read_text().strip("\r\n")
    except OSError as error:
        raise CommandError(f"KEYDESK_ADMIN_PASSWORD_FILE is {file}: {error.strerror}.") from None
