"""A password for a command: typed twice, or read from a file; it is never an argument."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from credentials.models import Person


def ask_password(person: Person) -> str:
    """A password that the person may have; raises ``CommandError``."""
    password = _typed(person.email)
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    return password


def _typed(email: str) -> str:
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
