"""Service accounts: tokens are minted when needed, kept, renewed early, and never shown."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from credentials.core import (
    ApiError,
    NotGranted,
    NotSignedIn,
    SecretFormatError,
    TokenRefused,
    Unavailable,
    Unreadable,
)
from credentials.ovhcloud import ENDPOINTS, BearerClient, Endpoint, mint_token
from sandbox.app import Sandbox
from sandbox.demo_world import DemoClient, DemoWorld
from sandbox.state.quirks import Quirks
from tests.credentials.ovhcloud.client.conftest import BRISK
from tests.credentials.ovhcloud.client.scripted import Scripted, http

TOKENS = "/auth/oauth2/token"
TOKEN = {"access_token": "t" * 40, "expires_in": 3599, "scope": "all", "token_type": "Bearer"}


@pytest.fixture
def account(demo: DemoWorld) -> DemoClient:
    return demo.clients[0]


@pytest.fixture
def bearer(account: DemoClient, endpoint: Endpoint) -> BearerClient:
    return _bearer(endpoint, account)


def test_a_token_is_minted_with_its_lifetime_and_scope(
    account: DemoClient, endpoint: Endpoint
) -> None:
    token = mint_token(
        endpoint, client_id=account.client_id, client_secret=account.client_secret, limits=BRISK
    )
    assert (token.expires_in, token.scope) == (3599, "all")
    assert token.access_token
    assert token.access_token not in repr(token)


def test_one_token_serves_many_calls(bearer: BearerClient, sandbox: Sandbox) -> None:
    for _ in range(3):
        assert bearer.details().method == "oauth2_client_credentials"
    assert sandbox.record.count("POST", TOKENS) == 1
    assert sandbox.record.count("GET", "/auth/time") == 0


def test_a_token_is_renewed_before_it_ends(account: DemoClient, endpoint: Endpoint) -> None:
    bearer = _bearer(endpoint, account)
    bearer.details()
    identity = bearer._session._identity
    assert 3530 < identity._renew_at - time.monotonic() < 3540  # type: ignore[attr-defined]


def test_a_token_past_its_renewal_is_replaced(
    account: DemoClient, endpoint: Endpoint, sandbox: Sandbox
) -> None:
    sandbox.quirks = Quirks(token_lifetime=1)
    bearer = _bearer(endpoint, account)
    bearer.details()
    time.sleep(0.95)
    bearer.details()
    assert sandbox.record.count("POST", TOKENS) == 2


def test_a_token_that_is_refused_is_replaced_once(bearer: BearerClient, sandbox: Sandbox) -> None:
    bearer.details()
    sandbox.clock.move(7200)
    assert bearer.details().account
    assert sandbox.record.count("POST", TOKENS) == 2


def test_a_fresh_token_that_is_refused_too_is_said(bearer: BearerClient, sandbox: Sandbox) -> None:
    sandbox.faults.add("status=401 path=/auth/details")
    with pytest.raises(NotSignedIn):
        bearer.details()
    assert sandbox.record.count("GET", "/auth/details") == 2


def test_a_denial_names_the_action_that_no_policy_grants(
    bearer: BearerClient, sandbox: Sandbox
) -> None:
    for policy in list(sandbox.world.policies.values()):
        sandbox.world.drop(policy)
    with pytest.raises(NotGranted, match="account:apiovh:me/api/oauth2/client/get"):
        bearer.oauth2_client("EU.0011223344556677")


def test_an_unknown_client_is_said_as_such(endpoint: Endpoint) -> None:
    with pytest.raises(TokenRefused, match="does not know this client id") as caught:
        mint_token(endpoint, client_id="EU.00", client_secret="nothing", limits=BRISK)
    assert caught.value.code == "invalid_client"
    assert "region" in str(caught.value.next_step)


@pytest.mark.parametrize(
    ("error", "part"),
    [
        ("invalid_scope", "scope “all”"),
        ("unauthorized_client", "no service account"),
        ("something_new", "refused the client id and secret"),
    ],
)
@pytest.mark.parametrize("status", [400, 401, 403])
def test_each_oauth_error_has_its_sentence(
    scripted: Scripted, status: int, error: str, part: str
) -> None:
    scripted.answers = [http(status, {"error": error, "error_description": "planted"})]
    with pytest.raises(TokenRefused, match=part) as caught:
        _mint(scripted)
    assert "planted" not in repr(vars(caught.value)) + str(caught.value)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (http(503, b"busy"), Unavailable),
        (http(200, b"<html>"), Unreadable),
        (http(200, {}), Unreadable),
        (http(200, {"access_token": "two words"}), Unreadable),
        (http(400, b"[]"), Unreadable),
        (http(400, {"error": 5}), Unreadable),
        (http(302, b""), Unreadable),
    ],
)
def test_a_token_endpoint_in_trouble_is_not_blamed_on_the_secret(
    scripted: Scripted, answer: bytes, kind: type[ApiError]
) -> None:
    scripted.answers = [answer]
    with pytest.raises(kind):
        _mint(scripted)
    assert len(scripted.sent) == 1


def test_the_request_is_what_the_token_endpoint_asks_for(scripted: Scripted) -> None:
    scripted.answers = [http(200, TOKEN)]
    _mint(scripted)
    sent = scripted.sent[0]
    assert (sent.method, sent.target) == ("POST", TOKENS)
    assert sent.headers["content-type"] == "application/x-www-form-urlencoded"
    assert sent.headers["authorization"] == "Basic RVUuMDA6czNjcjN0"
    assert sent.body == b"grant_type=client_credentials&scope=all"


def test_a_call_carries_the_token_and_no_key(scripted: Scripted) -> None:
    scripted.answers = [http(200, TOKEN), http(200, {})]
    BearerClient(
        scripted.endpoint, client_id="EU.00", client_secret="s3cr3t", limits=BRISK
    ).details()
    sent = scripted.sent[1]
    assert sent.headers["authorization"] == f"Bearer {'t' * 40}"
    assert not [name for name in sent.headers if name.startswith("x-ovh")]


def test_a_brand_without_service_accounts_says_so() -> None:
    with pytest.raises(TokenRefused, match="Kimsufi Europe has no service accounts"):
        mint_token(ENDPOINTS["kimsufi-eu"], client_id="EU.00", client_secret="s3cr3t")


@pytest.mark.parametrize("value", ["two words", "line\nbreak", "ключ", "\ud800"])
def test_a_secret_that_cannot_be_one_is_not_sent(endpoint: Endpoint, value: str) -> None:
    with pytest.raises(SecretFormatError) as caught:
        mint_token(endpoint, client_id="EU.00", client_secret=value)
    assert value not in str(caught.value)


def _bearer(endpoint: Endpoint, account: DemoClient) -> BearerClient:
    return BearerClient(
        endpoint,
        client_id=account.client_id,
        client_secret=account.client_secret,
        limits=replace(BRISK),
    )


def _mint(scripted: Scripted) -> None:
    mint_token(scripted.endpoint, client_id="EU.00", client_secret="s3cr3t", limits=BRISK)
