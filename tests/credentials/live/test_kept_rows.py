from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credentials import findings, live, vault
from credentials.audit import SYSTEM
from credentials.core import FindingCause, KeyState, Severity
from credentials.models import (
    Account,
    ConsumerKey,
    Entry,
    LiveApplication,
    LiveCredential,
    LiveKeyCount,
    Person,
)

_NUMBERS = st.integers(1, 5)
_PATHS = ("/*", "/domain/zone/*", "/me/api/credential/*", "/vps")


def read_key(account: Account, number: int, choice: int) -> None:
    """As a reading writes it."""
    now = timezone.now()
    key = LiveCredential(
        account=account,
        credential_id=number,
        application_id=choice,
        live_application=account.live_applications.filter(application_id=choice).first(),
        status=("validated", "expired", "", "pendingValidation")[choice % 4],
        rules=[{"method": "GET", "path": _PATHS[choice % 4]}],
        expiration=(None, now - timedelta(days=1), now + timedelta(days=1))[choice % 3],
        first_seen_at=now,
    )
    facts = ["status", "rules", "expiration", "live_application", "gone_at"]
    LiveCredential.objects.bulk_create(
        [key],
        update_conflicts=True,
        unique_fields=["account", "credential_id"],
        update_fields=facts,
    )


def end_keys(account: Account, number: int, choice: int) -> None:
    account.live_credentials.filter(credential_id__gte=number).update(gone_at=timezone.now())


def end_key(account: Account, number: int, choice: int) -> None:
    for key in account.live_credentials.filter(credential_id=number):
        key.gone_at = None if choice % 2 else timezone.now()
        key.save()


def forget_keys(account: Account, number: int, choice: int) -> None:
    account.live_credentials.filter(credential_id=number).delete()


def read_application(account: Account, number: int, choice: int) -> None:
    named = {"name": f"Tool {choice}", "is_deleted": choice % 3 == 0}
    LiveApplication.objects.update_or_create(
        account=account,
        application_id=number,
        defaults=named,
        create_defaults={**named, "first_seen_at": timezone.now()},
    )


def end_applications(account: Account, number: int, choice: int) -> None:
    account.live_applications.filter(application_id=number).update(is_deleted=choice % 2 == 0)


def store(account: Account, number: int, choice: int) -> None:
    """The one entry of the vault becomes this key's."""
    entry = ConsumerKey.objects.get()
    entry.credential_id, entry.state = number, KeyState.VALIDATED
    entry.save(update_fields=["credential_id", "state"])


def archive(account: Account, number: int, choice: int) -> None:
    entry = ConsumerKey.objects.get()
    (vault.archive if choice % 2 else vault.unarchive)(entry, actor=SYSTEM)


def relabel(account: Account, number: int, choice: int) -> None:
    entry = ConsumerKey.objects.get()
    vault.relabel(entry, vault.EntryMetadata(label=f"Entry {choice}"), actor=SYSTEM)


def judge(account: Account, number: int, choice: int) -> None:
    findings.judge_account.func(str(account.pk), FindingCause.CLOCK.value)


def mute(account: Account, number: int, choice: int) -> None:
    terms = findings.ExceptionTerms(
        reason="x", owner=Person.objects.get(email="alice@example.com"), until=timezone.now().date()
    )
    for finding in account.findings.filter(resolved_at=None)[:choice]:
        findings.make_exception(finding, terms, actor=SYSTEM)


def rename_account(account: Account, number: int, choice: int) -> None:
    vault.change_account(account, label=f"Account {choice}", actor=SYSTEM)


Change = Callable[[Account, int, int], None]
CHANGES: Mapping[str, Change] = {
    change.__name__: change
    for change in (
        read_key, end_keys, end_key, forget_keys, read_application, end_applications,
        store, archive, relabel, rename_account, judge, mute,
    )
}  # fmt: skip
_PLANS = st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), _NUMBERS, _NUMBERS), max_size=30)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(plans=_PLANS)
def test_after_any_changes_a_rebuild_finds_no_difference(
    consumer_key: ConsumerKey, plans: list[tuple[str, int, int]]
) -> None:
    for name, number, choice in plans:
        CHANGES[name](consumer_key.account, number, choice)
    assert_rebuild_finds_no_difference()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_after_250_changes_a_rebuild_finds_no_difference(
    consumer_key: ConsumerKey, seed: int
) -> None:
    """Of many keys, looked at every fifty changes."""
    random = Random(seed)
    for number in range(1, 251):
        change = CHANGES[random.choice(sorted(CHANGES))]
        change(consumer_key.account, random.randint(1, 60), random.randint(1, 60))
        if number % 50 == 0:
            assert_rebuild_finds_no_difference()


