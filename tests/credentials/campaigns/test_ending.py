"""What follows a campaign: frozen, then revoked, under the right of who carries it out."""

from __future__ import annotations

import uuid

import pytest

from credentials import audit, bulk, campaigns, live
from credentials.audit import SYSTEM
from credentials.core import (
    AuditAction,
    BulkItemState,
    BulkState,
    NotAllowedError,
    Outcome,
    Role,
    Unanswered,
)
from credentials.models import AuditEntry, BulkItem, BulkJob, LiveCredential, ReviewCampaign
from tests.credentials.campaigns.driver import ORPHAN, OWNED, CampaignDriver

THIRD = "terraform laptop"


def frozen(driver: CampaignDriver) -> set[int]:
    keys = LiveCredential.objects.filter(gone_at=None)
    return {key.credential_id for key in live.worked_out(keys) if key.state == "frozen"}


def numbers(driver: CampaignDriver, *labels: str) -> set[int]:
    return {driver.world.planned(label).credential_id for label in labels}


class TestTheEnd:
    def test_what_was_given_up_is_frozen_and_then_revoked_and_nothing_else(
        self, driver: CampaignDriver
    ) -> None:
        driver.start([OWNED, ORPHAN, THIRD], by=driver.alice)
        driver.give_up(OWNED, driver.charlie)
        driver.keep(ORPHAN, driver.alice)
        driver.pass_days(21)
        assert (driver.state, frozen(driver)) == ("frozen", numbers(driver, OWNED))
        driver.pass_days(13)
        assert driver.at_ovhcloud(OWNED)
        driver.pass_days(2)
        assert driver.state == "closed"
        assert [driver.at_ovhcloud(label) for label in (OWNED, ORPHAN, THIRD)] == [
            False,
            True,
            True,
        ]
        item = driver.item(OWNED)
        assert item.frozen_at is not None
        assert item.revoked_at is not None
        acted = AuditEntry.objects.filter(actor=driver.alice.email, outcome=Outcome.DONE)
        assert acted.filter(action=AuditAction.CREDENTIAL_FROZEN).count() == 1
        assert acted.filter(action=AuditAction.CREDENTIAL_REVOKED).count() == 1

    def test_what_nobody_answered_is_left_or_frozen_and_never_revoked(
        self, driver: CampaignDriver
    ) -> None:
        driver.start(by=driver.alice, unanswered=Unanswered.FREEZE)
        driver.give_up(OWNED, driver.charlie)
        driver.end(by=driver.alice)
        assert frozen(driver) == numbers(driver, OWNED, ORPHAN)
        driver.pass_days(15)
        assert (driver.state, frozen(driver)) == ("closed", numbers(driver, ORPHAN))

    def test_a_critical_key_that_one_person_kept_counts_as_unanswered(
        self, driver: CampaignDriver
    ) -> None:
        driver.start([THIRD], by=driver.alice, unanswered=Unanswered.FREEZE)
        driver.keep(THIRD, driver.alice)
        driver.end(by=driver.alice)
        assert (driver.state, frozen(driver)) == ("closed", numbers(driver, THIRD))

    def test_what_is_gone_before_the_end_is_done(self, driver: CampaignDriver) -> None:
        driver.start(by=driver.alice)
        driver.give_up(OWNED, driver.charlie)
        live.revoke(driver.world.live(OWNED), actor=SYSTEM)
        driver.end(by=driver.alice)
        assert (driver.state, BulkJob.objects.count()) == ("closed", 0)

    def test_what_is_thawed_before_the_day_was_taken_back_and_stays(
        self, driver: CampaignDriver
    ) -> None:
        driver.start(by=driver.alice)
        driver.give_up(OWNED, driver.charlie)
        driver.end(by=driver.alice)
        live.thaw(driver.world.live(OWNED), actor=audit.actor_of(driver.charlie))
        driver.pass_days(15)
        assert (driver.state, driver.at_ovhcloud(OWNED)) == ("closed", True)
        assert campaigns.ending_of(driver.item(OWNED), driver.world.live(OWNED)) == "taken-back"

    def test_who_started_it_ends_it_early_and_nobody_else(self, driver: CampaignDriver) -> None:
        driver.start()
        with pytest.raises(NotAllowedError, match="Who started"):
            driver.end(by=driver.alice)
        driver.end()
        with pytest.raises(NotAllowedError, match="over already"):
            driver.end()

    def test_one_that_cannot_be_frozen_says_why_and_is_not_revoked(
        self, driver: CampaignDriver
    ) -> None:
        driver.start(by=driver.alice)
        driver.give_up(OWNED, driver.charlie)
        driver.give_up(ORPHAN, driver.alice)
        number = driver.world.planned(OWNED).credential_id
        driver.world.fail(f"status=503 method=PUT path=/me/api/credential/{number}")
        driver.end(by=driver.alice)
        driver.pass_days(15)
        assert (driver.state, driver.at_ovhcloud(OWNED), driver.at_ovhcloud(ORPHAN)) == (
            "closed",
            True,
            False,
        )
        assert driver.item(OWNED).notes


