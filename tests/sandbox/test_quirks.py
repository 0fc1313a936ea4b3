"""Each quirk changes what the sandbox does, and the documentation lists each."""

from __future__ import annotations

import re
import time
from dataclasses import fields, replace
from typing import Any

import ovh
import pytest
import requests

from sandbox.app import Sandbox
from sandbox.demo_world import DemoKey, DemoWorld
from sandbox.server import Running
from sandbox.state.quirks import Quirks, change
from tests.project_files import ROOT, files
from tests.sandbox.conftest import NIC_A, Attach, ClientMaker
from tests.sandbox.people import Person
from tests.served import PATIENCE

CREDENTIALS = "/me/api/credential"
RULES = [{"method": "GET", "path": "/me"}]
NAMES = {field.name for field in fields(Quirks)}
# Quirks that are no open question: both values occur, or the value is documented.
SETTLED = {"error_shape", "token_lifetime"}


def status(client: ovh.Client, path: str, method: str = "GET", **body: Any) -> int:
    code: int = client.raw_call(method, path, body or None).status_code
    return code


def code_of(client: ovh.Client, path: str) -> str:
    code: str = client.raw_call("GET", path).json()["errorCode"]
    return code


def with_rule(sandbox: Sandbox, key: DemoKey, path: str) -> None:
    credential = sandbox.world.credentials[key.credential_id]
    sandbox.world.keep(replace(credential, rules=(("GET", path),), allowed_ips=None))


def test_every_quirk_is_tested() -> None:
    source = "".join(path.read_text() for path in files("test_*.py", below="tests/sandbox"))
    assert {name for name in NAMES if f"{name}=" not in source} == set()


def test_every_open_question_is_in_the_checklist() -> None:
    page = (ROOT / "docs" / "operations.md").read_text().partition("What nobody has checked")[2]
    rows = [line.split("|")[3] for line in page.splitlines() if line.startswith("|")]
    assert set(re.findall(r"`(\w+)`", " ".join(rows))) == NAMES - SETTLED


def test_a_quirk_is_changed_by_its_text() -> None:
    changed = change(Quirks(), {"list_unclaimed": "yes", "batch_cap": "7", "auth_order": "rules"})
    assert (changed.list_unclaimed, changed.batch_cap, changed.auth_order) == (True, 7, ("rules",))
    with pytest.raises(ValueError, match="no such quirk: colour"):
        change(Quirks(), {"colour": "red"})


def test_timestamp_window_limits_the_clock_difference(alice: ovh.Client, sandbox: Sandbox) -> None:
    assert abs(alice.time_delta) < 5
    alice._time_delta = 60
    assert status(alice, "/me") == 200
    sandbox.quirks = Quirks(timestamp_window=30)
    assert status(alice, "/me") == 400


def test_unknown_credential_gives_the_error_code(
    demo: DemoWorld, client_of: ClientMaker, sandbox: Sandbox
) -> None:
    client = client_of(demo.management(NIC_A), consumer_key="0" * 32)
    assert code_of(client, "/me") == "NOT_CREDENTIAL"
    sandbox.quirks = Quirks(unknown_credential="INVALID_CREDENTIAL")
    assert code_of(client, "/me") == "INVALID_CREDENTIAL"


@pytest.mark.parametrize(
    ("rule", "crosses", "segment"),
    [
        ("/domain/*/record", 200, 403),
        ("/domain/zone/*/record", 200, 200),
        ("/domain/*", 200, 200),
        ("/*", 200, 200),
        ("/domain/zone/example.com/record", 200, 200),
        ("/domain/*.com/*", 200, 403),
        ("/domain/zone/example.org/*", 403, 403),
    ],
)
def test_middle_star_decides_whether_a_wildcard_matches_slashes(
    demo: DemoWorld,
    client_of: ClientMaker,
    sandbox: Sandbox,
    rule: str,
    crosses: int,
    segment: int,
) -> None:
    key = demo.of("wide-open")[0]
    with_rule(sandbox, key, rule)
    client, statuses = client_of(key), []
    for answer in ("crosses", "segment"):
        sandbox.quirks = Quirks(middle_star=answer)
        statuses.append(status(client, "/domain/zone/example.com/record"))
    assert statuses == [crosses, segment]


