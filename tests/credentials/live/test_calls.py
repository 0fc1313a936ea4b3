"""One call of the API with a stored key: allowed, logged, tried once, and nothing of it kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from credentials import live, vault
from credentials.audit import SYSTEM, Actor
from credentials.core import (
    AuditAction,
    KeyState,
    NotAllowedError,
    NotFound,
    NotGranted,
    Outcome,
    Role,
    RuleError,
    Unavailable,
    Unreachable,
)
from credentials.live import CallAnswer
from credentials.models import Account, AuditEntry, ConsumerKey, ServiceAccount
from credentials.rights import (
    HIDDEN,
    FilledCall,
    Place,
    bundled_catalogue,
    fill_call,
    operation_detail,
)
from credentials.teams import AccessTerms
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from sandbox.state.quirks import Quirks
from tests.live_world import LiveWorld, take_over
from tests.people import change_access, join, make_person

RECORD = {"fieldType": "TXT", "subDomain": "_acme", "target": "hello", "ttl": 60}


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    return take_over(account, demo, sandbox_server)


@pytest.fixture
def key(world: LiveWorld) -> ConsumerKey:
    """A key for everything."""
    return world.store("terraform laptop")


def filled(call: str, **values: dict[str, object]) -> FilledCall:
    method, _, path = call.partition(" ")
    operation = bundled_catalogue().operation_at(method, path)
    assert operation is not None
    places = {Place(place): given for place, given in values.items()}
    return fill_call(operation_detail(operation), places)


def management_key(world: LiveWorld) -> ConsumerKey:
    key = world.account.management_key
    assert key is not None
    return key


def allow_writes(world: LiveWorld) -> None:
    terms = AccessTerms(allows_api_writes=True)
    change_access(world.account.team, terms)


def entries() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=AuditAction.API_CALLED).order_by("seq"))


def test_a_read_is_answered_and_logged_before_and_after(world: LiveWorld) -> None:
    answer = live.call(management_key(world), filled("GET /me"), actor=SYSTEM)
    assert answer.status == 200
    assert isinstance(answer.value, dict)
    assert answer.value["nichandle"] == world.nic
    assert answer.query_id
    started, done = entries()
    assert (started.outcome, done.outcome) == (Outcome.STARTED, Outcome.DONE)
    assert started.details == {"method": "GET", "path": "/me"}
    assert done.details == {"method": "GET", "path": "/me", "status": 200}


def test_values_go_into_the_path_percent_encoded_and_nowhere_else(world: LiveWorld) -> None:
    block = filled("GET /ip/x", path={"ip": "192.0.2.0/24"})
    assert block.path == "/ip/192.0.2.0%2F24"
    with pytest.raises(NotGranted):
        live.call(management_key(world), block, actor=SYSTEM)
    assert world.sandbox.record.calls[-1].path.endswith("/ip/192.0.2.0%2F24")
    for text in ("", "..", ".", "a\nb", None):
        with pytest.raises(RuleError, match="cannot stand for"):
            filled("GET /ip/x", path={"ip": text})


def test_a_service_account_calls_by_its_policies(world: LiveWorld) -> None:
    stored = _service_account(world)
    answer = live.call(stored, filled("GET /domain/zone"), actor=SYSTEM)
    assert answer.value == ["example.com"]


def test_pages_of_a_list_follow_each_other(
    world: LiveWorld, key: ConsumerKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.sandbox, "quirks", Quirks(cursor_size=1))
    resources = filled("GET /v2/iam/resource")
    pages = [live.call(key, resources, actor=SYSTEM)]
    while cursor := pages[-1].next_cursor:
        pages.append(live.call(key, resources, actor=SYSTEM, cursor=cursor))
    assert len(pages) > 1
    names = [str(thing["urn"]) for page in pages for thing in _items(page)]
    assert len(set(names)) == len(pages)


def test_a_write_is_refused_until_the_teams_policy_allows_it(
    world: LiveWorld, key: ConsumerKey
) -> None:
    with pytest.raises(NotAllowedError, match="lets the API console read only"):
        _add_record(key)
    (denied,) = entries()
    assert denied.outcome == Outcome.DENIED
    allow_writes(world)
    answer = _add_record(key)
    assert isinstance(answer.value, dict)
    assert answer.value["target"] == "hello"


def test_values_of_a_body_and_an_answer_are_in_no_entry(world: LiveWorld, key: ConsumerKey) -> None:
    allow_writes(world)
    _add_record(key)
    assert "hello" not in "".join(str(entry.details) for entry in AuditEntry.objects.all())


def test_a_policy_is_asked_again_when_it_counts(world: LiveWorld, key: ConsumerKey) -> None:
    allow_writes(world)
    held = ConsumerKey.objects.select_related("account__team").get(pk=key.pk)
    assert held.account.team.allows_api_writes
    change_access(world.account.team, AccessTerms())
    with pytest.raises(NotAllowedError, match="read only"):
        _add_record(held)


def test_a_write_is_tried_once_whatever_comes(world: LiveWorld, key: ConsumerKey) -> None:
    allow_writes(world)
    world.fail("status=503")
    world.sandbox.record.clear()
    with pytest.raises(Unavailable):
        _add_record(key)
    posts = [call for call in world.sandbox.record.calls if call.method == "POST"]
    assert len(posts) == 1
    assert entries()[-1].outcome == Outcome.FAILED


def test_what_is_sensitive_is_masked_until_it_is_revealed(world: LiveWorld) -> None:
    allow_writes(world)
    made = live.call(
        management_key(world),
        filled(
            "POST /me/api/oauth2/client",
            body={"name": "n", "description": "d", "flow": "CLIENT_CREDENTIALS"},
        ),
        actor=SYSTEM,
    )
    assert isinstance(made.value, dict)
    assert made.value["clientSecret"] == HIDDEN
    assert list(made.revealed) == ["clientSecret"]
    assert entries()[-1].details["revealed"] == ["clientSecret"]
    assert str(made.revealed["clientSecret"]) not in repr(made)


def test_a_read_reveals_nothing_unless_a_person_asks(world: LiveWorld, key: ConsumerKey) -> None:
    (policy,) = world.demo.world.policies.values()
    held = {"operator": "MATCH", "values": {"token": "planted-secret"}}
    world.demo.world.keep(replace(policy, conditions=held))
    reading = filled("GET /v2/iam/policy/x", path={"policyId": policy.id})
    answer = live.call(key, reading, actor=SYSTEM)
    assert (answer.hidden, answer.revealed) == (("conditions.values.token",), {})
    assert "planted-secret" not in str(answer.value)
    assert "revealed" not in entries()[-1].details
    answer = live.call(key, reading, actor=SYSTEM, reveals=True)
    assert answer.revealed == {"conditions.values.token": "planted-secret"}
    assert "planted-secret" not in str(answer.value)
    assert entries()[-1].details["revealed"] == ["conditions.values.token"]


@pytest.mark.parametrize("state", [KeyState.PENDING, KeyState.REVOKED, KeyState.UNCONFIRMED])
def test_a_key_that_is_not_validated_calls_nothing(world: LiveWorld, state: KeyState) -> None:
    key = management_key(world)
    ConsumerKey.objects.filter(pk=key.pk).update(state=state)
    key.refresh_from_db()
    world.sandbox.record.clear()
    with pytest.raises(NotAllowedError, match="no validated key"):
        live.call(key, filled("GET /me"), actor=SYSTEM)
    assert not world.sandbox.record.calls


@pytest.mark.parametrize(
    ("call", "values"),
    [
        ("POST /auth/credential", {}),
        ("POST /auth/logout", {}),
        ("DELETE /me/api/credential/x", {"credentialId": 1}),
        ("DELETE /me/api/application/x", {"applicationId": 1}),
    ],
)
def test_what_has_a_page_of_its_own_is_not_called_from_here(
    world: LiveWorld, call: str, values: dict[str, object]
) -> None:
    allow_writes(world)
    with pytest.raises(NotAllowedError, match="page of its own"):
        live.call(management_key(world), filled(call, path=values), actor=SYSTEM)


def test_a_role_that_was_lost_calls_nothing(world: LiveWorld) -> None:
    bob = make_person("bob")
    join(world.account.team, bob, Role.REQUESTER)
    with pytest.raises(NotAllowedError, match="does not include this"):
        live.call(management_key(world), filled("GET /me"), actor=Actor(bob.email, bob.pk))


def test_ovhclouds_refusal_is_told_by_its_cause(world: LiveWorld, key: ConsumerKey) -> None:
    with pytest.raises(NotGranted, match="do not allow GET /telephony"):
        live.call(management_key(world), filled("GET /telephony"), actor=SYSTEM)
    gone = filled("GET /domain/zone/x", path={"zoneName": "gone.example.com"})
    with pytest.raises(NotFound):
        live.call(key, gone, actor=SYSTEM)


def test_an_endpoint_that_is_away_is_told(world: LiveWorld, key: ConsumerKey) -> None:
    world.fail("reset")
    with pytest.raises(Unreachable):
        live.call(key, filled("GET /domain/zone"), actor=SYSTEM)


def _add_record(key: ConsumerKey) -> CallAnswer:
    call = filled("POST /domain/zone/x/record", path={"zoneName": "example.com"}, body=RECORD)
    return live.call(key, call, actor=SYSTEM)


def _service_account(world: LiveWorld) -> ServiceAccount:
    client = next(each for each in world.demo.clients if each.label == "dns-automation")
    return vault.store_service_account(
        world.account,
        metadata=vault.EntryMetadata(label="dns automation"),
        client_id=client.client_id,
        secret=client.client_secret,
        actor=SYSTEM,
    )


def _items(page: CallAnswer) -> list[dict[str, object]]:
    assert isinstance(page.value, list)
    return page.value
