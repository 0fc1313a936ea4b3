"""One entry of the table of OVHcloud's refusals."""

from __future__ import annotations

from dataclasses import dataclass

from credentials.core.api_error_classes import ApiError, Unavailable
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


def unavailable(
    refusal: Refusal, status: int, *, class_name: str, message: str, patterns: tuple[str, ...] = ()
) -> ApiErrorEntry:
    """A refusal by a fault on OVHcloud's side."""
    return ApiErrorEntry(
        refusal=refusal,
        error=Unavailable,
        status=status,
        class_name=class_name,
        message=message,
        patterns=patterns,
    )
