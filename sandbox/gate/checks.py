"""The checks a signed call passes, one function each (api 2.5, 10.3)."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address, ip_network

from credentials.enums import Method
from credentials.rights import AccessRule
from credentials.signing import sign
from sandbox import errors
from sandbox.call import Call, Caller
from sandbox.gate import stars
from sandbox.gate.candidates import candidate_urls
from sandbox.wire import whole
from sandbox.world import Credential, Rule


def application(call: Call) -> None:
    """The application key is known on this endpoint."""
    found = call.world.application_of_key(call.header("x-ovh-application"))
    if found is None:
        raise errors.invalid_key()
    if found.deleted and call.sandbox.quirks.deleted_application == "INVALID_KEY":
        raise errors.invalid_key()
    call.application = found


def credential(call: Call) -> None:
    """The consumer key exists and belongs to the application."""
    found = call.world.credential_of_key(call.header("x-ovh-consumer"))
    if found is None or call.application is None or found.application_id != call.application.id:
        raise errors.of_code(call.sandbox.quirks.unknown_credential)
    call.caller = _caller(call, found)


def timestamp(call: Call) -> None:
    """The timestamp lies within the window around the sandbox's clock."""
    try:
        sent = int(call.header("x-ovh-timestamp"))
    except ValueError:
        raise errors.out_of_time() from None
    if abs(sent - call.sandbox.server_time()) > call.sandbox.quirks.timestamp_window:
        raise errors.out_of_time()


def signature(call: Call) -> None:
    """The signature fits one of the URLs a client may have signed; which one is kept."""
    request, sent = call.request, call.header("x-ovh-signature")
    secret = call.application.secret if call.application else ""
    stamp = call.header("x-ovh-timestamp")
    for name, url in candidate_urls(request, call.sandbox.aliases):
        expected = sign(
            application_secret=secret,
            consumer_key=call.header("x-ovh-consumer"),
            method=request.method,
            url=url,
            body=request.body,
            timestamp=whole(stamp) or 0,
        )
        if sent == expected:
            call.matched_url = name
            return
    raise errors.invalid_signature()


def state(call: Call) -> None:
    """The credential is validated, and its application was not deleted."""
    if call.application is not None and call.application.deleted:
        raise errors.of_code(call.sandbox.quirks.deleted_application)
    held = call.who.credential
    if held is None or held.state(call.now) != "validated":
        raise errors.credential_not_valid()


def address(call: Call) -> None:
    """The call comes from one of the credential's ``allowedIPs``, when it has any."""
    held, quirks = call.who.credential, call.sandbox.quirks
    source = ip_address(call.request.address)
    for blocks in (held.allowed_ips if held else None, quirks.account_addresses):
        if blocks and not any(source in ip_network(block, strict=False) for block in blocks):
            raise errors.of_code(quirks.foreign_address)


def rules(call: Call) -> None:
    """One of the credential's rules covers the method and the path as sent."""
    held = call.who.credential
    if held is None or (call.match and not call.match.route.ruled):
        return
    covers = stars.COVERS[call.sandbox.quirks.middle_star]
    granted = any(
        covers(rule, call.request.method, spelling)
        for rule in _access_rules(held.rules)
        for spelling in _spellings(call)
    )
    if not granted:
        raise errors.not_granted()


def _caller(call: Call, found: Credential) -> Caller:
    urn = f"urn:v1:eu:identity:account:{found.account}"
    if found.user:
        urn = f"urn:v1:eu:identity:user:{found.account}/{found.user}"
    return Caller(
        account=found.account,
        method="user" if found.user else "account",
        identities=(urn,),
        credential=found,
        application=call.application,
        user=found.user,
    )


def _spellings(call: Call) -> tuple[str, ...]:
    if call.version == "v1":
        return (call.path,)
    by_quirk = {"prefixed": (f"/v2{call.path}",), "bare": (call.path,)}
    return by_quirk.get(call.sandbox.quirks.v2_rules, (f"/v2{call.path}", call.path))


@lru_cache(maxsize=4096)
def _access_rules(pairs: tuple[Rule, ...]) -> tuple[AccessRule, ...]:
    return tuple(AccessRule(Method(method), path) for method, path in pairs)
