"""Coming back from OVHcloud: the link works once, and what counts is what OVHcloud says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, KeyState, NotAllowedError, Outcome, Role
from credentials.models import AuditEntry, KeyRequest, LiveCredential, Person
from sandbox.demo_world import NIC_A, NIC_B
from tests.dashboard.wizard_driver import DAY, WizardDriver
from tests.live_world import adopt
from tests.people import sign_in

Teammate = Callable[[Role], Person]


def text(answer: Any) -> str:
    return str(answer.content.decode())


def state(key_request: KeyRequest) -> str:
    return KeyRequest.objects.get(pk=key_request.pk).consumer_key.state


def rejections() -> list[str]:
    entries = AuditEntry.objects.filter(action=AuditAction.CALLBACK_REJECTED)
    return [entry.outcome for entry in entries]


def test_an_accepted_key_comes_back_validated_and_bound(wizard: WizardDriver) -> None:
    key_request = wizard.ask()
    wizard.decide(key_request, lasts=90 * DAY)
    answer = wizard.come_back(key_request)
    assert answer["Location"] == wizard.url("waiting", key_request)
    assert "no-store" in answer["Cache-Control"]
    key = KeyRequest.objects.get(pk=key_request.pk).consumer_key
    assert (key.state, key.credential_id) == (KeyState.VALIDATED, wizard.credential(key_request).id)
    assert key.account.nic == NIC_A
    page = wizard.page(key_request)
    assert "As requested" in page
    assert "One day is what OVHcloud's page offers first" not in page


def test_a_refused_key_is_told_from_a_pending_one_by_the_return(wizard: WizardDriver) -> None:
    key_request = wizard.ask()
    wizard.decide(key_request, "refused")
    wizard.post("check", key_request)
    assert state(key_request) == KeyState.PENDING
    wizard.come_back(key_request)
    assert state(key_request) == KeyState.REFUSED
    assert "It was not accepted" in wizard.page(key_request)


def test_a_key_of_another_account_is_kept_apart(wizard: WizardDriver) -> None:
    key_request = wizard.ask()
    wizard.decide(key_request, nic=NIC_B)
    wizard.come_back(key_request)
    key = KeyRequest.objects.get(pk=key_request.pk).consumer_key
    assert key.state == KeyState.FOREIGN
    assert NIC_B in wizard.page(key_request)
    with pytest.raises(NotAllowedError, match="Only a validated key"):
        vault.choose_management_key(wizard.account, key, actor=SYSTEM)


def test_a_link_that_is_no_link_is_refused_and_logged(wizard: WizardDriver) -> None:
    answer = wizard.browser.get("/ovh/callback/nonsense/")
    assert answer.status_code == 403
    assert "This link belongs to no request of yours" in text(answer)
    assert rejections() == [Outcome.DENIED]


def test_a_link_works_for_the_person_who_asked_alone(
    wizard: WizardDriver, teammate: Teammate
) -> None:
    key_request = wizard.ask()
    wizard.decide(key_request)
    answer = wizard.come_back(key_request, sign_in(teammate(Role.ADMIN)))
    assert answer.status_code == 403
    assert state(key_request) == KeyState.PENDING
    assert rejections() == [Outcome.DENIED]


def test_a_link_asks_who_it_is(wizard: WizardDriver, client: Any) -> None:
    answer = wizard.come_back(wizard.ask(), client)
    assert answer.status_code in {301, 302}
    assert not KeyRequest.objects.exclude(came_back_at=None).exists()


def test_a_used_link_says_so_and_leads_to_the_request(wizard: WizardDriver) -> None:
    key_request = wizard.ask()
    wizard.decide(key_request)
    wizard.come_back(key_request)
    again = wizard.come_back(key_request)
    assert again.status_code == 410
    assert "This link has been used already" in text(again)
    assert wizard.url("waiting", key_request) in text(again)
    assert state(key_request) == KeyState.VALIDATED


def test_an_expired_link_says_so_and_a_late_validation_is_still_found(wizard: WizardDriver) -> None:
    key_request = wizard.ask()
    KeyRequest.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    wizard.decide(key_request)
    answer = wizard.come_back(key_request)
    assert answer.status_code == 410
    assert "This link has expired" in text(answer)
    wizard.post("check", key_request)
    assert state(key_request) == KeyState.VALIDATED


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ("status=500", "OVHcloud has a fault of its own"),
        ("html=200", "A web page came back"),
        ("empty", "is empty"),
        ("hang=30", "did not answer"),
    ],
)
@pytest.mark.usefixtures("short_timeouts")
def test_a_failing_ovhcloud_leaves_the_request_open_and_says_why(
    wizard: WizardDriver, fault: str, cause: str
) -> None:
    key_request = wizard.ask()
    wizard.decide(key_request)
    wizard.fail(f"{fault} path=/auth/currentCredential")
    wizard.come_back(key_request)
    page = wizard.page(key_request)
    assert cause in page
    assert "Check now" in page
    wizard.fail()
    wizard.post("check", key_request)
    assert state(key_request) == KeyState.VALIDATED


def test_a_clock_off_by_ten_minutes_is_corrected(wizard: WizardDriver) -> None:
    key_request = wizard.ask()
    wizard.decide(key_request)
    wizard.fail("clock-skew=600")
    wizard.come_back(key_request)
    assert state(key_request) == KeyState.VALIDATED


def test_a_clock_that_cannot_be_put_right_is_named_as_the_cause(wizard: WizardDriver) -> None:
    key_request = wizard.ask()
    wizard.decide(key_request)
    wizard.fail("clock-skew=600", "wrong-time=-600")
    wizard.come_back(key_request)
    assert "the two clocks disagree" in wizard.page(key_request)
    assert state(key_request) == KeyState.PENDING


def test_a_key_bound_to_other_addresses_is_found_among_the_live_ones(wizard: WizardDriver) -> None:
    manages = adopt(wizard.account, wizard.demo.management(NIC_A))
    vault.choose_management_key(wizard.account, manages, actor=SYSTEM)
    key_request = wizard.ask(addresses="192.0.2.7")
    wizard.decide(key_request)
    wizard.come_back(key_request)
    key = KeyRequest.objects.get(pk=key_request.pk).consumer_key
    assert (key.state, key.credential_id) == (KeyState.VALIDATED, wizard.credential(key_request).id)


def test_without_a_management_key_that_is_said_and_the_request_stays_open(
    wizard: WizardDriver,
) -> None:
    key_request = wizard.ask(addresses="192.0.2.7")
    wizard.decide(key_request)
    wizard.come_back(key_request)
    assert state(key_request) == KeyState.PENDING
    page = wizard.page(key_request)
    assert "from its own addresses alone" in page
    assert "Accepted by another OVHcloud account it is never found" in page


def test_a_refused_key_bound_to_other_addresses_is_still_a_refused_one(
    wizard: WizardDriver,
) -> None:
    manages = adopt(wizard.account, wizard.demo.management(NIC_A))
    vault.choose_management_key(wizard.account, manages, actor=SYSTEM)
    key_request = wizard.ask(addresses="192.0.2.7")
    wizard.decide(key_request, "refused")
    wizard.come_back(key_request)
    assert state(key_request) == KeyState.REFUSED


def test_the_second_tab_finds_what_the_first_one_wrote(wizard: WizardDriver) -> None:
    key_request = wizard.ask()
    wizard.decide(key_request)
    wizard.come_back(key_request)
    wizard.post("check", key_request)
    assert AuditEntry.objects.filter(action=AuditAction.KEY_VALIDATED).count() == 1


def test_a_key_that_was_just_validated_is_in_the_live_list_at_once(
    wizard: WizardDriver, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    key_request = wizard.ask()
    wizard.decide(key_request, lasts=90 * DAY)
    with django_capture_on_commit_callbacks(execute=True):
        wizard.come_back(key_request)
    row, asked = LiveCredential.objects.get(), wizard.credential(key_request)
    assert (row.credential_id, row.status, row.gone_at) == (asked.id, "validated", None)
    assert [f"{rule['method']} {rule['path']}" for rule in row.rules] == [
        " ".join(rule) for rule in asked.rules
    ]
    assert row.expiration is not None
    page = wizard.browser.page("/live/")
    assert f"#{asked.id}" in page
    assert "certbot on web-1" in page


def test_what_only_a_reading_tells_of_a_live_key_stays(
    wizard: WizardDriver, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    key_request = wizard.ask()
    used = timezone.now() - timedelta(hours=1)
    LiveCredential.objects.create(
        account=wizard.account,
        credential_id=wizard.credential(key_request).id,
        status="pendingValidation",
        last_use=used,
        first_seen_at=used,
    )
    wizard.decide(key_request)
    with django_capture_on_commit_callbacks(execute=True):
        wizard.come_back(key_request)
    row = LiveCredential.objects.get()
    assert (row.status, row.last_use, row.first_seen_at) == ("validated", used, used)
