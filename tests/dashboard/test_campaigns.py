"""Pages of review campaigns: started by an auditor, answered by owners, carried out, reported."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from credentials import audit, campaigns
from credentials.core import ReviewChoice
from credentials.models import (
    Account,
    LiveCredential,
    Person,
    ReviewCampaign,
    ReviewDecision,
    ReviewItem,
)
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.credentials.campaigns.driver import ORPHAN, OWNED, CampaignDriver
from tests.live_world import take_over
from tests.people import sign_in

MINE, LIST, START = (reverse(f"campaigns:{name}") for name in ("mine", "list", "start"))


@pytest.fixture
def driver(
    account: Account, demo: DemoWorld, sandbox_server: Running, alice: Person, bob: Person
) -> CampaignDriver:
    world = take_over(account, demo, sandbox_server)
    world.sync()
    return CampaignDriver(world, alice, bob)


def terms(page: str, **changes: object) -> dict[str, Any]:
    """What the form of a campaign is sent with, as the page shows it."""
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    until = (timezone.now() + timedelta(days=20)).date()
    usual = {"name": "Spring", "until": until, "unanswered": "leave", "revoke_days": 14}
    return {**usual, "seen": seen, **changes}


def item_url(driver: CampaignDriver, label: str, name: str = "item") -> str:
    return reverse(f"campaigns:{name}", args=[driver.item(label).pk])


class TestStarting:
    def test_an_auditor_starts_one_over_a_filter(self, driver: CampaignDriver) -> None:
        auditor = sign_in(driver.bob).confirm()
        assert START in auditor.page(LIST)
        narrowed = f"{START}?q=certbot"
        page = auditor.page(narrowed)
        assert "charlie@example.com" in page
        answer = auditor.post(narrowed, terms(page))
        campaign = driver.campaign
        assert answer["Location"] == reverse("campaigns:detail", args=[campaign.pk])
        assert (campaign.filter, campaign.started_by) == ("q=certbot", driver.bob)
        assert {item.asked for item in campaign.items.all()} == {driver.charlie}

    def test_keys_that_changed_since_are_shown_again_and_nothing_typed_is_lost(
        self, driver: CampaignDriver
    ) -> None:
        auditor = sign_in(driver.bob).confirm()
        answer = auditor.post(START, terms(auditor.page(START), seen="others"))
        page = answer.content.decode()
        assert "not those that were shown" in page
        assert 'value="Spring"' in page
        assert not ReviewCampaign.objects.exists()
        assert auditor.post(START, terms(page)).status_code == 302

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            ({"name": ""}, "This field is required"),
            ({"until": "2020-01-01"}, "not before now"),
            ({"revoke_days": 400}, "less than or equal to 366"),
            ({"unanswered": "revoke"}, "Select a valid choice"),
        ],
    )
    def test_what_cannot_be_is_said_beside_the_form(
        self, change: dict[str, object], told: str, driver: CampaignDriver
    ) -> None:
        auditor = sign_in(driver.bob).confirm()
        answer = auditor.post(START, terms(auditor.page(START), **change))
        assert told in answer.content.decode()

    def test_a_filter_without_a_key_that_opens_anything_starts_nothing(
        self, driver: CampaignDriver
    ) -> None:
        page = sign_in(driver.bob).confirm().page(f"{START}?state=refused")
        assert "No key of this filter opens anything." in page

    def test_the_live_list_leads_there_with_its_filter(self, driver: CampaignDriver) -> None:
        listed = reverse("live:list")
        assert f"{START}?q=certbot" in sign_in(driver.bob).page(listed, q="certbot")
        assert START not in sign_in(driver.charlie).page(listed)


class TestAnswering:
    def test_an_owner_keeps_a_key_with_a_reason_and_takes_that_back(
        self, driver: CampaignDriver
    ) -> None:
        driver.start()
        owner = sign_in(driver.charlie)
        assert "A key waits for your answer in Spring review" in owner.page("/")
        page = owner.page(MINE)
        assert item_url(driver, OWNED) in page
        assert item_url(driver, ORPHAN) not in page
        answer = owner.post(item_url(driver, OWNED), {"choice": "keep", "reason": "Renewals"})
        assert answer["Location"] == MINE
        assert driver.answer(OWNED) == "kept"
        assert "Renewals" in owner.page(item_url(driver, OWNED))
        owner.post(item_url(driver, OWNED, "take_back"))
        assert driver.answer(OWNED) == "unanswered"

    def test_the_next_key_that_waits_comes_after_an_answer(self, driver: CampaignDriver) -> None:
        driver.own(ORPHAN, driver.charlie)
        driver.start()
        first, second = ReviewItem.objects.order_by("name")
        url = reverse("campaigns:item", args=[first.pk])
        answer = sign_in(driver.charlie).post(url, {"choice": "give-up"})
        assert answer["Location"] == reverse("campaigns:item", args=[second.pk])

    @pytest.mark.parametrize(
        ("sent", "told"),
        [
            ({"choice": "keep", "reason": ""}, "Say why the key is kept."),
            ({"choice": "perhaps"}, "Choose whether the key is needed."),
            ({"choice": "keep", "reason": "x" * 301}, "at most 300 characters"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_decided(
        self, sent: dict[str, str], told: str, driver: CampaignDriver
    ) -> None:
        driver.start()
        answer = sign_in(driver.charlie).post(item_url(driver, OWNED), sent)
        assert told in answer.content.decode()
        assert driver.answer(OWNED) == "unanswered"

    def test_the_page_says_what_helps_to_decide(self, driver: CampaignDriver) -> None:
        driver.start()
        page = sign_in(driver.charlie).page(item_url(driver, OWNED))
        for word in ("Verdict", "Last use", "Used by", "Works from", "charlie@example.com"):
            assert word in page, word

    def test_who_does_not_decide_is_told_who_does(self, driver: CampaignDriver) -> None:
        driver.start()
        colleague = sign_in(driver.bob)
        page = colleague.page(item_url(driver, OWNED))
        assert "charlie@example.com is asked about this key." in page
        assert 'value="give-up"' not in page
        answer = colleague.post(item_url(driver, OWNED), {"choice": "give-up"})
        assert "Somebody else decides about this key." in answer.content.decode()

    def test_a_second_person_confirms_a_critical_key(self, driver: CampaignDriver) -> None:
        driver.own("terraform laptop", driver.charlie)
        driver.start(["terraform laptop"])
        url = item_url(driver, "terraform laptop")
        sign_in(driver.charlie).post(url, {"choice": "keep", "reason": "Terraform"})
        auditor = sign_in(driver.bob)
        assert "A critical key waits for a second person" in auditor.page("/")
        assert url in auditor.page(MINE)
        confirm = item_url(driver, "terraform laptop", "confirm")
        assert confirm in auditor.page(url)
        assert confirm not in sign_in(driver.charlie).page(url)
        auditor.post(confirm)
        assert driver.answer("terraform laptop") == "kept"


class TestTheEnd:
    def test_it_is_ended_carried_out_and_reported(self, driver: CampaignDriver) -> None:
        campaign = driver.start()
        driver.give_up(OWNED, driver.charlie)
        page = reverse("campaigns:detail", args=[campaign.pk])
        auditor, admin = sign_in(driver.bob).confirm(), sign_in(driver.alice).confirm()
        assert reverse("campaigns:end", args=[campaign.pk]) in auditor.page(page)
        auditor.post(reverse("campaigns:end", args=[campaign.pk]))
        assert "may not freeze and revoke keys" in auditor.page(page)
        assert "Spring review has ended" in admin.page("/")
        carry_out = reverse("campaigns:carry_out", args=[campaign.pk])
        assert carry_out in admin.page(page)
        admin.post(carry_out)
        assert "Frozen, revoked later" in admin.page(page)
        driver.pass_days(15)
        assert "Closed" in admin.page(page)
        assert "Revoked" in admin.page(page)

    def test_the_report_says_who_decided_what_and_why(self, driver: CampaignDriver) -> None:
        driver.start(by=driver.alice)
        driver.give_up(OWNED, driver.charlie)
        driver.keep(ORPHAN, driver.alice, reason="=cmd|' /C calc'!A0")
        driver.end(by=driver.alice)
        driver.pass_days(15)
        url = reverse("campaigns:report", args=[driver.campaign.pk])
        reader = sign_in(driver.bob)
        lines = reader.get(url, {"format": "json"}).getvalue().decode()
        rows = {row["number"]: row for row in json.loads(lines)}
        given = rows[driver.item(OWNED).number]
        assert (given["answer"], given["decided_by"]) == ("given-up", "charlie@example.com")
        assert given["outcome"] == "revoked"
        assert given["frozen_at"] < given["revoked_at"]
        table = reader.get(url, {"format": "csv"}).getvalue().decode()
        cells = [row["reason"] for row in csv.DictReader(io.StringIO(table))]
        assert "'=cmd|' /C calc'!A0" in cells


@pytest.mark.parametrize("url", [MINE, LIST, "detail"])
def test_a_page_takes_the_same_queries_for_1_3_and_300_keys(
    url: str, account: Account, alice: Person
) -> None:
    browser, counts = sign_in(alice), []
    for total in (1, 3, 300):
        campaign = _campaign_of(account, total, alice)
        address = reverse("campaigns:detail", args=[campaign.pk]) if url == "detail" else url
        with CaptureQueriesContext(connection) as queries:
            browser.page(address)
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def _campaign_of(account: Account, total: int, person: Person) -> ReviewCampaign:
    """A campaign over so many keys; of each but one somebody has decided."""
    have = LiveCredential.objects.count()
    for number in range(have + 1, total + 1):
        LiveCredential.objects.create(
            account=account,
            credential_id=number,
            status="validated",
            allowed_ips=["192.0.2.0/24"],
            first_seen_at=timezone.now(),
        )
    keys = LiveCredential.objects.all()
    campaign = campaigns.start(
        account.team,
        keys,
        campaigns.CampaignTerms(name=f"{total}", ends_at=timezone.now() + timedelta(days=9)),
        seen=campaigns.preview_of(account.team, keys).digest,
        actor=audit.actor_of(person),
    )
    for item in campaign.items.all()[: min(total, 20)]:
        campaigns.decide(item, ReviewChoice.KEEP, reason="x", actor=audit.actor_of(person))
    assert ReviewDecision.objects.exists()
    return campaign
