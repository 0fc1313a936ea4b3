"""Guessing passwords is slow, from however many places, and nobody else is locked out by it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from credentials.core import AuditAction, Outcome
from credentials.models import AttemptCounter, AuditEntry, Person, Team
from dashboard import rate_limits
from dashboard.rate_limits import Counter, Limit
from tests import attempts, scratch
from tests.people import PASSWORD, Browser

pytestmark = pytest.mark.django_db

_TOO_MANY = "Too many failed login attempts"


@pytest.fixture(autouse=True)
def _behind_a_proxy(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ALLOWED_HOSTS = ["testserver"]


def try_sign_in(
    password: str, *, address: str = "192.0.2.1", port: int = 443, email: str = "alice@example.com"
) -> str:
    """What the sign-in page answers: where it leads, or what it shows."""
    answer = Browser().post(
        reverse("account_login"),
        {"login": email, "password": password},
        headers={"Host": f"testserver:{port}", "X-Forwarded-For": address},
    )
    return str(answer.headers.get("Location") or answer.content.decode())


def is_signed_in(answer: str) -> bool:
    return not answer.startswith("<")


def test_the_host_that_is_asked_makes_no_new_account(alice: Person, team: Team) -> None:
    for port in range(1000, 1020):
        try_sign_in("wrong", port=port)
    assert _TOO_MANY in try_sign_in(PASSWORD, port=1020)


def test_another_spelling_makes_no_new_account(alice: Person, team: Team) -> None:
    for email in (
        "ALICE@example.com",
        " alice@example.com",
        "alice@EXAMPLE.com",
        "Alice@Example.com",
    ):
        try_sign_in("wrong", email=email)
    try_sign_in("wrong")
    assert _TOO_MANY in try_sign_in(PASSWORD)


def test_one_address_locks_its_own_way_to_the_account_and_nobody_elses(
    alice: Person, team: Team
) -> None:
    for _ in range(20):
        try_sign_in("wrong", address="192.0.2.66")
    assert _TOO_MANY in try_sign_in(PASSWORD, address="192.0.2.66")
    assert is_signed_in(try_sign_in(PASSWORD, address="192.0.2.1"))


def test_all_addresses_together_are_slowed_down(alice: Person, team: Team) -> None:
    for number in range(60):
        try_sign_in("wrong", address=f"192.0.2.{number}")
    assert _TOO_MANY in try_sign_in(PASSWORD, address="198.51.100.1")


def test_one_address_does_not_try_every_account(alice: Person, team: Team) -> None:
    for number in range(10):
        try_sign_in("wrong", email=f"person-{number}@example.com")
    assert _TOO_MANY in try_sign_in(PASSWORD)


def test_addresses_of_one_ipv6_network_are_one(alice: Person, team: Team) -> None:
    for number in range(5):
        try_sign_in("wrong", address=f"2001:db8::{number}")
    assert _TOO_MANY in try_sign_in(PASSWORD, address="2001:db8::ffff")
    assert is_signed_in(try_sign_in(PASSWORD, address="2001:db8:0:1::1"))


def test_right_passwords_use_nothing_up(alice: Person, team: Team) -> None:
    for _ in range(12):
        assert is_signed_in(try_sign_in(PASSWORD))


def test_hundreds_of_resets_lift_no_lock(alice: Person, team: Team) -> None:
    for _ in range(5):
        try_sign_in("wrong")
    for number in range(288):
        cache.set(f"reset-{number}", 1)
    cache.clear()
    assert _TOO_MANY in try_sign_in(PASSWORD)


def test_strangers_do_not_lock_the_confirmation_of_a_running_session(
    alice: Person, team: Team
) -> None:
    session = Browser()
    session.force_login(alice)
    for number in range(60):
        try_sign_in("wrong", address=f"192.0.2.{number}")
    answer = session.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 302


def test_a_confirmation_is_limited_by_its_session(alice: Person, team: Team) -> None:
    taken_over, own = Browser(), Browser()
    taken_over.force_login(alice)
    own.force_login(alice)
    page = reverse("account_reauthenticate")
    for _ in range(5):
        taken_over.post(page, {"password": "wrong"})
    refused = taken_over.post(page, {"password": PASSWORD})
    assert _TOO_MANY in refused.content.decode()
    assert own.post(page, {"password": PASSWORD}).status_code == 302
    newest = AuditEntry.objects.filter(action=AuditAction.ATTEMPTS_LIMITED).latest("seq")
    assert (newest.actor, newest.details) == ("alice@example.com", {"page": "confirmation"})


def test_tries_that_are_refused_are_in_the_log_folded(alice: Person, team: Team) -> None:
    for _ in range(9):
        try_sign_in("wrong", address="192.0.2.9")
    (entry,) = AuditEntry.objects.filter(action=AuditAction.ATTEMPTS_LIMITED)
    assert (entry.outcome, entry.actor, entry.address) == (Outcome.DENIED, "anonymous", "192.0.2.9")
    assert entry.details == {"page": "sign-in"}


def test_asking_for_too_many_resets_is_refused_and_in_the_log(alice: Person, team: Team) -> None:
    asked = [
        Browser().post(reverse("account_reset_password"), {"email": alice.email}).status_code
        for _ in range(4)
    ]
    assert asked == [302, 302, 302, 200]
    newest = AuditEntry.objects.latest("seq")
    assert newest.action == AuditAction.ATTEMPTS_LIMITED
    assert newest.details == {"page": "reset"}


def test_what_was_typed_is_not_kept(alice: Person) -> None:
    try_sign_in("wrong", email="a-password@typed-into-the-wrong.field")
    kept = " ".join(AttemptCounter.objects.values_list("key", flat=True))
    assert kept
    assert "typed" not in kept


def test_a_limit_counts_within_its_window_and_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    counter = Counter(Limit("test", 2, rate_limits.BY_ADDRESS[0].window), "somebody")
    assert [counter.take() for _ in range(3)] == [True, True, False]
    counter.give_back()
    assert [counter.take(), counter.take()] == [True, False]
    present = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: present() + counter.limit.window)
    assert [counter.take() for _ in range(3)] == [True, True, False]


def test_a_counter_that_was_set_to_count_for_ever_counts_for_its_window() -> None:
    counter = Counter(Limit("test", 2, rate_limits.BY_ADDRESS[0].window), "somebody")
    counter.take()
    far = timezone.now() + 1000 * counter.limit.window
    AttemptCounter.objects.update(count=2_000_000, ends_at=far)
    assert counter.take()


def test_counters_that_are_over_leave_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    limit = Limit("test", 2, rate_limits.BY_ADDRESS[0].window)
    Counter(limit, "one").take()
    present = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: present() + limit.window)
    Counter(limit, "another").take()
    assert [row.key for row in AttemptCounter.objects.all()] == [Counter(limit, "another").key]


@pytest.fixture
def read_only(transactional_db: None) -> Iterator[None]:
    """Nothing can be written: a full disk, or a server that was made a replica."""
    switches = {
        "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        "postgresql": (
            "SET default_transaction_read_only = on",
            "SET default_transaction_read_only = off",
        ),
    }
    on, off = switches[connection.vendor]
    connection.cursor().execute(on)
    yield
    connection.cursor().execute(off)


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.django_db(transaction=True)
def test_a_database_that_cannot_be_written_is_no_limit(
    alice: Person, team: Team, request: pytest.FixtureRequest, signed_in: bool
) -> None:
    browser = Browser(raise_request_exception=False)
    page = "account_login"
    if signed_in:
        browser.force_login(alice)
        page = "account_reauthenticate"
    request.getfixturevalue("read_only")
    answer = browser.post(reverse(page), {"login": alice.email, "password": PASSWORD})
    assert answer.status_code == 503
    assert "The database cannot be written" in answer.content.decode()


@pytest.mark.slow
def test_two_processes_count_as_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A part of what ``python -m tests.attempts`` does."""
    place = scratch.empty(tmp_path_factory.mktemp("attempts"), keys="ab" * 32)
    (slow,) = rate_limits.BY_ACCOUNT
    compared = attempts.run(place, tries=120, addresses=60, hosts=5, processes=2)
    assert compared == slow.most
    assert attempts.location(place, address=999) == ""
    scratch.drop(place)
