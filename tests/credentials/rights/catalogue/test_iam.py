"""Rules as IAM actions and policies: none lost in silence, nothing granted beyond the rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials.core import Method, RuleError
from credentials.rights import (
    RECIPES,
    AccessRule,
    Grantee,
    IamTranslation,
    bundled_catalogue,
    iam_policies,
    parse_rules,
    reach,
    translate_to_iam,
)
from credentials.rights.catalogue.iam import operations_of_action
from tests.steps import SOON, steps_of

TODAY = date(2026, 11, 23)
IDENTITY = "urn:v1:eu:identity:credential:aa11111-ovh/oauth2-EU.0011223344556677"
GRANTEE = Grantee("dns", IDENTITY, "aa11111-ovh")
SETS = [
    *(recipe.rules(**{p.name: p.placeholder for p in recipe.parameters})
      for recipe in RECIPES.values()),
    parse_rules("GET /domain/zone/example.com/*\nPOST /domain/zone/example.net/record"),
]  # fmt: skip


def translated(text: str) -> IamTranslation:
    return translate_to_iam(bundled_catalogue(), parse_rules(text), on=TODAY)


def named(translation: IamTranslation) -> list[tuple[str, str]]:
    return [(action.name, " ".join(action.resources)) for action in translation.actions]


def test_the_rules_of_one_zone_are_actions_on_that_zone() -> None:
    rules = RECIPES["certbot-zone"].rules(zone="example.com")
    assert named(translate_to_iam(bundled_catalogue(), rules)) == [
        (f"dnsZone:apiovh:{verb}", "example.com")
        for verb in (
            "get", "record/create", "record/delete", "record/edit", "record/get", "refresh",
            "status/get",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("GET /domain/zone", [("dnsZone:apiovh:get", "*")]),
        ("POST /vps/*/reboot", [("vps:apiovh:reboot", "*")]),
        ("POST /vps/*.example.com/reboot", [("vps:apiovh:reboot", "*")]),
        ("GET /me", [("account:apiovh:me/get", "")]),
        ("GET /okms/resource/7", [("okms:apiovh:resource/get", "7")]),
        (
            "POST /cloud/project/7/kube/8/log/subscription",
            [
                ("ldp:apiovh:output/graylog/stream/forwardTo", "*"),
                ("publicCloudProject:apiovh:kube/log/subscription/create", "7"),
            ],
        ),
    ],
)
def test_an_action_is_for_what_the_path_names(text: str, actions: list[tuple[str, str]]) -> None:
    assert named(translated(text)) == actions


def test_what_no_policy_can_allow_is_listed() -> None:
    translation = translated("GET /me/accessRestriction/totp\nGET /auth/time\nGET /me")
    assert list(map(str, translation.without)) == ["GET /me/accessRestriction/totp"]
    assert list(map(str, translation.open)) == ["GET /auth/time"]


def test_zones_with_the_same_rights_are_named_together() -> None:
    translation = translated(
        "GET /domain/zone/b.com/soa\nGET /domain/zone/a.com/soa\nGET /domain/zone"
    )
    assert named(translation) == [
        ("dnsZone:apiovh:get", "a.com b.com"),
        ("dnsZone:apiovh:soa/get", "a.com b.com"),
    ]


@pytest.mark.parametrize("shape", ["/cloud/project/{0}/*", "/*/{0}/*", "/domain/zone/{0}/record"])
def test_hundreds_of_rules_take_no_seconds(shape: str) -> None:
    rules = [AccessRule(Method.GET, shape.format(f"x{number}")) for number in range(250)]
    assert (
        steps_of(
            lambda: iam_policies(translate_to_iam(bundled_catalogue(), rules, on=TODAY), GRANTEE)
        )
        < SOON
    )


def test_what_an_action_allows_beyond_the_rules_is_counted() -> None:
    (action,) = translated("GET /domain/zone/example.com/record/7").actions
    assert (action.name, action.beyond) == ("dnsZone:apiovh:record/get", 1)


@pytest.mark.parametrize("rules", SETS, ids=lambda rules: str(rules[0]))
def test_every_reached_operation_is_in_the_translation(rules: tuple[AccessRule, ...]) -> None:
    translation = translate_to_iam(bundled_catalogue(), rules, on=TODAY)
    translated_operations = {
        operation for action in translation.actions for operation in action.operations
    }
    reached = reach(bundled_catalogue(), rules, on=TODAY).operations()
    assert translated_operations | {*translation.without, *translation.open} == set(reached)


def granted(policy: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Each action with each resource of its type that the policy has."""
    resources, permissions = policy["resources"], policy["permissions"]
    assert isinstance(resources, list)
    assert isinstance(permissions, dict)
    for allowed in permissions["allow"]:
        kind = allowed["action"].partition(":")[0]
        for resource in resources:
            if resource["urn"].split(":")[4] == kind:
                yield allowed["action"], resource["urn"].split(":", 5)[5]


