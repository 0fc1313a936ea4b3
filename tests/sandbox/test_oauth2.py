"""The token endpoint and the calls made with its tokens."""

from __future__ import annotations

import pytest
import requests

from sandbox.app import Sandbox
from sandbox.demo_world import DemoClient, DemoWorld
from sandbox.server import Running

_GRANT = {"grant_type": "client_credentials", "scope": "all"}


@pytest.fixture
def known(demo: DemoWorld) -> DemoClient:
    return demo.clients[0]


def mint(
    served: Running,
    known: DemoClient,
    *,
    path: str = "/auth/oauth2/token",
    **changed: str,
) -> requests.Response:
    return requests.post(
        f"{served.url}{path}",
        data=_GRANT | changed,
        auth=(known.client_id, known.client_secret),
        timeout=5,
    )


def details(served: Running, token: str) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(f"{served.api_root}/auth/details", headers=headers, timeout=5)


@pytest.mark.parametrize("path", ["/auth/oauth2/token", "/oauth2/token"])
def test_a_token_is_minted_and_speaks_for_its_client(
    served: Running, known: DemoClient, path: str
) -> None:
    answer = mint(served, known, path=path).json()
    assert {**answer, "access_token": ""} == {
        "access_token": "",
        "token_type": "Bearer",
        "expires_in": 3599,
        "scope": "all",
    }
    who = details(served, answer["access_token"]).json()
    assert who["account"] == known.account
    assert who["identities"][0].endswith(f"/oauth2-{known.client_id}")


def test_credentials_may_come_in_the_body(served: Running, known: DemoClient) -> None:
    form = {"client_id": known.client_id, "client_secret": known.client_secret}
    answer = requests.post(f"{served.url}/oauth2/token", data=_GRANT | form, timeout=5)
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
    served: Running, known: DemoClient, changed: dict[str, str], error: str
) -> None:
    answer = mint(served, known, **changed)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


@pytest.mark.parametrize("place", [0, 1])
def test_an_unknown_client_or_a_wrong_secret_is_an_invalid_client(
    served: Running, known: DemoClient, place: int
) -> None:
    pair = [known.client_id, known.client_secret]
    pair[place] = "nothing"
    answer = requests.post(
        f"{served.url}/oauth2/token", data=_GRANT, auth=(pair[0], pair[1]), timeout=5
    )
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_client")


def test_tokens_end_with_their_hour_and_their_client(
    served: Running, known: DemoClient, sandbox: Sandbox
) -> None:
    first = mint(served, known).json()["access_token"]
    sandbox.clock.move(3600)
    assert details(served, first).status_code == 401
    second = mint(served, known).json()["access_token"]
    assert details(served, second).ok
    sandbox.world.drop(sandbox.world.clients[known.client_id])
    assert details(served, second).status_code == 401


def test_a_bearer_has_no_current_credential(served: Running, known: DemoClient) -> None:
    token = mint(served, known).json()["access_token"]
    answer = requests.get(
        f"{served.api_root}/auth/currentCredential",
        headers={"Authorization": f"Bearer {token}"},
        timeout=5,
    )
    assert answer.status_code == 401
