"""How OVHcloud says no: one exception, both body shapes at once (api 2.5)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

_CLASSES = {
    400: "Client::BadRequest",
    401: "Client::Unauthorized",
    403: "Client::Forbidden",
    404: "Client::NotFound",
    408: "Client::RequestTimeout",
    409: "Client::Conflict",
    429: "Client::TooManyRequests",
    460: "Client::ResourceExpired",
    500: "Server::InternalServerError",
    502: "Server::BadGateway",
    503: "Server::ServiceUnavailable",
    504: "Server::GatewayTimeout",
}


class RefusalError(Exception):
    """A call that gets no: ``code`` is the old errorCode, ``cls`` the new class (by status)."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str = "",
        cls: str = "",
        details: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.cls = cls or _CLASSES.get(status, "Client::BadRequest")
        self.details = details
        self.headers: dict[str, str] = {}

    def body(self, shape: str) -> dict[str, Any]:
        """The JSON body; ``shape`` is ``both``, ``modern`` or ``old``."""
        modern: dict[str, Any] = {"class": self.cls}
        if self.details is not None:
            modern["details"] = self.details
        old = {"httpCode": f"{self.status} {_phrase(self.status)}"}
        if self.code:
            old["errorCode"] = self.code
        shapes = {"modern": modern, "old": old, "both": modern | old}
        return {"message": self.message} | shapes[shape]


def not_signed_in() -> RefusalError:
    return RefusalError(401, "You must login first")


def invalid_key() -> RefusalError:
    return RefusalError(403, "This application key is invalid", code="INVALID_KEY")


def unknown_credential() -> RefusalError:
    return RefusalError(403, "This credential does not exist", code="NOT_CREDENTIAL")


def credential_not_valid() -> RefusalError:
    return RefusalError(403, "This credential is not valid", code="INVALID_CREDENTIAL")


def invalid_signature() -> RefusalError:
    return RefusalError(400, "Invalid signature", code="INVALID_SIGNATURE")


def out_of_time() -> RefusalError:
    return RefusalError(400, "Query out of time", code="QUERY_TIME_OUT")


def not_granted() -> RefusalError:
    return RefusalError(403, "This call has not been granted", code="NOT_GRANTED_CALL")


def denied_by_iam(*actions: str) -> RefusalError:
    """No policy grants ``actions`` (api 2.5: the details name them)."""
    details = {
        "unauthorizedActionsByAuthentication": "",
        "unauthorizedActionsByIAM": ",".join(actions),
    }
    return RefusalError(403, "User not granted for this request", details=details)


def forbidden(message: str) -> RefusalError:
    return RefusalError(403, message, code="FORBIDDEN")


def invalid_url() -> RefusalError:
    return RefusalError(404, "Got an invalid (or empty) URL", code="NOT_FOUND")


def not_found(message: str = "The requested object does not exist") -> RefusalError:
    return RefusalError(404, message, code="NOT_FOUND")


def no_such_service() -> RefusalError:
    return RefusalError(404, "This service does not exist", code="NOT_FOUND")


def bad_request(message: str, cls: str = "") -> RefusalError:
    return RefusalError(400, message, code="BAD_REQUEST", cls=cls)


def of_code(code: str) -> RefusalError:
    """The refusal that an errorCode stands for."""
    makers = (invalid_key, unknown_credential, credential_not_valid, not_granted)
    known = {refusal.code: refusal for refusal in (make() for make in makers)}
    return known.get(code) or forbidden("This credential cannot be used from this address")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Resource Expired" if status == 460 else "Error"
