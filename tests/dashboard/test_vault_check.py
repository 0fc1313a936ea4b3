"""One button tests a stored key or service account, and the answer stands on its page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from credentials.core import KeyState
from credentials.models import (
    Application,
    AuditEntry,
    ConsumerKey,
    Entry,
    EntryCheck,
    ServiceAccount,
)
from tests.live_world import LiveWorld
from tests.people import Browser


@pytest.fixture
def key(world: LiveWorld) -> ConsumerKey:
    return world.store("terraform laptop")


def check(browser: Browser, entry: Entry) -> str:
    answer = browser.post(reverse("vault:check", args=[entry.pk]))
    assert answer.status_code == 302
    return browser.page(reverse("vault:detail", args=[entry.pk]))


def change(world: LiveWorld, key: ConsumerKey, **columns: Any) -> None:
    credential = world.sandbox.world.credentials[key.credential_id or 0]
    world.sandbox.world.keep(replace(credential, **columns))


def test_a_key_that_works_says_whose_it_is_and_what_it_may(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    assert "never tested" in browser_of_alice.page(reverse("vault:detail", args=[key.pk]))
    page = check(browser_of_alice, key)
    assert ">Works<" in page
    last = EntryCheck.objects.get()
    assert (last.works, last.nic, last.local_user) == (True, world.nic, "")
    assert abs(last.clock_off or 0) <= 2
    assert {*last.granted} | {*last.missing} >= {
        "GET /me/api/credential",
        "POST /me/api/oauth2/client",
    }


def test_which_clock_is_behind_is_said(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    check(browser_of_alice, key)
    for off, words in (
        (0, "as OVHcloud's"),
        (1, "1 second behind OVHcloud's"),
        (600, "600 seconds behind OVHcloud's"),
        (-1, "1 second ahead of OVHcloud's"),
    ):
        EntryCheck.objects.update(clock_off=off)
        page = browser_of_alice.page(reverse("vault:detail", args=[key.pk]))
        assert words in page.replace("&#x27;", "'")


def test_the_management_key_may_make_the_calls_of_its_recipe(
    browser_of_alice: Browser, world: LiveWorld
) -> None:
    manages = world.account.management_key
    assert manages is not None
    check(browser_of_alice, manages)
    assert "GET /me/api/credential" in EntryCheck.objects.get().granted


def test_what_ovhcloud_owns_of_a_key_is_taken_over(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    change(world, key, allowed_ips=("127.0.0.0/8",))
    check(browser_of_alice, key)
    assert ConsumerKey.objects.get(pk=key.pk).allowed_ips == ["127.0.0.0/8"]


def test_a_key_of_another_account_is_used_for_no_test_either(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    ConsumerKey.objects.filter(pk=key.pk).update(state=KeyState.FOREIGN)
    asked = len(world.sandbox.record.calls)
    assert "used for nothing" in check(browser_of_alice, key)
    assert not EntryCheck.objects.exists()
    assert len(world.sandbox.record.calls) == asked


def test_a_key_that_has_ended_says_so(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    change(world, key, status="expired")
    page = check(browser_of_alice, key)
    assert "Does not work" in page
    assert "it is pending, refused, expired or revoked" in page


def test_a_key_that_is_not_let_in_from_here_is_not_called_dead(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    change(world, key, allowed_ips=("192.0.2.7/32",))
    assert "OVHcloud was not heard" in check(browser_of_alice, key)
    assert EntryCheck.objects.get().works is None


def test_an_ovhcloud_that_fails_is_no_verdict_and_the_next_test_takes_its_place(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    world.fail("status=500")
    assert "OVHcloud was not heard" in check(browser_of_alice, key)
    world.fail()
    page = check(browser_of_alice, key)
    assert ">Works<" in page
    assert "OVHcloud was not heard" not in page


def test_a_local_user_is_named(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    change(world, key, user="deploy")
    check(browser_of_alice, key)
    assert EntryCheck.objects.get().local_user == "deploy"


def test_a_service_account_is_tested_by_the_calls_it_may_make(
    browser_of_alice: Browser, stored_client: ServiceAccount
) -> None:
    page = check(browser_of_alice, stored_client)
    assert ">Works<" in page
    last = EntryCheck.objects.get()
    assert {*last.granted} | {*last.missing} == {
        "GET /me/api/application",
        "GET /me/api/credential",
        "GET /me/api/oauth2/client",
    }


def test_no_token_of_a_service_account_is_left_anywhere(
    browser_of_alice: Browser,
    world: LiveWorld,
    stored_client: ServiceAccount,
    caplog: pytest.LogCaptureFixture,
) -> None:
    page = check(browser_of_alice, stored_client)
    tokens = list(world.demo.world.tokens)
    assert tokens
    rows = [*EntryCheck.objects.values_list(), *AuditEntry.objects.values_list()]
    assert not [token for token in tokens if token in f"{page}{caplog.text}{rows}"]


def test_a_service_account_that_is_gone_does_not_work(
    browser_of_alice: Browser, world: LiveWorld, stored_client: ServiceAccount
) -> None:
    world.demo.world.drop(world.demo.world.clients[stored_client.client_id])
    page = check(browser_of_alice, stored_client)
    assert "Does not work" in page
    assert "does not know this client id" in page


def test_an_application_by_itself_has_no_test(
    browser_of_alice: Browser, application: Application
) -> None:
    assert "Test it" not in browser_of_alice.page(reverse("vault:detail", args=[application.pk]))
    check(browser_of_alice, application)
    assert not EntryCheck.objects.exists()


def test_the_command_tests_every_entry_in_use_and_says_what_does_not_work(
    world: LiveWorld, key: ConsumerKey, stored_client: ServiceAccount, capsys: Any
) -> None:
    change(world, key, status="expired")
    with pytest.raises(SystemExit) as ended:
        call_command("check_credentials", pause=0)
    assert ended.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "3 tested, 1 that do not work or were not heard"
    (bad,) = [line for line in lines if "does not work" in line]
    assert bad.startswith("terraform laptop\tMain account\tdoes not work\t")
    assert EntryCheck.objects.count() == 3


def test_the_command_ends_well_where_all_work(world: LiveWorld, capsys: Any) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("check_credentials", pause=0)
    assert ended.value.code == 0
    assert "1 tested, 0" in capsys.readouterr().out


def test_an_unconfirmed_key_stays_closed_and_is_said(
    world: LiveWorld, key: ConsumerKey, capsys: Any
) -> None:
    ConsumerKey.objects.filter(pk=key.pk).update(state=KeyState.UNCONFIRMED)
    with pytest.raises(SystemExit):
        call_command("check_credentials", pause=0)
    assert (
        "terraform laptop\tMain account\tnot heard\tNobody has confirmed" in capsys.readouterr().out
    )
