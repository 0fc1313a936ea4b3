"""The page of a region's operations: how old they are, what changed, and an admin's new reading."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from credentials import live, ovhcloud
from credentials.core import AuditAction, Outcome, Role
from credentials.models import Account, AuditEntry, ConsumerKey, Person
from credentials.ovhcloud.catalogue_store import store_catalogue
from credentials.rights import CatalogueChanges, Snapshot, bundled_catalogue
from tests.live_world import LiveWorld
from tests.people import Browser

pytestmark = pytest.mark.django_db
EVERY = bundled_catalogue().operations


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    cache.clear()


def page_of(browser: Browser, account: Account) -> str:
    return browser.page(reverse("catalogue:detail", args=[account.pk]))


def refresh(browser: Browser, account: Account) -> str:
    browser.post(reverse("catalogue:refresh", args=[account.pk]))
    return page_of(browser, account)


def read_twice() -> None:
    """A reading without the zones, and one with everything but /me."""
    zones = [each for each in EVERY if not each.path.startswith("/domain/zone")]
    own = [each for each in EVERY if not each.path.startswith("/me")]
    store_catalogue(Snapshot("sandbox", date(2026, 1, 1), tuple(zones)))
    store_catalogue(Snapshot("sandbox", date(2026, 2, 1), tuple(own)))


def test_an_admin_reads_the_operations_anew_and_it_is_logged(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    assert "stand in" in page_of(browser_of_alice, world.account)
    page = refresh(browser_of_alice, world.account)
    assert ovhcloud.catalogue_of("sandbox").taken == datetime.now(UTC).date()
    assert "stand in" not in page
    entries = AuditEntry.objects.filter(action=AuditAction.CATALOGUE_REFRESHED).order_by("seq")
    assert [entry.outcome for entry in entries] == [Outcome.STARTED, Outcome.DONE]
    assert entries[1].details["operations"] == len(EVERY)


def test_a_reading_that_fails_says_why_and_changes_nothing(
    account: Account, browser_of_alice: Browser
) -> None:
    page = refresh(browser_of_alice, account)
    assert "The last reading failed, and nothing was changed." in page
    entry = AuditEntry.objects.filter(action=AuditAction.CATALOGUE_REFRESHED).latest("seq")
    assert entry.outcome == Outcome.FAILED
    assert ovhcloud.catalogue_before(account.endpoint) is None


def test_the_page_says_what_changed_and_which_keys_it_is_about(
    consumer_key: ConsumerKey, browser_of_alice: Browser
) -> None:
    read_twice()
    page = page_of(browser_of_alice, consumer_key.account)
    assert "1 key of the team reaches something new" in page
    assert consumer_key.label in page
    assert "/domain/zone/{zoneName}/record" in page
    assert "/me/api/credential" in page


@pytest.mark.usefixtures("tasks_wait")
def test_a_reading_under_way_is_joined(account: Account, browser_of_alice: Browser) -> None:
    refresh(browser_of_alice, account)
    page = refresh(browser_of_alice, account)
    assert "They are being read" in page
    entries = AuditEntry.objects.filter(action=AuditAction.CATALOGUE_REFRESHED)
    assert [entry.outcome for entry in entries] == [Outcome.STARTED]


def test_whoever_is_no_admin_sees_the_page_without_the_button(
    account: Account, teammate: Callable[[Role], Person], sign_in: Callable[[Person], Browser]
) -> None:
    page = page_of(sign_in(teammate(Role.OPERATOR)), account)
    assert "Read them anew" not in page


def test_the_keys_it_is_about_are_found_in_one_query(
    consumer_key: ConsumerKey, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    read_twice()
    before = ovhcloud.catalogue_before("sandbox")
    assert before is not None
    changes = CatalogueChanges(before, ovhcloud.catalogue_of("sandbox"))
    account = consumer_key.account
    with django_assert_num_queries(1):
        (affected,) = live.affected_keys(account, changes)
    assert (affected.key, affected.lost) == (consumer_key, 0)
    assert affected.gained > 0
