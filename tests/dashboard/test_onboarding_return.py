"""Coming back from OVHcloud: the link works once, and what counts is what OVHcloud says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from credentials import onboarding
from credentials.audit import SYSTEM
from credentials.enums import AuditAction, KeyState, Outcome, Role
from credentials.errors import NotAllowedError
from credentials.models import AuditEntry, KeyRequest, Person
from tests.dashboard.trip import DAY, Trip
from tests.live_world import ALICE, BOB, adopt
from tests.people import sign_in

Teammate = Callable[[Role], Person]


def text(answer: Any) -> str:
    return str(answer.content.decode())


def state(found: KeyRequest) -> str:
    return KeyRequest.objects.get(pk=found.pk).consumer_key.state


def rejections() -> list[str]:
    found = AuditEntry.objects.filter(action=AuditAction.CALLBACK_REJECTED)
    return [entry.outcome for entry in found]


def test_an_accepted_key_comes_back_validated_and_bound(trip: Trip) -> None:
    found = trip.ask()
    trip.decide(found, lasts=90 * DAY)
    answer = trip.come_back(found)
    assert answer["Location"] == trip.url("waiting", found)
    assert "no-store" in answer["Cache-Control"]
    key = KeyRequest.objects.get(pk=found.pk).consumer_key
    assert (key.state, key.credential_id) == (KeyState.VALIDATED, trip.credential(found).id)
    assert key.account.nic == ALICE
    page = trip.page(found)
    assert "As requested" in page
    assert "One day is what OVHcloud's page offers first" not in page


def test_a_refused_key_is_told_from_a_pending_one_by_the_return(trip: Trip) -> None:
    found = trip.ask()
    trip.decide(found, "refused")
    trip.post("check", found)
    assert state(found) == KeyState.PENDING
    trip.come_back(found)
    assert state(found) == KeyState.REFUSED
    assert "It was not accepted" in trip.page(found)


def test_a_key_of_another_account_is_kept_apart(trip: Trip) -> None:
    trip.account.nic = ALICE
    trip.account.save()
    found = trip.ask()
    trip.decide(found, nic=BOB)
    trip.come_back(found)
    key = KeyRequest.objects.get(pk=found.pk).consumer_key
    assert key.state == KeyState.FOREIGN
    assert BOB in trip.page(found)
    with pytest.raises(NotAllowedError, match="Only a validated key"):
        onboarding.manage_with(trip.account, key, actor=SYSTEM)


def test_a_link_that_is_no_link_is_refused_and_logged(trip: Trip) -> None:
    answer = trip.browser.get("/ovh/callback/nonsense/")
    assert answer.status_code == 403
    assert "This link belongs to no request of yours" in text(answer)
    assert rejections() == [Outcome.DENIED]


def test_a_link_works_for_the_person_who_asked_alone(trip: Trip, teammate: Teammate) -> None:
    found = trip.ask()
    trip.decide(found)
    answer = trip.come_back(found, sign_in(teammate(Role.ADMIN)))
    assert answer.status_code == 403
    assert state(found) == KeyState.PENDING
    assert rejections() == [Outcome.DENIED]


def test_a_link_asks_who_it_is(trip: Trip, client: Any) -> None:
    answer = trip.come_back(trip.ask(), client)
    assert answer.status_code in {301, 302}
    assert not KeyRequest.objects.exclude(came_back_at=None).exists()


def test_a_used_link_says_so_and_leads_to_the_request(trip: Trip) -> None:
    found = trip.ask()
    trip.decide(found)
    trip.come_back(found)
    again = trip.come_back(found)
    assert again.status_code == 410
    assert "This link has been used already" in text(again)
    assert trip.url("waiting", found) in text(again)
    assert state(found) == KeyState.VALIDATED


def test_an_expired_link_says_so_and_a_late_validation_is_still_found(trip: Trip) -> None:
    found = trip.ask()
    KeyRequest.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    trip.decide(found)
    answer = trip.come_back(found)
    assert answer.status_code == 410
    assert "This link has expired" in text(answer)
    trip.post("check", found)
    assert state(found) == KeyState.VALIDATED


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ("status=500", "OVHcloud has a fault of its own"),
        ("html=200", "A web page came back"),
        ("empty", "is empty"),
        ("hang=30", "did not answer"),
    ],
)
def test_a_failing_ovhcloud_leaves_the_request_open_and_says_why(
    trip: Trip, fault: str, cause: str
) -> None:
    found = trip.ask()
    trip.decide(found)
    trip.fail(f"{fault} path=/auth/currentCredential")
    trip.come_back(found)
    page = trip.page(found)
    assert cause in page
    assert "Check now" in page
    trip.fail()
    trip.post("check", found)
    assert state(found) == KeyState.VALIDATED


def test_a_clock_off_by_ten_minutes_is_put_right_on_the_way(trip: Trip) -> None:
    found = trip.ask()
    trip.decide(found)
    trip.fail("clock-skew=600")
    trip.come_back(found)
    assert state(found) == KeyState.VALIDATED


def test_a_clock_that_cannot_be_put_right_is_named_as_the_cause(trip: Trip) -> None:
    found = trip.ask()
    trip.decide(found)
    trip.fail("clock-skew=600", "time-lie=-600")
    trip.come_back(found)
    assert "the two clocks disagree" in trip.page(found)
    assert state(found) == KeyState.PENDING


def test_a_key_bound_to_other_addresses_is_found_among_the_live_ones(trip: Trip) -> None:
    manages = adopt(trip.account, trip.demo.management(ALICE))
    onboarding.manage_with(trip.account, manages, actor=SYSTEM)
    found = trip.ask(addresses="192.0.2.7")
    trip.decide(found)
    trip.come_back(found)
    key = KeyRequest.objects.get(pk=found.pk).consumer_key
    assert (key.state, key.credential_id) == (KeyState.VALIDATED, trip.credential(found).id)


def test_without_a_management_key_that_is_said_and_the_request_stays_open(trip: Trip) -> None:
    found = trip.ask(addresses="192.0.2.7")
    trip.decide(found)
    trip.come_back(found)
    assert state(found) == KeyState.PENDING
    assert "from its own addresses alone" in trip.page(found)


def test_a_refused_key_bound_to_other_addresses_is_still_a_refused_one(trip: Trip) -> None:
    manages = adopt(trip.account, trip.demo.management(ALICE))
    onboarding.manage_with(trip.account, manages, actor=SYSTEM)
    found = trip.ask(addresses="192.0.2.7")
    trip.decide(found, "refused")
    trip.come_back(found)
    assert state(found) == KeyState.REFUSED


def test_the_second_tab_finds_what_the_first_one_wrote(trip: Trip) -> None:
    found = trip.ask()
    trip.decide(found)
    trip.come_back(found)
    trip.post("check", found)
    assert AuditEntry.objects.filter(action=AuditAction.KEY_VALIDATED).count() == 1
