"""Accounts: seen by the team, changed by those who may, deleted while they never kept a secret."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, KeyState, Role, SyncState, pack, say
from credentials.models import Account, AuditEntry, ConsumerKey, LiveCredential, Person, Sync, Team
from tests import people
from tests.people import Browser, rewrite

Teammate = Callable[[Role], Person]
SignIn = Callable[[Person], Browser]
LIST = "/accounts/"


def url(name: str, account: Account) -> str:
    return reverse(f"accounts:{name}", args=[account.pk])


def add(browser: Browser, team: Team, **given: str) -> str:
    data = {"team": team.pk, "label": "Web", "endpoint": "sandbox", **given}
    return str(browser.post("/accounts/new/", data, follow=True).content.decode())


def test_an_account_is_added_and_its_page_opens(browser_of_alice: Browser, team: Team) -> None:
    page = add(browser_of_alice, team)
    assert "<h1>Web</h1>" in page
    assert "OVHcloud account not confirmed yet" in page
    assert AuditEntry.objects.filter(action=AuditAction.ACCOUNT_CREATED).count() == 1


def test_an_unknown_endpoint_is_refused_and_nothing_typed_is_lost(
    browser_of_alice: Browser, team: Team
) -> None:
    page = add(browser_of_alice, team, endpoint="ovh-mars")
    assert "No endpoint is called “ovh-mars”." in page.replace("&quot;", '"')
    assert 'value="Web"' in page
    assert not Account.objects.exists()


def test_a_label_in_use_is_refused(browser_of_alice: Browser, account: Account) -> None:
    page = add(browser_of_alice, account.team, label="Main account")
    assert "Harbour has an account called “Main account” already." in page
    assert Account.objects.count() == 1


def test_the_list_says_what_is_known_of_an_account(
    browser_of_alice: Browser, account: Account, consumer_key: ConsumerKey
) -> None:
    account.nic, account.management_key = "aa11111-ovh", consumer_key
    account.save(update_fields=["nic", "management_key"])
    page = browser_of_alice.page(LIST)
    for text in ("Main account", "Harbour", "aa11111-ovh", "dns-updater key", "Validated"):
        assert text in page
    assert f'href="/vault/?account={account.pk}">2</a>' in page


@pytest.mark.parametrize("words", ["harbour MAIN", "sandbox", "not confirmed"])
def test_any_text_of_the_list_finds_its_row(
    browser_of_alice: Browser, account: Account, words: str
) -> None:
    assert "Main account" in browser_of_alice.page(LIST, q=words)
    assert "No account matches" in browser_of_alice.page(LIST, q=f"{words} elsewhere")


def test_a_failed_reading_says_its_cause_beside_the_last_good_one(
    browser_of_alice: Browser, account: Account
) -> None:
    three_hours_ago = timezone.now() - timedelta(hours=3)
    Sync.objects.create(account=account, state=SyncState.DONE, ended_at=three_hours_ago)
    cause = pack(say("OVHcloud asks to slow down."))
    Sync.objects.create(
        account=account, state=SyncState.FAILED, ended_at=timezone.now(), trouble=cause
    )
    for page in (browser_of_alice.page(LIST), browser_of_alice.page(url("detail", account))):
        assert "OVHcloud asks to slow down." in page
    assert "3 h ago" in browser_of_alice.page(LIST)


def test_how_often_an_account_is_read_is_chosen_and_shown(
    browser_of_alice: Browser, account: Account, consumer_key: ConsumerKey
) -> None:
    account.management_key = consumer_key
    account.save(update_fields=["management_key"])
    assert "Every hour." in browser_of_alice.page(url("detail", account))
    assert "As Keydesk is set: every hour" in browser_of_alice.page(url("edit", account))
    for chosen, shown in (("daily", "Once a day: the next time"), ("off", "Only when asked.")):
        answer = {"label": account.label, "host_family": "older", "sync_interval": chosen}
        assert browser_of_alice.post(url("edit", account), answer).status_code == 302
        Account.objects.update(next_sync_at=timezone.now())
        assert shown in browser_of_alice.page(url("detail", account))
    refused = browser_of_alice.post(url("edit", account), {"label": "x", "sync_interval": "never"})
    assert "never is not one of the available choices" in refused.content.decode()


def test_a_management_key_that_ended_is_said_to_and_another_one_is_offered(
    browser_of_alice: Browser, account: Account, consumer_key: ConsumerKey
) -> None:
    account.management_key = consumer_key
    account.save(update_fields=["management_key"])
    ConsumerKey.objects.update(state=KeyState.REVOKED)
    page = browser_of_alice.page(url("detail", account))
    assert "It has ended: nothing is read with it." in page
    assert "Reads the live keys" not in page
    assert "&amp;recipe=keydesk" in page


def test_what_a_management_key_may_not_leads_to_one_that_may(
    browser_of_alice: Browser, account: Account, consumer_key: ConsumerKey
) -> None:
    consumer_key.rules = [
        {"method": "GET", "path": "/me/api/*"},
        {"method": "DELETE", "path": "/me/api/*"},
    ]
    consumer_key.state = KeyState.VALIDATED
    consumer_key.save()
    account.management_key = consumer_key
    account.save(update_fields=["management_key"])
    page = browser_of_alice.page(url("detail", account))
    lacks_freezing = page.partition("Freezes and thaws keys")[2].partition("Manages")[0]
    assert "PUT" in lacks_freezing
    way = html.unescape(re.findall(r'href="([^"]+)">Request a key that has it', lacks_freezing)[0])
    asked = parse_qs(urlsplit(way).query)
    assert asked["account"] == [str(account.pk)]
    assert asked["rule"] == ["GET,DELETE /me/api/*", "PUT /me/api/credential/*"]


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_list_takes_eleven_queries_however_long(
    browser_of_alice: Browser,
    team: Team,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        account = Account.objects.create(team=team, label=f"account {number}", endpoint="ovh-eu")
        Sync.objects.create(account=account, state=SyncState.DONE, ended_at=timezone.now())
    with django_assert_num_queries(11):
        browser_of_alice.page(LIST)


def test_a_new_console_teaches_the_first_step(browser_of_alice: Browser) -> None:
    page = browser_of_alice.page(LIST)
    assert "No account yet" in page
    assert 'href="/accounts/new/"' in page


def test_the_management_key_is_chosen_and_what_it_lacks_is_named(
    browser_of_alice: Browser, account: Account, consumer_key: ConsumerKey
) -> None:
    browser_of_alice.post(url("manage", account), {"key": str(consumer_key.pk)})
    account.refresh_from_db()
    assert account.management_key == consumer_key
    page = browser_of_alice.page(url("detail", account))
    assert "lacks 4 rights" in page
    assert "/me/api/credential" in page


def test_a_key_of_another_account_is_no_management_key(
    browser_of_alice: Browser, team: Team, consumer_key: ConsumerKey
) -> None:
    other = vault.add_account(team, label="Other", endpoint="sandbox", actor=SYSTEM)
    browser_of_alice.post(url("manage", other), {"key": str(consumer_key.pk)})
    other.refresh_from_db()
    assert other.management_key is None


def test_the_ways_to_add_a_key_carry_the_account(
    browser_of_alice: Browser, account: Account
) -> None:
    page = browser_of_alice.page(url("detail", account))
    assert f"/keys/paste/?account={account.pk}" in page
    assert "createToken/?GET=/me/api/application&amp;" in page
    assert 'createApp/"' in page


def test_an_account_is_renamed_and_the_log_keeps_the_old_name(
    browser_of_alice: Browser, account: Account
) -> None:
    browser_of_alice.post(url("edit", account), {"label": "Renamed"})
    account.refresh_from_db()
    assert account.label == "Renamed"
    entry = AuditEntry.objects.get(action=AuditAction.ACCOUNT_CHANGED)
    assert entry.details == {"label before": "Main account"}


def test_an_untouched_form_is_no_change_of_the_account(
    browser_of_alice: Browser, account: Account
) -> None:
    answer = browser_of_alice.post(url("edit", account), {"label": account.label})
    assert answer.status_code == 302
    assert not AuditEntry.objects.filter(action=AuditAction.ACCOUNT_CHANGED).exists()


def test_an_empty_account_is_deleted_once_its_label_is_typed(
    browser_of_alice: Browser, account: Account
) -> None:
    LiveCredential.objects.create(account=account, credential_id=1, first_seen_at=timezone.now())
    browser_of_alice.post(url("delete", account), {"typed": "Main"})
    assert Account.objects.exists()
    browser_of_alice.post(url("delete", account), {"typed": "Main account"})
    assert not Account.objects.exists()
    assert AuditEntry.objects.filter(action=AuditAction.ACCOUNT_DELETED).count() == 1


def test_an_account_that_keeps_a_secret_is_not_deleted(
    browser_of_alice: Browser, account: Account, consumer_key: ConsumerKey
) -> None:
    answer = browser_of_alice.post(url("delete", account), {"typed": "Main account"})
    assert "The vault holds entries of Main account (2)." in answer.content.decode()
    assert Account.objects.filter(pk=account.pk).exists()


def test_deleting_asks_who_it_is_first(sign_in: SignIn, alice: Person, account: Account) -> None:
    answer = sign_in(alice).post(url("delete", account), {"typed": "Main account"})
    assert answer["Location"].startswith("/sign-in/confirm/")
    assert Account.objects.exists()


def test_an_account_that_never_was_is_not_found(browser_of_alice: Browser) -> None:
    missing = reverse("accounts:detail", args=[uuid.uuid4()])
    assert browser_of_alice.get(missing).status_code == 404


def test_the_rows_of_two_teams_stand_in_one_list(
    browser_of_alice: Browser, alice: Person, account: Account
) -> None:
    second = people.make_team("Lighthouse", alice)
    vault.add_account(second, label="Beacon", endpoint="ovh-eu", actor=SYSTEM)
    page = browser_of_alice.page(LIST)
    assert "1–2 of 2 accounts" in page
    assert "Beacon" not in browser_of_alice.page(LIST, team=account.team_id)


def test_the_hosts_of_an_account_are_chosen_where_its_region_has_others(
    browser_of_alice: Browser, account: Account
) -> None:
    assert "Hosts" not in browser_of_alice.get(url("edit", account)).content.decode()
    rewrite(Account.objects.all(), endpoint="ovh-us")
    page = browser_of_alice.get(url("edit", account)).content.decode()
    assert "Older hosts · api.us.ovhcloud.com<" in page
    assert "Newer hosts · api.us.ovhcloud.com, us.ovhcloud.com<" in page
    shown = browser_of_alice.get(url("detail", account)).content.decode()
    assert "https://us.ovhcloud.com/auth/api/createToken?" in shown
    answer = {"label": account.label, "host_family": "newer"}
    assert browser_of_alice.post(url("edit", account), answer).status_code == 302
    assert Account.objects.get().host_family == "newer"
    assert AuditEntry.objects.filter(action=AuditAction.ACCOUNT_CHANGED).count() == 1
