"""The names of an account's services are read when asked for, logged, and kept for an hour."""

from __future__ import annotations

from functools import cache

import pytest

from credentials import conf, inventory
from credentials.audit import SYSTEM
from credentials.catalogue import NameList, bundled, list_of_names
from credentials.enums import AuditAction, KeyState, Outcome
from credentials.errors import (
    KeydeskError,
    NotAllowedError,
    TimedOut,
    Unavailable,
    Unreadable,
)
from credentials.models import Account, AuditEntry, ConsumerKey
from credentials.rights import grants
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from sandbox.world import Zone
from tests.dashboard.conftest import BRISK
from tests.live_world import ALICE, BOB, LiveWorld, take_over


def names_at(route: str) -> NameList:
    found = list_of_names(bundled(), route)
    assert found is not None
    return found


ZONES = names_at("/domain/zone")


@pytest.fixture
def world(
    account: Account, demo: DemoWorld, ovhcloud: Running, monkeypatch: pytest.MonkeyPatch
) -> LiveWorld:
    monkeypatch.setattr(conf, "limits", cache(lambda: BRISK))
    return take_over(account, demo, ovhcloud)


@pytest.fixture
def of_bob(
    account: Account, demo: DemoWorld, ovhcloud: Running, monkeypatch: pytest.MonkeyPatch
) -> LiveWorld:
    monkeypatch.setattr(conf, "limits", cache(lambda: BRISK))
    return take_over(account, demo, ovhcloud, nic=BOB)


def believe(account: Account, *rules: str) -> None:
    """Let our store believe that the management key has these rules."""
    pairs = [rule.split() for rule in rules]
    stored = [{"method": method, "path": path} for method, path in pairs]
    ConsumerKey.objects.filter(manages=account).update(rules=stored)
    account.refresh_from_db()


def test_real_names_are_read_kept_and_logged(world: LiveWorld) -> None:
    assert inventory.known(world.account, [ZONES]) == {}
    found = inventory.read(world.account, ZONES, actor=SYSTEM)
    assert found.names == ("example.com", "lab.example.com")
    assert inventory.known(world.account, [ZONES]) == {"/domain/zone": found}
    newest, *opened = AuditEntry.objects.order_by("-seq")[:3]
    assert (newest.action, newest.outcome) == (AuditAction.NAMES_READ, Outcome.DONE)
    assert newest.details == {"rule": "GET /domain/zone", "count": 2}
    assert {one.action for one in opened} == {AuditAction.SECRET_USED}
    assert opened[0].details["purpose"] == "names: GET /domain/zone"


@pytest.mark.parametrize(
    ("route", "names"),
    [
        ("/domain", ("example.com",)),
        ("/dedicated/server", ("ns1234567.ip-192-0-2.example.net",)),
        ("/cloud/project", ("0123456789abcdef0123456789abcdef",)),
        ("/sms", ()),
    ],
)
def test_every_product_is_read_the_same_way(
    world: LiveWorld, route: str, names: tuple[str, ...]
) -> None:
    assert inventory.read(world.account, names_at(route), actor=SYSTEM).names == names


def test_numbers_are_names_too(world: LiveWorld) -> None:
    credentials = NameList("/me/api/credential", ZONES.things)
    found = inventory.read(world.account, credentials, actor=SYSTEM)
    assert found.names
    assert all(name.isdigit() for name in found.names)


def test_what_one_account_has_is_not_told_of_another(world: LiveWorld) -> None:
    inventory.read(world.account, ZONES, actor=SYSTEM)
    other = Account.objects.create(team=world.account.team, label="Other", endpoint="sandbox")
    assert inventory.known(other, [ZONES]) == {}


def test_more_names_than_anybody_reads_are_counted(world: LiveWorld) -> None:
    for number in range(inventory.MOST):
        world.demo.world.keep(Zone(f"zone-{number}.example.com", ALICE, (), ()))
    found = inventory.read(world.account, ZONES, actor=SYSTEM)
    assert (len(found.names), found.total) == (inventory.MOST, inventory.MOST + 2)


def test_a_rule_that_our_key_lacks_is_named_before_ovhcloud_is_asked(of_bob: LiveWorld) -> None:
    of_bob.sandbox.record.clear()
    with pytest.raises(NotAllowedError, match="key for Main account may not GET /domain/zone"):
        inventory.read(of_bob.account, ZONES, actor=SYSTEM)
    assert not of_bob.sandbox.record.calls
    newest = AuditEntry.objects.order_by("-seq").first()
    assert newest is not None
    assert (newest.action, newest.outcome) == (AuditAction.NAMES_READ, Outcome.FAILED)


def test_a_refusal_of_ovhcloud_names_the_rule_as_well(of_bob: LiveWorld) -> None:
    believe(of_bob.account, "GET /domain/zone")
    with pytest.raises(NotAllowedError, match="may not GET /domain/zone"):
        inventory.read(of_bob.account, ZONES, actor=SYSTEM)


def test_the_way_out_keeps_what_the_key_may_already(of_bob: LiveWorld) -> None:
    rules = inventory.remedy(of_bob.account, names_at("/telephony"))
    for call in ("DELETE /me/api/credential/1", "GET /domain/zone", "GET /vps", "GET /telephony"):
        assert grants(rules, *call.split()), call


def test_without_a_key_or_with_one_that_ended_nothing_is_asked(world: LiveWorld) -> None:
    ConsumerKey.objects.update(state=KeyState.EXPIRED)
    world.account.refresh_from_db()
    with pytest.raises(NotAllowedError, match="has ended"):
        inventory.read(world.account, ZONES, actor=SYSTEM)
    world.account.management_key = None
    with pytest.raises(NotAllowedError, match="has no management key"):
        inventory.read(world.account, ZONES, actor=SYSTEM)


@pytest.mark.parametrize(
    ("fault", "error"), [("status=503", Unavailable), ("hang=9", TimedOut), ("html", Unreadable)]
)
def test_a_fault_is_told_by_its_cause_and_forgets_nothing(
    world: LiveWorld, fault: str, error: type[KeydeskError]
) -> None:
    before = inventory.read(world.account, ZONES, actor=SYSTEM)
    world.fail(f"{fault} path=/domain/zone")
    with pytest.raises(error):
        inventory.read(world.account, ZONES, actor=SYSTEM)
    assert inventory.known(world.account, [ZONES]) == {"/domain/zone": before}
