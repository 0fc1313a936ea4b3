from __future__ import annotations

from functools import cache

import pytest

from credentials import conf, live_keys
from credentials.audit import SYSTEM
from credentials.client import Deleted
from credentials.enums import AuditAction, KeyState, Outcome
from credentials.errors import NotAllowedError, RateLimited, Unavailable
from credentials.models import Account, AuditEntry, ConsumerKey, LiveApplication
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.dashboard.conftest import BRISK
from tests.live_world import CHARLIE, LiveWorld, take_over


@pytest.fixture
def world(
    account: Account, demo: DemoWorld, ovhcloud: Running, monkeypatch: pytest.MonkeyPatch
) -> LiveWorld:
    monkeypatch.setattr(conf, "limits", cache(lambda: BRISK))
    stands = take_over(account, demo, ovhcloud, nic=CHARLIE)
    stands.sync()
    return stands


def application(world: LiveWorld, label: str = "shop deployment") -> LiveApplication:
    return LiveApplication.objects.get(application_id=world.planned(label).application_id)


def seen(world: LiveWorld) -> frozenset[int]:
    return frozenset(
        world.planned(label).credential_id for label in ("shop deployment", "shop deployment, old")
    )


def allow(world: LiveWorld, *rules: tuple[str, str]) -> None:
    """Let our store believe that the management key has these rules and no others."""
    key = world.account.management_key
    assert key is not None
    key.rules = [{"method": method, "path": path} for method, path in rules]
    key.save()


class TestRevoke:
    def test_it_ends_the_key_with_two_calls(self, world: LiveWorld) -> None:
        world.sandbox.record.calls.clear()
        assert live_keys.revoke(world.live("shop deployment"), actor=SYSTEM) is Deleted.DONE
        called = [(call.method, call.status) for call in world.sandbox.record.calls]
        assert called == [("GET", 200), ("DELETE", 200)]
        assert world.live("shop deployment").gone_at is not None

    def test_one_that_is_gone_counts_as_done(self, world: LiveWorld) -> None:
        number = world.planned("shop deployment").credential_id
        world.demo.world.drop(world.demo.world.credentials[number])
        done = live_keys.revoke(world.live("shop deployment"), actor=SYSTEM)
        assert done is Deleted.GONE_ALREADY

    def test_an_answer_that_was_lost_is_looked_after(self, world: LiveWorld) -> None:
        world.fail("hang=1 method=DELETE when=after")
        done = live_keys.revoke(world.live("shop deployment"), actor=SYSTEM)
        assert done is Deleted.DONE

    def test_what_ended_before_keeps_saying_how(self, world: LiveWorld) -> None:
        key = world.store("shop deployment")
        ConsumerKey.objects.filter(pk=key.pk).update(state=KeyState.EXPIRED)
        live_keys.revoke(world.live("shop deployment"), actor=SYSTEM)
        key.refresh_from_db()
        assert key.state == KeyState.EXPIRED

    def test_our_own_key_is_refused_though_the_store_has_forgotten_it(
        self, world: LiveWorld
    ) -> None:
        ConsumerKey.objects.update(credential_id=None)
        own = world.account.live_credentials.get(live_application__name="keydesk")
        with pytest.raises(NotAllowedError, match="the key that Keydesk itself works with"):
            live_keys.revoke(own, actor=SYSTEM)
        assert own.credential_id in world.demo.world.credentials

    def test_a_missing_right_is_named_before_ovhcloud_is_asked(self, world: LiveWorld) -> None:
        allow(world, ("GET", "/me/api/*"))
        world.sandbox.record.calls.clear()
        with pytest.raises(NotAllowedError, match=r"lacks the rule DELETE /me/api/credential/\*"):
            live_keys.revoke(world.live("shop deployment"), actor=SYSTEM)
        assert not world.sandbox.record.calls

    def test_a_management_key_that_ended_is_no_use(self, world: LiveWorld) -> None:
        ConsumerKey.objects.update(state=KeyState.EXPIRED)
        world.account.refresh_from_db()
        with pytest.raises(NotAllowedError, match="has ended"):
            live_keys.revoke(world.live("shop deployment"), actor=SYSTEM)

    def test_a_failure_is_logged_with_its_cause_and_changes_nothing(self, world: LiveWorld) -> None:
        world.fail("status=503 method=DELETE")
        with pytest.raises(Unavailable):
            live_keys.revoke(world.live("shop deployment"), actor=SYSTEM)
        newest = AuditEntry.objects.filter(action=AuditAction.CREDENTIAL_REVOKED).first()
        assert newest is not None
        assert (newest.outcome, newest.details) == (Outcome.FAILED, {"cause": "Unavailable"})
        assert world.live("shop deployment").gone_at is None


class TestRevokeApplication:
    def test_it_kills_every_key_of_it(self, world: LiveWorld) -> None:
        live_keys.revoke_application(application(world), seen=seen(world), actor=SYSTEM)
        assert application(world).is_dead
        assert world.demo.world.applications[application(world).application_id].deleted

    @pytest.mark.parametrize("shown", [frozenset[int](), frozenset({1}), frozenset({1, 2})])
    def test_other_keys_than_were_seen_stop_it(
        self, world: LiveWorld, shown: frozenset[int]
    ) -> None:
        with pytest.raises(NotAllowedError, match="OVHcloud lists 2 keys of this application"):
            live_keys.revoke_application(application(world), seen=shown, actor=SYSTEM)
        assert not world.demo.world.applications[application(world).application_id].deleted

    def test_a_key_that_cannot_be_read_is_counted(self, world: LiveWorld) -> None:
        world.fail(f"forbid={min(seen(world))}", "no-pages", "no-batch")
        live_keys.revoke_application(application(world), seen=seen(world), actor=SYSTEM)
        assert application(world).is_dead

    def test_our_own_is_refused_though_the_store_has_forgotten_it(self, world: LiveWorld) -> None:
        key = world.account.management_key
        assert key is not None
        key.application.application_id = None
        key.application.save()
        own = application(world, "keydesk")
        with pytest.raises(NotAllowedError, match="the key that Keydesk itself works with"):
            live_keys.revoke_application(own, seen=frozenset(), actor=SYSTEM)

    @pytest.mark.parametrize(
        ("label", "why"), [("API console", "somebody else owns it"), ("keydesk", "itself works")]
    )
    def test_what_is_not_ours_to_delete_is_refused_from_the_store(
        self, world: LiveWorld, label: str, why: str
    ) -> None:
        world.sandbox.record.calls.clear()
        with pytest.raises(NotAllowedError, match=why):
            live_keys.revoke_application(application(world, label), seen=frozenset(), actor=SYSTEM)
        assert not world.sandbox.record.calls

    def test_a_person_does_not_wait_for_hours(self, world: LiveWorld) -> None:
        world.fail("rate-limit=1")
        with pytest.raises(RateLimited):
            live_keys.revoke_application(application(world), seen=seen(world), actor=SYSTEM)
