from __future__ import annotations

import pytest

from credentials import live
from credentials.audit import SYSTEM
from credentials.core import (
    AuditAction,
    KeyState,
    NotAllowedError,
    Outcome,
    RateLimited,
    Unavailable,
)
from credentials.models import Account, AuditEntry, ConsumerKey, LiveApplication
from credentials.ovhcloud import Deleted
from sandbox.demo_world import NIC_C, DemoWorld
from sandbox.server import Running
from tests.live_world import LiveWorld, take_over


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    stands = take_over(account, demo, sandbox_server, nic=NIC_C)
    stands.sync()
    return stands


def application(world: LiveWorld, label: str = "shop deployment") -> LiveApplication:
    return LiveApplication.objects.get(application_id=world.planned(label).application_id)


def seen(world: LiveWorld) -> frozenset[int]:
    return frozenset(
        world.planned(label).credential_id for label in ("shop deployment", "shop deployment, old")
    )


def allow(world: LiveWorld, *rules: tuple[str, str]) -> None:
    """Store that the management key has these rules and no others."""
    key = world.account.management_key
    assert key is not None
    key.rules = [{"method": method, "path": path} for method, path in rules]
    key.save()


class TestRevoke:
    def test_it_ends_the_key_with_two_calls(self, world: LiveWorld) -> None:
        world.sandbox.record.calls.clear()
        assert live.revoke(world.live("shop deployment"), actor=SYSTEM) is Deleted.DONE
        called = [(call.method, call.status) for call in world.sandbox.record.calls]
        assert called == [("GET", 200), ("DELETE", 200)]
        assert world.live("shop deployment").gone_at is not None

    def test_one_that_is_gone_counts_as_done(self, world: LiveWorld) -> None:
        number = world.planned("shop deployment").credential_id
        world.demo.world.drop(world.demo.world.credentials[number])
        done = live.revoke(world.live("shop deployment"), actor=SYSTEM)
        assert done is Deleted.GONE_ALREADY

    @pytest.mark.usefixtures("short_timeouts")
    def test_a_lost_answer_is_checked_again(self, world: LiveWorld) -> None:
        world.fail("hang=30 method=DELETE when=after")
        done = live.revoke(world.live("shop deployment"), actor=SYSTEM)
        assert done is Deleted.DONE

    def test_a_key_that_ended_before_keeps_its_state(self, world: LiveWorld) -> None:
        key = world.store("shop deployment")
        ConsumerKey.objects.filter(pk=key.pk).update(state=KeyState.EXPIRED)
        live.revoke(world.live("shop deployment"), actor=SYSTEM)
        key.refresh_from_db()
        assert key.state == KeyState.EXPIRED

    def test_our_own_key_is_refused_though_no_row_names_it(self, world: LiveWorld) -> None:
        ConsumerKey.objects.update(credential_id=None)
        own = world.account.live_credentials.get(live_application__name="keydesk")
        with pytest.raises(NotAllowedError, match="the key that Keydesk itself works with"):
            live.revoke(own, actor=SYSTEM)
        assert own.credential_id in world.demo.world.credentials

    def test_a_missing_right_is_named_before_ovhcloud_is_asked(self, world: LiveWorld) -> None:
        allow(world, ("GET", "/me/api/*"))
        world.sandbox.record.calls.clear()
        with pytest.raises(NotAllowedError, match=r"lacks the rule DELETE /me/api/credential/\*"):
            live.revoke(world.live("shop deployment"), actor=SYSTEM)
        assert not world.sandbox.record.calls

    def test_a_management_key_that_ended_is_no_use(self, world: LiveWorld) -> None:
        ConsumerKey.objects.update(state=KeyState.EXPIRED)
        world.account.refresh_from_db()
        with pytest.raises(NotAllowedError, match="has ended"):
            live.revoke(world.live("shop deployment"), actor=SYSTEM)

    def test_a_failure_is_logged_with_its_cause_and_changes_nothing(self, world: LiveWorld) -> None:
        world.fail("status=503 method=DELETE")
        with pytest.raises(Unavailable):
            live.revoke(world.live("shop deployment"), actor=SYSTEM)
        newest = AuditEntry.objects.filter(action=AuditAction.CREDENTIAL_REVOKED).first()
        assert newest is not None
        assert (newest.outcome, newest.details) == (Outcome.FAILED, {"cause": "Unavailable"})
        assert world.live("shop deployment").gone_at is None


class TestRevokeApplication:
    def test_it_ends_every_key_of_the_application(self, world: LiveWorld) -> None:
        live.revoke_application(application(world), seen=seen(world), actor=SYSTEM)
        assert application(world).is_deleted
        assert world.demo.world.applications[application(world).application_id].deleted

    @pytest.mark.parametrize("shown", [frozenset[int](), frozenset({1}), frozenset({1, 2})])
    def test_other_keys_than_were_shown_refuse_the_revocation(
        self, world: LiveWorld, shown: frozenset[int]
    ) -> None:
        with pytest.raises(
            NotAllowedError, match="Keys of this application that OVHcloud lists: 2;"
        ):
            live.revoke_application(application(world), seen=shown, actor=SYSTEM)
        assert not world.demo.world.applications[application(world).application_id].deleted

    def test_a_key_that_cannot_be_read_is_counted(self, world: LiveWorld) -> None:
        world.fail(f"forbid={min(seen(world))}", "no-pages", "no-batch")
        live.revoke_application(application(world), seen=seen(world), actor=SYSTEM)
        assert application(world).is_deleted

    def test_our_own_is_refused_though_no_row_names_it(self, world: LiveWorld) -> None:
        key = world.account.management_key
        assert key is not None
        key.application.application_id = None
        key.application.save()
        own = application(world, "keydesk")
        with pytest.raises(NotAllowedError, match="the key that Keydesk itself works with"):
            live.revoke_application(own, seen=frozenset(), actor=SYSTEM)

    @pytest.mark.parametrize(
        ("label", "why"), [("API console", "somebody else owns it"), ("keydesk", "itself works")]
    )
    def test_what_is_not_ours_to_delete_is_refused_from_the_store(
        self, world: LiveWorld, label: str, why: str
    ) -> None:
        world.sandbox.record.calls.clear()
        with pytest.raises(NotAllowedError, match=why):
            live.revoke_application(application(world, label), seen=frozenset(), actor=SYSTEM)
        assert not world.sandbox.record.calls

    @pytest.mark.usefixtures("short_timeouts")
    def test_a_rate_limit_ends_the_call_of_a_waiting_person(self, world: LiveWorld) -> None:
        world.fail("rate-limit=1")
        with pytest.raises(RateLimited):
            live.revoke_application(application(world), seen=seen(world), actor=SYSTEM)
