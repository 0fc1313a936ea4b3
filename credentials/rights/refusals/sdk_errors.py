"""The exceptions of OVHcloud's SDKs in Python and C#, by what their names tell (api 2.6)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from credentials.core import Refusal

_REFUSALS: Final[Mapping[str, Refusal]] = {
    "notgrantedcall": Refusal.RULES,
    "notcredential": Refusal.UNKNOWN_CREDENTIAL,
    "invalidkey": Refusal.APPLICATION_KEY,
    "invalidcredential": Refusal.CREDENTIAL_NOT_VALID,
    "forbidden": Refusal.FORBIDDEN,
    "resourcenotfound": Refusal.NOT_FOUND,
    "badparameters": Refusal.BAD_REQUEST,
    "resourceconflict": Refusal.CONFLICT,
    "serviceexpired": Refusal.RESOURCE_EXPIRED,
    "resourceexpired": Refusal.RESOURCE_EXPIRED,
    "stalerequest": Refusal.CLOCK,
}
_EXCEPTION: Final = re.compile(
    rf"\b(?:ovh(?:\.api)?\.exceptions\.({'|'.join(_REFUSALS)})(?:error|exception)?"
    r"|(notgrantedcall|notcredential|invalidcredential|badparameters|resource(?:notfound|conflict"
    r"|expired)|serviceexpired|invalidkey(?=:))(?:error|exception)?)\b"
)

#: python-ovh's class for all that it does not know, without the words that it prints behind it.
_WITHOUT_WORDS: Final = re.compile(r"\bapierror(?:\(\))?[ \t]*:?[ \t]*$", re.MULTILINE)


def names_no_reason(lowered: str) -> bool:
    """Whether a text, in lower case, ends a line with an exception that may mean anything."""
    return _WITHOUT_WORDS.search(lowered) is not None


def refusal_of_exception(lowered: str) -> Refusal | None:
    """What the last exception tells that a text, in lower case, names."""
    names = [match[1] or match[2] for match in _EXCEPTION.finditer(lowered)]
    return _REFUSALS[names[-1]] if names else None
