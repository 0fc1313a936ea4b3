"""``/auth``: ask for a consumer key, and what a credential can say about itself (api 3)."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_network
from typing import Any

from credentials.enums import Method
from sandbox import errors, gate
from sandbox.call import Call
from sandbox.errors import RefusalError
from sandbox.faults import Kind
from sandbox.keys import new_key
from sandbox.routes.shapes import credential_shape, rules_shape
from sandbox.routing import Family
from sandbox.world import Credential, Rule

routes = Family()


@routes("GET", "/auth/time", signed=False)
def time(call: Call) -> int:
    return int(call.sandbox.server_time() + call.sandbox.faults.standing(Kind.TIME_LIE))


@routes("POST", "/auth/credential", signed=False)
def request_credential(call: Call) -> dict[str, str]:
    """Issue a consumer key at once; it works once somebody has validated it."""
    if not call.header("x-ovh-application"):
        raise RefusalError(401, "You must send your application key to request new credentials")
    gate.identify_application(call)
    data = call.data()
    rules = read_rules(data.get("accessRules"))
    most = call.sandbox.quirks.most_rules
    if most and len(rules) > most:
        raise errors.bad_request(f"[accessRules] At most {most} rules can be asked for")
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
    if call.who.credential is None:
        raise errors.not_signed_in()
    return credential_shape(call, call.who.credential)


@routes("GET", "/auth/details", ruled=False)
def details(call: Call) -> dict[str, Any]:
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
    return {"token": new_key(64)}


def read_rules(sent: object) -> tuple[Rule, ...]:
    """``accessRules`` as sent, kept to the letter. Refuses what is no list of rules."""
    if not isinstance(sent, list):
        raise errors.bad_request("[accessRules] Mandatory field is missing")
    return tuple(_rule(item) for item in sent)


def read_addresses(sent: object) -> tuple[str, ...] | None:
    """``allowedIPs`` as blocks: mask added, host bits cleared, duplicates gone; None for any."""
    if not sent:
        return None
    if not isinstance(sent, list) or not all(isinstance(block, str) for block in sent):
        raise errors.bad_request("[allowedIPs] Given data is not valid for type ipBlock[]")
    try:
        blocks = [str(ip_network(block, strict=False)) for block in sent]
    except ValueError:
        message = "[allowedIPs] Given data is not valid for type ipBlock"
        raise errors.bad_request(message) from None
    return tuple(dict.fromkeys(blocks))


def _rule(item: object) -> Rule:
    match item:
        case {"method": str(method), "path": str(path)} if method in set(Method) and path:
            return method, path
    raise errors.bad_request("[accessRules] Given data is not valid for type auth.AccessRule")