def test_most_rules_limits_a_request(served: Running, demo: DemoWorld, sandbox: Sandbox) -> None:
    def ask(count: int) -> int:
        headers = {"X-Ovh-Application": demo.management(NIC_A).application_key}
        body = {"accessRules": RULES * count}
        url = f"{served.api_root}/auth/credential"
        return requests.post(url, json=body, headers=headers, timeout=PATIENCE).status_code

    assert ask(300) == 200
    sandbox.quirks = Quirks(most_rules=20)
    assert (ask(20), ask(21)) == (200, 400)


def test_list_unclaimed_lists_requests_that_nobody_opened(
    alice: ovh.Client, demo: DemoWorld, client_of: ClientMaker, sandbox: Sandbox
) -> None:
    key_request = client_of(demo.management(NIC_A), consumer_key="").request_consumerkey(RULES)
    credential = sandbox.world.credential_of_key(key_request["consumerKey"])
    assert credential is not None
    assert credential.id not in alice.get(CREDENTIALS)
    sandbox.quirks = Quirks(list_unclaimed=True)
    assert credential.id in alice.get(CREDENTIALS)
    assert alice.get(f"{CREDENTIALS}/{credential.id}")["status"] == "pendingValidation"


@pytest.mark.parametrize("code", ["INVALID_KEY", "NOT_CREDENTIAL", "INVALID_CREDENTIAL"])
def test_deleted_application_gives_the_error_code(
    demo: DemoWorld, client_of: ClientMaker, sandbox: Sandbox, code: str
) -> None:
    sandbox.quirks = Quirks(deleted_application=code)
    assert code_of(client_of(demo.of("application-deleted")[0]), "/me") == code


@pytest.mark.parametrize("code", ["FORBIDDEN", "INVALID_CREDENTIAL", "NOT_GRANTED_CALL"])
def test_foreign_address_gives_the_error_code(
    demo: DemoWorld, client_of: ClientMaker, sandbox: Sandbox, code: str
) -> None:
    sandbox.quirks = Quirks(foreign_address=code)
    assert code_of(client_of(demo.of("wide-ip")[0]), "/auth/currentCredential") == code


def test_account_addresses_restrict_every_call(
    alice: ovh.Client, service_account: ovh.Client, sandbox: Sandbox
) -> None:
    for blocks, expected in ((("127.0.0.0/8",), 200), (("192.0.2.0/24", "2001:db8::/32"), 403)):
        sandbox.quirks = Quirks(account_addresses=blocks)
        assert status(alice, "/auth/details") == expected
        assert status(service_account, "/auth/details") == expected


def test_prefilled_words_come_from_the_query(served: Running, sandbox: Sandbox) -> None:
    url, person = f"{served.url}/createToken/?GET=/me&name=certbot", Person(served.url, NIC_A)
    assert 'value="certbot"' not in person.get(url).text
    sandbox.quirks = Quirks(prefilled_words=True)
    assert 'value="certbot"' in person.get(url).text


def test_redirect_quirks_decide_where_the_browser_goes(
    served: Running, demo: DemoWorld, client_of: ClientMaker, sandbox: Sandbox
) -> None:
    client, person = client_of(demo.management(NIC_A), consumer_key=""), Person(served.url, NIC_A)

    def redirect_after(answer: str) -> str | None:
        key_request = client.request_consumerkey(RULES, redirect_url="https://example.com/back?a=b")
        return person.answer(key_request["validationUrl"], answer).headers.get("Location")

    sandbox.quirks = Quirks(redirect_query="&state=x", refusal_redirects=False)
    assert redirect_after("accept") == "https://example.com/back?a=b&state=x"
    assert redirect_after("refuse") is None


