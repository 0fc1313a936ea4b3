"""Who decides about a key of a campaign, what they can say, and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from credentials import audit, campaigns, core
from credentials.core import (
    AuditAction,
    NotAllowedError,
    NoticeKind,
    Outcome,
    ReviewDue,
    Role,
    RowChangedOutside,
)
from credentials.models import (
    AuditEntry,
    LiveCredential,
    Notice,
    ReviewCampaign,
    ReviewDecision,
    ReviewItem,
)
from tests.credentials.campaigns.driver import ORPHAN, OWNED, CampaignDriver
from tests.database_writer import kept_of, put_back, rows_of
from tests.two_at_once import second_of

CRITICAL = "terraform laptop"


class TestStarting:
    def test_each_key_is_put_to_its_owner_or_else_to_the_admins(
        self, driver: CampaignDriver
    ) -> None:
        driver.start()
        assert (driver.item(OWNED).asked, driver.item(ORPHAN).asked) == (driver.charlie, None)
        entry = AuditEntry.objects.get(action=AuditAction.CAMPAIGN_STARTED)
        assert (entry.outcome, entry.actor, entry.details["count"]) == (
            Outcome.DONE,
            driver.bob.email,
            2,
        )

    def test_the_preview_says_how_many_keys_and_whose(self, driver: CampaignDriver) -> None:
        keys = LiveCredential.objects.all()
        preview = campaigns.preview_of(driver.world.account.team, keys)
        assert dict(preview.asked)[driver.charlie] == 1
        assert sum(count for _, count in preview.asked) == preview.total
        assert preview.total + preview.left_out == keys.count()
        own = driver.world.account.management_key
        assert own is not None
        assert own.credential_id is not None
        campaign = driver.start_over(keys)
        assert campaign.count == preview.total
        assert not campaign.items.filter(number=own.credential_id).exists()

    @pytest.mark.parametrize(
        ("terms", "told"),
        [
            ({"ends_at": timezone.now() - timedelta(days=1)}, "not before now"),
            ({"ends_at": timezone.now() + timedelta(days=400)}, "within a year"),
            ({"revoke_days": 367}, "0 to 366 days"),
            ({"labels": ()}, "nothing to review"),
        ],
    )
    def test_what_is_out_of_bounds_starts_nothing(
        self, terms: dict[str, Any], told: str, driver: CampaignDriver
    ) -> None:
        with pytest.raises(NotAllowedError, match=told):
            driver.start(**terms)
        assert not ReviewCampaign.objects.exists()

    def test_other_keys_than_were_shown_start_nothing(self, driver: CampaignDriver) -> None:
        terms = campaigns.CampaignTerms(name="A", ends_at=timezone.now() + timedelta(days=1))
        with pytest.raises(NotAllowedError, match="not those that were shown"):
            campaigns.start(
                driver.world.account.team,
                LiveCredential.objects.all(),
                terms,
                seen="",
                actor=audit.actor_of(driver.alice),
            )

    def test_people_are_reminded_as_it_begins_and_as_its_end_comes_nearer(
        self, driver: CampaignDriver
    ) -> None:
        told: list[ReviewDue] = []
        end = core.subscribe(ReviewDue, told.append)
        with TestCase.captureOnCommitCallbacks(execute=True):
            campaign = driver.start()
            for days in (12, 2, 3, 1, 1):
                driver.pass_days(days)
        end()
        everybody = {driver.alice.pk, driver.charlie.pk}
        assert [(event.campaign_id, set(event.person_ids)) for event in told] == [
            (campaign.pk, everybody)
        ] * 4

    def test_who_has_not_answered_yet_is_mailed(self, driver: CampaignDriver) -> None:
        driver.start()
        driver.keep(OWNED, driver.charlie)
        driver.pass_days(14)
        rows = Notice.objects.filter(kind=NoticeKind.REVIEW).order_by("pk")
        assert [(row.person, row.count) for row in rows.select_related("person")] == [
            (driver.alice, 2),
            (driver.charlie, 1),
        ]
        assert "Spring review asks which keys are still needed" in str(rows[1].sentences[0])


class TestDeciding:
    def test_a_key_is_kept_with_a_reason_given_up_and_taken_back(
        self, driver: CampaignDriver
    ) -> None:
        driver.start()
        assert driver.answer(OWNED) == "unanswered"
        driver.keep(OWNED, driver.charlie)
        assert driver.answer(OWNED) == "kept"
        driver.give_up(OWNED, driver.charlie)
        assert driver.answer(OWNED) == "given-up"
        campaigns.take_back(driver.item(OWNED), actor=audit.actor_of(driver.charlie))
        assert driver.answer(OWNED) == "unanswered"
        entries = AuditEntry.objects.filter(subject_kind="reviewitem", outcome=Outcome.DONE)
        assert [entry.details.get("choice") for entry in entries.order_by("seq")] == [
            "keep",
            "give-up",
            None,
        ]

    def test_nobody_keeps_a_key_without_a_reason(self, driver: CampaignDriver) -> None:
        driver.start()
        with pytest.raises(NotAllowedError, match="Say why"):
            driver.keep(OWNED, driver.charlie, reason=" ")

    def test_nobody_else_decides(self, driver: CampaignDriver) -> None:
        driver.start()
        with pytest.raises(NotAllowedError, match="Somebody else decides"):
            driver.keep(OWNED, driver.alice)
        for person in (driver.charlie, driver.bob):
            with pytest.raises(NotAllowedError, match="An admin of the team"):
                driver.give_up(ORPHAN, person)
        driver.give_up(ORPHAN, driver.alice)
        with pytest.raises(NotAllowedError):
            campaigns.take_back(driver.item(ORPHAN), actor=audit.actor_of(driver.charlie))

    def test_who_leaves_decides_no_more_and_the_admins_do(self, driver: CampaignDriver) -> None:
        driver.start()
        driver.remove(driver.charlie)
        with pytest.raises(NotAllowedError, match="does not include this any more"):
            driver.keep(OWNED, driver.charlie)
        asked = campaigns.open_items_of(driver.alice, [driver.world.account.team])
        assert {item.number for item in asked} == {
            driver.item(OWNED).number,
            driver.item(ORPHAN).number,
        }
        driver.keep(OWNED, driver.alice)
        assert driver.answer(OWNED) == "kept"

    def test_an_admin_whose_role_is_lost_decides_no_more(self, driver: CampaignDriver) -> None:
        driver.start()
        driver.change_role(driver.charlie, Role.ADMIN)
        driver.change_role(driver.alice, Role.OPERATOR)
        with pytest.raises(NotAllowedError, match="An admin of the team"):
            driver.give_up(ORPHAN, driver.alice)

    def test_after_the_end_nothing_is_decided(self, driver: CampaignDriver) -> None:
        driver.start()
        driver.keep(OWNED, driver.charlie)
        driver.pass_days(21)
        with pytest.raises(NotAllowedError, match="over"):
            driver.give_up(OWNED, driver.charlie)
        with pytest.raises(NotAllowedError, match="over"):
            campaigns.take_back(driver.item(OWNED), actor=audit.actor_of(driver.charlie))


class TestTwoPeople:
    def test_a_critical_key_is_kept_by_two(self, driver: CampaignDriver) -> None:
        driver.own(CRITICAL, driver.charlie)
        driver.start([CRITICAL])
        assert driver.item(CRITICAL).needs_second
        driver.keep(CRITICAL, driver.charlie)
        assert driver.answer(CRITICAL) == "needs-second"
        campaigns.confirm_kept(driver.item(CRITICAL), actor=audit.actor_of(driver.bob))
        assert driver.answer(CRITICAL) == "kept"
        with pytest.raises(NotAllowedError, match="no second"):
            campaigns.confirm_kept(driver.item(CRITICAL), actor=audit.actor_of(driver.alice))

    def test_its_owner_is_no_second_person(self, driver: CampaignDriver) -> None:
        driver.own(CRITICAL, driver.alice)
        driver.start([CRITICAL])
        driver.keep(CRITICAL, driver.alice)
        with pytest.raises(NotAllowedError, match="not its owner"):
            campaigns.confirm_kept(driver.item(CRITICAL), actor=audit.actor_of(driver.alice))
        driver.change_role(driver.charlie, Role.ADMIN)
        campaigns.confirm_kept(driver.item(CRITICAL), actor=audit.actor_of(driver.charlie))
        assert driver.answer(CRITICAL) == "kept"

    def test_who_kept_what_has_no_owner_is_no_second_person(self, driver: CampaignDriver) -> None:
        driver.start([CRITICAL])
        driver.keep(CRITICAL, driver.alice)
        with pytest.raises(NotAllowedError, match="not its owner"):
            campaigns.confirm_kept(driver.item(CRITICAL), actor=audit.actor_of(driver.alice))

    def test_it_is_given_up_by_one(self, driver: CampaignDriver) -> None:
        driver.start([CRITICAL])
        driver.give_up(CRITICAL, driver.alice)
        assert driver.answer(CRITICAL) == "given-up"


class TestRowsOfOthers:
    """What somebody gains who writes to the database."""

    def test_a_decision_that_was_changed_or_put_back_does_not_count(
        self, driver: CampaignDriver
    ) -> None:
        driver.start()
        driver.give_up(OWNED, driver.charlie)
        kept = kept_of(ReviewDecision.objects.get())
        rows_of(ReviewDecision).update(choice="keep")
        assert driver.answer(OWNED) == "unanswered"
        rows_of(ReviewDecision).update(choice="give-up")
        assert driver.answer(OWNED) == "given-up"
        driver.keep(OWNED, driver.charlie)
        rows_of(ReviewDecision).delete()
        put_back(ReviewDecision, kept)
        assert driver.answer(OWNED) == "unanswered"

    def test_items_that_were_changed_stop_the_campaign(self, driver: CampaignDriver) -> None:
        driver.start()
        ReviewItem.objects.filter(pk=driver.item(OWNED).pk).update(asked=driver.bob)
        with pytest.raises(RowChangedOutside):
            driver.give_up(OWNED, driver.bob)
        driver.pass_days(21)
        assert (driver.state, driver.campaign.look_at) == ("open", None)

    def test_a_campaign_that_was_changed_or_put_back_is_not_carried_out(
        self, driver: CampaignDriver
    ) -> None:
        driver.start(by=driver.alice)
        driver.give_up(OWNED, driver.charlie)
        rows_of(ReviewCampaign).update(ends_at=timezone.now())
        driver.look()
        assert driver.state == "open"
        assert "192.0.2.1/32" not in driver.world.live(OWNED).allowed_ips


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_stands(driver: CampaignDriver) -> None:
    driver.start()
    item = driver.item(OWNED)
    second_of(
        holds=lambda: driver.keep(OWNED, driver.charlie),
        then=lambda: None,
        other=lambda: driver.give_up(OWNED, driver.charlie),
    )
    assert ReviewDecision.objects.get(item=item).choice == "give-up"
    assert driver.answer(OWNED) == "given-up"


def test_queries_do_not_depend_on_the_number_of_keys(driver: CampaignDriver) -> None:
    counts = []
    for more in (0, 60):
        driver.world.fill(more or 1)
        driver.world.sync()
        with CaptureQueriesContext(connection) as queries:
            campaigns.preview_of(driver.world.account.team, LiveCredential.objects.all())
        counts.append(len(queries))
    assert len(set(counts)) == 1
