"""OAuth2 access tokens of service accounts: minted, kept, renewed early (api 2.4)."""

from __future__ import annotations

import time
from base64 import b64encode
from dataclasses import dataclass, field
from threading import Lock
from typing import Final
from urllib.parse import urlsplit

from requests.auth import AuthBase

from credentials.core import (
    ApiError,
    CredentialNotValid,
    Method,
    NotSignedIn,
    TokenRefusal,
    TokenRefused,
    UnknownCredential,
    coded,
    gettext_noop,
    say,
)
from credentials.ovhcloud.client import codec
from credentials.ovhcloud.client.answers import Token
from credentials.ovhcloud.client.call import Access, Call
from credentials.ovhcloud.client.deadline import locked
from credentials.ovhcloud.client.fields import WrongShape
from credentials.ovhcloud.client.identity import CallContext, Headers, check_sendable
from credentials.ovhcloud.client.interpretation import ResponseInterpreter
from credentials.ovhcloud.client.limits import Limits
from credentials.ovhcloud.client.scrub import Scrubber
from credentials.ovhcloud.client.transport import Transport
from credentials.ovhcloud.client.wire import Reply, Wire
from credentials.ovhcloud.endpoints import Endpoint

_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
_WISH: Final = b"grant_type=client_credentials&scope=all"
_USUAL_LIFETIME: Final = 3599
# How a token that has ended is refused; 401 is likely, and nobody has checked (api 2.5).
_ENDED: Final = (CredentialNotValid, NotSignedIn, UnknownCredential)
_CAUSES: Final[dict[str, str]] = {
    TokenRefusal.INVALID_CLIENT: coded(
        "token.client-unknown",
        gettext_noop(
            "The token endpoint does not know this client id, or the client secret is not its own."
        ),
    ),
    TokenRefusal.INVALID_SCOPE: coded(
        "token.scope-refused",
        gettext_noop("The token endpoint does not grant this client the scope “all”."),
    ),
    TokenRefusal.UNAUTHORIZED_CLIENT: coded(
        "token.no-service-account",
        gettext_noop("This client may not ask for tokens itself: it is no service account."),
    ),
}
_ENDPOINT_WITHOUT_CLIENTS = coded(
    "token.endpoint-without-clients", gettext_noop("%(endpoint)s has no service accounts.")
)


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """An OAuth2 client of one endpoint: its id and its secret."""

    endpoint: Endpoint
    client_id: str
    client_secret: str = field(repr=False)

    def __post_init__(self) -> None:
        check_sendable(self.client_id, self.client_secret)

    def mint(self, limits: Limits, *, until: float) -> Token:
        """A new token. One attempt, at most until ``until`` (monotonic). Raises ``ApiError``."""
        call = self._call()
        wire, scrubber = Wire(limits), Scrubber(lambda: (self.client_secret,))
        pair = b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        basic = Headers({"Authorization": f"Basic {pair}"})
        try:
            transport = Transport(wire, limits, scrubber)
            reply = transport.send(call, self.endpoint.token_url, auth=basic, until=until)
        finally:
            wire.close()
        return _token(reply, call, ResponseInterpreter(scrubber))

    def _call(self) -> Call:
        path = urlsplit(self.endpoint.token_url).path
        call = Call(
            Method.POST,
            path,
            body=_WISH,
            headers=_FORM,
            access=Access.OPEN,
            leaves_nothing=True,  # a token that nobody has ends by itself
        )
        if not self.endpoint.has_service_accounts:
            template = _ENDPOINT_WITHOUT_CLIENTS
            raise TokenRefused(say(template, endpoint=self.endpoint.label), **call.name)
        return call


def mint_token(
    endpoint: Endpoint, *, client_id: str, client_secret: str, limits: Limits | None = None
) -> Token:
    """A new access token of a service account. Raises ``TokenRefused`` naming the cause."""
    limits = limits or Limits()
    account = ServiceAccount(endpoint, client_id, client_secret)
    return account.mint(limits, until=time.monotonic() + limits.deadline)


class BearerIdentity:
    """Calls with a service account's token: made when first needed, renewed before it ends."""

    def __init__(self, account: ServiceAccount, limits: Limits) -> None:
        self._account, self._limits = account, limits
        self._lock = Lock()
        self._token: Token | None = None
        self._minted_at = self._renew_at = float("-inf")

    def name(self) -> str:
        return self._account.client_id

    def secrets(self) -> tuple[str, ...]:
        token = self._token
        return self._account.client_secret, token.access_token if token else ""

    def authorise(self, call: Call, context: CallContext) -> AuthBase:
        if call.access is Access.OPEN:
            return Headers({})
        return Headers({"Authorization": f"Bearer {self._current(context.until).access_token}"})

    def recover(self, error: ApiError, context: CallContext) -> bool:
        if not isinstance(error, _ENDED):
            return False
        with locked(self._lock, until=context.until):
            if self._minted_at <= context.since:
                self._token = None
        return True

    def _current(self, until: float) -> Token:
        with locked(self._lock, until=until):
            if self._token is None or time.monotonic() >= self._renew_at:
                self._token = self._account.mint(self._limits, until=until)
                self._minted_at = time.monotonic()
                lifetime = self._token.expires_in or _USUAL_LIFETIME
                self._renew_at = self._minted_at + lifetime - min(60.0, lifetime / 10)
            return self._token


def _token(reply: Reply, call: Call, interpreter: ResponseInterpreter) -> Token:
    if reply.status in (400, 401, 403):
        _refuse(reply, call, interpreter)
    content = interpreter.content(reply, call)
    try:
        return Token.read(content)
    except WrongShape:
        raise interpreter.wrong_shape(reply, call) from None


def _refuse(reply: Reply, call: Call, interpreter: ResponseInterpreter) -> None:
    """Raise for an OAuth2 error; its description is not looked at."""
    try:
        content = codec.decode(reply.body)
    except ValueError:
        return
    error = content.get("error") if isinstance(content, dict) else None
    if not isinstance(error, str):
        return
    template = _CAUSES.get(error)
    raise TokenRefused(
        say(template) if template else None,
        status=reply.status,
        query_id=interpreter.scrubber.query_id(reply.headers),
        code=error if template else "",
        **call.name,
    )
