"""Pasted keys are proved at OVHcloud first; every failure says its cause and shows no secret."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from credentials import vault
from credentials.audit import SYSTEM
from credentials.enums import AuditAction, KeyState, Outcome
from credentials.models import Application, AuditEntry, ConsumerKey, Entry
from sandbox.demo_world import DemoKey
from tests.dashboard.trip import Trip
from tests.live_world import ALICE

PAGE = "/keys/paste/"


def text(answer: Any) -> str:
    return str(answer.content.decode())


def typed(trip: Trip, key: DemoKey, **changed: object) -> dict[str, object]:
    return {
        "account": trip.account.pk,
        "application_key": key.application_key,
        "application_secret": key.application_secret,
        "consumer_key": key.consumer_key,
        "label": "pasted key",
        "used_by": "web-1.example.com",
        **changed,
    }


def paste(trip: Trip, label: str = "terraform laptop", **changed: object) -> Any:
    return trip.browser.post(PAGE, typed(trip, trip.planned(label), **changed))


def refusal(trip: Trip, answer: Any) -> str:
    """The page after a refusal: nothing kept, nothing typed lost, no secret in it."""
    page = text(answer)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert not ConsumerKey.objects.exists()
    assert 'value="web-1.example.com"' in page
    for key in trip.demo.keys:
        assert key.application_secret not in page
        assert key.consumer_key not in page
    return page


def test_three_values_become_an_application_and_a_validated_key(trip: Trip) -> None:
    planned = trip.planned("terraform laptop")
    answer = paste(trip, application_secret=f" {planned.application_secret}\n")
    key = ConsumerKey.objects.get()
    assert answer["Location"] == f"/vault/{key.pk}/"
    assert (key.state, key.credential_id) == (KeyState.VALIDATED, planned.credential_id)
    assert key.application.application_key == planned.application_key
    assert vault.reveal(key, actor=SYSTEM).expose() == planned.consumer_key


@pytest.mark.parametrize(
    "form",
    [
        "[sandbox]\napplication_key={ak}\napplication_secret={as_}\nconsumer_key={ck}\n",
        "OVH_APPLICATION_KEY={ak}\nOVH_APPLICATION_SECRET='{as_}'\nOVH_CONSUMER_KEY=\"{ck}\"",
        '{{"applicationKey": "{ak}", "applicationSecret": "{as_}", "consumerKey": "{ck}"}}',
        "Application Key\n{ak}\nApplication Secret\n{as_}\nConsumer Key\n{ck}\n",
    ],
)
def test_a_text_that_holds_the_three_does_as_well(trip: Trip, form: str) -> None:
    key = trip.planned("terraform laptop")
    whole = form.format(ak=key.application_key, as_=key.application_secret, ck=key.consumer_key)
    blank = {"application_key": "", "application_secret": "", "consumer_key": ""}
    paste(trip, **blank, pasted=whole)
    assert ConsumerKey.objects.get().credential_id == key.credential_id


def test_a_management_key_is_one_at_once_and_its_gaps_are_named(trip: Trip) -> None:
    answer = trip.browser.post(
        PAGE, typed(trip, trip.demo.management(ALICE), manages="on"), follow=True
    )
    trip.account.refresh_from_db()
    assert trip.account.management_key == ConsumerKey.objects.get()
    assert trip.account.nic == ALICE
    assert "cannot list the live keys" not in text(answer)


def test_a_secret_of_another_application_is_named_as_the_cause(trip: Trip) -> None:
    other = trip.demo.management(ALICE).application_secret
    page = refusal(trip, paste(trip, application_secret=other))
    assert "The application secret does not belong to this application key" in page


def test_a_consumer_key_of_another_application_is_named_as_the_cause(trip: Trip) -> None:
    other = trip.demo.management(ALICE).consumer_key
    page = refusal(trip, paste(trip, consumer_key=other))
    assert "it belongs to another application" in page
    assert "Paste it again: a page never keeps a secret." in page


def test_an_application_of_another_region_is_named_as_the_cause(trip: Trip) -> None:
    page = refusal(trip, paste(trip, application_key="0a1b2c3d4e5f6071"))
    assert "This endpoint does not know the application key" in page
    assert "created in this region" in page


def test_a_text_for_another_region_is_noticed_before_anything_is_sent(trip: Trip) -> None:
    page = refusal(trip, paste(trip, pasted="endpoint = ovh-ca"))
    assert "The text is for ovh-ca, and this account is at sandbox." in page
    assert trip.sandbox.record.count(path="/auth/currentCredential") == 0


@pytest.mark.parametrize("named", ["ovh-eu", "eu", "https://eu.api.ovh.com/1.0/"])
def test_a_region_is_known_by_its_name_and_by_its_address(trip: Trip, named: str) -> None:
    page = refusal(trip, paste(trip, pasted=f"endpoint = {named}"))
    assert "The text is for ovh-eu, and this account is at sandbox." in page


def test_an_endpoint_that_nobody_knows_is_said_and_not_passed_over(trip: Trip) -> None:
    page = refusal(trip, paste(trip, pasted="[default]\nendpoint = ovh-mars"))
    assert "names an endpoint that Keydesk does not know. Known ones: sandbox, ovh-eu" in page
    assert trip.sandbox.record.count(path="/auth/currentCredential") == 0


@pytest.mark.parametrize("label", ["lego on web-2", "migration 2025", "sms sender"])
def test_a_pending_expired_or_refused_key_is_said_to_be_not_valid(trip: Trip, label: str) -> None:
    page = refusal(trip, paste(trip, label))
    assert "it is pending, refused, expired or revoked" in page


def test_a_key_bound_to_other_addresses_is_explained(trip: Trip) -> None:
    page = refusal(trip, paste(trip, "certbot on web-1"))
    assert "The key may be restricted to other addresses" in page


def test_a_key_of_another_account_is_refused_with_its_name(trip: Trip) -> None:
    trip.account.nic = "bb22222-ovh"
    trip.account.save()
    page = refusal(trip, paste(trip))
    assert "This key belongs to the OVHcloud account aa11111-ovh, not to bb22222-ovh." in page


def test_a_key_that_is_kept_already_is_not_kept_twice(trip: Trip) -> None:
    paste(trip)
    page = text(paste(trip))
    assert "This consumer key is stored already, as pasted key." in page
    assert ConsumerKey.objects.count() == 1


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ("status=500", "OVHcloud has a fault of its own"),
        ("html=200", "A web page came back"),
        ("empty", "is empty"),
        ("hang=30", "did not answer"),
    ],
)
def test_a_failing_ovhcloud_is_no_fault_of_the_values(trip: Trip, fault: str, cause: str) -> None:
    trip.fail(f"{fault} path=/auth/currentCredential")
    assert cause in refusal(trip, paste(trip))


def test_a_clock_that_is_off_is_named_as_the_cause(trip: Trip) -> None:
    trip.fail("clock-skew=600", "time-lie=-600")
    assert "the two clocks disagree" in refusal(trip, paste(trip))


@pytest.mark.parametrize("stray", ["abcd efgh", "abcd$fghi", "abcdéfghi", "abc"])
def test_stray_characters_are_placed_and_never_repeated(trip: Trip, stray: str) -> None:
    page = refusal(trip, paste(trip, consumer_key=stray))
    assert "The consumer key has" in page
    assert stray not in page


def test_a_missing_value_is_asked_for(trip: Trip) -> None:
    page = refusal(trip, paste(trip, consumer_key=""))
    assert "This field is required" in page
    page = refusal(trip, paste(trip, consumer_key="", pasted="application_key=abcdefgh"))
    assert "It is missing, and the text does not hold it." in page


def test_the_pasted_text_is_never_shown_again(trip: Trip) -> None:
    page = refusal(trip, paste(trip, consumer_key="", pasted="consumer_key=zzzz planted"))
    assert "planted" not in page


def test_a_changed_secret_of_a_known_application_is_a_new_version(trip: Trip) -> None:
    planned = trip.demo.management(ALICE)
    known = trip.sandbox.world.application_of_key(planned.application_key)
    assert known is not None
    trip.sandbox.world.keep(replace(known, secret="fresh0application0secret00000001"))
    trip.browser.post(
        PAGE, typed(trip, planned, application_secret="fresh0application0secret00000001")
    )
    assert Application.objects.count() == 1
    assert Entry.objects.get(pk=trip.application.pk).versions.count() == 2


def test_a_refused_paste_is_in_the_log_without_a_value(trip: Trip) -> None:
    paste(trip, "sms sender")
    entry = AuditEntry.objects.get(action=AuditAction.ENTRY_STORED, outcome=Outcome.FAILED)
    assert (entry.subject, entry.details) == ("Main account", {"cause": "CredentialNotValid"})


def test_the_account_of_the_link_is_chosen(trip: Trip) -> None:
    page = trip.browser.page(PAGE, account=str(trip.account.pk))
    assert f'<option value="{trip.account.pk}" selected>' in page
    assert "Choose an account" in trip.browser.page(PAGE, account="nonsense")
