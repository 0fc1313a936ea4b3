"""What the builder says of a region, of its operations and of paths with a version, seen on both
screens."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django import Settings

from credentials import vault
from credentials.audit import SYSTEM
from credentials.models import ConsumerKey, Person, Team
from credentials.ovhcloud.catalogue_store import store_catalogue
from credentials.rights import Operation, Snapshot, bundled_catalogue
from tests.browser.console_page import ConsolePage

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
EVERY = bundled_catalogue().operations


@pytest.fixture(autouse=True)
def _own_catalogues(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    cache.clear()


def without(prefix: str) -> tuple[Operation, ...]:
    return tuple(each for each in EVERY if not each.path.startswith(prefix))


def test_the_region_of_the_account_decides_what_is_offered(
    each_screen: ConsolePage, alice: Person, team: Team
) -> None:
    console = each_screen
    us = vault.add_account(team, label="US", endpoint="ovh-us", actor=SYSTEM)
    ca = vault.add_account(team, label="Canada", endpoint="ovh-ca", actor=SYSTEM)
    store_catalogue(Snapshot("ovh-us", date(2026, 11, 1), without("/vps")), anyway=True)
    console.sign_in(alice)
    console.open(f"/rights/?rule=GET+/me&account={us.pk}")
    console.expect_text("OVHcloud US offers what these rules reach: yes.")
    console.open(f"/rights/?rule=GET+/vps&account={us.pk}")
    console.expect_text("probably not GET /vps.")
    console.check()
    console.open(f"/rights/?rule=GET+/vps&account={ca.pk}")
    console.expect_text("Whether OVHcloud Canada offers what these rules reach is not known.")
    console.check()


def test_a_path_with_a_version_grants_nothing_and_one_without_reaches_both_branches(
    each_screen: ConsolePage, alice: Person, team: Team
) -> None:
    console = each_screen
    console.sign_in(alice)
    console.open("/rights/?rule=GET+/v2/okms/*")
    console.expect_text("Rules carry no version of the API")
    expect(console.page.locator("#reached-operations")).to_have_count(0)
    console.check()
    console.open("/rights/?rule=GET+/okms/*")
    console.page.locator("#reached-operations > summary").click()
    reached = console.page.locator("#reached-operations")
    expect(reached).to_contain_text("/v2/okms/resource")
    console.check()


def test_an_admin_reads_what_the_last_reading_changed(
    each_screen: ConsolePage, alice: Person, consumer_key: ConsumerKey
) -> None:
    console = each_screen
    account = consumer_key.account
    store_catalogue(Snapshot(account.endpoint, date(2026, 1, 1), without("/domain/zone")))
    store_catalogue(Snapshot(account.endpoint, date(2026, 2, 1), without("/me")))
    console.sign_in(alice)
    console.open(reverse("catalogue:detail", args=[account.pk]))
    console.expect_text("1 key of the team reaches something new")
    expect(console.page.get_by_role("button", name="Read them anew")).to_be_visible()
    console.check()
