"""Every refusal of api 2.5, in both body shapes: its class, its sentence, its query id."""

from __future__ import annotations

import pytest

from credentials import core
from credentials.core import ApiError
from tests.credentials.ovhcloud.client.conftest import IMPATIENT, ClientMaker
from tests.credentials.ovhcloud.client.scripted import Scripted, http, refusal

TIME = http(200, 1_800_000_000)
CASES = [
    (403, "INVALID_KEY", "This application key is invalid", core.InvalidApplicationKey),
    (403, "INVALID_KEY", "Invalid application key", core.InvalidApplicationKey),
    (403, "NOT_CREDENTIAL", "This credential does not exist", core.UnknownCredential),
    (403, "INVALID_CREDENTIAL", "This credential is not valid", core.CredentialNotValid),
    (400, "INVALID_SIGNATURE", "Invalid signature", core.InvalidSignature),
    (400, "QUERY_TIME_OUT", "Query out of time", core.ClockOff),
    (403, "NOT_GRANTED_CALL", "This call has not been granted", core.NotGranted),
    (401, "", "You must login first", core.NotSignedIn),
    (403, "FORBIDDEN", "This one is not for you", core.Forbidden),
    (404, "", "This service does not exist", core.NotFound),
    (404, "", "This credential does not exist", core.NotFound),
    (409, "", "Busy", core.Conflict),
    (460, "", "Unpaid", core.Conflict),
    (471, "", "Log in again", core.NotSignedIn),
    (400, "", "Wrong parameter", core.BadRequest),
    (404, "", "Got an invalid (or empty) URL", core.BadRequest),
]


@pytest.mark.parametrize(("status", "code", "message", "kind"), CASES)
@pytest.mark.parametrize("shape", ["old", "new", "third segment"])
def test_each_refusal_has_its_class(
    ask: ClientMaker,
    scripted: Scripted,
    status: int,
    code: str,
    message: str,
    kind: type[ApiError],
    shape: str,
) -> None:
    bodies = {
        "old": refusal(status, message, code=code or "X"),
        "new": refusal(status, message, cls="Client::Any"),
        "third segment": refusal(status, message, cls=f"Client::Any::{code or 'Other'}"),
    }
    body = bodies[shape]
    scripted.answers = [body, TIME, body] if kind is core.ClockOff else [body]
    error = _error(ask)
    assert type(error) is kind
    assert (error.status, error.query_id) == (status, "EU.test-1.abc")
    assert (error.method, error.path) == ("GET", "/me/api/credential/5")


SENTENCES = [
    (
        refusal(403, "This call has not been granted"),
        "rights do not allow GET /me/api/credential/5.",
    ),
    (
        refusal(403, "Never", code="FORBIDDEN"),
        "forbids GET /me/api/credential/5 and does not say why",
    ),
    (refusal(404, "Gone"), "does not know what GET /me/api/credential/5 asks for"),
    (refusal(404, "Got an invalid (or empty) URL"), "no route for GET /me/api/credential/5."),
    (refusal(400, "Bad"), "could not use GET /me/api/credential/5 (status 400)."),
    (refusal(460, "Unpaid"), "has expired at OVHcloud."),
    (http(503, b"busy"), "answered GET /me/api/credential/5 with status 503."),
    (
        http(429, {}, {"Retry-After": "7"}),
        "asks to wait 7 s before GET /me/api/credential/5.",
    ),
    (http(302, b"", {"Location": "http://example.com/"}), "redirects GET /me/api/credential/5"),
    (http(403, b"<html>denied</html>"), "A web page came back for GET /me/api/credential/5"),
    (http(200, b"<html>hello</html>"), "A web page came back for GET /me/api/credential/5"),
    (http(200, b""), "answer to GET /me/api/credential/5 is empty (status 200)."),
    (http(200, b"{"), "is not one that OVHcloud's API gives (status 200)."),
    (http(403, [1]), "is not one that OVHcloud's API gives (status 403)."),
    (http(200, []), "lacks what it should hold."),
]


@pytest.mark.parametrize(("answer", "part"), SENTENCES)
def test_the_sentence_names_the_call_and_the_cause(
    ask: ClientMaker, scripted: Scripted, answer: bytes, part: str
) -> None:
    scripted.answers = [answer]
    error = _error(ask)
    assert part in str(error)
    assert part in str(error.sentence)


def test_a_denial_by_iam_names_the_actions_that_are_missing(
    ask: ClientMaker, scripted: Scripted
) -> None:
    actions = {"unauthorizedActionsByIAM": "dnsZone:apiovh:record/create,vps:apiovh:get<script>"}
    message = "User not granted for this request"
    scripted.answers = [refusal(403, message, cls="Client::Forbidden", details=actions)]
    error = _error(ask)
    assert isinstance(error, core.NotGranted)
    assert "grants dnsZone:apiovh:record/create, vps:apiovh:getscript, which GET" in str(error)
    assert "dnsZone:apiovh:record/create" in str(error.next_step)


def test_a_denial_by_the_key_itself_is_not_blamed_on_iam(
    ask: ClientMaker, scripted: Scripted
) -> None:
    details = {
        "unauthorizedActionsByAuthentication": "vps:apiovh:get",
        "unauthorizedActionsByIAM": "",
    }
    scripted.answers = [refusal(403, "User not granted for this request", details=details)]
    assert str(_error(ask)) == "The key's rights do not allow GET /me/api/credential/5."


@pytest.mark.parametrize("details", [None, 5, [], {"unauthorizedActionsByIAM": 5}, {}])
def test_unknown_details_of_a_denial_are_ignored(
    ask: ClientMaker, scripted: Scripted, details: object
) -> None:
    scripted.answers = [refusal(403, "Not granted", details=details)]
    assert "rights do not allow" in str(_error(ask))


@pytest.mark.parametrize("body", [b"<h1>not here</h1>", b"", b"null", b"{}", b'{"detail": "x"}'])
def test_a_404_of_a_proxy_is_never_taken_for_an_object_that_is_gone(
    ask: ClientMaker, scripted: Scripted, body: bytes
) -> None:
    scripted.answers = [http(404, body)]
    with pytest.raises(core.Unreadable):
        ask().delete_credential(5)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed(ask: ClientMaker, scripted: Scripted, status: int) -> None:
    location = f"http://127.0.0.1:{scripted.port}/1.0/elsewhere"
    scripted.answers = [http(status, b"moved", {"Location": location})]
    assert isinstance(_error(ask), core.Unreadable)
    assert scripted.targets() == ["GET /1.0/me/api/credential/5"]


def test_a_code_is_kept_and_a_text_never(ask: ClientMaker, scripted: Scripted) -> None:
    scripted.answers = [refusal(409, "see attached", code="SOME_CONFLICT")]
    error = _error(ask)
    assert error.code == "SOME_CONFLICT"
    assert "attached" not in repr(vars(error)) + str(error)


def _error(ask: ClientMaker) -> ApiError:
    with pytest.raises(ApiError) as caught:
        ask(IMPATIENT).credential(5)
    return caught.value
