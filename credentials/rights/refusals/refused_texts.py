"""Whether a part of a log tells of a refusal, by its status, its words or an error's class."""

from __future__ import annotations

from credentials.core import entry_of_class, entry_of_status, entry_of_text
from credentials.rights.refusals.error_text import ErrorText
from credentials.rights.refusals.sdk_errors import refusal_of_exception
from credentials.rights.refusals.statuses import CAUSES_OF_STATUSES
from credentials.rights.refusals.tool_errors import tool_error_in


def is_refused(text: str) -> bool:
    """Whether a part of a log tells of a refusal."""
    return is_refusal(ErrorText(text))


def is_refusal(error: ErrorText) -> bool:
    """The same of a part that is read already. What is soonest looked for comes first."""
    return (
        any(find(error.text) for find in (entry_of_text, entry_of_class, refusal_of_exception))
        or entry_of_status(error.status) is not None
        or error.status in CAUSES_OF_STATUSES
        or error.is_refused
        or tool_error_in(error.text) is not None
    )
