"""The signature is what OVHcloud's own SDK sends, byte for byte."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote, urlencode

import ovh
import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from requests.adapters import BaseAdapter

from credentials import signing

PUBLISHED = json.loads(Path(__file__).with_name("signature_vectors.json").read_text())

readable = st.text(st.characters(codec="utf-8"))
paths = readable.map(lambda text: f"/{text}").filter(
    lambda path: not {".", ".."} & set(path.split("/"))  # on the wire these are resolved away
)
bodies = st.none() | st.dictionaries(readable, readable | st.integers() | st.none() | st.booleans())
queries = st.dictionaries(readable, readable)


class Wire(BaseAdapter):
    """Where the SDK's requests end: kept as they would be sent, answered with a server time."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[requests.PreparedRequest] = []

    def send(
        self, request: requests.PreparedRequest, *_: object, **__: object
    ) -> requests.Response:
        self.sent.append(request)
        response = requests.Response()
        response.status_code, response._content = 200, str(PUBLISHED["timestamp"]).encode()
        return response

    def close(self) -> None:
        self.sent.clear()


@pytest.fixture(scope="module")
def wire() -> Wire:
    return Wire()


@pytest.fixture(scope="module")
def sdk(wire: Wire) -> ovh.Client:
    keys = ("application_key", "application_secret", "consumer_key")
    client = ovh.Client("ovh-eu", **{key: PUBLISHED[key] for key in keys})
    client._session.mount("https://", wire)
    return client


def our_signature(request: requests.PreparedRequest) -> str:
    return signing.sign(
        application_secret=PUBLISHED["application_secret"],
        consumer_key=PUBLISHED["consumer_key"],
        method=request.method or "",
        url=request.url or "",
        body=request.body or "",
        timestamp=int(request.headers["X-Ovh-Timestamp"]),
    )


@pytest.mark.parametrize(
    "vector", PUBLISHED["vectors"], ids=lambda vector: f"{vector['method']} {vector['url']}"
)
def test_signs_the_published_vectors(vector: dict[str, str]) -> None:
    signature = signing.sign(
        application_secret=PUBLISHED["application_secret"],
        consumer_key=PUBLISHED["consumer_key"],
        method=vector["method"],
        url=vector["url"],
        body=vector["body"],
        timestamp=PUBLISHED["timestamp"],
    )
    assert signature == f"$1${vector['sha1']}"


@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "patch"]),
    path=paths,
    query=queries,
    body=bodies,
)
def test_signs_what_the_sdk_sends(
    wire: Wire,
    sdk: ovh.Client,
    method: str,
    path: str,
    query: dict[str, str],
    body: dict[str, object] | None,
) -> None:
    target = signing.quote_path(path) + (f"?{urlencode(query)}" if query else "")
    sdk.raw_call(method, target, body)
    request = wire.sent[-1]
    assert request.headers["X-Ovh-Signature"] == our_signature(request)


def test_bytes_and_a_small_letter_in_the_method_change_nothing() -> None:
    def signature(method: str, body: str | bytes) -> str:
        return signing.sign(
            application_secret="secret",
            consumer_key="key",
            method=method,
            url="https://eu.api.ovh.com/1.0/me",
            body=body,
            timestamp=1,
        )

    assert signature("Post", "é".encode()) == signature("POST", "é")


@given(readable)
def test_a_quoted_path_is_plain_ascii_and_reads_back(path: str) -> None:
    quoted = signing.quote_path(path)
    assert quoted.isascii()
    assert unquote(quoted) == path


@given(paths)
def test_a_quoted_path_goes_out_unchanged(path: str) -> None:
    quoted = signing.quote_path(path)
    request = requests.Request("GET", f"https://eu.api.ovh.com/1.0{quoted}").prepare()
    assert request.url == f"https://eu.api.ovh.com/1.0{quoted}"
