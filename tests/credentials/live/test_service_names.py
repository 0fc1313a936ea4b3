"""The names of an account's services are read when asked for, logged, and kept for an hour."""

from __future__ import annotations

import pytest

from credentials import audit, live, vault
from credentials.audit import SYSTEM
from credentials.core import (
    AuditAction,
    KeydeskError,
    KeyState,
    NotAllowedError,
    Outcome,
    Role,
    TimedOut,
    Unavailable,
    Unreadable,
)
from credentials.live import service_names
from credentials.models import Account, AuditEntry, ConsumerKey, Person
from credentials.rights import NameList, bundled_catalogue, granting_rule, name_list_at
from sandbox.demo_world import NIC_A, NIC_B, DemoWorld
from sandbox.server import Running
from sandbox.state.records import Zone
from tests.live_world import LiveWorld, take_over
from tests.people import join


def names_at(route: str) -> NameList:
    name_list = name_list_at(bundled_catalogue(), route)
    assert name_list is not None
    return name_list


ZONES = names_at("/domain/zone")


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    return take_over(account, demo, sandbox_server)


@pytest.fixture
def of_bob(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    return take_over(account, demo, sandbox_server, nic=NIC_B)


def believe(account: Account, *rules: str) -> None:
    """Store that the management key has these rules."""
    pairs = [rule.split() for rule in rules]
    stored = [{"method": method, "path": path} for method, path in pairs]
    ConsumerKey.objects.filter(manages=account).update(rules=stored)
    account.refresh_from_db()


def test_real_names_are_read_kept_and_logged(world: LiveWorld) -> None:
    assert live.known_names(world.account, [ZONES]) == {}
    zones = live.read_names(world.account, ZONES, actor=SYSTEM)
    assert zones.names == ("example.com", "lab.example.com")
    assert live.known_names(world.account, [ZONES]) == {"/domain/zone": zones}
    newest, *opened = AuditEntry.objects.order_by("-seq")[:3]
    assert (newest.action, newest.outcome) == (AuditAction.NAMES_READ, Outcome.DONE)
    assert newest.details == {"rule": "GET /domain/zone", "count": 2}
    assert {entry.action for entry in opened} == {AuditAction.SECRET_USED}
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
    assert live.read_names(world.account, names_at(route), actor=SYSTEM).names == names


def test_numbers_are_names_too(world: LiveWorld) -> None:
    credentials = NameList("/me/api/credential", ZONES.noun)
    ids = live.read_names(world.account, credentials, actor=SYSTEM)
    assert ids.names
    assert all(name.isdigit() for name in ids.names)


def test_what_one_account_has_is_not_told_of_another(world: LiveWorld) -> None:
    live.read_names(world.account, ZONES, actor=SYSTEM)
    other = Account.objects.create(team=world.account.team, label="Other", endpoint="sandbox")
    assert live.known_names(other, [ZONES]) == {}


def test_more_names_than_anybody_reads_are_counted(world: LiveWorld) -> None:
    for number in range(service_names.MOST_NAMES):
        world.demo.world.keep(Zone(f"zone-{number}.example.com", NIC_A, (), ()))
    zones = live.read_names(world.account, ZONES, actor=SYSTEM)
    assert (len(zones.names), zones.total) == (
        service_names.MOST_NAMES,
        service_names.MOST_NAMES + 2,
    )


def test_a_rule_that_our_key_lacks_is_named_before_ovhcloud_is_asked(of_bob: LiveWorld) -> None:
    of_bob.sandbox.record.clear()
    with pytest.raises(NotAllowedError, match="key for Main account may not GET /domain/zone"):
        live.read_names(of_bob.account, ZONES, actor=SYSTEM)
    assert not of_bob.sandbox.record.calls
    newest = AuditEntry.objects.order_by("-seq").first()
    assert newest is not None
    assert (newest.action, newest.outcome) == (AuditAction.NAMES_READ, Outcome.DENIED)


def test_a_refusal_of_ovhcloud_names_the_rule_as_well(of_bob: LiveWorld) -> None:
    believe(of_bob.account, "GET /domain/zone")
    with pytest.raises(NotAllowedError, match="may not GET /domain/zone"):
        live.read_names(of_bob.account, ZONES, actor=SYSTEM)


def test_the_suggested_rules_keep_what_the_key_may_do_already(of_bob: LiveWorld) -> None:
    more = [*live.NAMES_RECIPE.rules(), names_at("/telephony").rule]
    rules = vault.wider_management_rules(of_bob.account, *more)
    for call in ("DELETE /me/api/credential/1", "GET /domain/zone", "GET /vps", "GET /telephony"):
        assert granting_rule(rules, *call.split()), call


def test_without_a_key_or_with_one_that_ended_nothing_is_asked(world: LiveWorld) -> None:
    ConsumerKey.objects.update(state=KeyState.EXPIRED)
    world.account.refresh_from_db()
    with pytest.raises(NotAllowedError, match="has ended"):
        live.read_names(world.account, ZONES, actor=SYSTEM)
    world.account.management_key = None
    with pytest.raises(NotAllowedError, match="has no management key"):
        live.read_names(world.account, ZONES, actor=SYSTEM)


@pytest.mark.parametrize(
    ("fault", "error"), [("status=503", Unavailable), ("hang=9", TimedOut), ("html", Unreadable)]
)
@pytest.mark.usefixtures("short_timeouts")
def test_a_fault_is_told_by_its_cause_and_removes_nothing(
    world: LiveWorld, fault: str, error: type[KeydeskError]
) -> None:
    before = live.read_names(world.account, ZONES, actor=SYSTEM)
    world.fail(f"{fault} path=/domain/zone")
    with pytest.raises(error):
        live.read_names(world.account, ZONES, actor=SYSTEM)
    assert live.known_names(world.account, [ZONES]) == {"/domain/zone": before}


RECORDS = NameList("/domain/zone/example.com/record", ZONES.noun)


def test_a_list_that_our_key_may_not_read_is_read_with_a_chosen_one(world: LiveWorld) -> None:
    key = world.store("terraform laptop")
    with pytest.raises(NotAllowedError, match="Keydesk's key for Main account may not GET"):
        live.read_names(world.account, RECORDS, actor=SYSTEM)
    ids = live.read_names(world.account, RECORDS, actor=SYSTEM, key=key)
    assert all(name.isdigit() for name in ids.names)
    assert live.known_names(world.account, [RECORDS])[RECORDS.route] == ids
    used = AuditEntry.objects.filter(action=AuditAction.SECRET_USED).order_by("-seq")[:2]
    assert {entry.details["purpose"] for entry in used} == {f"names: {RECORDS.rule}"}


def test_a_chosen_key_that_may_not_read_the_list_is_not_used(world: LiveWorld) -> None:
    narrow, ended = world.account.management_key, world.store("terraform laptop")
    assert narrow is not None
    ConsumerKey.objects.filter(pk=ended.pk).update(state=KeyState.EXPIRED)
    ended.refresh_from_db()
    other = Account.objects.create(team=world.account.team, label="Other", endpoint="sandbox")
    world.sandbox.record.clear()
    for account, key in ((world.account, narrow), (world.account, ended), (other, ended)):
        with pytest.raises(NotAllowedError, match=f"{key.label} may not GET /domain"):
            live.read_names(account, RECORDS, actor=SYSTEM, key=key)
    assert not world.sandbox.record.calls


def test_who_may_not_call_the_api_reads_no_list_with_a_chosen_key(
    world: LiveWorld, bob: Person
) -> None:
    join(world.account.team, bob, Role.REQUESTER)
    key, actor = world.store("terraform laptop"), audit.actor_of(bob)
    assert live.read_names(world.account, ZONES, actor=actor).names
    with pytest.raises(NotAllowedError):
        live.read_names(world.account, RECORDS, actor=actor, key=key)
