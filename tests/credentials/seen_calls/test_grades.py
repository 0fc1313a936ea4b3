"""How sure it is that a key made a call, and that the surest reasons win in any world."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.core import Method
from credentials.rights import AccessRule, granting_rule
from credentials.seen_calls import Grade, GradedCall
from credentials.seen_calls.grades import CallFacts, CallGrader, KeyFacts

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
REFRESH = AccessRule(Method.POST, "/domain/zone/*")
CERTBOT = KeyFacts(
    credential_id=1,
    rules=(REFRESH,),
    addresses=("198.51.100.4/32",),
    created_at=NOW - 100 * DAY,
    last_use=NOW,
    read_at=NOW,
)
LAPTOP = replace(CERTBOT, credential_id=2, addresses=())
CALL = CallFacts(
    at=NOW - 10 * DAY,
    method="POST",
    path="/domain/zone/example.com/refresh",
    address="198.51.100.4",
)


def graded(key: KeyFacts, call: CallFacts, *others: KeyFacts) -> GradedCall | None:
    return next(CallGrader(key, others).graded([call]), None)


def grade(key: KeyFacts, call: CallFacts, *others: KeyFacts) -> Grade | None:
    result = graded(key, call, *others)
    return result.grade if result else None


def test_a_call_whose_log_names_the_key_is_proven_and_no_other_keys() -> None:
    named = replace(CALL, credential_id=1, address="192.0.2.1")
    result = graded(CERTBOT, named, LAPTOP)
    assert result is not None
    assert (result.grade, str(result.reason)) == (Grade.PROVEN, "The forwarded log names this key.")
    assert grade(LAPTOP, named, CERTBOT) is None


def test_a_call_from_the_only_key_that_is_limited_to_its_address_is_likely() -> None:
    result = graded(CERTBOT, CALL, LAPTOP)
    assert result is not None
    assert result.grade is Grade.LIKELY
    assert "198.51.100.4" in str(result.reason)
    assert grade(LAPTOP, CALL, CERTBOT) is Grade.UNPROVEN


def test_two_keys_that_are_limited_to_the_address_share_the_doubt() -> None:
    neighbour = replace(CERTBOT, credential_id=3)
    result = graded(CERTBOT, CALL, neighbour)
    assert result is not None
    assert result.grade is Grade.UNPROVEN
    assert str(result.reason) == "1 other key of the account could have made it as well."


@pytest.mark.parametrize("blocks", [("0.0.0.0/0",), ("198.51.0.0/15",), ()])
def test_addresses_that_let_in_many_tie_nothing(blocks: tuple[str, ...]) -> None:
    assert grade(replace(CERTBOT, addresses=blocks), CALL, LAPTOP) is Grade.UNPROVEN


def test_a_call_at_the_moment_of_the_last_use_is_likely() -> None:
    key = replace(LAPTOP, last_use=CALL.at + timedelta(seconds=20), read_at=CALL.at)
    assert grade(key, CALL, LAPTOP) is Grade.LIKELY
    other = replace(key, credential_id=4)
    assert grade(key, CALL, other) is Grade.UNPROVEN


@pytest.mark.parametrize(
    "changes",
    [
        {"addresses": ("203.0.113.7/32",)},
        {"created_at": CALL.at + DAY},
        {"ended_at": CALL.at - DAY},
        {"last_use": CALL.at - DAY},
        {"last_use": None},
        {"rules": (AccessRule(Method.GET, "/*"),)},
        {"rules": ()},
    ],
    ids=str,
)
def test_a_call_that_cannot_be_the_keys_is_none_of_it(changes: dict[str, object]) -> None:
    assert grade(replace(CERTBOT, **changes), CALL) is None  # type: ignore[arg-type]


def test_a_last_use_that_was_read_before_the_call_excludes_nothing() -> None:
    key = replace(CERTBOT, last_use=None, read_at=CALL.at + timedelta(hours=3))
    assert grade(key, CALL) is Grade.LIKELY


def test_addresses_that_changed_after_the_call_say_nothing_of_it() -> None:
    key = replace(CERTBOT, addresses=("203.0.113.7/32",), addresses_since=CALL.at + DAY)
    assert grade(key, CALL) is Grade.UNPROVEN
    assert grade(replace(CERTBOT, addresses_since=CALL.at + DAY), CALL) is Grade.UNPROVEN
    assert grade(replace(CERTBOT, are_addresses_known=False), CALL) is Grade.UNPROVEN


def test_a_call_of_a_service_account_is_no_keys() -> None:
    made = replace(CALL, identities=("urn:v1:eu:identity:credential:aa11111-ovh/oauth2-EU.1",))
    assert grade(CERTBOT, made) is None
    own = replace(CALL, identities=("urn:v1:eu:identity:account:aa11111-ovh",))
    assert grade(CERTBOT, own) is Grade.LIKELY


def test_what_nothing_ties_to_the_only_key_is_not_proven() -> None:
    result = graded(LAPTOP, CALL)
    assert result is not None
    assert result.grade is Grade.UNPROVEN
    assert "service account" in str(result.reason)


ADDRESSES = ("198.51.100.4", "203.0.113.7", "192.0.2.44")
PATHS = ("/domain/zone/example.com/refresh", "/vps/x/reboot", "/me")
moments = st.integers(-2_000, 0).map(lambda hours: NOW + timedelta(hours=hours))
keys = st.builds(
    KeyFacts,
    credential_id=st.integers(1, 9),
    rules=st.lists(
        st.builds(
            AccessRule,
            st.sampled_from(list(Method)),
            st.sampled_from((*PATHS, "/*", "/domain/zone/*", "/vps/*")),
        ),
        max_size=3,
    ).map(tuple),
    addresses=st.lists(
        st.sampled_from(ADDRESSES).map(lambda address: f"{address}/32"), max_size=2
    ).map(tuple),
    are_addresses_known=st.booleans(),
    addresses_since=st.none() | moments,
    created_at=st.none() | moments,
    ended_at=st.none() | moments,
    last_use=st.none() | moments,
    read_at=st.none() | moments,
)
calls = st.builds(
    CallFacts,
    at=moments,
    method=st.sampled_from([method.value for method in Method]),
    path=st.sampled_from(PATHS),
    address=st.sampled_from((*ADDRESSES, "")),
    credential_id=st.none() | st.integers(1, 9),
    identities=st.just(()),
)
worlds = st.lists(keys, min_size=1, max_size=6, unique_by=lambda key: key.credential_id)


@given(worlds, calls)
def test_in_any_world_a_call_is_claimed_by_at_most_one_key(
    world: list[KeyFacts], call: CallFacts
) -> None:
    """Proven where the log names the key and nowhere else; likely by address for one key alone;
    nothing that a key's rules do not allow."""
    by_key = {
        key.credential_id: grade(key, call, *(other for other in world if other is not key))
        for key in world
    }
    for key in world:
        given_grade = by_key[key.credential_id]
        if given_grade is None:
            continue
        assert granting_rule(key.rules, call.method, call.path)
        assert (given_grade is Grade.PROVEN) == (call.credential_id == key.credential_id)
        assert (given_grade is Grade.PROVEN) == (call.credential_id is not None)
    named = [given_grade for given_grade in by_key.values() if given_grade is Grade.PROVEN]
    likely = [number for number, given_grade in by_key.items() if given_grade is Grade.LIKELY]
    assert len(named) <= 1
    assert not (named and likely)
    by_last_use = [
        key.credential_id
        for key in world
        if key.last_use and abs(key.last_use - call.at) <= timedelta(minutes=1)
    ]
    assert len([number for number in likely if number not in by_last_use]) <= 1


@given(worlds, calls, keys)
def test_one_more_key_never_makes_a_call_surer(
    world: list[KeyFacts], call: CallFacts, more: KeyFacts
) -> None:
    key, *others = world
    more = replace(more, credential_id=10)
    before, after = grade(key, call, *others), grade(key, call, *others, more)
    assert (before is None) == (after is None)
    order = list(Grade)
    if before is not None and after is not None:
        assert order.index(after) >= order.index(before)
