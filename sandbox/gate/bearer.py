"""Callers with ``Authorization: Bearer`` (api 2.4)."""

from __future__ import annotations

from sandbox import errors
from sandbox.call import Call, Caller


def caller_of_token(call: Call) -> Caller:
    """The service account that an access token belongs to. Raises a refusal when it has ended."""
    token = call.world.tokens.get(call.header("authorization").removeprefix("Bearer "))
    client = call.world.clients.get(token.client_id) if token else None
    if token is None or client is None or token.expires <= call.now:
        raise _expired(call.state.quirks.ended_bearer)
    return Caller(
        account=client.account,
        method="oauth2_client_credentials",
        identities=(client.identity,) if client.identity else (),
        client=client,
    )


def _expired(answer: str) -> errors.RefusalError:
    return errors.not_signed_in() if answer == "401" else errors.of_code(answer)
