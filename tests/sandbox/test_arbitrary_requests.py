"""Every request gets a response, whatever is in it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.app import Sandbox
from sandbox.demo_world import build_world
from sandbox.wire import Request

_SANDBOX = Sandbox(build_world().world)
_PATHS = (
    "/1.0/auth/credential",
    "/1.0/auth/details",
    "/1.0/me/api/credential/1,2",
    "/v2/iam/policy",
    "/oauth2/token",
    "/auth/",
    "/createToken/",
    "/sandbox/sign-in",
    "/_sandbox/faults",
)
_HEADERS = (
    "authorization",
    "cookie",
    "host",
    "x-ovh-application",
    "x-ovh-batch",
    "x-ovh-consumer",
    "x-ovh-timestamp",
)


@settings(deadline=None)
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "BREW"]),
    target=st.sampled_from(_PATHS) | st.text(st.characters(max_codepoint=255), max_size=30),
    query=st.text("?&=*%2F/[]", max_size=12),
    headers=st.dictionaries(st.sampled_from(_HEADERS), st.text(max_size=20)),
    body=st.binary(max_size=40) | st.sampled_from([b"[]", b"{}", b'{"accessRules":[{}]}']),
)
def test_every_request_gets_a_response(
    method: str, target: str, query: str, headers: dict[str, str], body: bytes
) -> None:
    response = _SANDBOX.handle(Request(method, target + query, headers, body))
    assert 200 <= response.status < 600
