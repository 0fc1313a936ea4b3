"""What other services refuse between OVHcloud's calls: ``https://acme-v02… "POST /acme" 403``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from credentials.rights.refusals.error_text import ErrorText, is_foreign_host

_METHODS: Final = r"\b(?:GET|POST|PUT|PATCH|DELETE|HEAD)\b"
#: A line that may be such a call and its answer.
_REQUEST: Final = re.compile(
    rf"{_METHODS}[^\n]{{0,400}}\bhttps?://|\bhttps?://[^\n]{{0,400}}{_METHODS}"
)
_STATUS: Final = re.compile(r"(?<!\d)[45]\d\d(?!\d)")
#: The first line of a request, and the host that it names itself or in a header below.
_REQUEST_LINE: Final = re.compile(rf"{_METHODS} /\S{{0,2000}} HTTP/\d")
_HOST: Final = re.compile(r"(?:\\n|\b)host: ?([\w.-]{1,200})", re.IGNORECASE)
_MOST_HEADERS: Final = 12


def without_other_hosts(above: str, below: str) -> tuple[str, str, str]:
    """What stands above and below a call without what other hosts refused, and the latter, as far
    as it is below and no other try went well."""
    kept = [line for line in above.split("\n") if not _is_refused_elsewhere(line)]
    lines = below.split("\n")
    place = 0
    for number, line in enumerate(lines):
        request = lines[number : number + _MOST_HEADERS]
        if _is_refused_elsewhere(line) or _is_asked_elsewhere(request):
            after = below[place + len(line) :]
            elsewhere = "" if ErrorText(after).is_fine else below[place:]
            return "\n".join(kept), below[:place], elsewhere
        place += len(line) + 1
    return "\n".join(kept), below, ""


def _is_refused_elsewhere(line: str) -> bool:
    if not (_STATUS.search(line) and _REQUEST.search(line)):
        return False
    error = ErrorText(line)
    return error.is_foreign and error.status > 0


def _is_asked_elsewhere(lines: Sequence[str]) -> bool:
    """Whether a request to another host begins with the first line, and is refused below."""
    if not _REQUEST_LINE.search(lines[0]):
        return False
    others = takewhile(lambda line: not _REQUEST_LINE.search(line), lines[1:])
    request = "\n".join([lines[0], *others])
    host = _HOST.search(request)
    is_foreign = host is not None and is_foreign_host(host[1].lower())
    return is_foreign and ErrorText(request).status > 0
