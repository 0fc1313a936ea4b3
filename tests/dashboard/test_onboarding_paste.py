"""Pasted keys are proved at OVHcloud first; every failure says its cause and shows no secret."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, KeyState, Outcome
from credentials.models import Application, AuditEntry, ConsumerKey, Entry
from sandbox.demo_world import NIC_A, DemoKey
from tests.dashboard.wizard_driver import WizardDriver
from tests.live_world import LiveWorld, adopt

PAGE = "/keys/paste/"


def text(answer: Any) -> str:
    return str(answer.content.decode())


def typed(wizard: WizardDriver, key: DemoKey, **changed: object) -> dict[str, object]:
    return {
        "account": wizard.account.pk,
        "application_key": key.application_key,
        "application_secret": key.application_secret,
        "consumer_key": key.consumer_key,
        "label": "pasted key",
        "used_by": "web-1.example.com",
        **changed,
    }


def paste(wizard: WizardDriver, label: str = "terraform laptop", **changed: object) -> Any:
    return wizard.browser.post(PAGE, typed(wizard, wizard.planned(label), **changed))


def refusal(wizard: WizardDriver, answer: Any) -> str:
    """The page after a refusal: nothing kept, nothing typed lost, no secret in it."""
    page = text(answer)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert not ConsumerKey.objects.exists()
    assert 'value="web-1.example.com"' in page
    for key in wizard.demo.keys:
        assert key.application_secret not in page
        assert key.consumer_key not in page
    return page


def test_three_values_become_an_application_and_a_validated_key(wizard: WizardDriver) -> None:
    planned = wizard.planned("terraform laptop")
    answer = paste(wizard, application_secret=f" {planned.application_secret}\n")
    key = ConsumerKey.objects.get()
    assert answer["Location"] == f"/vault/{key.pk}/"
    assert (key.state, key.credential_id) == (KeyState.VALIDATED, planned.credential_id)
    assert key.application.application_key == planned.application_key
    assert vault.reveal(key, actor=SYSTEM).expose() == planned.consumer_key


def test_a_management_key_is_one_at_once_and_its_gaps_are_named(wizard: WizardDriver) -> None:
    answer = wizard.browser.post(
        PAGE, typed(wizard, wizard.demo.management(NIC_A), manages="on"), follow=True
    )
    wizard.account.refresh_from_db()
    assert wizard.account.management_key == ConsumerKey.objects.get()
    assert wizard.account.nic == NIC_A
    assert "cannot list the live keys" not in text(answer)


def test_a_key_that_is_not_the_management_key_says_nothing_of_that_one(
    wizard: WizardDriver,
) -> None:
    wizard.browser.post(PAGE, typed(wizard, wizard.demo.management(NIC_A), manages="on"))
    key = ConsumerKey.objects.get()
    key.rules = [{"method": "GET", "path": "/me"}]
    key.save()
    page = text(
        wizard.browser.post(PAGE, typed(wizard, wizard.planned("terraform laptop")), follow=True)
    )
    assert "is kept" in page
    assert "cannot list the live keys" not in page


def test_a_secret_of_another_application_is_named_as_the_cause(wizard: WizardDriver) -> None:
    other = wizard.demo.management(NIC_A).application_secret
    page = refusal(wizard, paste(wizard, application_secret=other))
    assert "The application secret does not belong to this application key" in page


def test_a_consumer_key_of_another_application_is_named_as_the_cause(wizard: WizardDriver) -> None:
    other = wizard.demo.management(NIC_A).consumer_key
    page = refusal(wizard, paste(wizard, consumer_key=other))
    assert "it belongs to another application" in page
    assert "Paste it again. Secrets are never shown back." in page


def test_an_application_of_another_region_is_named_as_the_cause(wizard: WizardDriver) -> None:
    page = refusal(wizard, paste(wizard, application_key="0a1b2c3d4e5f6071"))
    assert "This endpoint does not know the application key" in page
    assert "created in this region" in page


@pytest.mark.parametrize("label", ["lego on web-2", "migration 2025", "sms sender"])
def test_a_pending_expired_or_refused_key_is_said_to_be_not_valid(
    wizard: WizardDriver, label: str
) -> None:
    page = refusal(wizard, paste(wizard, label))
    assert "it is pending, refused, expired or revoked" in page


def test_a_key_bound_to_other_addresses_is_explained(wizard: WizardDriver) -> None:
    page = refusal(wizard, paste(wizard, "certbot on web-1"))
    assert "The key may be restricted to other addresses" in page


def manage(wizard: WizardDriver) -> None:
    """Read the account with a management key: its applications are known then."""
    manages = adopt(wizard.account, wizard.demo.management(NIC_A))
    vault.choose_management_key(wizard.account, manages, actor=SYSTEM)
    LiveWorld(wizard.account, NIC_A, wizard.demo, wizard.sandbox).sync()


def test_the_live_list_vouches_for_a_key_bound_to_other_addresses(wizard: WizardDriver) -> None:
    manage(wizard)
    planned = wizard.planned("certbot on web-1")
    answer = paste(wizard, "certbot on web-1")
    key = ConsumerKey.objects.get(credential_id=planned.credential_id)
    assert answer["Location"] == f"/vault/{key.pk}/"
    assert (key.state, key.nic) == (KeyState.VALIDATED, NIC_A)
    assert key.allowed_ips == ["198.51.100.4/32"]
    assert vault.reveal(key, actor=SYSTEM).expose() == planned.consumer_key


def test_the_live_list_vouches_for_none_where_it_shows_two(wizard: WizardDriver) -> None:
    manage(wizard)
    world, planned = wizard.sandbox.world, wizard.planned("certbot on web-1")
    credential = world.credentials[planned.credential_id]
    world.keep(replace(credential, id=world.next_id(), consumer_key="another"))
    assert "restricted to other addresses" in text(paste(wizard, "certbot on web-1"))
    assert ConsumerKey.objects.count() == 1


def test_the_live_list_replaces_no_secret_that_is_stored(wizard: WizardDriver) -> None:
    """OVHcloud may look at the address first: nothing has proved the pasted secret then."""
    manage(wizard)
    order = ("application", "credential", "state", "address", "time", "signature", "rules", "iam")
    wizard.sandbox.quirks = replace(wizard.sandbox.quirks, auth_order=order)
    planned = wizard.planned("certbot on web-1")
    stored = vault.store_application(
        wizard.account,
        metadata=vault.EntryMetadata(label="certbot"),
        application_key=planned.application_key,
        secret=planned.application_secret,
        actor=SYSTEM,
    )
    another = wizard.planned("terraform laptop").application_secret
    answer = paste(wizard, "certbot on web-1", application_secret=another)
    assert "restricted to other addresses" in text(answer)
    assert vault.reveal(stored, actor=SYSTEM).expose() == planned.application_secret


def test_a_key_of_a_local_user_is_said_to_be_limited_by_iam(wizard: WizardDriver) -> None:
    planned = wizard.planned("terraform laptop")
    credential = wizard.sandbox.world.credentials[planned.credential_id]
    wizard.sandbox.world.keep(replace(credential, user="deploy"))
    answer = paste(wizard)
    assert ConsumerKey.objects.get().local_user == "deploy"
    page = wizard.browser.page(answer["Location"])
    assert f"{NIC_A}/deploy" in page
    assert "a local user: IAM limits it" in page


def test_a_key_of_another_account_is_refused_with_its_name(wizard: WizardDriver) -> None:
    wizard.account.nic = "bb22222-ovh"
    wizard.account.save(update_fields=["nic"])
    page = refusal(wizard, paste(wizard))
    assert "This key belongs to the OVHcloud account aa11111-ovh, not to bb22222-ovh." in page


def test_a_key_that_is_kept_already_is_not_kept_twice(wizard: WizardDriver) -> None:
    paste(wizard)
    page = text(paste(wizard))
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
@pytest.mark.usefixtures("short_timeouts")
def test_a_failing_ovhcloud_is_no_fault_of_the_values(
    wizard: WizardDriver, fault: str, cause: str
) -> None:
    wizard.fail(f"{fault} path=/auth/currentCredential")
    assert cause in refusal(wizard, paste(wizard))


def test_a_clock_that_is_off_is_named_as_the_cause(wizard: WizardDriver) -> None:
    wizard.fail("clock-skew=600", "wrong-time=-600")
    assert "the two clocks disagree" in refusal(wizard, paste(wizard))


@pytest.mark.parametrize("stray", ["abcd efgh", "abcd$fghi", "abcdéfghi", "abc"])
def test_stray_characters_are_placed_and_never_repeated(wizard: WizardDriver, stray: str) -> None:
    page = refusal(wizard, paste(wizard, consumer_key=stray))
    assert "The consumer key has" in page
    assert stray not in page


def test_a_missing_value_is_asked_for(wizard: WizardDriver) -> None:
    page = refusal(wizard, paste(wizard, consumer_key=""))
    assert "This field is required" in page


def test_a_changed_secret_of_a_known_application_is_a_new_version(wizard: WizardDriver) -> None:
    planned = wizard.demo.management(NIC_A)
    known = wizard.sandbox.world.application_of_key(planned.application_key)
    assert known is not None
    wizard.sandbox.world.keep(replace(known, secret="fresh0application0secret00000001"))
    wizard.browser.post(
        PAGE, typed(wizard, planned, application_secret="fresh0application0secret00000001")
    )
    assert Application.objects.count() == 1
    assert Entry.objects.get(pk=wizard.application.pk).versions.count() == 2


def test_a_refused_paste_is_in_the_log_without_a_value(wizard: WizardDriver) -> None:
    paste(wizard, "sms sender")
    entry = AuditEntry.objects.get(action=AuditAction.ENTRY_STORED, outcome=Outcome.FAILED)
    assert (entry.subject, entry.details) == ("Main account", {"cause": "CredentialNotValid"})


def test_the_account_of_the_link_is_chosen(wizard: WizardDriver) -> None:
    page = wizard.browser.page(PAGE, account=str(wizard.account.pk))
    assert f'<option value="{wizard.account.pk}" selected>' in page
    assert "Choose an account" in wizard.browser.page(PAGE, account="nonsense")
