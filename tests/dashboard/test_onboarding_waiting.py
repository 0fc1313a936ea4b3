"""The page of a request: it waits, asks ever slower, and says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from credentials.core import KeyState, Role
from credentials.models import Account, ConsumerKey, KeyRequest, Person
from tests.dashboard.wizard_driver import DAY, WizardDriver
from tests.people import rewrite, sign_in

Teammate = Callable[[Role], Person]


def text(answer: Any) -> str:
    return str(answer.content.decode())


def state(key_request: KeyRequest) -> str:
    return KeyRequest.objects.get(pk=key_request.pk).consumer_key.state


def test_a_validity_of_a_day_is_warned_of(wizard: WizardDriver) -> None:
    key_request = wizard.ask()
    wizard.decide(key_request, lasts=DAY)
    wizard.come_back(key_request)
    assert "It ends in 24 h" in wizard.page(key_request)


def test_one_click_asks_for_the_same_again(wizard: WizardDriver) -> None:
    key_request = wizard.ask()
    wizard.decide(key_request, "refused")
    wizard.come_back(key_request)
    rewrite(ConsumerKey.objects.filter(pk=key_request.consumer_key_id), never_reveal=True)
    wizard.post("again", key_request)
    fresh = KeyRequest.objects.exclude(pk=key_request.pk).get()
    assert fresh.requested_rules == key_request.requested_rules
    assert wizard.credential(fresh).allowed_ips == wizard.credential(key_request).allowed_ips
    assert fresh.consumer_key.label == "certbot on web-1"
    assert fresh.consumer_key.never_reveal


def test_asking_again_notices_a_key_that_was_accepted_after_all(wizard: WizardDriver) -> None:
    key_request = wizard.ask()
    wizard.decide(key_request)
    wizard.post("again", key_request)
    assert state(key_request) == KeyState.VALIDATED
    assert KeyRequest.objects.count() == 1


def test_a_request_that_nobody_validates_in_time_is_given_up_and_can_be_made_again(
    wizard: WizardDriver,
) -> None:
    key_request = wizard.ask()
    KeyRequest.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "Nobody validated it in time" in wizard.page(key_request)
    wizard.post("check", key_request)
    assert state(key_request) == KeyState.ABANDONED
    assert "Request certbot on web-1 again" in wizard.page(key_request)


def test_a_page_that_watches_reloads_when_the_answer_is_there(wizard: WizardDriver) -> None:
    key_request = wizard.ask()
    watching = {"HX-Request": "true"}
    waiting = wizard.browser.post(
        wizard.url("check", key_request), {"times": "1"}, headers=watching
    )
    assert "Not validated yet" in text(waiting)
    assert 'hx-trigger="load delay:4s, submit"' in text(waiting)
    wizard.decide(key_request)
    assert wizard.post("check", key_request, headers=watching)["HX-Refresh"] == "true"


def test_a_page_that_watches_asks_ever_slower_and_never_stops_at_zero(wizard: WizardDriver) -> None:
    key_request = wizard.ask()
    late = wizard.browser.post(
        wizard.url("check", key_request), {"times": "9" * 5_000}, headers={"HX-Request": "true"}
    )
    assert 'hx-trigger="load delay:60s, submit"' in text(late)


def test_more_and_fewer_rights_than_requested_are_shown(wizard: WizardDriver) -> None:
    key_request = wizard.ask()
    KeyRequest.objects.update(requested_rules=[{"method": "PUT", "path": "/me"}])
    wizard.decide(key_request)
    wizard.come_back(key_request)
    page = wizard.page(key_request)
    assert "Less than requested" in page
    assert "More than requested" in page


def test_the_key_that_came_of_it_can_become_the_management_key(wizard: WizardDriver) -> None:
    key_request = wizard.ask()
    wizard.decide(key_request)
    wizard.come_back(key_request)
    wizard.post("manage", key_request)
    wizard.account.refresh_from_db()
    assert wizard.account.management_key_id == key_request.consumer_key_id


def test_the_way_to_ovhcloud_is_a_link_and_an_unsafe_one_is_not_linked(
    wizard: WizardDriver,
) -> None:
    key_request = wizard.ask()
    assert f'<a class="btn primary" href="{key_request.validation_url}">' in wizard.page(
        key_request
    )
    for elsewhere in (
        "http://example.net",
        "https://example.net",
        "https://127.0.0.1",
        "https://[",
    ):
        rewrite(KeyRequest.objects.all(), validation_url=f"{elsewhere}/auth/?credentialToken=x")
        page = wizard.page(key_request)
        assert elsewhere not in page
        assert "not secure" in page


@pytest.mark.parametrize("host", ["eu.api.ovh.com", "www.ovh.com", "api.eu.ovhcloud.com"])
def test_a_page_on_any_host_of_the_region_is_linked(wizard: WizardDriver, host: str) -> None:
    key_request = wizard.ask()
    rewrite(Account.objects.all(), endpoint="ovh-eu")
    rewrite(KeyRequest.objects.all(), validation_url=f"https://{host}/auth/?credentialToken=x")
    assert f'href="https://{host}/auth/' in wizard.page(key_request)
    rewrite(Account.objects.all(), endpoint="ovh-ca")
    assert f'href="https://{host}/auth/' not in wizard.page(key_request)


def test_an_auditor_sees_the_request_and_cannot_act_on_it(
    wizard: WizardDriver, teammate: Teammate
) -> None:
    key_request = wizard.ask()
    auditor = sign_in(teammate(Role.AUDITOR))
    page = auditor.page(wizard.url("waiting", key_request))
    assert key_request.validation_url not in page
    assert auditor.post(wizard.url("check", key_request)).status_code == 403


def test_no_page_of_the_way_shows_the_key_or_the_link_back(wizard: WizardDriver) -> None:
    key_request = wizard.ask()
    asked = wizard.credential(key_request)
    pages = [wizard.page(key_request)]
    wizard.decide(key_request)
    pages += [text(wizard.come_back(key_request)), wizard.page(key_request)]
    for secret in (asked.consumer_key, asked.redirection.split("/")[-2]):
        assert not any(secret in page for page in pages)


def test_an_endpoint_that_is_gone_from_the_settings_is_named(
    wizard: WizardDriver, settings: Any
) -> None:
    key_request = wizard.ask()
    settings.OVH_EXTRA_ENDPOINTS = ""
    assert key_request.validation_url not in wizard.page(key_request)
    page = text(wizard.browser.post(wizard.url("check", key_request), follow=True))
    assert "No endpoint is called “sandbox”" in page


def test_asking_again_twice_leads_to_the_one_that_repeats_it(wizard: WizardDriver) -> None:
    key_request = wizard.ask()
    wizard.decide(key_request, "refused")
    wizard.come_back(key_request)
    first, second = wizard.post("again", key_request), wizard.post("again", key_request)
    assert first["Location"] == second["Location"]
    assert KeyRequest.objects.count() == 2
