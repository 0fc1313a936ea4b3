"""What we sign is what OVHcloud's own SDK signs, whatever the path, the query and the body."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import ovh
import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from requests.adapters import BaseAdapter

from credentials.core import Method
from credentials.ovhcloud import ENDPOINTS
from credentials.ovhcloud.client import transport
from credentials.ovhcloud.client.call import Call
from credentials.ovhcloud.client.clock import ServerClock
from credentials.ovhcloud.client.codec import compact
from credentials.ovhcloud.client.identity import KeyIdentity, Signature
from tests.fuzz.examples import MANY

AK, AS = "TDPKJdwZwAQPwKX2", "9ufkBmLaTQ9nz5yMUlg79taH0GNnzDjk"
CK = "5mBuy6SUQcRw2ZUxg0cG68BoDKpED4KY"
EUROPE = ENDPOINTS["ovh-eu"]

TEXT = st.text(st.characters(codec="utf-8"), max_size=16)
SEGMENT = TEXT.filter(lambda text: text not in ("", ".", ".."))
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


class Sent(BaseAdapter):
    """Where the SDK's requests end: kept as they would be sent."""

    last: requests.PreparedRequest

    def send(
        self, request: requests.PreparedRequest, *_: object, **__: object
    ) -> requests.Response:
        self.last = request
        answer = requests.Response()
        answer.status_code, answer._content = 200, b"null"
        return answer

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture(scope="module")
def sent() -> Sent:
    return Sent()


@pytest.fixture(scope="module")
def sdk(sent: Sent) -> ovh.Client:
    client = ovh.Client("ovh-eu", application_key=AK, application_secret=AS, consumer_key=CK)
    client._session.mount("https://", sent)
    client._time_delta = 0
    return client


def ours(call: Call, timestamp: int) -> requests.PreparedRequest:
    """The request as our client would send it."""
    identity = KeyIdentity(AK, AS, CK, ServerClock())
    return transport._prepared(call, call.address(EUROPE), Signature(identity, timestamp))


@MANY
@given(
    method=st.sampled_from(Method),
    branch=st.sampled_from(["/me", "/domain/zone", "/v2/iam"]),
    segments=st.lists(SEGMENT, max_size=4),
    query=st.dictionaries(TEXT, TEXT, max_size=3),
    content=st.none() | st.dictionaries(TEXT, VALUE, max_size=3),
)
def test_our_header_is_the_one_the_sdk_sends(
    sent: Sent,
    sdk: ovh.Client,
    method: Method,
    branch: str,
    segments: list[str],
    query: dict[str, str],
    content: dict[str, object] | None,
) -> None:
    body = compact(content) if method != Method.GET else b""
    call = Call(method, "/".join([branch, *segments]), query=tuple(query.items()), body=body)
    target = call.address(EUROPE).removeprefix(EUROPE.api_root).removeprefix(EUROPE.origin)
    sdk.raw_call(method.value, target, content if body else None)
    request = ours(call, int(sent.last.headers["X-Ovh-Timestamp"]))
    assert request.url == sent.last.url
    assert request.body == (sent.last.body.encode() if isinstance(sent.last.body, str) else None)
    assert request.headers["X-Ovh-Signature"] == sent.last.headers["X-Ovh-Signature"]
    assert unquote(urlsplit(request.url).path).removeprefix("/1.0") == call.path
