"""From an error body in either shape to the error class that names the cause (api 2.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from credentials.client.call import Call
from credentials.client.scrub import Scrubber
from credentials.errors import (
    ApiError,
    BadRequest,
    ClockOff,
    Conflict,
    CredentialNotValid,
    Forbidden,
    InvalidApplicationKey,
    InvalidSignature,
    NotFound,
    NotGranted,
    NotSignedIn,
    UnknownCredential,
)
from credentials.sentences import Sentence, gettext_noop, say

_BY_CODE: Final[dict[str, type[ApiError]]] = {
    "INVALID_KEY": InvalidApplicationKey,
    "NOT_CREDENTIAL": UnknownCredential,
    "INVALID_CREDENTIAL": CredentialNotValid,
    "NOT_GRANTED_CALL": NotGranted,
    "INVALID_SIGNATURE": InvalidSignature,
    "QUERY_TIME_OUT": ClockOff,
}
_BY_MESSAGE: Final[tuple[tuple[str, type[ApiError]], ...]] = (
    ("application key is invalid", InvalidApplicationKey),
    ("invalid application key", InvalidApplicationKey),
    ("credential does not exist", UnknownCredential),
    ("credential is not valid", CredentialNotValid),
    ("not been granted", NotGranted),
    ("not granted", NotGranted),
    ("invalid signature", InvalidSignature),
    ("out of time", ClockOff),
    ("query time out", ClockOff),
    ("must login first", NotSignedIn),
)
_BY_STATUS: Final[dict[int, type[ApiError]]] = {
    401: NotSignedIn,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    460: Conflict,
    471: NotSignedIn,
}
#: Where a code or a message speaks about the caller; elsewhere it speaks about the object.
_ABOUT_THE_CALLER: Final = frozenset({400, 401, 403})
_NO_ROUTE: Final = "invalid (or empty) url"


def refused(
    body: Mapping[str, object], call: Call, *, status: int, query_id: str, scrub: Scrubber
) -> ApiError:
    """The error for a refusal; of its text nothing is kept but the code and the action names."""
    code, class_name = scrub.code(body.get("errorCode")), scrub.class_name(body.get("class"))
    message = _lowered(body.get("message"))
    kind = _kind(status, {code, class_name.rpartition("::")[2].upper()}, message)
    sentence, next_step = _words(kind, call, status=status, denied=_denied_by_iam(body, scrub))
    return kind(
        sentence,
        next_step=next_step,
        status=status,
        query_id=query_id,
        code=code or class_name,
        **call.name,
    )


def _kind(status: int, codes: set[str], message: str) -> type[ApiError]:
    if status == 404 and _NO_ROUTE in message:
        return BadRequest
    if status in _ABOUT_THE_CALLER:
        named = (kind for code, kind in _BY_CODE.items() if code in codes)
        meant = (kind for text, kind in _BY_MESSAGE if text in message)
        found = next(named, None) or next(meant, None)
        if found:
            return found
    return _BY_STATUS.get(status, BadRequest)


def _words(
    kind: type[ApiError], call: Call, *, status: int, denied: Sequence[str] | None
) -> tuple[Sentence | None, Sentence | None]:
    """The sentence and the next step, where more is known than the class can say."""
    if kind is NotGranted and denied is not None:
        return _iam_words(call, ", ".join(denied))
    template = _TEMPLATES.get((kind, status)) or _TEMPLATES.get((kind, 0))
    return (say(template, call=str(call), status=status) if template else None), None


def _iam_words(call: Call, actions: str) -> tuple[Sentence, Sentence]:
    if not actions:
        step = gettext_noop("Add a policy that names the caller's identity and allows this.")
        return say(gettext_noop("No IAM policy allows %(call)s."), call=str(call)), say(step)
    template = gettext_noop("No IAM policy grants %(actions)s, which %(call)s needs.")
    step = gettext_noop("Add %(actions)s to a policy that names the caller's identity.")
    return say(template, actions=actions, call=str(call)), say(step, actions=actions)


_TEMPLATES: Final[dict[tuple[type[ApiError], int], str]] = {
    (NotGranted, 0): gettext_noop("The key's rights do not allow %(call)s."),
    (Forbidden, 0): gettext_noop("OVHcloud forbids %(call)s and does not say why."),
    (BadRequest, 404): gettext_noop("This endpoint has no route for %(call)s."),
    (BadRequest, 0): gettext_noop("OVHcloud could not use %(call)s (status %(status)d)."),
    (NotFound, 0): gettext_noop("OVHcloud does not know what %(call)s asks for; it may be gone."),
    (Conflict, 460): gettext_noop("What %(call)s is about has expired at OVHcloud."),
}


def _denied_by_iam(body: Mapping[str, object], scrub: Scrubber) -> tuple[str, ...] | None:
    """The actions no policy grants; none at all when it was not IAM that refused (api 2.5)."""
    details = body.get("details")
    if not isinstance(details, dict) or details.get("unauthorizedActionsByAuthentication"):
        return None
    by_iam = details.get("unauthorizedActionsByIAM")
    return scrub.actions(by_iam) if isinstance(by_iam, str) else None


def _lowered(message: object) -> str:
    return message[:500].lower() if isinstance(message, str) else ""
