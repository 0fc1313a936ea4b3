from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from credentials import live
from credentials.core import (
    CredentialState,
    KeyChangeKind,
    KeyState,
    KeyValidated,
    Method,
    SyncState,
)
from credentials.live import kept_rows, reading, validated_keys
from credentials.live.upsert import Table
from credentials.models import Account, ConsumerKey, KeyChange, LiveCredential
from credentials.ovhcloud import Credential, ListItem
from credentials.rights import FROZEN_ADDRESSES, AccessRule

KEYS = Table(LiveCredential, "credential_id", reading._credential)
JUNE = datetime(2026, 6, 1, tzinfo=UTC)
KEY = Credential(
    credential_id=1,
    application_id=7,
    status=CredentialState.PENDING,
    rules=(AccessRule(Method.GET, "/me"),),
    allowed_ips=None,
    creation=JUNE,
    expiration=None,
    last_use=None,
    ovh_support=False,
)


def read(account: Account, *keys: Credential) -> list[tuple[str, list[str], list[str]]]:
    """A whole reading that lists these; what it wrote down, the oldest first."""
    KeyChange.objects.all().delete()
    begun = timezone.now()
    KEYS.write(account, [ListItem(key.credential_id, key) for key in keys], begun=begun)
    KEYS.mark_gone(account, [], begun=begun)
    return list(KeyChange.objects.order_by("pk").values_list("kind", "before", "after"))


def test_each_change_of_a_key_is_written_down_once(account: Account) -> None:
    assert read(account, KEY) == []
    key = replace(KEY, status=CredentialState.VALIDATED)
    assert read(account, key) == [("validated", ["pendingValidation"], ["validated"])]
    assert read(account, key) == []
    key = replace(key, last_use=JUNE)
    assert read(account, key) == [("first-use", [], [])]
    key = replace(key, last_use=JUNE + timedelta(days=3))
    assert read(account, key) == []
    key = replace(key, last_use=JUNE + timedelta(days=45))
    assert read(account, key) == [("woke", [], [])]
    key = replace(key, allowed_ips=("192.0.2.0/24",))
    assert read(account, key) == [("addresses", [], ["192.0.2.0/24"])]
    key = replace(key, rules=(AccessRule(Method.POST, "/me"),))
    assert read(account, key) == [("rules", ["GET /me"], ["POST /me"])]
    frozen = replace(key, allowed_ips=tuple(FROZEN_ADDRESSES))
    assert read(account, frozen) == [("frozen", ["192.0.2.0/24"], list(FROZEN_ADDRESSES))]
    assert read(account, key) == [("thawed", list(FROZEN_ADDRESSES), ["192.0.2.0/24"])]
    key = replace(key, status=CredentialState.EXPIRED)
    assert read(account, key) == [("expired", ["validated"], ["expired"])]
    assert read(account) == [("gone", [], [])]
    assert read(account) == []


def test_a_key_that_a_later_reading_brings_appeared(account: Account) -> None:
    begun = timezone.now()
    read(account, KEY)
    new = replace(KEY, credential_id=2)
    assert read(account, KEY, new) == []
    account.syncs.create(state=SyncState.DONE, started_at=begun)
    newer = replace(KEY, credential_id=3)
    assert read(account, KEY, new, newer) == [("appeared", [], ["pendingValidation"])]


def test_keys_that_the_first_reading_brings_did_not_appear_after_one_that_was_stored(
    consumer_key: ConsumerKey,
) -> None:
    """The key by which an account is read is listed before its first reading."""
    account = consumer_key.account
    ConsumerKey.objects.filter(pk=consumer_key.pk).update(credential_id=9, state=KeyState.VALIDATED)
    validated_keys.list_validated_key(KeyValidated(consumer_key.pk))
    assert account.live_credentials.count() == 1
    assert [kind for kind, *_ in read(account, KEY)] == [KeyChangeKind.GONE]


def test_a_key_that_woke_says_after_how_many_days(account: Account) -> None:
    read(account, replace(KEY, last_use=JUNE))
    read(account, replace(KEY, last_use=JUNE + timedelta(days=30)))
    woke = KeyChange.objects.get(kind=KeyChangeKind.WOKE)
    assert (woke.days, woke.at) == (30, JUNE + timedelta(days=30))


def test_rules_that_could_not_be_read_are_no_change(account: Account) -> None:
    read(account, KEY)
    assert read(account, replace(KEY, rules=(), unknown_rules=1)) == []
    assert account.live_credentials.get().rules == [{"method": "GET", "path": "/me"}]


def test_a_change_that_keydesk_makes_itself_is_written_down_too(account: Account) -> None:
    read(account, KEY)
    key = account.live_credentials.get()
    key.allowed_ips = ["198.51.100.4/32"]
    key.save(update_fields=["allowed_ips"])
    account.live_credentials.update(gone_at=timezone.now())
    assert set(KeyChange.objects.values_list("kind", flat=True)) == {"addresses", "gone"}


def test_a_reading_that_finds_nothing_new_rewrites_no_row(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(account, KEY)
    refreshed: list[int] = []
    monkeypatch.setattr(kept_rows, "refresh", refreshed.extend)
    before = account.live_credentials.get().read_at
    assert read(account, KEY) == []
    after = account.live_credentials.get().read_at
    assert refreshed == []
    assert before is not None
    assert after is not None
    assert after > before


def test_what_is_older_than_the_setting_says_is_deleted(
    account: Account, settings: Settings
) -> None:
    settings.KEYDESK_CHANGES_KEPT_DAYS = 30
    read(account, KEY)
    read(account)
    now = timezone.now()
    for days, left in ((29, 1), (31, 0)):
        KeyChange.objects.update(at=now - timedelta(days=days))
        live.prune_changes()
        assert KeyChange.objects.count() == left
