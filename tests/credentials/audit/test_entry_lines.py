"""Entries of the log as lines for a system elsewhere: once they are written, without secrets."""

from __future__ import annotations

import json
import logging

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from credentials import audit, vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction
from credentials.models import AuditEntry, ConsumerKey
from tests.conftest import SECRETS

pytestmark = pytest.mark.django_db


def test_each_entry_is_a_line_once_it_is_written(
    consumer_key: ConsumerKey,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.LOG_ACTIVITY = True
    caplog.set_level(logging.INFO, "keydesk.activity")
    with django_capture_on_commit_callbacks(execute=True):
        vault.use(consumer_key, actor=SYSTEM, purpose="test")
        with transaction.atomic():
            audit.record(AuditAction.SIGNED_IN, actor=SYSTEM)
            transaction.set_rollback(True)
    (line,) = [record.getMessage() for record in caplog.records if "activity" in record.name]
    entry, said = AuditEntry.objects.first(), json.loads(line)
    assert entry is not None
    assert (said["seq"], said["action"]) == (entry.seq, AuditAction.SECRET_USED)
    assert said["details"] == entry.details
    assert SECRETS["consumer_key"] not in line
    assert "mac" not in said


def test_no_entry_is_a_line_unless_that_is_asked_for(
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    caplog.set_level(logging.INFO, "keydesk.activity")
    with django_capture_on_commit_callbacks(execute=True):
        audit.record(AuditAction.SIGNED_IN, actor=SYSTEM)
    assert [record for record in caplog.records if record.name == "keydesk.activity"] == []
