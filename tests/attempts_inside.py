"""What runs inside the Keydesk whose passwords are guessed, in a process of its own."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.signals import user_login_failed
from django.test import Client, override_settings

from credentials.models import Person
from tests.people import PASSWORD

EMAIL = "alice@example.com"
_STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def guess(tries: int, addresses: int, hosts: int) -> None:
    """Type wrong passwords, and print how many of them were compared."""
    compared: list[int] = []

    def count(**_: Any) -> None:
        compared.append(1)

    user_login_failed.connect(count)
    if not Person.objects.filter(email=EMAIL).exists():
        Person.objects.create_user(EMAIL, PASSWORD)
    for number in range(tries):
        _post(number % addresses, number % hosts, password=f"wrong password {number}")
    print(json.dumps(len(compared)))  # noqa: T201 -- this is its output


def sign_in(address: int) -> None:
    """Type the right password, and print where that leads."""
    print(json.dumps(_post(address, 0, password=PASSWORD)))  # noqa: T201 -- this is its output


def _post(address: int, host: int, *, password: str) -> str:
    with override_settings(STORAGES=_STORAGES):  # the sign-in page names files not gathered here
        return _posted(address, host, password=password)


def _posted(address: int, host: int, *, password: str) -> str:
    answer = Client().post(
        "/sign-in/",
        {"login": EMAIL, "password": password},
        secure=True,
        headers={
            "Host": f"keydesk.example.com:{1000 + host}",
            "X-Forwarded-For": f"192.0.{address // 250}.{address % 250}",
            "X-Forwarded-Proto": "https",
        },
    )
    return str(answer.headers.get("Location", ""))
