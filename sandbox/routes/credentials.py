"""``/me/api``: applications and credentials of the account (api 4.1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox import errors
from sandbox.call import Call
from sandbox.routes.auth import read_addresses
from sandbox.routes.shapes import application_shape, credential_shape
from sandbox.routing import Family
from sandbox.wire import whole
from sandbox.world import Application, Credential

routes = Family()

_ACTION = "account:apiovh:me/api"
_APPLICATION = "/me/api/application/{applicationId}"
_CREDENTIAL = "/me/api/credential/{credentialId}"
_WRITABLE = "allowedIPs"


@routes("GET", "/me/api/application", action=f"{_ACTION}/application/get", item=_APPLICATION)
def applications(call: Call) -> list[int]:
    """The applications the account owns, not those of others that hold keys of it."""
    return [
        one.id
        for one in call.world.applications.values()
        if one.owner == call.who.account and not one.deleted
    ]


@routes("GET", _APPLICATION, action=f"{_ACTION}/application/get")
def application(call: Call) -> dict[str, Any]:
    return application_shape(_own_application(call))


@routes("DELETE", _APPLICATION, action=f"{_ACTION}/application/delete")
def delete_application(call: Call) -> None:
    """Kill the application with every key of it; the keys stay listed as they were."""
    call.world.keep(replace(_own_application(call), deleted=True))


@routes("GET", "/me/api/credential", action=f"{_ACTION}/credential/get", item=_CREDENTIAL)
def credentials(call: Call) -> list[int]:
    found = _visible(call)
    wanted = call.query("applicationId")
    if wanted and wanted[0]:
        found = [one for one in found if str(one.application_id) == wanted[0]]
    states = call.query("status")
    if states and states[0]:
        found = [one for one in found if one.state(call.now) == states[0]]
    return [one.id for one in found]


@routes("GET", _CREDENTIAL, action=f"{_ACTION}/credential/get")
def credential(call: Call) -> dict[str, Any]:
    return credential_shape(call, _own_credential(call))


@routes("PUT", _CREDENTIAL, action=f"{_ACTION}/credential/edit")
def change_credential(call: Call) -> None:
    """Change ``allowedIPs``, the only writable field; the others are not looked at."""
    held, data = _own_credential(call), call.data()
    needed = credential_shape(call, held).keys() if _wants_all(call) else {_WRITABLE}
    missing = sorted(needed - data.keys())
    if missing:
        raise errors.bad_request(f"[{missing[0]}] Mandatory field is missing")
    call.world.keep(replace(held, allowed_ips=read_addresses(data[_WRITABLE])))


@routes("DELETE", _CREDENTIAL, action=f"{_ACTION}/credential/delete")
def delete_credential(call: Call) -> None:
    call.world.drop(_own_credential(call))


@routes("GET", f"{_CREDENTIAL}/application", action=f"{_ACTION}/credential/application/get")
def credential_application(call: Call) -> dict[str, Any]:
    """The application of a credential, whoever owns it."""
    found = call.world.applications.get(_own_credential(call).application_id)
    if found is None or found.deleted:
        raise errors.not_found()
    return application_shape(found)


def _visible(call: Call) -> list[Credential]:
    listed = list(call.world.credentials_of(call.who.account))
    if call.sandbox.quirks.list_unclaimed:
        listed += call.world.credentials_of("")
    return listed


def _own_application(call: Call) -> Application:
    number = call.params["applicationId"]
    found = call.world.applications.get(whole(number) or 0)
    if found is None or found.owner != call.who.account or found.deleted:
        raise errors.not_found(f"The requested object (applicationId = {number}) does not exist")
    return found


def _own_credential(call: Call) -> Credential:
    number = call.params["credentialId"]
    found = call.world.credentials.get(whole(number) or 0)
    owners = (call.who.account, "") if call.sandbox.quirks.list_unclaimed else (call.who.account,)
    if found is None or found.account not in owners:
        raise errors.not_found(f"The requested object (credentialId = {number}) does not exist")
    return found


def _wants_all(call: Call) -> bool:
    return call.sandbox.quirks.put_needs_all_fields