@pytest.mark.parametrize("rules", SETS, ids=lambda rules: str(rules[0]))
def test_the_policies_grant_the_actions_and_nothing_else(rules: tuple[AccessRule, ...]) -> None:
    translation = translate_to_iam(bundled_catalogue(), rules, on=TODAY)
    wanted = {
        (action.name, name)
        for action in translation.actions
        for name in action.resources or ("aa11111-ovh",)
    }
    assert {
        pair for policy in iam_policies(translation, GRANTEE) for pair in granted(policy)
    } == wanted


def test_a_policy_is_what_the_api_takes() -> None:
    grantee = Grantee(
        "dns", IDENTITY, endpoint="ovh-ca", addresses=("192.0.2.0/24",),
        expires=datetime(2027, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    assert iam_policies(translated("POST /domain/zone/example.com/refresh"), grantee) == [
        {
            "name": "dns",
            "identities": [IDENTITY],
            "resources": [{"urn": "urn:v1:ca:resource:dnsZone:example.com"}],
            "permissions": {"allow": [{"action": "dnsZone:apiovh:refresh"}]},
            "conditions": {"operator": "MATCH", "values": {"request.IP.IN": "192.0.2.0/24"}},
            "expiredAt": "2027-01-01T00:00:00Z",
        }
    ]


def test_zones_with_different_rights_take_a_policy_each() -> None:
    made = iam_policies(
        translated("GET /domain/zone/a.com/soa\nPUT /domain/zone/b.com/soa"), GRANTEE
    )
    assert [policy["name"] for policy in made] == ["dns-1", "dns-2"]


@pytest.mark.parametrize(
    ("grantee", "words"),
    [
        (Grantee("ovh-dns", IDENTITY, "aa11111-ovh"), "OVHcloud's own"),
        (Grantee("dns", IDENTITY), "needs the account's id"),
    ],
)
def test_what_the_api_would_refuse_is_refused(grantee: Grantee, words: str) -> None:
    with pytest.raises(RuleError, match=words):
        iam_policies(translated("GET /me"), grantee)


def test_nothing_to_grant_makes_no_policy() -> None:
    assert iam_policies(translated("GET /auth/time"), GRANTEE) == []


def test_the_operations_of_an_action_are_found() -> None:
    assert list(map(str, operations_of_action(bundled_catalogue(), "vps:apiovh:reboot"))) == [
        "POST /vps/{serviceName}/reboot"
    ]
    assert len(operations_of_action(bundled_catalogue(), "vps:*")) > 80
    assert operations_of_action(bundled_catalogue(), "no:such:action") == ()


@settings(deadline=None)
@given(
    st.lists(
        st.builds(AccessRule, st.sampled_from(Method), st.text("ab/*", max_size=8)), max_size=4
    )
)
def test_whatever_the_rules_there_is_a_translation(rules: list[AccessRule]) -> None:
    translation = translate_to_iam(bundled_catalogue(), rules)
    assert all(action.operations for action in translation.actions)
