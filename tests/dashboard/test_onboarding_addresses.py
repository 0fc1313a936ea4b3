"""Addresses of a new key: shown as OVHcloud keeps them, with who is locked out."""

from __future__ import annotations

import pytest

from credentials import vault
from credentials.audit import SYSTEM
from credentials.models import (
    ConsumerKey,
    KeyRequest,
)
from sandbox.demo_world import NIC_A
from tests.dashboard.test_onboarding import text
from tests.dashboard.wizard_driver import WizardDriver
from tests.live_world import adopt


@pytest.mark.parametrize("bad", ["office", "192.0.2.0/40", "0.0.0.0/0", "::/0"])
def test_an_address_that_cannot_be_sent_is_named_and_kept(wizard: WizardDriver, bad: str) -> None:
    draft = wizard.start()
    wizard.answer(draft, "application", application=wizard.application.pk)
    page = text(wizard.answer(draft, "addresses", addresses=f"192.0.2.7 {bad}"))
    assert "192.0.2.7/32" in page
    assert f"192.0.2.7 {bad}</textarea>" in page
    assert not KeyRequest.objects.exists()


def test_the_preview_follows_the_typing(wizard: WizardDriver) -> None:
    draft = wizard.start()
    wizard.answer(draft, "application", application=wizard.application.pk)
    typed = {"addresses": "192.0.2.9/24"}
    part = text(wizard.browser.post(f"{draft}addresses/", typed, headers={"HX-Request": "true"}))
    assert part.startswith('<div class="stack tight" id="preview"')
    assert "192.0.2.0/24" in part


def test_without_a_script_a_button_shows_what_will_be_kept(wizard: WizardDriver) -> None:
    draft = wizard.start()
    wizard.answer(draft, "application", application=wizard.application.pk)
    page = text(wizard.answer(draft, "addresses", addresses="192.0.2.9/24", do="look"))
    assert '<b class="mono">192.0.2.0/24</b>' in page
    assert "192.0.2.9/24</textarea>" in page


def test_the_review_says_what_becomes_of_the_addresses_and_who_is_locked_out(
    wizard: WizardDriver,
) -> None:
    draft = wizard.reach_review(addresses="192.0.2.9/24 198.51.100.4")
    page = wizard.browser.page(f"{draft}review/")
    assert "Typed 192.0.2.9/24, stored as 192.0.2.0/24." in page
    assert "a machine that reaches OVHcloud over IPv6 is refused" in page
    assert "Typed 198.51.100.4" not in page


def test_a_key_for_keydesk_itself_must_let_keydesk_in(wizard: WizardDriver) -> None:
    own = adopt(wizard.account, wizard.demo.management(NIC_A))
    vault.choose_management_key(wizard.account, own, actor=SYSTEM)
    ConsumerKey.objects.filter(pk=own.pk).update(allowed_ips=["203.0.113.7/32"])
    draft = wizard.start("own=on&recipe=keydesk")
    wizard.answer(draft, "application", application=wizard.application.pk)
    typed = {"addresses": "192.0.2.7"}
    page = text(wizard.answer(draft, "addresses", **typed, do="look"))
    assert "the present one works from 203.0.113.7/32" in page
    page = text(wizard.answer(draft, "addresses", addresses="203.0.113.0/24", do="look"))
    assert "Keydesk would be locked out" not in page
