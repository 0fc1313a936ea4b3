"""What runs inside the upgraded Keydesk, in a process of its own; each function prints JSON.

The only module of these tests that imports the project, and only its public interface.
"""

from __future__ import annotations

import hashlib
import json
import sys

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from credentials import vault
from credentials.audit import SYSTEM
from credentials.models import Person, SecretVersion
from dashboard.sessions import SessionStore


def tell_secrets() -> None:
    """The SHA-256 of every secret that is kept, opened, by "label/version"; null if destroyed."""
    versions = SecretVersion.objects.select_related("entry__account__team")
    _tell({f"{version.entry.label}/{version.number}": _digest(version) for version in versions})


def tell_sign_in(email: str, password: str) -> None:
    """Whom the sign-in page lets in with this password; null for nobody."""
    browser = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    browser.post(reverse("account_login"), {"login": email, "password": password}, secure=True)
    _tell(_email(browser.session.session_key))


def tell_session(key: str) -> None:
    """Whose session this is, if it is one that counts; null for nobody's."""
    _tell(_email(key))


def _digest(version: SecretVersion) -> str | None:
    if version.destroyed_at is not None:
        return None
    secret = vault.reveal(version.entry, actor=SYSTEM, number=version.number)
    return hashlib.sha256(secret.expose().encode()).hexdigest()


def _email(session_key: str | None) -> str | None:
    request = HttpRequest()
    request.session = SessionStore(session_key)
    person = get_user(request)
    return person.email if isinstance(person, Person) else None


def _tell(value: object) -> None:
    sys.stdout.write(f"{json.dumps(value)}\n")
