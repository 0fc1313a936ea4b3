"""Refusals: one exception, with the old and the new body of OVHcloud's errors (api 2.5)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from credentials.core import (
    API_ERRORS,
    DENIED_BY_CREDENTIAL,
    DENIED_BY_IAM,
    Refusal,
    entry_of_status,
)

#: What is said of a field, after its name in brackets.
MISSING_FIELD = "Mandatory field is missing"
OUTSIDE_ENUMERATION = "Given data does not belong to the enumeration"


class RefusalError(Exception):
    """A refused call: ``code`` is the old errorCode, ``cls`` the new class (by status)."""

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
        self.cls = cls or _class_of(status)
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


def refusal(
    known: Refusal, message: str = "", *, details: dict[str, Any] | None = None
) -> RefusalError:
    """A refusal as the table of errors has it; ``message`` where it is not the usual one."""
    entry = API_ERRORS[known]
    return RefusalError(
        entry.status,
        message or entry.message,
        code=entry.code,
        cls=entry.class_name,
        details=details,
    )


def of_status(status: int) -> RefusalError:
    """The refusal that stands for a status in general."""
    entry = entry_of_status(status)
    return refusal(entry.refusal) if entry else RefusalError(status, "Refused")


def of_code(code: str) -> RefusalError:
    """The refusal that an errorCode stands for; forbidden where none does."""
    refusals = (entry.refusal for entry in API_ERRORS.values() if entry.code == code)
    return refusal(next(refusals, Refusal.FORBIDDEN))


def not_signed_in() -> RefusalError:
    """401 for a call without credentials."""
    return refusal(Refusal.NOT_SIGNED_IN)


def invalid_key() -> RefusalError:
    """403 for an application key that is unknown."""
    return refusal(Refusal.APPLICATION_KEY)


def credential_not_valid() -> RefusalError:
    """403 for a consumer key that is pending, refused or expired."""
    return refusal(Refusal.CREDENTIAL_NOT_VALID)


def invalid_signature() -> RefusalError:
    """400 for a signature that fits no URL."""
    return refusal(Refusal.SIGNATURE)


def out_of_time() -> RefusalError:
    """400 for a timestamp outside the window."""
    return refusal(Refusal.CLOCK)


def not_granted() -> RefusalError:
    """403 for a call that no rule of the key covers."""
    return refusal(Refusal.RULES)


def denied_by_iam(*actions: str) -> RefusalError:
    """No policy grants ``actions`` (api 2.5: the details name them)."""
    details = {DENIED_BY_CREDENTIAL: "", DENIED_BY_IAM: ",".join(actions)}
    return refusal(Refusal.IAM, details=details)


def forbidden(message: str) -> RefusalError:
    """403 for any other reason."""
    return refusal(Refusal.FORBIDDEN, message)


def invalid_url() -> RefusalError:
    """404 for a path that is no route."""
    return refusal(Refusal.NO_ROUTE)


def not_found(message: str = "") -> RefusalError:
    """404 for an object that is not there, or not the caller's."""
    return refusal(Refusal.NOT_FOUND, message)


def no_such_service() -> RefusalError:
    """404 for a service that is not there, or not the caller's."""
    return refusal(Refusal.NO_SERVICE)


def bad_request(message: str = "") -> RefusalError:
    """400 for a request that cannot be used."""
    return refusal(Refusal.BAD_REQUEST, message)


def not_played() -> RefusalError:
    """501 for a route whose meaning the sandbox does not know."""
    return refusal(Refusal.NOT_IMPLEMENTED, "The sandbox does not play this route")


def bad_field(name: str, problem: str) -> RefusalError:
    """400 for a field or a parameter that cannot be used."""
    return bad_request(f"[{name}] {problem}")


def wrong_type(type_name: str) -> str:
    """What is said of a field whose value is not of its type."""
    return f"Given data is not valid for type {type_name}"


def _class_of(status: int) -> str:
    entry = entry_of_status(status) or API_ERRORS[Refusal.BAD_REQUEST]
    return entry.class_name


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Resource Expired" if status == 460 else "Error"
