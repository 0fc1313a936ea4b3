"""A key is limited to addresses that nobody has, and set back; what OVHcloud lists decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone
from pytest_django import Settings

from credentials import live
from credentials.audit import SYSTEM
from credentials.core import (
    AuditAction,
    CredentialState,
    InputError,
    NotAllowedError,
    Outcome,
    RowChangedOutside,
    Unavailable,
)
from credentials.models import FROZEN, Account, AuditEntry, Freeze, LiveCredential
from credentials.rights import FROZEN_ADDRESSES
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from sandbox.state.quirks import change
from tests.live_world import LiveWorld, take_over

LABEL = "certbot on web-1"


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    stands = take_over(account, demo, sandbox_server)
    stands.sync()
    return stands


def at_ovhcloud(world: LiveWorld, label: str = LABEL) -> tuple[str, ...] | None:
    return world.demo.world.credentials[world.planned(label).credential_id].allowed_ips


def set_at_ovhcloud(world: LiveWorld, *addresses: str) -> None:
    number = world.planned(LABEL).credential_id
    world.demo.world.keep(
        replace(world.demo.world.credentials[number], allowed_ips=addresses or None)
    )


def own(world: LiveWorld) -> LiveCredential:
    return world.live("keydesk")


def newest(action: AuditAction) -> AuditEntry:
    entry = AuditEntry.objects.filter(action=action).order_by("-seq").first()
    assert entry is not None
    return entry


class TestFreeze:
    def test_it_is_cut_off_and_keeps_what_it_worked_from(self, world: LiveWorld) -> None:
        stored, before = world.store(LABEL), at_ovhcloud(world)
        live.freeze(world.live(LABEL), actor=SYSTEM)
        assert at_ovhcloud(world) == FROZEN_ADDRESSES
        assert world.live(LABEL).state == FROZEN
        assert before is not None
        assert tuple(Freeze.objects.get().addresses) == before
        stored.refresh_from_db()
        assert tuple(stored.allowed_ips) == FROZEN_ADDRESSES
        logged = newest(AuditAction.CREDENTIAL_FROZEN)
        assert logged.outcome == Outcome.DONE
        assert logged.details["before"] == list(before)
        assert logged.details["after"] == list(FROZEN_ADDRESSES)

    def test_a_key_that_works_from_anywhere_does_so_again(self, world: LiveWorld) -> None:
        set_at_ovhcloud(world)
        live.freeze(world.live(LABEL), actor=SYSTEM)
        live.thaw(world.live(LABEL), actor=SYSTEM)
        assert at_ovhcloud(world) is None
        assert world.live(LABEL).state == CredentialState.VALIDATED
        assert not Freeze.objects.exists()

    def test_the_list_that_counts_is_the_one_at_ovhcloud(self, world: LiveWorld) -> None:
        set_at_ovhcloud(world, "203.0.113.9/32")
        live.freeze(world.live(LABEL), actor=SYSTEM)
        assert Freeze.objects.get().addresses == ["203.0.113.9/32"]

    def test_every_reading_says_frozen_whoever_froze_it(self, world: LiveWorld) -> None:
        set_at_ovhcloud(world, *reversed(FROZEN_ADDRESSES))
        world.sync()
        key = world.live(LABEL)
        assert key.state == FROZEN
        assert list(LiveCredential.objects.filter(live.in_state(FROZEN))) == [key]
        with pytest.raises(NotAllowedError, match="frozen already"):
            live.freeze(key, actor=SYSTEM)
        with pytest.raises(NotAllowedError, match="has not kept what the key worked from"):
            live.thaw(key, actor=SYSTEM)

    def test_one_frozen_at_ovhcloud_meanwhile_is_said(self, world: LiveWorld) -> None:
        set_at_ovhcloud(world, *FROZEN_ADDRESSES)
        with pytest.raises(NotAllowedError, match="frozen at OVHcloud already"):
            live.freeze(world.live(LABEL), actor=SYSTEM)
        assert not Freeze.objects.exists()

    def test_a_frozen_key_past_its_end_is_expired(self, world: LiveWorld) -> None:
        live.freeze(world.live(LABEL), actor=SYSTEM)
        key = world.live(LABEL)
        key.expiration = timezone.now() - timedelta(days=1)
        key.save()
        assert world.live(LABEL).state == CredentialState.EXPIRED
        expired = LiveCredential.objects.filter(live.in_state(CredentialState.EXPIRED))
        assert key in expired
        counted = live.key_counts(Account.objects.all())
        assert not [group for group in counted if group.state == FROZEN]

    def test_our_own_key_is_refused_though_no_row_names_it(self, world: LiveWorld) -> None:
        with pytest.raises(NotAllowedError, match="the key that Keydesk itself works with"):
            live.freeze(own(world), actor=SYSTEM)
        key = world.account.management_key
        assert key is not None
        key.credential_id = None
        key.save(update_fields=["credential_id"])
        with pytest.raises(NotAllowedError, match="the key that Keydesk itself works with"):
            live.freeze(own(world), actor=SYSTEM)
        assert at_ovhcloud(world, "keydesk") is None

    def test_a_missing_right_is_named_before_ovhcloud_is_asked(self, world: LiveWorld) -> None:
        key = world.account.management_key
        assert key is not None
        key.rules = [{"method": "GET", "path": "/me/api/*"}]
        key.save()
        world.sandbox.record.calls.clear()
        lacks = pytest.raises(NotAllowedError, match=r"lacks the rule PUT /me/api/credential/\*")
        with lacks:
            live.freeze(world.live(LABEL), actor=SYSTEM)
        with lacks:
            live.change_addresses(world.live(LABEL), [], seen=[], actor=SYSTEM)
        assert not world.sandbox.record.calls

    def test_what_ovhcloud_refused_leaves_nothing_kept(self, world: LiveWorld) -> None:
        world.fail("status=503 method=PUT")
        with pytest.raises(Unavailable):
            live.freeze(world.live(LABEL), actor=SYSTEM)
        assert newest(AuditAction.CREDENTIAL_FROZEN).outcome == Outcome.FAILED
        assert not Freeze.objects.exists()
        assert world.live(LABEL).state == CredentialState.VALIDATED

    @pytest.mark.usefixtures("short_timeouts")
    def test_a_lost_answer_is_looked_at(self, world: LiveWorld) -> None:
        world.fail("hang=30 method=PUT when=after")
        live.freeze(world.live(LABEL), actor=SYSTEM)
        assert world.live(LABEL).state == FROZEN

    def test_ovhcloud_may_ask_for_every_field(self, world: LiveWorld) -> None:
        quirks = world.sandbox.quirks
        world.sandbox.quirks = change(quirks, {"put_needs_all_fields": "yes"})
        live.freeze(world.live(LABEL), actor=SYSTEM)
        assert at_ovhcloud(world) == FROZEN_ADDRESSES

    def test_what_a_stop_in_between_leaves_can_be_thawed(self, world: LiveWorld) -> None:
        """The list is kept before OVHcloud is asked; the next reading says that it is frozen."""
        world.fail("hang=30 method=PUT when=after")
        before = at_ovhcloud(world)
        live.freeze(world.live(LABEL), actor=SYSTEM)
        LiveCredential.objects.update(allowed_ips=list(before or ()))
        world.fail()
        world.sync()
        live.thaw(world.live(LABEL), actor=SYSTEM)
        assert at_ovhcloud(world) == before

    def test_what_a_stop_in_between_leaves_is_taken_over(self, world: LiveWorld) -> None:
        before = at_ovhcloud(world)
        live.freeze(world.live(LABEL), actor=SYSTEM)
        LiveCredential.objects.update(allowed_ips=list(before or ()))
        live.freeze(world.live(LABEL), actor=SYSTEM)
        assert world.live(LABEL).state == FROZEN
        assert newest(AuditAction.CREDENTIAL_FROZEN).details["before"] == list(before or ())
        live.thaw(world.live(LABEL), actor=SYSTEM)
        assert at_ovhcloud(world) == before


class TestThaw:
    def test_other_addresses_at_ovhcloud_are_said_and_asked_about(self, world: LiveWorld) -> None:
        before = at_ovhcloud(world)
        live.freeze(world.live(LABEL), actor=SYSTEM)
        set_at_ovhcloud(world, "203.0.113.9/32")
        with pytest.raises(live.AddressesDiffer, match=r"lists 203\.0\.113\.9/32") as caught:
            live.thaw(world.live(LABEL), actor=SYSTEM)
        assert at_ovhcloud(world) == ("203.0.113.9/32",)
        live.thaw(world.live(LABEL), actor=SYSTEM, seen=caught.value.addresses)
        assert at_ovhcloud(world) == before

    def test_a_list_written_into_the_database_is_not_set(self, world: LiveWorld) -> None:
        live.freeze(world.live(LABEL), actor=SYSTEM)
        freeze = Freeze.objects.get()
        QuerySet(Freeze).update(addresses=[])
        assert live.freeze_of(world.live(LABEL)) is None
        with pytest.raises(NotAllowedError):
            live.thaw(world.live(LABEL), actor=SYSTEM)
        assert at_ovhcloud(world) == FROZEN_ADDRESSES
        assert AuditEntry.objects.filter(
            action=AuditAction.ROW_DISTRUSTED, subject_id=str(freeze.pk)
        ).exists()

    def test_a_freeze_that_ended_does_not_come_back(self, world: LiveWorld) -> None:
        live.freeze(world.live(LABEL), actor=SYSTEM)
        old = Freeze.objects.get()
        live.thaw(world.live(LABEL), actor=SYSTEM)
        set_at_ovhcloud(world, *FROZEN_ADDRESSES)
        world.sync()
        _put_back(old)
        with pytest.raises((NotAllowedError, RowChangedOutside)):
            live.thaw(world.live(LABEL), actor=SYSTEM)
        assert at_ovhcloud(world) == FROZEN_ADDRESSES


class TestAddresses:
    def test_it_works_from_what_ovhcloud_stores(self, world: LiveWorld) -> None:
        seen = at_ovhcloud(world) or ()
        typed = ["198.51.100.9", "203.0.113.77/24", "198.51.100.9/32"]
        live.change_addresses(world.live(LABEL), typed, seen=seen, actor=SYSTEM)
        assert at_ovhcloud(world) == ("198.51.100.9/32", "203.0.113.0/24")
        assert world.live(LABEL).allowed_ips == ["198.51.100.9/32", "203.0.113.0/24"]

    def test_a_list_that_nobody_saw_is_not_replaced(self, world: LiveWorld) -> None:
        with pytest.raises(live.AddressesDiffer, match="Nothing was done"):
            live.change_addresses(world.live(LABEL), ["203.0.113.9"], seen=[], actor=SYSTEM)
        assert at_ovhcloud(world) == tuple(world.live(LABEL).allowed_ips)

    @pytest.mark.parametrize("typed", ["0.0.0.0/0", "nowhere", "::/0"])
    def test_what_is_no_list_is_refused(self, world: LiveWorld, typed: str) -> None:
        with pytest.raises(InputError):
            live.change_addresses(world.live(LABEL), [typed], seen=[], actor=SYSTEM)

    def test_a_frozen_key_is_thawed_first(self, world: LiveWorld) -> None:
        live.freeze(world.live(LABEL), actor=SYSTEM)
        with pytest.raises(NotAllowedError, match="The key is frozen"):
            live.change_addresses(world.live(LABEL), [], seen=FROZEN_ADDRESSES, actor=SYSTEM)

    def test_our_own_key_is_not_locked_out(self, world: LiveWorld, settings: Settings) -> None:
        def change_to(*addresses: str) -> None:
            seen = at_ovhcloud(world, "keydesk") or ()
            live.change_addresses(own(world), addresses, seen=seen, actor=SYSTEM)

        with pytest.raises(NotAllowedError, match="might lock it out"):
            change_to("203.0.113.9")
        settings.KEYDESK_ADDRESSES = ("127.0.0.1/32",)
        with pytest.raises(NotAllowedError, match="would lock it out"):
            change_to("203.0.113.9")
        change_to("203.0.113.9", "127.0.0.0/8")
        settings.KEYDESK_ADDRESSES = ()
        change_to("203.0.113.9", "127.0.0.0/8", "198.51.100.0/24")
        change_to()
        assert at_ovhcloud(world, "keydesk") is None


def _put_back(freeze: Freeze) -> None:
    """As somebody does who writes to the database."""
    freeze.save_base(raw=True, force_insert=True)
