"""The checks a signed call passes, one function each (api 2.5, 10.3)."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address, ip_network

from credentials.core import API_ERRORS, Method, Refusal
from credentials.rights import AccessRule
from credentials.signing import sign
from sandbox import errors
from sandbox.call import Call, Caller
from sandbox.gate.candidates import candidate_urls
from sandbox.gate.wildcards import COVERS
from sandbox.state.records import Credential, Rule
from sandbox.wire import whole_number

_INVALID_KEY = API_ERRORS[Refusal.APPLICATION_KEY].code


def application(call: Call) -> None:
    """The application key is known on this endpoint."""
    application = call.world.application_of_key(call.header("x-ovh-application"))
    if application is None:
        raise errors.invalid_key()
    if application.deleted and call.state.quirks.deleted_application == _INVALID_KEY:
        raise errors.invalid_key()
    call.application = application


def credential(call: Call) -> None:
    """The consumer key exists and belongs to the application."""
    named, application = (
        call.world.credential_of_key(call.header("x-ovh-consumer")),
        call.application,
    )
    if named is None or application is None or named.application_id != application.id:
        raise errors.of_code(call.state.quirks.unknown_credential)
    call.caller = _caller(call, named)


def timestamp(call: Call) -> None:
    """The timestamp lies within the window around the sandbox's clock."""
    try:
        sent = int(call.header("x-ovh-timestamp"))
    except ValueError:
        raise errors.out_of_time() from None
    if abs(sent - call.state.server_time()) > call.state.quirks.timestamp_window:
        raise errors.out_of_time()


def signature(call: Call) -> None:
    """The signature is that of one of the URLs a client may have signed; keeps which."""
    request, sent = call.request, call.header("x-ovh-signature")
    secret = call.application.secret if call.application else ""
    stamp = call.header("x-ovh-timestamp")
    for name, url in candidate_urls(request, call.state.aliases):
        expected = sign(
            application_secret=secret,
            consumer_key=call.header("x-ovh-consumer"),
            method=request.method,
            url=url,
            body=request.body,
            timestamp=whole_number(stamp) or 0,
        )
        if sent == expected:
            call.matched_url = name
            return
    raise errors.invalid_signature()


def state(call: Call) -> None:
    """The credential is validated, and its application was not deleted."""
    if call.application is not None and call.application.deleted:
        raise errors.of_code(call.state.quirks.deleted_application)
    credential = call.who.credential
    if credential is None or credential.state(call.now) != "validated":
        raise errors.credential_not_valid()


def address(call: Call) -> None:
    """The call comes from one of the credential's ``allowedIPs``, when it has any."""
    credential, quirks = call.who.credential, call.state.quirks
    source = ip_address(call.request.address)
    for blocks in (credential.allowed_ips if credential else None, quirks.account_addresses):
        if blocks and not any(source in ip_network(block, strict=False) for block in blocks):
            raise errors.of_code(quirks.foreign_address)


def rules(call: Call) -> None:
    """One of the credential's rules covers the method and the path as sent."""
    credential = call.who.credential
    if credential is None or (call.match and not call.match.route.ruled):
        return
    covers = COVERS[call.state.quirks.middle_star]
    granted = any(
        covers(rule, call.method, spelling)
        for rule in _access_rules(credential.rules)
        for spelling in _spellings(call)
    )
    if not granted:
        raise errors.not_granted()


def _caller(call: Call, credential: Credential) -> Caller:
    account, user = credential.account, credential.user
    urn = call.world.urn(f"identity:account:{account}")
    if user:
        urn = call.world.urn(f"identity:user:{account}/{user}")
    return Caller(
        account=account,
        method="user" if user else "account",
        identities=(urn,),
        credential=credential,
        application=call.application,
        user=user,
    )


def _spellings(call: Call) -> tuple[str, ...]:
    if call.version == "v1":
        return (call.path,)
    spellings = {"prefixed": (f"/v2{call.path}",), "both": (f"/v2{call.path}", call.path)}
    return spellings.get(call.state.quirks.v2_rules, (call.path,))


@lru_cache(maxsize=4096)
def _access_rules(pairs: tuple[Rule, ...]) -> tuple[AccessRule, ...]:
    return tuple(AccessRule(Method(method), path) for method, path in pairs)
