"""The OAuth2 token endpoint: client credentials for an access token (api 2.4)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from credentials.core import TokenRefusal
from sandbox.call import Call
from sandbox.errors import RefusalError
from sandbox.keys import new_key
from sandbox.routing import RouteFamily
from sandbox.state.records import Client, Token
from sandbox.wire import basic_credentials

routes = RouteFamily("token")


class TokenRefusalError(RefusalError):
    """A refusal in the shape of OAuth2: always 400, never the API's own body."""

    def __init__(self, error: TokenRefusal, description: str) -> None:
        super().__init__(400, description)
        self.error = error

    def body(self, shape: str) -> dict[str, Any]:
        return {"error": self.error, "error_description": self.message}


@routes("POST", "/auth/oauth2/token", signed=False)
@routes("POST", "/oauth2/token", signed=False)
def create_token(call: Call) -> dict[str, Any]:
    """A token for an hour. ``scope`` must hold ``all``; Basic or body credentials."""
    form = {name: values[0] for name, values in parse_qs(call.request.body.decode()).items()}
    client = _client(call, form)
    if form.get("grant_type") != "client_credentials" or client.flow != "CLIENT_CREDENTIALS":
        raise TokenRefusalError(
            TokenRefusal.UNSUPPORTED_GRANT_TYPE, "the grant type is not supported"
        )
    if "all" not in form.get("scope", "").split():
        raise TokenRefusalError(
            TokenRefusal.INVALID_SCOPE, "the requested scope is invalid or missing"
        )
    lifetime = call.state.quirks.token_lifetime
    token = Token(new_key(64), client.id, call.now + lifetime)
    call.world.keep(token)
    _drop_expired(call)
    return {
        "access_token": token.id,
        "token_type": "Bearer",
        "expires_in": lifetime,
        "scope": "all",
    }


def _drop_expired(call: Call) -> None:
    for token in list(call.world.tokens.values()):
        if token.expires <= call.now:
            call.world.drop(token)


def _client(call: Call, form: dict[str, str]) -> Client:
    client_id, secret = basic_credentials(call.request.headers)
    if not client_id:
        client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
    client = call.world.clients.get(client_id)
    if client is None:
        raise TokenRefusalError(
            TokenRefusal.INVALID_CLIENT, "ovhcloud oauth2 client does not exists"
        )
    if client.secret != secret:
        raise TokenRefusalError(TokenRefusal.INVALID_CLIENT, "invalid client secret")
    return client
