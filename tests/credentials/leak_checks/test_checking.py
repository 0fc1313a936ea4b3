"""The service hears five digits of a hash, and nothing where it is not named."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction
from credentials.models import AuditEntry, ConsumerKey
from tests.credentials.leak_checks.leaked_values import ASKED, LEAKED

pytestmark = pytest.mark.django_db
SERVICE = "tests.credentials.leak_checks.leaked_values.LeakedValues"


@pytest.fixture(autouse=True)
def nothing_leaked() -> Iterator[None]:
    LEAKED.clear()
    ASKED.clear()
    yield
    LEAKED.clear()


def run() -> tuple[int, str]:
    output = io.StringIO()
    try:
        call_command("check_leaks", stdout=output)
    except SystemExit as end:
        return int(str(end.code)), output.getvalue()
    return 0, output.getvalue()


def test_without_a_service_nothing_is_opened(consumer_key: ConsumerKey) -> None:
    with pytest.raises(CommandError, match="nothing was opened or asked"):
        run()
    assert not AuditEntry.objects.filter(action=AuditAction.SECRET_USED).exists()


def test_what_leaked_is_named_and_no_secret_is(
    settings: Settings, consumer_key: ConsumerKey
) -> None:
    settings.KEYDESK_LEAK_SERVICE = SERVICE
    code, output = run()
    assert (code, "known to leak" in output) == (0, True)
    secret = vault.use(consumer_key, actor=SYSTEM, purpose="test").expose()
    LEAKED.add(secret)
    code, output = run()
    assert code == 1
    assert f"{consumer_key.label}\t" in output
    assert "leaked: replace it" in output
    assert secret not in output
    digest = hashlib.sha256(secret.encode()).hexdigest()
    assert digest[:5] in ASKED
    assert {len(prefix) for prefix in ASKED} == {5}
    checked = AuditEntry.objects.filter(action=AuditAction.LEAK_CHECKED, details__leaked=True)
    assert checked.count() == 1


def test_a_service_that_is_not_there_is_told(settings: Settings) -> None:
    settings.KEYDESK_LEAK_SERVICE = "tests.nowhere.Service"
    with pytest.raises(CommandError, match=r"tests\.nowhere\.Service: nothing there"):
        run()
