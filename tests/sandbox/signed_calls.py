"""Signed calls of a demo key, made to a sandbox without a socket."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from credentials.signing import sign
from sandbox.app import Sandbox
from sandbox.demo_world import DemoKey, build_world
from sandbox.wire import Request, Response

ORIGIN = "http://127.0.0.1"


class SignedCalls:
    """A sandbox and a key that may make every call."""

    def __init__(self, sandbox: Sandbox, key: DemoKey) -> None:
        self.sandbox = sandbox
        self.key = key

    def answer(
        self, method: str, path: str, body: object = None, *, signed_url: str = ""
    ) -> tuple[int, Any]:
        """Status and JSON value of one call; ``path`` begins with ``/1.0``, ``/v1`` or ``/v2``."""
        response = self.response(method, path, body, signed_url=signed_url)
        return response.status, json.loads(response.body)

    def response(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
        signed_url: str = "",
    ) -> Response:
        """The whole answer of one call; ``signed_url``: another address is signed than sent."""
        sent = "" if body is None else json.dumps(body)
        at = int(self.sandbox.server_time())
        signature = sign(
            application_secret=self.key.application_secret,
            consumer_key=self.key.consumer_key,
            method=method,
            url=signed_url or ORIGIN + path,
            body=sent,
            timestamp=at,
        )
        signed = {
            "host": "127.0.0.1",
            "x-ovh-application": self.key.application_key,
            "x-ovh-consumer": self.key.consumer_key,
            "x-ovh-timestamp": str(at),
            "x-ovh-signature": signature,
        }
        return self.sandbox.handle(
            Request(method, path, {**signed, **(headers or {})}, sent.encode())
        )


def calls_of_the_demo(region: str = "eu") -> SignedCalls:
    """Alice's key with every right, in a new demo world of a region."""
    demo = build_world(region=region)
    return SignedCalls(Sandbox(demo.world), demo.of("wide-open")[0])


def filled(template: str, values: Mapping[str, object]) -> str:
    """A path with its parameters filled in, percent-encoded."""
    return template.format_map({name: quote(str(value), safe="") for name, value in values.items()})
