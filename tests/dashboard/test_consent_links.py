"""A consent link: what its maker states is read by whoever has it, who needs no login here."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from credentials import onboarding, teams
from credentials.audit import SYSTEM
from credentials.core import AccountSynced, AuditAction, KeyState, Outcome, Role
from credentials.models import (
    AuditEntry,
    ConsentLink,
    KeyRequest,
    Membership,
    Person,
)
from credentials.rights import TeamPolicy
from sandbox.demo_world import NIC_B
from tests.dashboard import consent_driver
from tests.dashboard.consent_driver import ConsentDriver, text
from tests.dashboard.wizard_driver import DAY, WizardDriver
from tests.people import Browser, rewrite


@pytest.fixture
def consent(wizard: WizardDriver) -> ConsentDriver:
    return consent_driver.make(wizard)


def state(consent: ConsentDriver) -> str:
    return consent.key_request.consumer_key.state


def age(consent: ConsentDriver, **columns: object) -> None:
    rewrite(ConsentLink.objects.all(), **columns)


def test_a_customer_reads_what_the_maker_stated_and_nothing_else(consent: ConsentDriver) -> None:
    answer = consent.customer.get(consent.path)
    page = text(answer)
    for stated in ("Harbour Web", "Certificates for your site", "/domain/zone/", "127.0.0.1"):
        assert stated in page
    for unstated in ("alice@example.com", "Main account", "dns-updater", "certbot on web-1"):
        assert unstated not in page
    assert "no-store" in answer["Cache-Control"]
    assert "script-src 'none'" in answer["Content-Security-Policy"]
    assert "<script" not in page


def test_opening_it_does_nothing_whoever_opens_it(consent: ConsentDriver) -> None:
    """What fetches a preview of a link in a message, among them."""
    before = AuditEntry.objects.count()
    robots = ("Slackbot-LinkExpanding 1.0", "facebookexternalhit/1.1", "Microsoft Office Preview")
    for robot in robots:
        for method in ("GET", "HEAD", "OPTIONS"):
            consent.customer.generic(method, consent.path, headers={"user-agent": robot})
    assert not KeyRequest.objects.exists()
    assert AuditEntry.objects.count() == before


def test_the_button_leads_to_ovhclouds_page(consent: ConsentDriver) -> None:
    answer = consent.press()
    assert answer["Refresh"] == f"0; url={consent.key_request.validation_url}"
    credential = consent.wizard.credential(consent.key_request)
    assert list(credential.allowed_ips or ()) == ["127.0.0.1/32"]
    assert credential.redirection.startswith("https://testserver/consented/")
    assert consent.key_request.requested_by == consent.link.requested_by
    asked = AuditEntry.objects.filter(action=AuditAction.KEY_REQUESTED, outcome=Outcome.DONE)
    assert [(entry.actor, entry.actor_id) for entry in asked] == [("whoever has the link", None)]


def test_the_return_page_thanks_and_the_maker_is_told(consent: ConsentDriver) -> None:
    page = consent.go_through()
    assert "Thank you" in page
    assert state(consent) == KeyState.VALIDATED
    assert "As requested" in consent.wizard.page(consent.key_request)
    (message,) = [sent for sent in mail.outbox if "consent link" in sent.subject]
    assert message.to == ["alice@example.com"]
    assert "was accepted" in message.body
    assert reverse("onboarding:waiting", args=[consent.key_request.pk]) in message.body


def test_a_return_that_is_repeated_changes_nothing(consent: ConsentDriver) -> None:
    consent.go_through()
    before = AuditEntry.objects.count()
    assert "Thank you" in text(consent.come_back())
    assert AuditEntry.objects.count() == before
    assert len(mail.outbox) == 1


def test_it_is_used_up_once_it_was_accepted(consent: ConsentDriver) -> None:
    consent.go_through()
    assert "Thank you" in consent.page()
    assert consent.press().status_code == 409
    assert KeyRequest.objects.count() == 1


def test_refused_is_said_on_both_sides(consent: ConsentDriver) -> None:
    assert "You have not accepted" in consent.go_through("refused")
    assert "not accepted" in consent.wizard.page(consent.key_request)
    assert "was not accepted" in mail.outbox[-1].body
    assert consent.press().status_code == 409


def test_a_wrong_account_is_said_on_both_sides_and_may_be_put_right(consent: ConsentDriver) -> None:
    page = consent.go_through(nic=NIC_B)
    assert "for another OVHcloud account" in page
    assert NIC_B in page
    assert consent.wizard.account.nic not in page
    assert NIC_B in consent.wizard.page(consent.key_request)
    assert "another OVHcloud account" in mail.outbox[-1].body
    assert state(consent) == KeyState.FOREIGN
    assert "Thank you" in consent.go_through()
    assert KeyRequest.objects.count() == 2


def test_a_local_user_is_named_on_both_sides(consent: ConsentDriver) -> None:
    page = consent.go_through(user="deploy")
    assert "You accepted as the user deploy" in page
    assert "IAM" in page
    assert consent.key_request.consumer_key.local_user == "deploy"
    team_page = consent.wizard.page(consent.key_request)
    assert "Local user" in team_page
    assert "deploy" in team_page


def test_an_old_link_says_so_on_both_sides(consent: ConsentDriver) -> None:
    age(consent, expires_at=timezone.now() - timedelta(seconds=1))
    assert "too old" in consent.page()
    assert consent.press().status_code == 409
    page = reverse("onboarding:consent_link", args=[consent.link.pk])
    assert "too old" in consent.wizard.browser.page(page)


def test_a_withdrawn_link_leads_nowhere_and_its_key_is_ended_once_it_is_accepted(
    consent: ConsentDriver,
) -> None:
    consent.press()
    withdraw = reverse("onboarding:withdraw_link", args=[consent.link.pk])
    consent.wizard.browser.post(withdraw)
    assert "withdrawn" in consent.page()
    assert consent.press().status_code == 409
    overview = consent.wizard.browser.page("/")
    assert "is to be ended" in overview
    consent.decide()
    assert "withdrawn" in text(consent.come_back())
    assert state(consent) == KeyState.REVOKED
    assert consent.wizard.credential(consent.key_request).status == "expired"
    assert "is to be ended" not in consent.wizard.browser.page("/")


def test_a_reading_of_the_account_ends_what_was_dropped(consent: ConsentDriver) -> None:
    consent.press()
    consent.wizard.post("end", consent.key_request)
    assert consent.key_request.dropped_at is not None
    consent.decide()
    onboarding.update_requests_after_sync(AccountSynced(consent.wizard.account.pk))
    assert state(consent) == KeyState.REVOKED
    assert not KeyRequest.objects.exclude(dropped_at=None).exists()


def test_a_reading_of_the_account_notices_a_customer_who_did_not_come_back(
    consent: ConsentDriver,
) -> None:
    consent.press()
    consent.decide()
    onboarding.update_requests_after_sync(AccountSynced(consent.wizard.account.pk))
    assert state(consent) == KeyState.VALIDATED
    assert "was accepted" in mail.outbox[-1].body
    assert "Thank you" in consent.page()


def test_pressing_twice_asks_ovhcloud_once(consent: ConsentDriver) -> None:
    first, second = consent.press(), consent.press(Browser())
    assert first["Refresh"] == second["Refresh"]
    assert KeyRequest.objects.count() == 1


def test_a_failing_ovhcloud_is_said_and_the_button_works_afterwards(consent: ConsentDriver) -> None:
    consent.wizard.fail("status=500")
    answer = consent.press()
    assert answer.status_code == 502
    assert "could not be asked" in text(answer)
    consent.wizard.fail()
    assert consent.press()["Refresh"]


def test_a_request_that_was_given_up_is_made_again(consent: ConsentDriver) -> None:
    consent.press()
    KeyRequest.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert consent.press()["Refresh"]
    assert KeyRequest.objects.count() == 2


def test_a_key_that_was_accepted_late_is_noticed_and_no_other_asked_for(
    consent: ConsentDriver,
) -> None:
    consent.press()
    KeyRequest.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    consent.decide()
    assert consent.press()["Location"] == consent.path
    assert "Thank you" in consent.page()
    assert KeyRequest.objects.count() == 1


def test_an_ovhcloud_that_is_not_heard_on_the_way_back_leaves_it_open(
    consent: ConsentDriver,
) -> None:
    consent.press()
    consent.decide()
    consent.wizard.fail("status=500")
    assert "did not say yet how it ended" in text(consent.come_back())
    consent.wizard.fail()
    consent.wizard.post("check", consent.key_request)
    assert state(consent) == KeyState.VALIDATED


def test_granted_is_compared_in_rules_addresses_and_validity(wizard: WizardDriver) -> None:
    consent = consent_driver.make(wizard, days="90")
    consent.press()
    KeyRequest.objects.update(
        requested_addresses=["192.0.2.7/32"], requested_rules=[{"method": "PUT", "path": "/me"}]
    )
    consent.decide(lasts=0)
    consent.come_back()
    page = wizard.page(consent.key_request)
    for difference in (
        "It lacks:",
        "beyond the request",
        "from these addresses too",
        "longer than",
    ):
        assert difference in page
    assert "192.0.2.7/32" in page


def test_a_maker_who_may_not_request_keys_any_more_has_no_link(
    consent: ConsentDriver, alice: Person
) -> None:
    rewrite(Membership.objects.filter(person=alice), role=Role.AUDITOR)
    assert consent.press().status_code == 409
    assert not KeyRequest.objects.exists()


def test_a_maker_who_is_gone_has_no_link(consent: ConsentDriver, alice: Person) -> None:
    alice.is_active = False
    alice.save(update_fields=["is_active"])
    assert consent.customer.get(consent.path).status_code == 404
    assert consent.press().status_code == 404


def test_a_policy_that_came_later_is_kept(consent: ConsentDriver) -> None:
    team = consent.wizard.account.team
    teams.change_policy(team, TeamPolicy(requires_owner=True), actor=SYSTEM)
    answer = consent.press()
    assert answer.status_code == 409
    assert "for a reason that is not yours" in text(answer)
    assert "policy" not in text(answer)
    assert not KeyRequest.objects.exists()


def test_a_longer_life_than_the_policy_allows_is_not_asked_for(wizard: WizardDriver) -> None:
    team = wizard.account.team
    teams.change_policy(team, TeamPolicy(longest_days=30), actor=SYSTEM)
    draft = wizard.reach_review()
    words = consent_driver.WORDS | {"days": "90"}
    assert "30 days at most" in text(wizard.browser.post(f"{draft}link/", words))
    assert not ConsentLink.objects.exists()


def test_the_link_is_in_no_row(consent: ConsentDriver) -> None:
    token = consent.path.split("/")[2]
    assert token not in repr(list(ConsentLink.objects.values()))
    made = reverse("onboarding:consent_link", args=[consent.link.pk])
    assert token not in consent.wizard.browser.page(made)


def test_a_days_life_is_no_surprise_when_a_day_was_asked_for(wizard: WizardDriver) -> None:
    consent = consent_driver.make(wizard, days="1")
    consent.go_through(lasts=DAY)
    assert "As requested" in wizard.page(consent.key_request)
