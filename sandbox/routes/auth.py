"""``/auth``: ask for a consumer key, and what a credential can say about itself (api 3)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from credentials.core import Refusal
from sandbox import errors
from sandbox.call import Call
from sandbox.credential_fields import read_addresses, read_rules
from sandbox.gate.admission import identify_application
from sandbox.keys import new_key
from sandbox.routes.shapes import credential_shape, rules_shape
from sandbox.routing import RouteFamily
from sandbox.state.fault import FaultKind
from sandbox.state.records import Credential

routes = RouteFamily()


@routes("GET", "/auth/time", signed=False)
def time(call: Call) -> int:
    """The clock in epoch seconds, off by the fault ``wrong-time``."""
    return int(call.state.server_time() + call.state.faults.total(FaultKind.WRONG_TIME))


@routes("POST", "/auth/credential", signed=False, typed=False)
def request_credential(call: Call) -> dict[str, str]:
    """Issue a consumer key at once; it works once somebody has validated it."""
    if not call.header("x-ovh-application"):
        raise errors.refusal(Refusal.NO_APPLICATION_KEY)
    identify_application(call)
    data = call.data()
    rules = read_rules(data.get("accessRules"))
    limit = call.state.quirks.most_rules
    if limit and len(rules) > limit:
        raise errors.bad_request(f"[accessRules] At most {limit} rules can be asked for")
    credential = Credential(
        id=call.world.next_id(),
        consumer_key=new_key(32),
        application_id=call.application.id if call.application else 0,
        rules=rules,
        creation=call.now,
        allowed_ips=read_addresses(data.get("allowedIPs")),
        redirection=str(data.get("redirection") or ""),
        token=new_key(64),
    )
    call.world.keep(credential)
    return {
        "consumerKey": credential.consumer_key,
        "state": credential.status,
        "validationUrl": f"{call.request.origin}/auth/?credentialToken={credential.token}",
    }


@routes("GET", "/auth/currentCredential", ruled=False)
def current_credential(call: Call) -> dict[str, Any]:
    """``auth.ApiCredential`` of the credential that makes the call. Raises a 401 without one."""
    if call.who.credential is None:
        raise errors.not_signed_in()
    return credential_shape(call, call.who.credential)


@routes("GET", "/auth/details", ruled=False)
def details(call: Call) -> dict[str, Any]:
    """``auth.Details``: who makes the call, and what it may call."""
    who = call.who
    rules = who.credential.rules if who.credential else None
    return {
        "account": who.account,
        "allowedRoutes": rules_shape(rules) if rules is not None else None,
        "description": who.client.description if who.client else None,
        "identities": list(who.identities),
        "method": who.method,
        "roles": None,
        "user": who.user or None,
    }


@routes("POST", "/auth/logout", ruled=False)
def logout(call: Call) -> None:
    """Expire the credential that makes the call."""
    if call.who.credential:
        expired = replace(call.who.credential, status="expired", expiration=call.now)
        call.world.keep(expired)


@routes("POST", "/auth/token", ruled=False)
def one_time_token(call: Call) -> dict[str, str]:
    """A token that nothing else takes."""
    return {"token": new_key(64)}
