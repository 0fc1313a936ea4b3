"""OVHcloud's error vocabulary: every refusal its API is known to give, in one table (api 2.5).

The client reads answers by it, the explainer reads pasted texts by it, and the sandbox answers from
it. An errorCode, an error class or the wording of a refusal stands here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from credentials.core import api_error_classes as errors
from credentials.core.api_error_classes import ApiError
from credentials.core.refusals import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiErrorEntry:
    """One refusal: how OVHcloud gives it, and the error class of ours that it becomes.

    ``code`` is the older errorCode ("" where there is none), ``class_name`` the newer class,
    ``message`` the usual wording. ``patterns`` are lower-case parts of messages that mean this
    refusal whatever its code.
    """

    refusal: Refusal
    error: type[ApiError]
    status: int
    class_name: str
    message: str
    code: str = ""
    patterns: tuple[str, ...] = ()


def _at_fault(
    refusal: Refusal, status: int, *, class_name: str, message: str, patterns: tuple[str, ...] = ()
) -> ApiErrorEntry:
    return ApiErrorEntry(
        refusal=refusal,
        error=errors.Unavailable,
        status=status,
        class_name=class_name,
        message=message,
        patterns=patterns,
    )


#: The surest first: where a text has patterns of two entries, the earlier is meant. The last entry
#: of a status stands for every refusal of this status that no other entry names.
API_ERRORS: Final[dict[Refusal, ApiErrorEntry]] = {
    entry.refusal: entry
    for entry in (
        ApiErrorEntry(
            refusal=Refusal.IAM,
            error=errors.NotGranted,
            status=403,
            class_name="Client::Forbidden",
            message="User not granted for this request",
            patterns=("user not granted", "missing iam permission"),
        ),
        ApiErrorEntry(
            refusal=Refusal.RULES,
            error=errors.NotGranted,
            status=403,
            class_name="Client::Forbidden",
            message="This call has not been granted",
            code="NOT_GRANTED_CALL",
            patterns=("not been granted", "not granted"),
        ),
        ApiErrorEntry(
            refusal=Refusal.APPLICATION_KEY,
            error=errors.InvalidApplicationKey,
            status=403,
            class_name="Client::Forbidden",
            message="This application key is invalid",
            code="INVALID_KEY",
            patterns=("application key is invalid", "invalid application key"),
        ),
        ApiErrorEntry(
            refusal=Refusal.UNKNOWN_CREDENTIAL,
            error=errors.UnknownCredential,
            status=403,
            class_name="Client::Forbidden",
            message="This credential does not exist",
            code="NOT_CREDENTIAL",
            patterns=("credential does not exist",),
        ),
        ApiErrorEntry(
            refusal=Refusal.CREDENTIAL_NOT_VALID,
            error=errors.CredentialNotValid,
            status=403,
            class_name="Client::Forbidden",
            message="This credential is not valid",
            code="INVALID_CREDENTIAL",
            patterns=("credential is not valid",),
        ),
        ApiErrorEntry(
            refusal=Refusal.SIGNATURE,
            error=errors.InvalidSignature,
            status=400,
            class_name="Client::BadRequest",
            message="Invalid signature",
            code="INVALID_SIGNATURE",
            patterns=("invalid signature",),
        ),
        ApiErrorEntry(
            refusal=Refusal.CLOCK,
            error=errors.ClockOff,
            status=400,
            class_name="Client::BadRequest",
            message="Query out of time",
            code="QUERY_TIME_OUT",
            patterns=("query time out", "out of time"),
        ),
        ApiErrorEntry(
            refusal=Refusal.NO_HEADER,
            error=errors.BadRequest,
            status=400,
            class_name="Client::BadRequest",
            message="Missing header X-Ovh-Consumer",
            code="MISSING_HEADER",
            patterns=("missing header x-ovh",),
        ),
        ApiErrorEntry(
            refusal=Refusal.NO_APPLICATION_KEY,
            error=errors.NotSignedIn,
            status=401,
            class_name="Client::Unauthorized",
            message="You must send your application key to request new credentials",
            patterns=("must send your application key",),
        ),
        ApiErrorEntry(
            refusal=Refusal.NO_ROUTE,
            error=errors.BadRequest,
            status=404,
            class_name="Client::NotFound",
            message="Got an invalid (or empty) URL",
            code="NOT_FOUND",
            patterns=("invalid (or empty) url",),
        ),
        ApiErrorEntry(
            refusal=Refusal.NO_SERVICE,
            error=errors.NotFound,
            status=404,
            class_name="Client::NotFound",
            message="This service does not exist",
            code="NOT_FOUND",
            patterns=("service does not exist",),
        ),
        ApiErrorEntry(
            refusal=Refusal.CURSOR_NOT_VALID,
            error=errors.BadRequest,
            status=400,
            class_name="Client::BadRequest::InvalidCursor",
            message="This cursor is not valid",
            code="BAD_REQUEST",
            patterns=("badrequest::invalidcursor", "cursor is not valid"),
        ),
        ApiErrorEntry(
            refusal=Refusal.CURSOR_OF_OTHER_CALL,
            error=errors.BadRequest,
            status=400,
            class_name="Client::BadRequest::CursorParametersConflict",
            message="Parameters changed since this cursor",
            code="BAD_REQUEST",
            patterns=("badrequest::cursorparametersconflict", "changed since this cursor"),
        ),
        ApiErrorEntry(
            refusal=Refusal.RESOURCE_NAME,
            error=errors.BadRequest,
            status=400,
            class_name="Client::BadRequest::INVALID_RESOURCE_URN",
            message="Invalid resource URN",
            code="BAD_REQUEST",
            patterns=("badrequest::invalid_resource_urn", "invalid resource urn"),
        ),
        ApiErrorEntry(
            refusal=Refusal.IDENTITY_NAME,
            error=errors.BadRequest,
            status=400,
            class_name="Client::BadRequest::INVALID_IDENTITY_URN",
            message="Invalid identity URN",
            code="BAD_REQUEST",
            patterns=("badrequest::invalid_identity_urn", "invalid identity urn"),
        ),
        ApiErrorEntry(
            refusal=Refusal.BAD_REQUEST,
            error=errors.BadRequest,
            status=400,
            class_name="Client::BadRequest",
            message="Given data is not valid",
            code="BAD_REQUEST",
        ),
        ApiErrorEntry(
            refusal=Refusal.NOT_SIGNED_IN,
            error=errors.NotSignedIn,
            status=401,
            class_name="Client::Unauthorized",
            message="You must login first",
            patterns=("must login first",),
        ),
        ApiErrorEntry(
            refusal=Refusal.NOT_ALLOWED,
            error=errors.Forbidden,
            status=403,
            class_name="Client::Forbidden",
            message="You are not allowed to do this",
            patterns=("you are not allowed",),
        ),
        ApiErrorEntry(
            refusal=Refusal.FORBIDDEN,
            error=errors.Forbidden,
            status=403,
            class_name="Client::Forbidden",
            message="This credential cannot be used from this address",
            code="FORBIDDEN",
        ),
        ApiErrorEntry(
            refusal=Refusal.NOT_FOUND,
            error=errors.NotFound,
            status=404,
            class_name="Client::NotFound",
            message="The requested object does not exist",
            code="NOT_FOUND",
        ),
        ApiErrorEntry(
            refusal=Refusal.REQUEST_TIMEOUT,
            error=errors.Unavailable,
            status=408,
            class_name="Client::RequestTimeout",
            message="Request timeout",
        ),
        ApiErrorEntry(
            refusal=Refusal.CONFLICT,
            error=errors.Conflict,
            status=409,
            class_name="Client::Conflict",
            message="The object is in another state",
        ),
        ApiErrorEntry(
            refusal=Refusal.TOO_MANY,
            error=errors.RateLimited,
            status=429,
            class_name="Client::TooManyRequests",
            message="Too many requests",
            patterns=("too many requests",),
        ),
        ApiErrorEntry(
            refusal=Refusal.RESOURCE_EXPIRED,
            error=errors.Conflict,
            status=460,
            class_name="Client::ResourceExpired",
            message="This service has expired",
            patterns=("service has expired", "service is expired", "resourceexpired"),
        ),
        ApiErrorEntry(
            refusal=Refusal.SESSION_ENDED,
            error=errors.NotSignedIn,
            status=471,
            class_name="Client::SessionExpired",
            message="Your session has ended",
        ),
        _at_fault(
            Refusal.SERVER_ERROR,
            500,
            class_name="Server::InternalServerError",
            message="Internal server error",
            patterns=("internal server error",),
        ),
        _at_fault(
            Refusal.NOT_IMPLEMENTED,
            501,
            class_name="Server::NotImplemented",
            message="This route is not implemented",
        ),
        _at_fault(
            Refusal.BAD_GATEWAY,
            502,
            class_name="Server::BadGateway",
            message="Bad gateway",
            patterns=("bad gateway",),
        ),
        _at_fault(
            Refusal.UNAVAILABLE,
            503,
            class_name="Server::ServiceUnavailable",
            message="Service unavailable",
            patterns=("service unavailable", "service temporarily unavailable"),
        ),
        _at_fault(
            Refusal.GATEWAY_TIMEOUT,
            504,
            class_name="Server::GatewayTimeout",
            message="Gateway timeout",
            patterns=("gateway timeout", "gateway time-out"),
        ),
    )
}
