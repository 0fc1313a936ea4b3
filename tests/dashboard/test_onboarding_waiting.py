"""The page of a request: it waits, asks ever slower, and says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from credentials.enums import KeyState, Role
from credentials.models import KeyRequest, Person
from tests.dashboard.trip import DAY, Trip
from tests.people import sign_in

Teammate = Callable[[Role], Person]


def text(answer: Any) -> str:
    return str(answer.content.decode())


def state(found: KeyRequest) -> str:
    return KeyRequest.objects.get(pk=found.pk).consumer_key.state


def test_a_validity_of_a_day_is_warned_of(trip: Trip) -> None:
    found = trip.ask()
    trip.decide(found, lasts=DAY)
    trip.come_back(found)
    assert "It ends in 23 h" in trip.page(found)


def test_one_click_asks_for_the_same_again(trip: Trip) -> None:
    found = trip.ask()
    trip.decide(found, "refused")
    trip.come_back(found)
    trip.post("again", found)
    fresh = KeyRequest.objects.exclude(pk=found.pk).get()
    assert fresh.requested_rules == found.requested_rules
    assert trip.credential(fresh).allowed_ips == trip.credential(found).allowed_ips
    assert fresh.consumer_key.label == "certbot on web-1"


def test_asking_again_notices_a_key_that_was_accepted_after_all(trip: Trip) -> None:
    found = trip.ask()
    trip.decide(found)
    trip.post("again", found)
    assert state(found) == KeyState.VALIDATED
    assert KeyRequest.objects.count() == 1


def test_nobody_in_time_is_given_up_and_can_be_asked_again(trip: Trip) -> None:
    found = trip.ask()
    KeyRequest.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "Nobody validated it in time" in trip.page(found)
    trip.post("check", found)
    assert state(found) == KeyState.ABANDONED
    assert "Request certbot on web-1 again" in trip.page(found)


def test_a_page_that_watches_reloads_when_the_answer_is_there(trip: Trip) -> None:
    found = trip.ask()
    watching = {"HX-Request": "true"}
    waiting = trip.browser.post(trip.url("check", found), {"times": "1"}, headers=watching)
    assert "Not validated yet" in text(waiting)
    assert 'hx-trigger="load delay:4s, submit"' in text(waiting)
    trip.decide(found)
    assert trip.post("check", found, headers=watching)["HX-Refresh"] == "true"


def test_a_page_that_watches_asks_ever_slower_and_never_stops_at_zero(trip: Trip) -> None:
    found = trip.ask()
    late = trip.browser.post(
        trip.url("check", found), {"times": "9" * 5_000}, headers={"HX-Request": "true"}
    )
    assert 'hx-trigger="load delay:60s, submit"' in text(late)


def test_more_and_fewer_rights_than_requested_are_shown(trip: Trip) -> None:
    found = trip.ask()
    KeyRequest.objects.update(requested_rules=[{"method": "PUT", "path": "/me"}])
    trip.decide(found)
    trip.come_back(found)
    page = trip.page(found)
    assert "Less than requested" in page
    assert "More than requested" in page


def test_the_key_that_came_of_it_can_become_the_management_key(trip: Trip) -> None:
    found = trip.ask()
    trip.decide(found)
    trip.come_back(found)
    trip.post("manage", found)
    trip.account.refresh_from_db()
    assert trip.account.management_key_id == found.consumer_key_id


def test_the_way_to_ovhcloud_is_a_link_and_an_unsafe_one_is_not_linked(trip: Trip) -> None:
    found = trip.ask()
    assert f'<a class="btn primary" href="{found.validation_url}">' in trip.page(found)
    KeyRequest.objects.update(validation_url="http://example.net/auth/?credentialToken=x")
    page = trip.page(found)
    assert "example.net" not in page
    assert "not secure" in page


def test_an_auditor_sees_the_request_and_cannot_act_on_it(trip: Trip, teammate: Teammate) -> None:
    found = trip.ask()
    auditor = sign_in(teammate(Role.AUDITOR))
    page = auditor.page(trip.url("waiting", found))
    assert found.validation_url not in page
    assert auditor.post(trip.url("check", found)).status_code == 403


def test_no_page_of_the_way_shows_the_key_or_the_link_back(trip: Trip) -> None:
    found = trip.ask()
    asked = trip.credential(found)
    pages = [trip.page(found)]
    trip.decide(found)
    pages += [text(trip.come_back(found)), trip.page(found)]
    for secret in (asked.consumer_key, asked.redirection.split("/")[-2]):
        assert not any(secret in page for page in pages)


def test_an_endpoint_that_is_gone_from_the_settings_is_named(trip: Trip, settings: Any) -> None:
    found = trip.ask()
    settings.OVH_EXTRA_ENDPOINTS = ""
    assert found.validation_url not in trip.page(found)
    page = text(trip.browser.post(trip.url("check", found), follow=True))
    assert "No endpoint is called “sandbox”" in page