def assert_rebuild_finds_no_difference() -> None:
    done = live.rebuild_rows(Account.objects.all())
    assert (done.differing_rows, done.differing_counts) == (0, 0)
    assert vault.rebuild_entry_rows(Account.objects.all()) == (Entry.objects.count(), 0)
    assert done.rows == LiveCredential.objects.count()
    assert sum(live.key_counts(Account.objects.all()).values()) == done.rows


def test_a_rebuild_mends_what_differs_and_says_how_much(account: Account) -> None:
    for number in (1, 2, 3):
        read_key(account, number, 2)
    rows = LiveCredential._base_manager.filter(credential_id=2)
    rows.update(read_state="validated", name="other")
    LiveKeyCount.objects.update(count=7)
    said = StringIO()
    call_command("rebuild_lists", stdout=said)
    assert said.getvalue().startswith("3 live keys looked at: 1 differed")
    done = live.rebuild_rows(Account.objects.all())
    assert (done.differing_rows, done.differing_counts) == (0, 0)


@pytest.mark.parametrize(
    ("path", "band"),
    [
        ("/*", live.BANDS[Severity.CRITICAL]),
        ("/me/api/credential/*", live.BANDS[Severity.CRITICAL]),
        ("/vps", live.NO_RISK),
    ],
)
def test_the_band_of_a_key_not_judged_yet_is_that_of_its_worst_right(
    account: Account, path: str, band: int
) -> None:
    now = timezone.now()
    rules = [{"method": method, "path": path} for method in ("GET", "POST", "PUT", "DELETE")]
    key = LiveCredential.objects.create(
        account=account, credential_id=1, status="validated", rules=rules, first_seen_at=now
    )
    key.refresh_from_db()
    assert (key.risk_band, key.reaches_everything) == (band, path == "/*")


def test_a_key_that_was_never_read_has_no_band(account: Account) -> None:
    LiveCredential.objects.create(account=account, credential_id=1, first_seen_at=timezone.now())
    assert LiveCredential.objects.get().risk_band == live.UNKNOWN_RISK


def test_the_band_of_a_judged_key_is_that_of_its_worst_finding(account: Account) -> None:
    """Findings, exceptions and states, and the band and filters that follow."""
    now = timezone.now()
    long_ago = now - timedelta(days=300)
    common = {"account": account, "first_seen_at": long_ago, "creation": long_ago}
    read = {**common, "status": "validated", "rules": [{"method": "GET", "path": "/vps"}]}
    safe = {"allowed_ips": ["192.0.2.7/32"], "expiration": now + timedelta(days=60)}
    LiveCredential.objects.create(**read, **safe, credential_id=1, last_use=long_ago)
    LiveCredential.objects.create(**read, credential_id=2, last_use=now)
    LiveCredential.objects.create(**{**read, "status": "expired"}, credential_id=3)
    LiveCredential.objects.create(**common, credential_id=4)
    judge(account, 0, 0)
    bands = {key.credential_id: live.band_of(key) for key in LiveCredential.objects.all()}
    assert bands == {
        1: live.BANDS[Severity.HIGH],
        2: live.BANDS[Severity.MEDIUM],
        3: live.OPENS_NOTHING,
        4: live.BANDS[Severity.MEDIUM],
    }
    dormant = LiveCredential.objects.filter(live.found_in("dormant"))
    assert [key.credential_id for key in dormant] == [1]
    mute(account, 0, 100)
    bands = {key.credential_id: live.band_of(key) for key in LiveCredential.objects.all()}
    assert bands[1] == bands[2] == bands[4] == live.EXCEPTIONS_ONLY
    assert [key.credential_id for key in dormant.all()] == [1]
