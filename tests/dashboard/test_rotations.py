"""Pages of rotations: begun from a key's page, followed step by step, ended by people or itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from credentials import audit, findings, onboarding, vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, Environment, KeyState, RotationState
from credentials.models import AuditEntry, ConsumerKey, Person, Rotation
from tests.credentials.rotations.driver import LABEL, RotationDriver
from tests.dashboard.live_pages import key_url, rows
from tests.live_world import LiveWorld
from tests.people import Browser

SignIn = Callable[[Person], Browser]
LIST = reverse("rotations:list")


@pytest.fixture
def driver(world: LiveWorld, alice: Person) -> RotationDriver:
    return RotationDriver(world, alice)


def fields(browser: Browser, url: str, **changes: str) -> dict[str, str]:
    """What the form begins with, changed."""
    initial = browser.get(url).context["form"].initial
    return {name: str(value) for name, value in initial.items()} | changes


def posted(browser: Browser, url: str, data: dict[str, str] | None = None) -> str:
    text: str = browser.post(url, data or {}, follow=True).content.decode()
    return text


def page_of(driver: RotationDriver, name: str = "detail") -> str:
    return reverse(f"rotations:{name}", args=[driver.rotation.pk])


class TestItsWay:
    def test_from_the_button_to_the_end_of_the_old_key(
        self, driver: RotationDriver, browser_of_alice: Browser
    ) -> None:
        old = driver.old
        audited = audit.actor_of(driver.person)
        onboarding.export_entry(
            old.entry, form=onboarding.FORMATS["lego"], actor=audited, destination="download"
        )
        start = reverse("rotations:start", args=[old.pk])
        assert start in browser_of_alice.page(reverse("vault:detail", args=[old.pk]))
        assert start in browser_of_alice.page(key_url(driver.world, LABEL))
        page = posted(browser_of_alice, start, fields(browser_of_alice, start))
        assert "Somebody validates the successor at OVHcloud" in page
        assert rows(browser_of_alice.page(LIST)) == 1
        driver.accept()
        page = browser_of_alice.page(page_of(driver))
        assert "?name=lego" in page
        posted(browser_of_alice, page_of(driver, "deployed"))
        assert driver.state == RotationState.HANDED_OVER
        driver.use_successor()
        driver.leave_old()
        driver.pass_days(8)
        driver.read()
        assert "Frozen" in browser_of_alice.page(reverse("vault:detail", args=[old.pk]))
        driver.pass_days(8)
        posted(browser_of_alice, page_of(driver, "again"))
        assert driver.state == RotationState.RETIRED
        assert rows(browser_of_alice.page(LIST)) == 0
        assert rows(browser_of_alice.page(LIST, state="retired")) == 1
        activity = browser_of_alice.page(reverse("activity:list"))
        assert "started to rotate" in activity
        assert "froze the live key" in activity
        assert "revoked the live key" in activity

    def test_owner_purpose_and_environment_are_carried_over_and_can_be_changed(
        self, driver: RotationDriver, browser_of_alice: Browser
    ) -> None:
        old = driver.old
        mine = vault.EntryMetadata(
            label=old.label,
            owner=driver.person,
            purpose="Renews certificates",
            environment=Environment.PRODUCTION,
            never_reveal=True,
        )
        vault.relabel(old.entry, mine, actor=SYSTEM)
        start = reverse("rotations:start", args=[old.pk])
        first = fields(browser_of_alice, start)
        wanted = {"owner": str(driver.person.pk), "environment": "production"}
        assert first | wanted | {"purpose": "Renews certificates", "never_reveal": "True"} == first
        posted(browser_of_alice, start, first | {"environment": "staging", "owner": ""})
        successor = driver.rotation.successor
        assert (successor.owner, successor.environment) == (None, "staging")
        assert (successor.purpose, successor.never_reveal) == ("Renews certificates", True)

    def test_rules_that_no_text_is_read_as_are_carried_over(
        self, driver: RotationDriver, browser_of_alice: Browser
    ) -> None:
        odd = [{"method": "GET", "path": path} for path in ("/x_", "/a..b", "/xxx", "/1.0/me")]
        old = driver.old
        old.rules = odd
        old.save()
        start = reverse("rotations:start", args=[old.pk])
        posted(browser_of_alice, start, fields(browser_of_alice, start))
        assert driver.rotation.successor.rules == odd

    def test_what_does_not_go_on_is_on_the_overview(
        self, driver: RotationDriver, browser_of_alice: Browser
    ) -> None:
        driver.start()
        words = "was not validated in time"
        assert words not in browser_of_alice.page(reverse("overview:home"))
        driver.pass_days(2)
        assert words in browser_of_alice.page(reverse("overview:home"))
        assert words in browser_of_alice.page(page_of(driver))
        posted(browser_of_alice, page_of(driver, "cancel"))
        assert driver.state == RotationState.CANCELLED
        assert words not in browser_of_alice.page(reverse("overview:home"))
        assert AuditEntry.objects.filter(action=AuditAction.ROTATION_CANCELLED).count() == 1

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"rules": "DELETE /me"}, "does not have DELETE /me"),
            ({"rules": "nothing"}, "nothing"),
            ({"addresses": "0.0.0.0/0"}, "every address there is"),
            ({"silence_days": "0"}, "greater than or equal to 1"),
        ],
    )
    def test_what_cannot_be_is_said_beside_the_form(
        self,
        driver: RotationDriver,
        browser_of_alice: Browser,
        changes: dict[str, str],
        words: str,
    ) -> None:
        start = reverse("rotations:start", args=[driver.old.pk])
        page = posted(browser_of_alice, start, fields(browser_of_alice, start, **changes))
        assert words in page
        assert not Rotation.objects.exists()

    def test_addresses_that_are_not_known_are_asked_for(
        self, driver: RotationDriver, browser_of_alice: Browser
    ) -> None:
        key = ConsumerKey.objects.filter(pk=driver.old.pk)
        key.update(allowed_ips=[], are_addresses_known=False)
        start = reverse("rotations:start", args=[driver.old.pk])
        assert "Those of the key are not known" in browser_of_alice.page(start)
        typed = fields(browser_of_alice, start)
        assert "The addresses of the old key are not known." in posted(
            browser_of_alice, start, typed
        )
        assert not Rotation.objects.exists()
        posted(browser_of_alice, start, typed | {"any_address": "on"})
        assert Rotation.objects.get().successor.allowed_ips == []

    def test_addresses_that_are_known_are_not_asked_for(
        self, driver: RotationDriver, browser_of_alice: Browser
    ) -> None:
        start = reverse("rotations:start", args=[driver.old.pk])
        assert "any_address" not in browser_of_alice.get(start).context["form"].fields

    def test_a_key_that_opens_nothing_is_not_rotated(
        self, driver: RotationDriver, browser_of_alice: Browser
    ) -> None:
        old = driver.old
        ConsumerKey.objects.filter(pk=old.pk).update(state=KeyState.REVOKED)
        start = reverse("rotations:start", args=[old.pk])
        assert start not in browser_of_alice.page(reverse("vault:detail", args=[old.pk]))
        assert "is no validated key" in browser_of_alice.get(start, follow=True).content.decode()


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_list_asks_the_database_as_often_however_many_there_are(
    consumer_key: ConsumerKey,
    alice: Person,
    browser_of_alice: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for _ in range(count):
        Rotation.objects.create(
            account=consumer_key.account,
            old=consumer_key,
            successor=consumer_key,
            state=RotationState.RETIRED,
            started_by=alice,
            reached={"retired": timezone.now().isoformat()},
        )
    with django_assert_num_queries(8):
        assert rows(browser_of_alice.page(LIST, state="any")) == min(count, 50)


def test_the_overview_leads_from_a_wide_key_in_use_to_its_rotation(
    driver: RotationDriver, browser_of_alice: Browser
) -> None:
    old, start = driver.old, reverse("rotations:start", args=[driver.old.pk])
    key = driver.world.live(LABEL)
    key.rules, key.last_use = [{"method": "POST", "path": "/domain/*"}], timezone.now()
    key.save()
    findings.judge_account.func(str(old.account_id), "reading")
    home = reverse("overview:home")
    assert start in browser_of_alice.page(home)
    rotate = posted(browser_of_alice, start, fields(browser_of_alice, start))
    assert "Somebody validates the successor at OVHcloud" in rotate
    assert start not in browser_of_alice.page(home)
