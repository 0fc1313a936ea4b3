"""``/me/api/oauth2/client``: service accounts (api 4.2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox import errors
from sandbox.call import Call
from sandbox.keys import new_key
from sandbox.routes.shapes import client_shape
from sandbox.routing import RouteFamily
from sandbox.state.records import Client

routes = RouteFamily()

_ACTION = "account:apiovh:me/api/oauth2/client"
_CLIENT = "/me/api/oauth2/client/{clientId}"
_FLOWS = ("AUTHORIZATION_CODE", "CLIENT_CREDENTIALS")


@routes("GET", "/me/api/oauth2/client", action=f"{_ACTION}/get", item=_CLIENT)
def clients(call: Call) -> list[str]:
    """The client ids of the account."""
    clients = call.world.clients.values()
    return [client.id for client in clients if client.account == call.who.account]


@routes("POST", "/me/api/oauth2/client", action=f"{_ACTION}/create")
def create(call: Call) -> dict[str, str]:
    """A new client; its secret is in this answer and in no other."""
    flow = call.text("flow")
    if flow not in _FLOWS:
        raise errors.bad_request(f"[flow] Given data ({flow}) does not belong to the enumeration")
    client = Client(
        id=f"{call.world.region.upper()}.{new_key(16)}",
        secret=new_key(32),
        account=call.who.account,
        name=call.text("name"),
        description=call.text("description"),
        flow=flow,
        callback_urls=tuple(call.data().get("callbackUrls") or ()),
        created_at=call.now,
        region=call.world.region,
    )
    call.world.keep(client)
    return {"clientId": client.id, "clientSecret": client.secret}


@routes("GET", _CLIENT, action=f"{_ACTION}/get")
def client(call: Call) -> dict[str, Any]:
    """``oauth2.client`` of a client of the account."""
    return client_shape(_own(call))


@routes("PUT", _CLIENT, action=f"{_ACTION}/edit")
def change(call: Call) -> None:
    """Change name, description and callback URLs; fields that are absent stay."""
    client, data = _own(call), call.data()
    changed = replace(
        client,
        name=data.get("name", client.name),
        description=data.get("description", client.description),
        callback_urls=tuple(data.get("callbackUrls") or client.callback_urls),
    )
    call.world.keep(changed)


@routes("DELETE", _CLIENT, action=f"{_ACTION}/delete")
def delete(call: Call) -> None:
    """Remove the client; its tokens stop working with it."""
    call.world.drop(_own(call))


def _own(call: Call) -> Client:
    client = call.world.clients.get(call.params["clientId"])
    if client is None or client.account != call.who.account:
        raise errors.not_found("This OAuth2 client does not exist")
    return client
