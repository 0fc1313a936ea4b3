"""What somebody gains by links who writes to the database: planted rows, changed and old ones."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from credentials import onboarding
from credentials.audit import SYSTEM
from credentials.core import AuditAction, NotAllowedError
from credentials.link_tokens import digest_of
from credentials.models import AuditEntry, ConsentLink, Handover
from tests.database_writer import changes, kept_of, plant, put_back, rows_of
from tests.people import rewrite
from tests.world import World

pytestmark = pytest.mark.django_db
TOKEN = "a0token0that0somebody0knows"
#: What pages of the team say of it, and when OVHcloud was last asked: nothing that it leads to.
_SAID = {"owner_id", "created_at", "asked_at"}


@pytest.fixture
def link(one_of_each: World) -> ConsentLink:
    rewrite(ConsentLink.objects.all(), digest=digest_of(TOKEN))
    return ConsentLink.objects.get()


@pytest.fixture
def handover(one_of_each: World) -> Handover:
    rewrite(Handover.objects.all(), digest=digest_of(TOKEN))
    return Handover.objects.get()


def unseal(token: str = TOKEN) -> str:
    made = onboarding.open_handover(token, passphrase="", address="192.0.2.1")
    return made.content.expose()


def test_no_changed_column_of_a_handover_link_opens_anything(handover: Handover) -> None:
    opened = set()
    for change in list(changes(Handover)):
        if change.write():
            if onboarding.find_handover(TOKEN):
                opened.add(change.field.attname)
            change.take_back()
    assert opened <= {"created_at"}
    assert onboarding.find_handover(TOKEN) == handover


def test_a_planted_handover_link_opens_nothing(handover: Handover) -> None:
    """Not with the proof of another."""
    columns = kept_of(handover) | {"id": uuid.uuid4(), "digest": digest_of("planted")}
    plant(Handover(**columns))
    with pytest.raises(NotAllowedError):
        unseal("planted")


@pytest.mark.parametrize("is_opened", [True, False])
def test_a_handover_link_that_is_over_and_put_back_opens_nothing(
    handover: Handover, is_opened: bool
) -> None:
    kept = kept_of(handover)
    if is_opened:
        unseal()
    else:
        onboarding.withdraw_handover(handover, actor=SYSTEM)
    put_back(Handover, kept)
    with pytest.raises(NotAllowedError):
        unseal()


def follow(token: str = TOKEN) -> str:
    return onboarding.follow_consent_link(
        token, address="192.0.2.1", callback_url=lambda token: token
    )


def test_no_changed_column_of_a_consent_link_leads_anywhere(link: ConsentLink) -> None:
    led = set()
    for change in list(changes(ConsentLink)):
        if change.write():
            if onboarding.find_consent_link(TOKEN):
                led.add(change.field.attname)
            change.take_back()
    assert led <= _SAID
    assert onboarding.find_consent_link(TOKEN) == link


def test_a_planted_consent_link_leads_nowhere(link: ConsentLink) -> None:
    """Not with the proof of another."""
    columns = kept_of(link) | {"id": uuid.uuid4(), "digest": digest_of("planted")}
    plant(ConsentLink(**columns))
    assert onboarding.find_consent_link("planted") is None
    with pytest.raises(NotAllowedError):
        follow("planted")
    distrusted = AuditEntry.objects.filter(action=AuditAction.ROW_DISTRUSTED)
    assert distrusted.count() == 1


def test_a_withdrawn_consent_link_that_is_put_back_leads_nowhere(link: ConsentLink) -> None:
    kept = kept_of(link)
    onboarding.withdraw_consent_link(link, actor=SYSTEM)
    put_back(ConsentLink, kept)
    assert onboarding.find_consent_link(TOKEN) is None
    with pytest.raises(NotAllowedError):
        follow()


def test_an_expired_consent_link_is_not_made_longer(link: ConsentLink) -> None:
    rewrite(ConsentLink.objects.all(), expires_at=timezone.now() - timedelta(days=1))
    rows_of(ConsentLink).update(expires_at=timezone.now() + timedelta(days=1))
    with pytest.raises(NotAllowedError):
        follow()


def test_the_page_of_ovhcloud_that_a_link_leads_to_is_not_another(link: ConsentLink) -> None:
    rows_of(ConsentLink).update(validation_url="https://eu.api.ovh.com/auth/?credentialToken=x")
    with pytest.raises(NotAllowedError):
        follow()
