"""From an error body in either shape to the error class that names the cause (api 2.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from credentials.core import (
    DENIED_BY_CREDENTIAL,
    DENIED_BY_IAM,
    ApiError,
    BadRequest,
    Conflict,
    Forbidden,
    NotFound,
    NotGranted,
    Sentence,
    coded,
    entry_of_answer,
    gettext_noop,
    say,
)
from credentials.ovhcloud.client.call import Call
from credentials.ovhcloud.client.scrub import Scrubber

_ADD_IAM_POLICY = coded(
    "api.add-iam-policy",
    gettext_noop("Add a policy that names the caller's identity and allows this."),
)
_CALL_WITHOUT_IAM_POLICY = coded(
    "api.call-without-iam-policy", gettext_noop("No IAM policy allows %(call)s.")
)
_IAM_ACTIONS_MISSING = coded(
    "api.iam-actions-missing",
    gettext_noop("No IAM policy grants %(actions)s, which %(call)s needs."),
)
_ADD_IAM_ACTIONS = coded(
    "api.add-iam-actions",
    gettext_noop("Add %(actions)s to a policy that names the caller's identity."),
)


def refused(
    body: Mapping[str, object], call: Call, *, status: int, query_id: str, scrub: Scrubber
) -> ApiError:
    """The error for a refusal; of its text nothing is kept but the code and the action names."""
    code, class_name = scrub.code(body.get("errorCode")), scrub.class_name(body.get("class"))
    message = _text(body.get("message"))
    kind = entry_of_answer(status, code=code, class_name=class_name, message=message).error
    sentence, next_step = _words(kind, call, status=status, denied=_denied_by_iam(body, scrub))
    return kind(
        sentence,
        next_step=next_step,
        status=status,
        query_id=query_id,
        code=code or class_name,
        **call.name,
    )


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
        step = _ADD_IAM_POLICY
        return say(_CALL_WITHOUT_IAM_POLICY, call=str(call)), say(step)
    template = _IAM_ACTIONS_MISSING
    step = _ADD_IAM_ACTIONS
    return say(template, actions=actions, call=str(call)), say(step, actions=actions)


_TEMPLATES: Final[dict[tuple[type[ApiError], int], str]] = {
    (NotGranted, 0): coded(
        "api.call-not-granted", gettext_noop("The key's rights do not allow %(call)s.")
    ),
    (Forbidden, 0): coded(
        "api.call-forbidden", gettext_noop("OVHcloud forbids %(call)s and does not say why.")
    ),
    (BadRequest, 404): coded(
        "api.call-without-route", gettext_noop("This endpoint has no route for %(call)s.")
    ),
    (BadRequest, 0): coded(
        "api.call-not-usable", gettext_noop("OVHcloud could not use %(call)s (status %(status)d).")
    ),
    (NotFound, 0): coded(
        "api.call-object-unknown",
        gettext_noop("OVHcloud does not know what %(call)s asks for; it may be gone."),
    ),
    (Conflict, 460): coded(
        "api.call-object-expired", gettext_noop("What %(call)s is about has expired at OVHcloud.")
    ),
}


def _denied_by_iam(body: Mapping[str, object], scrub: Scrubber) -> tuple[str, ...] | None:
    """The actions no policy grants; none at all when it was not IAM that refused (api 2.5)."""
    details = body.get("details")
    if not isinstance(details, dict) or details.get(DENIED_BY_CREDENTIAL):
        return None
    by_iam = details.get(DENIED_BY_IAM)
    return scrub.actions(by_iam) if isinstance(by_iam, str) else None


def _text(message: object) -> str:
    return message[:500] if isinstance(message, str) else ""
