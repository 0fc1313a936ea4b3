"""A small OpenID Connect provider over real HTTP: discovery, keys, consent page, tokens, userinfo.

It lets in whoever presses the button on its page, as the person that a test put there.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "keydesk", "planted0oidc0client0secret000001"
_KID = "1"


@cache
def _own_key() -> rsa.RSAPrivateKey:
    """Made once a process, which takes longer than a test."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """``claims`` is what it says of whoever signs in next."""

    claims: dict[str, Any] = field(default_factory=dict)
    token_claims: dict[str, Any] = field(default_factory=dict)
    signing_key: rsa.RSAPrivateKey = field(default_factory=_own_key)
    published_key: rsa.RSAPrivateKey | None = None
    issuer: str = ""
    named_issuer: str = ""
    algorithm: str | None = "RS256"
    kid: str = _KID
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.named_issuer or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        public = (self.published_key or self.signing_key).public_key()
        jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(public))
        return {"keys": [{**jwk, "kid": _KID, "alg": "RS256", "use": "sig"}]}

    def consent(self, query: dict[str, str]) -> str:
        """The way back, for whoever presses the button."""
        self.asked.append(query)
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        back = urlencode({"code": code, "state": query["state"]})
        return f"{query['redirect_uri']}?{back}"

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """Tokens for a code, once, to the client that asked for it and can prove it."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or form.get("client_secret") != CLIENT_SECRET:
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (challenge, form.get("redirect_uri")) != (
            asked.get("code_challenge"),
            asked["redirect_uri"],
        ):
            return None
        now = int(time.time())
        anew = {"auth_time": now} if asked.get("prompt") == "login" else {}
        said = {**anew, "iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300}
        payload = {**said, "nonce": asked.get("nonce"), **self.claims, **self.token_claims}
        answer = {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer"}
        return answer | self.signed(payload)

    def signed(self, payload: dict[str, Any]) -> dict[str, str]:
        """The id token, unless none is to be sent."""
        if self.algorithm is None:
            return {}
        headers = {"kid": self.kid} if self.kid else {}
        keys: dict[str, Any] = {"none": "", "HS256": CLIENT_SECRET * 4}
        key = keys.get(self.algorithm, self.signing_key)
        return {"id_token": jwt.encode(payload, key, self.algorithm, headers=headers)}


@contextmanager
def serve() -> Iterator[Provider]:
    """The provider, at its ``issuer``, for as long as the context lasts."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/authorize":
                self._page(provider.consent(query))
                return
            documents = {
                "/.well-known/openid-configuration": provider.configuration(),
                "/jwks": provider.keys(),
                "/userinfo": provider.claims,
            }
            self._json(documents[parts.path])

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            form = parse_qs(self.rfile.read(length).decode())
            tokens = provider.token({name: values[0] for name, values in form.items()})
            self._json(tokens or {"error": "invalid_grant"}, status=200 if tokens else 400)

        def _json(self, content: dict[str, Any], *, status: int = 200) -> None:
            self._answer(json.dumps(content), "application/json", status=status)

        def _page(self, back: str) -> None:
            way = back.replace("&", "&amp;")
            icon = '<link rel="icon" href="data:,">'
            body = f'<!doctype html><title>Provider</title>{icon}<a href="{way}">Continue</a>'
            self._answer(body, "text/html", status=200)

        def _answer(self, body: str, kind: str, *, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Nothing is said on the console."""

    return Handler
