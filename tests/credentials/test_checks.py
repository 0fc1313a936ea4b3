"""What ``check --deploy`` says of connections on which somebody could read along."""

from __future__ import annotations

import pytest
from django.conf import settings as live_settings
from pytest_django import Settings

from credentials import checks

_SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("host", "sslmode", "is_told"),
    [
        ("", None, False),
        ("/run/postgresql", None, False),
        ("localhost", None, False),
        ("127.0.0.1", None, False),
        ("::1", None, False),
        ("database.example.com", None, True),
        ("192.0.2.7", "require", True),
        ("192.0.2.7", "verify-full", False),
    ],
)
def test_a_database_over_the_network_without_verified_tls_is_told_of(
    monkeypatch: pytest.MonkeyPatch, host: str, sslmode: str | None, is_told: bool
) -> None:
    options = {"sslmode": sslmode} if sslmode else {}
    monkeypatch.setitem(live_settings.DATABASES, "default", {"HOST": host, "OPTIONS": options})
    said = [(message.id, message.msg) for message in checks.check_connections_in_clear()]
    told = "The database is reached over the network without TLS that verifies it."
    assert said == ([("credentials.W006", told)] if is_told else [])


@pytest.mark.parametrize(
    ("backend", "host", "uses_tls", "is_told"),
    [
        (_SMTP, "mail.example.com", False, True),
        (_SMTP, "mail.example.com", True, False),
        (_SMTP, "localhost", False, False),
        ("django.core.mail.backends.filebased.EmailBackend", "mail.example.com", False, False),
    ],
)
def test_a_mail_server_over_the_network_without_tls_is_told_of(
    settings: Settings, backend: str, host: str, uses_tls: bool, is_told: bool
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = backend, host
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = uses_tls, False
    said = [message.hint for message in checks.check_connections_in_clear()]
    assert said == (["EMAIL_URL=smtp+tls://… or smtp+ssl://…"] if is_told else [])
