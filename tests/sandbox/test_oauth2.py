"""The token endpoint and the calls made with its tokens."""

from __future__ import annotations

import pytest
import requests

from sandbox.app import Sandbox
from sandbox.demo_world import DemoClient, DemoWorld
from sandbox.server import Running
from tests.served import PATIENCE

_GRANT = {"grant_type": "client_credentials", "scope": "all"}


@pytest.fixture
def demo_client(demo: DemoWorld) -> DemoClient:
    return demo.clients[0]


def issue_token(
    served: Running,
    demo_client: DemoClient,
    *,
    path: str = "/auth/oauth2/token",
    **changed: str,
) -> requests.Response:
    return requests.post(
        f"{served.url}{path}",
        data=_GRANT | changed,
        auth=(demo_client.client_id, demo_client.client_secret),
        timeout=PATIENCE,
    )


def details(served: Running, token: str) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(f"{served.api_root}/auth/details", headers=headers, timeout=PATIENCE)


@pytest.mark.parametrize("path", ["/auth/oauth2/token", "/oauth2/token"])
def test_a_token_is_issued_and_identifies_its_client(
    served: Running, demo_client: DemoClient, path: str
) -> None:
    answer = issue_token(served, demo_client, path=path).json()
    assert {**answer, "access_token": ""} == {
        "access_token": "",
        "token_type": "Bearer",
        "expires_in": 3599,
        "scope": "all",
    }
    caller = details(served, answer["access_token"]).json()
    assert caller["account"] == demo_client.account
    assert caller["identities"][0].endswith(f"/oauth2-{demo_client.client_id}")


def test_client_credentials_may_be_in_the_body(served: Running, demo_client: DemoClient) -> None:
    form = {"client_id": demo_client.client_id, "client_secret": demo_client.client_secret}
    answer = requests.post(f"{served.url}/oauth2/token", data=_GRANT | form, timeout=PATIENCE)
    assert answer.json()["scope"] == "all"
    assert served.sandbox.record.objections == []


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"scope": ""}, "invalid_scope"),
        ({"scope": "account/read"}, "invalid_scope"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_scope_and_grant_type_are_needed(
    served: Running, demo_client: DemoClient, changed: dict[str, str], error: str
) -> None:
    answer = issue_token(served, demo_client, **changed)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


@pytest.mark.parametrize("place", [0, 1])
def test_an_unknown_client_or_a_wrong_secret_is_an_invalid_client(
    served: Running, demo_client: DemoClient, place: int
) -> None:
    pair = [demo_client.client_id, demo_client.client_secret]
    pair[place] = "nothing"
    answer = requests.post(
        f"{served.url}/oauth2/token", data=_GRANT, auth=(pair[0], pair[1]), timeout=PATIENCE
    )
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_client")


def test_tokens_expire_after_an_hour_and_with_their_client(
    served: Running, demo_client: DemoClient, sandbox: Sandbox
) -> None:
    first = issue_token(served, demo_client).json()["access_token"]
    sandbox.clock.move(3600)
    assert details(served, first).status_code == 401
    second = issue_token(served, demo_client).json()["access_token"]
    assert details(served, second).ok
    sandbox.world.drop(sandbox.world.clients[demo_client.client_id])
    assert details(served, second).status_code == 401


def test_a_bearer_has_no_current_credential(served: Running, demo_client: DemoClient) -> None:
    token = issue_token(served, demo_client).json()["access_token"]
    answer = requests.get(
        f"{served.api_root}/auth/currentCredential",
        headers={"Authorization": f"Bearer {token}"},
        timeout=PATIENCE,
    )
    assert answer.status_code == 401
