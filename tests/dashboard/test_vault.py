"""The vault's list and the page of an entry: what is kept is found, and told in words."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from credentials import live, vault
from credentials.audit import SYSTEM
from credentials.core import EntryKind, Environment, KeyState, Role, Severity
from credentials.findings.shown import show
from credentials.models import (
    Account,
    Application,
    ConsumerKey,
    Entry,
    Finding,
    LiveApplication,
    LiveCredential,
    Membership,
    Person,
    SecretVersion,
    ServiceAccount,
    Team,
)
from tests.conftest import SECRETS
from tests.database_writer import plant
from tests.people import Browser, rewrite

LIST = "/vault/"


def url(name: str, entry: Entry, *more: object) -> str:
    return reverse(f"vault:{name}", args=[entry.pk, *more])


def test_the_list_shows_all_three_kinds_and_no_secret(
    browser_of_alice: Browser, consumer_key: ConsumerKey, service_account: ServiceAccount
) -> None:
    page = browser_of_alice.page(LIST)
    for shown in ("dns-updater", "0a1b2c3d4e5f6071", "reporting", "EU.0011223344556677"):
        assert shown in page
    assert "1–3 of 3 entries" in page
    assert not any(secret in page for secret in SECRETS.values())


@pytest.mark.parametrize(
    "words",
    ["key updater dns", "consumer VALIDATED", "#4711", "bob@example", "production web-1", "never"],
)
def test_any_text_of_the_list_finds_its_row(
    browser_of_alice: Browser, consumer_key: ConsumerKey, bob: Person, words: str
) -> None:
    metadata = vault.EntryMetadata(
        label="dns-updater key", owner=bob, environment=Environment.PRODUCTION
    )
    vault.relabel(consumer_key, metadata, actor=SYSTEM)
    vault.add_usage(consumer_key.entry, vault.UsageLine(place="web-1"), actor=SYSTEM)
    rewrite(ConsumerKey.objects.all(), credential_id=4711)
    page = browser_of_alice.page(LIST, q=words)
    assert "The only one." in page
    assert "dns-updater key" in page


@pytest.mark.parametrize(
    ("name", "value"), [("kind", "service_account"), ("state", "validated"), ("o", "-label")]
)
def test_filters_and_sort_live_in_the_address(
    browser_of_alice: Browser,
    consumer_key: ConsumerKey,
    service_account: ServiceAccount,
    name: str,
    value: str,
) -> None:
    page = browser_of_alice.page(LIST, **{name: value})
    first = page.split("<tbody>")[1].split("</th>")[0]
    assert ("dns-updater key" in first) == (name == "state")


def test_the_worst_that_is_found_sorts_and_filters(
    browser_of_alice: Browser,
    account: Account,
    consumer_key: ConsumerKey,
    service_account: ServiceAccount,
) -> None:
    live_row = LiveCredential.objects.create(
        account=account, credential_id=7, first_seen_at=timezone.now()
    )
    ConsumerKey.objects.filter(pk=consumer_key.pk).update(credential_id=7)
    live.rebuild_rows(Account.objects.all())
    found(account, Severity.HIGH, entry=Entry.objects.get(pk=service_account.pk))
    found(account, Severity.CRITICAL, credential=live_row)
    show([live_row.pk], [service_account.pk])
    for order, is_first in (("-risk", True), ("risk", False)):
        page = browser_of_alice.page(LIST, o=order)
        first = page.split("<tbody>")[1].split("</th>")[0]
        assert (consumer_key.label in first) == is_first
    page = browser_of_alice.page(LIST, risk=vault.ENTRY_BANDS[Severity.HIGH])
    assert (service_account.label in page, consumer_key.label in page) == (True, False)
    assert vault.rebuild_entry_rows(Account.objects.all())[1] == 0
    Finding.objects.update(resolved_at=timezone.now())
    show([live_row.pk], [service_account.pk])
    assert not Entry.objects.exclude(risk_band=0).exists()


def found(
    account: Account,
    severity: Severity,
    *,
    entry: Entry | None = None,
    credential: LiveCredential | None = None,
) -> None:
    Finding.objects.create(
        team=account.team,
        account=account,
        subject=f"thing:{severity}",
        code="no-owner",
        severity=severity,
        rank=severity.rank,
        opened_at=timezone.now(),
        entry=entry,
        credential=credential,
    )


def test_a_key_whose_application_is_deleted_opens_nothing(
    browser_of_alice: Browser, application: Application, consumer_key: ConsumerKey
) -> None:
    Application.objects.update(application_id=12)
    LiveApplication.objects.create(
        account=application.account,
        application_id=12,
        first_seen_at=timezone.now(),
        is_deleted=True,
    )
    assert "1–2 of 2 entries" in browser_of_alice.page(LIST, state="application-deleted")
    page = browser_of_alice.page(url("detail", consumer_key))
    assert "Its application was deleted at OVHcloud: it opens nothing" in page


def test_a_key_past_its_end_is_expired_before_anybody_asks_ovhcloud(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    ConsumerKey.objects.update(expires_at=timezone.now())
    assert "dns-updater key" in browser_of_alice.page(LIST, state="expired")


def test_an_archived_entry_is_in_its_own_list_and_comes_back(
    browser_of_alice: Browser, application: Application
) -> None:
    browser_of_alice.post(url("archive", application))
    assert "No entry matches" in browser_of_alice.page(LIST)
    assert "dns-updater" in browser_of_alice.page(LIST, state="archived")
    browser_of_alice.post(url("restore", application))
    assert "dns-updater" in browser_of_alice.page(LIST)


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_list_takes_thirteen_queries_however_long(
    browser_of_alice: Browser,
    application: Application,
    alice: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        ConsumerKey.objects.create(
            account=application.account,
            kind=EntryKind.CONSUMER_KEY,
            application=application,
            label=f"key {number}",
            owner=alice,
            state=KeyState.VALIDATED,
        )
    with django_assert_num_queries(14):
        browser_of_alice.page(LIST)


def test_the_page_of_a_key_says_what_it_can_in_words(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    page = browser_of_alice.page(url("detail", consumer_key))
    for shown in ("/domain/zone/", "Read all DNS zones", "192.0.2.0/24", "0a1b2c3d4e5f6071"):
        assert shown in page
    assert "Nobody has revealed, copied or exported it." in page


def test_the_page_of_an_application_lists_its_keys(
    browser_of_alice: Browser, application: Application, consumer_key: ConsumerKey
) -> None:
    page = browser_of_alice.page(url("detail", application))
    assert url("detail", consumer_key) in page


def test_the_page_of_a_service_account_leads_to_its_own(
    browser_of_alice: Browser, service_account: ServiceAccount
) -> None:
    page = browser_of_alice.page(url("detail", service_account))
    stored_as = (service_account.account_id, service_account.client_id)
    assert reverse("service_accounts:detail", args=stored_as) in page


def test_the_page_of_a_key_links_the_live_one(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    ConsumerKey.objects.update(credential_id=4711)
    LiveCredential.objects.create(
        account=consumer_key.account, credential_id=4711, first_seen_at=timezone.now()
    )
    page = browser_of_alice.page(url("detail", consumer_key))
    assert reverse("live:credential", args=[consumer_key.account_id, 4711]) in page


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_page_takes_as_many_queries_however_much_happened(
    browser_of_alice: Browser,
    application: Application,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        ConsumerKey.objects.create(
            account=application.account,
            kind=EntryKind.CONSUMER_KEY,
            application=application,
            label=f"key {number}",
            state=KeyState.VALIDATED,
        )
        SecretVersion.objects.create(entry=application, number=number + 2, token="")
    with django_assert_num_queries(24):
        browser_of_alice.page(url("detail", application))


def test_the_rights_of_a_key_open_in_the_builder(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    page = browser_of_alice.page(url("detail", consumer_key))
    assert "New key with these rights" in page
    link = f"/rights/from/entry/{consumer_key.pk}/"
    assert f'href="{link}"' in page
    assert browser_of_alice.get(link)["Location"] == "/rights/?rule=GET+/domain/zone/*"


def test_nobody_who_was_made_a_member_outside_keydesk_can_be_the_owner(
    browser_of_alice: Browser, application: Application, charlie: Person, team: Team
) -> None:
    plant(Membership(team=team, person=charlie, role=Role.ADMIN))
    page = browser_of_alice.page(url("edit", application))
    assert "alice@example.com" in page
    assert "charlie@example.com" not in page
