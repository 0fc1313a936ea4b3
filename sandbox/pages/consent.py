"""The validation page: accept or refuse a request, and for how long (api 3.1)."""

from __future__ import annotations

from dataclasses import replace

from sandbox.pages import sign_in
from sandbox.pages.page_request import PageRequest, is_web_address, message, page, redirect
from sandbox.pages.validity import VALIDITIES, expiry_after
from sandbox.state.records import Credential
from sandbox.wire import Response


def show(visit: PageRequest) -> Response:
    """The page of the request named by ``credentialToken``, and its answer.

    A request that is not there is a 404, one that is not open a 410.
    """
    token = visit.query().get("credentialToken", [""])[0]
    credential = visit.world.credential_of_token(token)
    if credential is None or not _is_open(visit, credential):
        return _closed(visit, credential)
    if not visit.identity:
        return sign_in.ask(visit)
    if visit.is_post and visit.field("answer") in ("accept", "refuse"):
        return _decided(visit, credential)
    return _form(visit, credential)


def decide(visit: PageRequest, credential: Credential, *, accepted: bool) -> Credential:
    """The credential as the person signed in decided; kept in the world."""
    account, _, user = visit.identity.partition("/")
    decided = replace(
        credential,
        account=account,
        user=user,
        status="validated" if accepted else "refused",
        expiration=expiry_after(visit.field("validity"), visit.state.clock.now()),
    )
    visit.world.keep(decided)
    return decided


def _form(visit: PageRequest, credential: Credential) -> Response:
    return page(
        visit,
        "consent.html",
        title="Give access to your account",
        application=visit.world.applications[credential.application_id],
        rules=credential.rules,
        addresses=credential.allowed_ips,
        validities=VALIDITIES,
        redirection=credential.redirection,
        target=credential.redirection,
    )


def _decided(visit: PageRequest, credential: Credential) -> Response:
    accepted = visit.field("answer") == "accept"
    decided = decide(visit, credential, accepted=accepted)
    redirects = accepted or visit.state.quirks.refusal_redirects
    if redirects and is_web_address(decided.redirection):
        return redirect(decided.redirection + visit.state.quirks.redirect_query)
    title = "Access given" if accepted else "Access refused"
    return message(visit, title, "You can close this page and go back to the application.")


def _is_open(visit: PageRequest, credential: Credential) -> bool:
    lifetime = visit.state.quirks.pending_lifetime
    is_in_time = not lifetime or credential.creation + lifetime > visit.state.clock.now()
    application = visit.world.applications.get(credential.application_id)
    has_application = application is not None and not application.deleted
    return credential.status == "pendingValidation" and is_in_time and has_application


def _closed(visit: PageRequest, credential: Credential | None) -> Response:
    if credential is None:
        return message(visit, "No such request", "This link leads to no request.", status=404)
    text = "It was answered before, it is too old, or its application is gone."
    return message(visit, "This request is closed", text, status=410)