def test_put_needs_all_fields_refuses_a_partial_change(
    alice: ovh.Client, demo: DemoWorld, sandbox: Sandbox
) -> None:
    path = f"{CREDENTIALS}/{demo.of('unused')[0].credential_id}"
    sandbox.quirks = Quirks(put_needs_all_fields=True)
    assert status(alice, path, "PUT", allowedIPs=["192.0.2.7/32"]) == 400
    all_fields = alice.get(path) | {"allowedIPs": ["192.0.2.7/32"]}
    assert status(alice, path, "PUT", **all_fields) == 200
    assert alice.get(path)["allowedIPs"] == ["192.0.2.7/32"]


def test_batch_quirks_limit_ids_and_omit_keys(alice: ovh.Client, sandbox: Sandbox) -> None:
    first, second, third = alice.get(CREDENTIALS)[:3]

    def batch(*ids: int) -> Any:
        path = f"{CREDENTIALS}/{','.join(map(str, ids))}"
        return alice.raw_call("GET", path, headers={"X-Ovh-Batch": ","})

    sandbox.quirks = Quirks(batch_cap=2, batch_keys=False)
    assert batch(first, second, third).status_code == 400
    assert [element.keys() for element in batch(first, 7).json()] == [{"value"}, {"value"}]


def test_page_cache_of_zero_disables_the_cache(
    alice: ovh.Client, demo: DemoWorld, sandbox: Sandbox
) -> None:
    sandbox.quirks = Quirks(page_cache=0)

    def count() -> int:
        headers = {"X-Pagination-Mode": "CachedObjectList-Pages"}
        answer = alice.raw_call("GET", CREDENTIALS, headers=headers)
        return int(answer.headers["X-Pagination-Elements"])

    before = count()
    alice.delete(f"{CREDENTIALS}/{demo.of('unused')[0].credential_id}")
    assert count() == before - 1


def test_page_filter_is_applied_ignored_or_refused(alice: ovh.Client, sandbox: Sandbox) -> None:
    headers = {
        "X-Pagination-Mode": "CachedObjectList-Pages",
        "X-Pagination-Filter": "status:eq=validated",
    }
    states: dict[str, set[str]] = {}
    for answer in ("applied", "ignored"):
        sandbox.quirks = Quirks(page_filter=answer)
        page = alice.raw_call("GET", CREDENTIALS, headers=headers).json()
        states[answer] = {key["status"] for key in page}
    assert states["applied"] == {"validated"} < states["ignored"]
    sandbox.quirks = Quirks(page_filter="refused")
    assert alice.raw_call("GET", CREDENTIALS, headers=headers).status_code == 400


def test_cursor_size_limits_a_page(admin: ovh.Client, attach: Attach, sandbox: Sandbox) -> None:
    for _ in range(4):
        attach("*")
    sandbox.quirks = Quirks(cursor_size=3)
    for size in ({}, {"X-Pagination-Size": "50"}, {"X-Pagination-Size": "9" * 5000}):
        assert len(admin.raw_call("GET", "/v2/iam/policy", headers=size).json()) == 3


def test_without_action_decides_on_calls_that_have_none(
    service_account: ovh.Client, attach: Attach, sandbox: Sandbox
) -> None:
    attach("*")
    assert status(service_account, "/me/accessRestriction/totp") == 403
    sandbox.quirks = Quirks(without_action="granted")
    assert status(service_account, "/me/accessRestriction/totp") == 200


def test_ended_bearer_gives_the_error_code(
    service_account: ovh.Client, attach: Attach, sandbox: Sandbox
) -> None:
    attach("*")
    assert status(service_account, "/me") == 200
    sandbox.clock.move(4000)
    assert status(service_account, "/me") == 401
    sandbox.quirks = Quirks(ended_bearer="INVALID_CREDENTIAL")
    assert code_of(service_account, "/me") == "INVALID_CREDENTIAL"


def test_token_lifetime_sets_the_expiry(service_account: ovh.Client, sandbox: Sandbox) -> None:
    sandbox.quirks = Quirks(token_lifetime=60)
    assert status(service_account, "/auth/details") == 200
    (token,) = sandbox.world.tokens.values()
    assert 50 < token.expires - time.time() <= 60
