"""Two equal requests at once: each gets its own key or none, whoever comes back first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import API_ERRORS, KeyState, Refusal
from credentials.models import ConsumerKey, KeyRequest
from sandbox.demo_world import NIC_A
from tests.dashboard.wizard_driver import WizardDriver
from tests.live_world import adopt


@pytest.fixture
def equal(wizard: WizardDriver) -> tuple[KeyRequest, KeyRequest]:
    """Both are bound to addresses of others, so that the live list has to tell how they ended."""
    manages = adopt(wizard.account, wizard.demo.management(NIC_A))
    vault.choose_management_key(wizard.account, manages, actor=SYSTEM)
    first, second = wizard.ask(addresses="192.0.2.7"), wizard.ask(addresses="192.0.2.7")
    wizard.decide(first)
    wizard.decide(second, "refused")
    return first, second


def key_of(key_request: KeyRequest) -> ConsumerKey:
    return ConsumerKey.objects.get(request=key_request)


def test_a_refused_key_is_not_taken_for_an_equal_accepted_one(
    wizard: WizardDriver, equal: tuple[KeyRequest, KeyRequest]
) -> None:
    first, second = equal
    wizard.come_back(second)
    assert (key_of(second).state, key_of(second).credential_id) == (KeyState.REFUSED, None)
    wizard.come_back(first)
    own = wizard.credential(first).id
    assert (key_of(first).state, key_of(first).credential_id) == (KeyState.VALIDATED, own)


def test_two_that_are_both_accepted_are_bound_to_neither(
    wizard: WizardDriver, equal: tuple[KeyRequest, KeyRequest]
) -> None:
    first, second = equal
    wizard.decide(second)
    for key_request in (second, first):
        wizard.come_back(key_request)
        assert "neither is taken for it" in wizard.page(key_request)
        assert key_of(key_request).state == KeyState.PENDING


def test_nothing_is_bound_where_ovhcloud_gives_both_the_same_answer(
    wizard: WizardDriver, equal: tuple[KeyRequest, KeyRequest]
) -> None:
    code = API_ERRORS[Refusal.CREDENTIAL_NOT_VALID].code
    wizard.sandbox.quirks = replace(wizard.sandbox.quirks, foreign_address=code)
    for key_request in reversed(equal):
        wizard.come_back(key_request)
        assert key_of(key_request).state == KeyState.PENDING
        assert "neither is taken for it" in wizard.page(key_request)


def test_an_ended_request_leaves_the_key_to_an_equal_one(
    wizard: WizardDriver, equal: tuple[KeyRequest, KeyRequest]
) -> None:
    first, second = equal
    wizard.decide(second)
    wizard.come_back(first)
    assert key_of(first).state == KeyState.PENDING
    wizard.sandbox.world.drop(wizard.credential(second))
    wizard.post("end", second)
    wizard.post("check", first)
    assert key_of(first).credential_id == wizard.credential(first).id
