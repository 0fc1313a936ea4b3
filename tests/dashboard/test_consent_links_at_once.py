"""A consent link that two press at once, or too often, or that is withdrawn meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from credentials import onboarding, vault
from credentials.audit import SYSTEM
from credentials.core import AccountSynced, AuditAction, KeyState
from credentials.models import Application, AuditEntry, ConsentLink, KeyRequest
from credentials.onboarding.consent import following, requesting
from dashboard import rate_limits
from tests.dashboard import consent_driver
from tests.dashboard.consent_driver import ConsentDriver, text
from tests.dashboard.wizard_driver import WizardDriver
from tests.people import Browser


@pytest.fixture
def consent(wizard: WizardDriver) -> ConsentDriver:
    return consent_driver.make(wizard)


def state(consent: ConsentDriver) -> str:
    return consent.key_request.consumer_key.state


def test_whoever_pressed_before_the_other_was_answered_asks_for_no_second_key(
    consent: ConsentDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first found the link open, and comes to ask when the second has its key."""
    request_by = requesting.request_by

    def after_another(*args: Any, **kwargs: Any) -> KeyRequest:
        monkeypatch.setattr(following, "request_by", request_by)
        assert consent.press(Browser())["Refresh"]
        return request_by(*args, **kwargs)

    monkeypatch.setattr(following, "request_by", after_another)
    assert consent.press().status_code == 409
    assert KeyRequest.objects.count() == 1
    assert consent.press()["Refresh"]


def test_a_link_that_is_withdrawn_while_ovhcloud_is_asked_leads_nowhere(
    consent: ConsentDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key that comes all the same is ended once OVHcloud lets it."""
    ask = vault.unsigned_client

    def withdrawn_meanwhile(application: Application) -> Any:
        onboarding.withdraw_consent_link(consent.link, actor=SYSTEM)
        return ask(application)

    monkeypatch.setattr(requesting, "unsigned_client", withdrawn_meanwhile)
    answer = consent.press()
    assert "Refresh" not in answer
    assert "withdrawn" in text(answer)
    assert state(consent) == KeyState.ABANDONED
    consent.decide()
    onboarding.update_requests_after_sync(AccountSynced(consent.wizard.account.pk))
    assert state(consent) == KeyState.REVOKED


def test_of_two_who_press_at_once_one_asks(consent: ConsentDriver) -> None:
    ConsentLink.objects.update(asked_at=timezone.now())
    answer = consent.press()
    assert answer.status_code == 409
    assert "being asked for this key just now" in text(answer)
    assert not KeyRequest.objects.exists()


def test_coming_back_asks_ovhcloud_a_few_times_an_hour(consent: ConsentDriver) -> None:
    consent.press()
    a_minute, _ = rate_limits.PRESSES_BY_LINK
    answers = [consent.come_back().status_code for _ in range(a_minute.most + 1)]
    assert answers == [200] * a_minute.most + [429]


def test_it_is_pressed_a_few_times_an_hour(consent: ConsentDriver) -> None:
    consent.wizard.fail("status=500")
    answers = [consent.press().status_code for _ in range(6)]
    assert answers == [502] * 5 + [429]
    tried = AuditEntry.objects.filter(action=AuditAction.ATTEMPTS_LIMITED)
    assert [entry.details["page"] for entry in tried] == ["link"]


def test_one_network_opens_so_many_links_a_minute(consent: ConsentDriver) -> None:
    answers = [consent.customer.get(f"/consent/guess{number}/") for number in range(31)]
    assert [answer.status_code for answer in answers] == [404] * 30 + [429]
