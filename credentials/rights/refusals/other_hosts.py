"""What other services refuse between OVHcloud's calls: ``https://acme-v02… "POST /acme" 403``."""

from __future__ import annotations

import re
from typing import Final

from credentials.rights.refusals import error_text

#: A line that may be such a call and its answer.
_REQUEST: Final = re.compile(
    r"\b(?:GET|POST|PUT|PATCH|DELETE|HEAD)\b[^\n]{0,400}\bhttps?://"
    r"|\bhttps?://[^\n]{0,400}\b(?:GET|POST|PUT|PATCH|DELETE|HEAD)\b"
)
_STATUS: Final = re.compile(r"(?<!\d)[45]\d\d(?!\d)")


def without_other_hosts(above: str, below: str) -> tuple[str, str, str]:
    """What stands above and below a call without what other hosts refused, and the latter, as far
    as it is below."""
    kept = [line for line in above.split("\n") if not _is_refused_elsewhere(line)]
    place = 0
    for line in below.split("\n"):
        if _is_refused_elsewhere(line):
            return "\n".join(kept), below[:place], below[place:]
        place += len(line) + 1
    return "\n".join(kept), below, ""


def _is_refused_elsewhere(line: str) -> bool:
    if not (_STATUS.search(line) and _REQUEST.search(line)):
        return False
    error = error_text.read(line)
    return error.is_foreign and error.status > 0
