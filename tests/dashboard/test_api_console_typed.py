"""What is typed for a call arrives as it was typed, and secrets in it are not shown back."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from credentials.models import ConsumerKey
from credentials.rights import (
    HIDDEN,
    OperationDetail,
    Place,
    bundled_catalogue,
    operation_detail,
)
from dashboard.forms.api_console import CallForm, field_name
from tests.dashboard.api_console_pages import allow_writes, calls, press, text_of
from tests.live_world import LiveWorld
from tests.people import Browser

SECRET = "planted-secret"
POLICY = "POST /v2/iam/policy"


@pytest.fixture
def key(world: LiveWorld) -> ConsumerKey:
    """A key for everything."""
    return world.store("terraform laptop")


def detail_of(call: str) -> OperationDetail:
    operation = bundled_catalogue().operation_at(*call.split())
    assert operation is not None
    return operation_detail(operation)


def form_of(call: str, **typed: str) -> CallForm:
    detail = detail_of(call)
    return CallForm({"key": "k", **typed}, detail=detail, keys=[("k", "k")], named=())


@pytest.mark.parametrize(
    ("call", "field", "value"),
    [
        ("POST /dedicatedCloud/x/sap", "body-passwords", {"system": SECRET}),
        ("POST /dedicatedCloud/x/sap", "body-hanaServers", [{"rootPassword": SECRET}]),
        ("POST /v2/zimbra/platform/x/account", "body-targetSpec", {"password": SECRET}),
        ("POST /v2/okms/resource/x/secret", "body-version", {"data": {"a": SECRET}}),
        (
            "POST /dedicated/server/x/reinstall",
            "body-customizations",
            {"httpHeaders": {"X-Auth": SECRET}, "hostname": "a"},
        ),
        (POLICY, "body-conditions", {"values": {"clientSecret": SECRET}}),
    ],
)
def test_a_secret_within_a_body_is_not_shown_back(
    browser_of_alice: Browser,
    world: LiveWorld,
    key: ConsumerKey,
    call: str,
    field: str,
    value: object,
) -> None:
    allow_writes(world)
    given = {field: json.dumps(value)}
    for typed in ("", call.partition(" ")[0]):
        answer = press(browser_of_alice, call, key, **given, typed=typed)
        page = unescape(answer.content.decode())
        assert SECRET not in page
        assert HIDDEN in page or "write them again" in page
    assert SECRET not in "".join(str(entry.details) for entry in calls())


def test_dots_that_stand_for_a_secret_are_not_sent(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    allow_writes(world)
    given = {"body-conditions": json.dumps({"values": {"token": HIDDEN}}), "typed": "POST"}
    answer = press(browser_of_alice, POLICY, key, **given)
    assert "Write what the dots stand for." in text_of(answer)
    assert not calls()


def test_text_that_is_no_json_is_kept_unless_it_may_hold_a_secret() -> None:
    plain = form_of(POLICY, **{"body-permissions": '{"allow": ['})
    assert plain["body-permissions"].value() == '{"allow": ['
    for call, field in ((POLICY, "conditions"), ("POST /dedicatedCloud/x/sap", "passwords")):
        broken = form_of(call, **{f"body-{field}": f'{{"clientSecret": "{SECRET}",'})
        assert broken[f"body-{field}"].value() == ""
        assert f"body-{field}" in broken.taken_out


def test_every_described_secret_of_a_body_is_left_out_of_its_form() -> None:
    shown = []
    for operation in bundled_catalogue().operations:
        for parameter in operation_detail(operation).placed(Place.BODY):
            if not parameter.is_secret:
                continue
            name = field_name(parameter)
            form = form_of(str(operation), **{name: json.dumps(SECRET)})
            if SECRET in str(form[name]):
                shown.append(f"{operation} {name}")
    assert shown == []


def test_a_secret_that_was_typed_is_asked_for_again_whatever_was_pressed(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    allow_writes(world)
    given = {"path-domain": "example.com", "body-accountName": "a", "body-password": SECRET}
    call = "POST /email/domain/x/account"
    for do in ("check", "call"):
        answer = press(browser_of_alice, call, key, **given, typed="POST", do=do)
        assert "Paste it again. Secrets are never shown back." in text_of(answer)


def test_lines_stay_lines() -> None:
    zone = "$TTL 60\r\n@ IN A 192.0.2.1\r\n"
    form = form_of(
        "POST /domain/zone/x/import", **{"path-zoneName": "a.example", "body-zoneFile": zone}
    )
    assert form.is_valid(), form.errors
    assert form.filled is not None
    assert form.filled.body == {"zoneFile": "$TTL 60\n@ IN A 192.0.2.1"}
    assert str(form["body-zoneFile"]).startswith("<textarea")
    secret = form_of("POST /cdn/dedicated/x/ssl", **{"body-key": "-----BEGIN\r\nplanted"})
    assert str(secret["body-key"]).startswith("<textarea")
    assert "planted" not in str(secret["body-key"])


@pytest.mark.parametrize("typed", ["007", "1_000", "١٢", "1,2", "0x10", "1e999", "+1", "Infinity"])
def test_what_json_has_no_number_for_is_told(typed: str) -> None:
    form = form_of("GET /me/api/credential/x", **{"path-credentialId": typed})
    assert form.errors["path-credentialId"] == ["Write a number."]


def test_several_things_are_read_by_one_call(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    call = "GET /me/api/credential/x"
    own = [each.credential_id for each in world.demo.keys if each.account == world.nic]
    first, second = own[:2]
    given = {"path-credentialId": f"{first}, {second}"}
    assert "Write a number." in text_of(press(browser_of_alice, call, key, **given))
    answer = press(browser_of_alice, call, key, **given, batch="on")
    text = text_of(answer)
    assert f"/me/api/credential/{first},{second}" in text
    assert len(re.findall(r'"value": \{', text)) == 2
    assert "-H 'X-Ovh-Batch: ,'" in text
    assert "requestPromised" not in text
    assert calls()[-1].details["path"] == f"/me/api/credential/{first},{second}"


def test_more_than_ovhcloud_reads_at_once_is_told() -> None:
    many = ",".join(map(str, range(51)))
    form = form_of("GET /me/api/credential/x", **{"path-credentialId": many, "batch": "on"})
    assert form.errors["path-credentialId"] == ["OVHcloud reads at most 50 at once. Take some out."]


def test_what_is_needed_stands_before_what_may_be_left_out() -> None:
    ((_, fields),) = form_of(POLICY).groups()
    needed = [parameter.is_required for _, parameter in fields]
    assert needed == sorted(needed, reverse=True)
    assert len(set(needed)) == 2


def test_no_text_is_cut_short_without_a_word() -> None:
    typed = {"path-zoneName": "a.example", "body-zoneFile": "a" * 100_001}
    form = form_of("POST /domain/zone/x/import", **typed)
    assert "maxlength" not in str(form["body-zoneFile"])
    assert "at most 100000 characters" in form.errors["body-zoneFile"][0]
    for call, name in (
        (POLICY, "body-permissions"),
        (POLICY, "body-identities"),
        ("POST /email/domain/x/account", "body-password"),
        ("GET /domain/zone/x", "path-zoneName"),
    ):
        assert "maxlength" not in str(form_of(call)[name])


@pytest.mark.parametrize("depth", [61, 300, 450, 900, 20_000])
def test_json_that_is_too_deep_is_told(depth: int) -> None:
    form = form_of(POLICY, **{"body-resources": "[" * depth + "]" * depth})
    assert form.errors["body-resources"] == ["This is no JSON that can be sent."]
    assert str(form["body-resources"])
