"""What we sign is what we send: recomputed by hand from the bytes a socket received."""

from __future__ import annotations

import hashlib
import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credentials.core import Method
from credentials.ovhcloud import OvhClient
from credentials.ovhcloud.client.call import Call
from credentials.rights import AccessRule
from tests.credentials.ovhcloud.client.conftest import CONSUMER_KEY, SECRET, ClientMaker
from tests.credentials.ovhcloud.client.scripted import Scripted, Sent, http

PATHS = [
    "/me",
    "/domain/zone/exämple.com/record",
    "/me/api/credential/1,2,3",
    "/vps/a b+c/d%20e",
    "/sms/(x)*!'/;:@=&$~",
    "/日本/ñ",
    "/a#b?c",
    "/trailing/",
    "/v2/iam/policy",
]
QUERIES = [(), (("status", "validated"),), (("näme", "a&b=c +/%"), ("näme", "日本"))]
BODIES = [b"", b'{"a":"b"}', json.dumps({"k": "é日本 <&>"}, ensure_ascii=False).encode()]


@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("path", PATHS)
def test_the_signature_fits_the_bytes_that_were_sent(
    ask: ClientMaker, scripted: Scripted, method: Method, path: str
) -> None:
    scripted.answers = [http(200, None)]
    client = ask()
    for query in QUERIES:
        for body in BODIES if method != Method.GET else BODIES[:1]:
            _send(client, Call(method, path, query=query, body=body, is_void=True))
            _check(scripted, scripted.sent[-1], body)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    method=st.sampled_from(Method),
    segments=st.lists(TEXT.filter(lambda text: text not in ("", ".", "..")), max_size=4),
    query=st.lists(st.tuples(TEXT, TEXT), max_size=3),
    content=st.none() | st.dictionaries(TEXT, TEXT | st.integers() | st.none(), max_size=3),
)
def test_any_path_query_and_body_is_signed_as_sent(
    ask: ClientMaker,
    scripted: Scripted,
    method: Method,
    segments: list[str],
    query: list[tuple[str, str]],
    content: dict[str, object] | None,
) -> None:
    scripted.answers = [http(200, None)]
    body = b"" if content is None else json.dumps(content, ensure_ascii=False).encode()
    path = "/" + "/".join(segments)
    _send(ask(), Call(method, path, query=tuple(query), body=body, is_void=True))
    _check(scripted, scripted.sent[-1], body)


def test_an_open_call_carries_the_application_key_at_most(
    ask: ClientMaker, scripted: Scripted
) -> None:
    key = {"consumerKey": "x" * 32, "state": "pendingValidation", "validationUrl": "https://a.b/"}
    scripted.answers = [http(200, 1_800_000_000), http(200, key)]
    client = ask()
    client.server_time()
    client.request_credential([AccessRule(Method.GET, "/me")], redirection="https://example.com/x")
    names = [{name for name in sent.headers if name.startswith("x-ovh")} for sent in scripted.sent]
    assert names == [set(), {"x-ovh-application"}]


def test_a_request_for_a_key_is_the_json_that_the_api_asks_for(
    ask: ClientMaker, scripted: Scripted
) -> None:
    key = {"consumerKey": "x" * 32, "state": "pendingValidation", "validationUrl": "https://a.b/"}
    scripted.answers = [http(200, key)]
    ask().request_credential([AccessRule(Method.GET, "/me")], allowed_ips=["192.0.2.0/24"])
    assert json.loads(scripted.sent[0].body) == {
        "accessRules": [{"method": "GET", "path": "/me"}],
        "redirection": None,
        "allowedIPs": ["192.0.2.0/24"],
    }
    assert scripted.sent[0].headers["content-type"] == "application/json"


def test_a_second_branch_route_is_asked_beside_the_first(
    ask: ClientMaker, scripted: Scripted
) -> None:
    scripted.answers = [http(200, None)]
    _send(ask(), Call(Method.GET, "/v2/iam/policy"))
    assert scripted.targets() == ["GET /v2/iam/policy"]


def test_no_cookie_is_taken_and_none_is_sent(ask: ClientMaker, scripted: Scripted) -> None:
    scripted.answers = [http(200, 1, {"Set-Cookie": "a=b; Path=/"})]
    client = ask()
    _send(client, Call(Method.GET, "/me"))
    _send(client, Call(Method.GET, "/me"))
    assert "cookie" not in scripted.sent[1].headers


def test_the_environment_changes_nothing(
    ask: ClientMaker, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "")
    scripted.answers = [http(200, 1)]
    _send(ask(), Call(Method.GET, "/me"))
    assert scripted.targets() == ["GET /1.0/me"]


def _send(client: OvhClient, call: Call) -> None:
    client._session.ask(call)


def _check(scripted: Scripted, sent: Sent, body: bytes) -> None:
    stamp = sent.headers["x-ovh-timestamp"]
    url = f"http://127.0.0.1:{scripted.port}{sent.target}"
    before = f"{SECRET}+{CONSUMER_KEY}+{sent.method}+{url}+".encode()
    digest = hashlib.sha1(before + body + f"+{stamp}".encode()).hexdigest()
    assert sent.body == body
    assert sent.headers["x-ovh-signature"] == f"$1${digest}"
    assert abs(int(stamp) - time.time()) < 5
    assert sent.target.isascii()
