"""What stands before the lines of a log and tells whose they are: a worker, a pod, a request."""

from __future__ import annotations

import re
from typing import Final

#: A time before a tag, as logs begin their lines.
_TIME: Final = r"(?:[^\w\n]{0,3}\d[\d:.,TZ/+-]{3,40}[^\w\n#(\[<]{1,3}){0,4}"
_LEVEL: Final = (
    r"(?:[^\w\n]{0,2}(?:trace|debug|info|notice|warn(?:ing)?|error|err|fatal)\b[\]:| ]{1,3})?"
)
_NAME: Final = r"[\w./:@#-]{1,80}(?: [\w#-]{1,20})?"
#: At the beginning of a line: in brackets, numbered, before a bar, of a pod, a host, a process.
_LEADING: Final = re.compile(
    rf"^{_TIME}{_LEVEL}[ \t]{{0,3}}(?:\[({_NAME})\]|\(({_NAME})\)|<({_NAME})>|#(\d{{1,9}})\b"
    r"|(\d{1,4})[.)](?=[ \t])|([a-z][\w.-]{0,60}\d[\w.-]{0,20}):(?=[ \t])"
    r"|([a-z][\w.]{0,40}-[\w.-]{0,40}\d[\w.-]{0,40})(?=[ \t])"
    r"|(?:[\w:.-]{1,60} ){0,5}([\w.-]{1,40}\[\d{1,9}\]):"
    r"|([\w.()-]{1,60}(?: [\w.()-]{1,40}){0,3})[ \t]{0,20}\|(?!\|)"
    r"|((?:pod|job|task|container|host|node)/[\w./-]{1,80})"
    r"|((?:worker|thread|job|task|req(?:uest)?|conn|w|t|p)[-_ #:]?\d{1,9})[\]):])",
    re.IGNORECASE,
)
#: Anywhere in a line, in a field of its own.
_FIELD: Final = re.compile(
    r"\b(?:worker|thread|goroutine|tid|pid|req(?:uest)?|resp(?:onse)?|rid|span"
    r"|(?:req(?:uest)?|trace|span|correlation|thread|worker|conn|job|task)[_-]?id)"
    r"[\"']?[=:#][ \t]?[\"']?([\w-]{1,60})",
    re.IGNORECASE,
)
_BRACKETED: Final = re.compile(
    r"[\[(](?:worker|thread|job|task|call|req(?:uest)?|conn(?:ection)?|goroutine)[-_ #:]?"
    r"(\w{1,40})[\])]|\b(\w{0,30}(?:worker|thread|process)[-_#]\d{1,9})\b",
    re.IGNORECASE,
)
#: What stands in such places and tells of no worker: levels, methods, statuses, how it went.
_NO_TAG: Final = re.compile(
    r"(?:trace|debug|info|notice|warn(?:ing)?|err(?:or)?|fatal|crit(?:ical)?|ok|n?ok?|ko|fail(?:ed)?"
    r"|pass(?:ed)?|get|post|put|patch|delete|head|[1-5]\d\d|[\d:.,/+tz -]{6,}|[✓✗x])",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"^(\s{0,8})#(\d{1,9})(?=[\s:])", re.MULTILINE)


def numbered_in_brackets(text: str) -> str:
    """The text with ``#1`` at the beginning of a line as ``[1]``: else its line is a remark."""
    return _NUMBERED.sub(r"\1[\2]", text)


def tag_of(line: str) -> str:
    """The tag of a line in lower case; "": none."""
    for expression in (_BRACKETED, _FIELD, _LEADING):
        match = expression.search(line)
        tag = next(filter(None, match.groups()), "").lower() if match else ""
        if tag and not _NO_TAG.fullmatch(tag):
            return tag
    return ""