class TestWhoseRight:
    def test_of_an_auditor_it_waits_for_somebody_who_may_freeze(
        self, driver: CampaignDriver
    ) -> None:
        driver.start()
        driver.give_up(OWNED, driver.charlie)
        driver.end()
        driver.look()
        assert (driver.state, frozen(driver)) == ("ended", set())
        assert campaigns.waits_for_right(driver.campaign)
        with pytest.raises(NotAllowedError, match="does not include"):
            driver.carry_out(by=driver.bob)
        driver.carry_out()
        assert (driver.state, frozen(driver)) == ("frozen", numbers(driver, OWNED))
        job = BulkJob.objects.get()
        assert (job.asked_by, job.origin) == (driver.alice, "review")

    def test_a_right_that_is_lost_before_the_revoking_waits_for_another(
        self, driver: CampaignDriver
    ) -> None:
        driver.start(by=driver.alice)
        driver.give_up(OWNED, driver.charlie)
        driver.end(by=driver.alice)
        driver.change_role(driver.charlie, Role.ADMIN)
        driver.change_role(driver.alice, Role.AUDITOR)
        driver.pass_days(15)
        assert (driver.state, driver.at_ovhcloud(OWNED)) == ("frozen", True)
        assert campaigns.waits_for_right(driver.campaign)
        driver.carry_out(by=driver.charlie)
        assert (driver.state, driver.at_ovhcloud(OWNED)) == ("closed", False)

    @pytest.mark.usefixtures("tasks_wait")
    def test_a_right_that_is_lost_in_the_middle_of_the_job_leaves_the_rest_to_another(
        self, driver: CampaignDriver
    ) -> None:
        campaign = driver.start(by=driver.alice)
        driver.give_up(OWNED, driver.charlie)
        driver.end(by=driver.alice)
        campaigns.look_at_campaign.call(str(campaign.pk))
        driver.change_role(driver.charlie, Role.ADMIN)
        driver.change_role(driver.alice, Role.AUDITOR)
        bulk.run_job.call(str(BulkJob.objects.get().pk))
        look(driver)
        assert (driver.state, frozen(driver)) == ("ended", set())
        driver.carry_out(by=driver.charlie)
        look(driver)
        bulk.run_job.call(str(BulkJob.objects.get(asked_by=driver.charlie).pk))
        look(driver)
        assert (driver.state, frozen(driver)) == ("frozen", numbers(driver, OWNED))

    def test_what_runs_or_is_closed_is_not_carried_out(self, driver: CampaignDriver) -> None:
        driver.start()
        with pytest.raises(NotAllowedError, match="still decide"):
            driver.carry_out()
        driver.end()
        with pytest.raises(NotAllowedError, match="closed"):
            driver.carry_out()


@pytest.mark.usefixtures("tasks_wait")
class TestResuming:
    def test_a_worker_that_is_killed_between_freezing_and_revoking_is_made_up_for(
        self, driver: CampaignDriver
    ) -> None:
        campaign = driver.start(by=driver.alice, revoke_days=0)
        driver.give_up(OWNED, driver.charlie)
        driver.end(by=driver.alice)
        campaigns.look_at_campaign.call(str(campaign.pk))
        job = BulkJob.objects.get()
        BulkJob.objects.update(state=BulkState.RUNNING, run=uuid.uuid4())
        BulkItem.objects.update(state=BulkItemState.DOING)
        bulk.resume_job(str(job.pk))
        bulk.run_job.call(str(job.pk))
        look(driver)
        assert (driver.state, frozen(driver)) == ("revoking", numbers(driver, OWNED))
        # The look that began the revoking may be asked for again: one job is all there is.
        look(driver)
        (revoking,) = BulkJob.objects.exclude(pk=job.pk)
        bulk.run_job.call(str(revoking.pk))
        look(driver)
        assert (driver.state, driver.at_ovhcloud(OWNED)) == ("closed", False)


def look(driver: CampaignDriver) -> None:
    """As a worker does that finds the campaign due."""
    ReviewCampaign.objects.update(look_at=driver.campaign.created_at)
    campaigns.look_at_campaign.call(str(driver.campaign.pk))
