"""``/me/api``: applications and credentials of the account (api 4.1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox import errors
from sandbox.call import Call
from sandbox.credential_fields import read_addresses
from sandbox.routes.shapes import application_shape, credential_shape
from sandbox.routing import RouteFamily
from sandbox.state.records import Application, Credential
from sandbox.wire import whole_number

routes = RouteFamily()

_ACTION = "account:apiovh:me/api"
_APPLICATION = "/me/api/application/{applicationId}"
_CREDENTIAL = "/me/api/credential/{credentialId}"
_WRITABLE = "allowedIPs"


@routes("GET", "/me/api/application", action=f"{_ACTION}/application/get", item=_APPLICATION)
def applications(call: Call) -> list[int]:
    """The applications the account owns, not those of others that hold keys of it."""
    return [
        application.id
        for application in call.world.applications.values()
        if application.owner == call.who.account and not application.deleted
    ]


@routes("GET", _APPLICATION, action=f"{_ACTION}/application/get")
def application(call: Call) -> dict[str, Any]:
    """``auth.ApiApplication`` of an application that the account owns."""
    return application_shape(_own_application(call))


@routes("DELETE", _APPLICATION, action=f"{_ACTION}/application/delete")
def delete_application(call: Call) -> None:
    """Delete the application; its keys stop working and stay listed as they were."""
    call.world.keep(replace(_own_application(call), deleted=True))


@routes("GET", "/me/api/credential", action=f"{_ACTION}/credential/get", item=_CREDENTIAL)
def credentials(call: Call) -> list[int]:
    """The credentials of the account, narrowed by ``applicationId`` and ``status``."""
    application_id, status = _first(call, "applicationId"), _first(call, "status")
    return [
        credential.id
        for credential in _visible(call)
        if application_id in ("", str(credential.application_id))
        and status in ("", credential.state(call.now))
    ]


@routes("GET", _CREDENTIAL, action=f"{_ACTION}/credential/get")
def credential(call: Call) -> dict[str, Any]:
    """``auth.ApiCredential`` of a credential of the account."""
    return credential_shape(call, _own_credential(call))


@routes("PUT", _CREDENTIAL, action=f"{_ACTION}/credential/edit")
def change_credential(call: Call) -> None:
    """Change ``allowedIPs``, the only writable field; the others are not looked at."""
    credential, data = _own_credential(call), call.data()
    required = credential_shape(call, credential).keys() if _needs_all(call) else {_WRITABLE}
    missing = sorted(required - data.keys())
    if missing:
        raise errors.bad_field(missing[0], errors.MISSING_FIELD)
    call.world.keep(replace(credential, allowed_ips=read_addresses(data[_WRITABLE])))


@routes("DELETE", _CREDENTIAL, action=f"{_ACTION}/credential/delete")
def delete_credential(call: Call) -> None:
    """Delete the credential; it is listed no more."""
    call.world.drop(_own_credential(call))


@routes("GET", f"{_CREDENTIAL}/application", action=f"{_ACTION}/credential/application/get")
def credential_application(call: Call) -> dict[str, Any]:
    """The application of a credential, whoever owns it."""
    application = call.world.applications.get(_own_credential(call).application_id)
    if application is None or application.deleted:
        raise errors.not_found()
    return application_shape(application)


def _first(call: Call, name: str) -> str:
    return next(iter(call.query(name)), "")


def _visible(call: Call) -> list[Credential]:
    listed = list(call.world.credentials_of(call.who.account))
    if call.state.quirks.list_unclaimed:
        listed += call.world.credentials_of("")
    return listed


def _own_application(call: Call) -> Application:
    number = call.params["applicationId"]
    application = call.world.applications.get(whole_number(number) or 0)
    if application is None or application.owner != call.who.account or application.deleted:
        raise errors.not_found(f"The requested object (applicationId = {number}) does not exist")
    return application


def _own_credential(call: Call) -> Credential:
    number = call.params["credentialId"]
    credential = call.world.credentials.get(whole_number(number) or 0)
    owners = (call.who.account, "") if call.state.quirks.list_unclaimed else (call.who.account,)
    if credential is None or credential.account not in owners:
        raise errors.not_found(f"The requested object (credentialId = {number}) does not exist")
    return credential


def _needs_all(call: Call) -> bool:
    return call.state.quirks.put_needs_all_fields
