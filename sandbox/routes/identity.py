"""``/me/identity/user``: the local users of the account (api 4.5)."""

from __future__ import annotations

from typing import Any

from sandbox import errors
from sandbox.call import Call
from sandbox.routes.described.reading import modelled
from sandbox.routing import RouteFamily

routes = RouteFamily()

_USER = "/me/identity/user/{user}"
_ACTION = "account:apiovh:me/identity/user/get"


@routes("GET", "/me/identity/user", action=_ACTION, item=_USER)
def users(call: Call) -> list[str]:
    """The logins of the account's local users."""
    return list(call.account.users)


@routes("GET", _USER, action=_ACTION)
def user(call: Call) -> dict[str, Any]:
    """``identity.User``: one local user of the account."""
    login, account = call.params["user"], call.account
    if login not in account.users:
        raise errors.not_found()
    known = {
        "login": login,
        "email": account.email,
        "description": "",
        "group": "DEFAULT",
        "groups": ["DEFAULT"],
        "status": "OK",
        "type": "USER",
        "urn": call.world.urn(f"identity:user:{account.nic}/{login}"),
    }
    return modelled(call, known)
