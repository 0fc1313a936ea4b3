"""A consent link that two press at once, or that is withdrawn while its button works."""

from __future__ import annotations

from typing import Any

import pytest

from credentials import onboarding, vault
from credentials.audit import SYSTEM
from credentials.core import AccountSynced, KeyState
from credentials.models import Application, KeyRequest
from credentials.onboarding.consent import following, requesting
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
    onboarding.look_after_requests(AccountSynced(consent.wizard.account.pk))
    assert state(consent) == KeyState.REVOKED
