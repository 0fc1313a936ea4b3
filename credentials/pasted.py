"""What people paste: trimmed, then checked, and never repeated back when it is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from credentials.errors import SecretFormatError
from credentials.sentences import Sentence, gettext_noop, say

_KEY = re.compile(r"[A-Za-z0-9._-]{8,128}", re.ASCII)
_SPACES = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())
_BLANKS = _SPACES + "\ufeff\u200b\u200c\u200d\u2060\u00ad"

_NAMES = {
    "application_key": r"app(?:lication)?[ _-]?key",
    "application_secret": r"app(?:lication)?[ _-]?secret",
    "consumer_key": r"consumer[ _-]?key",
    "endpoint": r"endpoint",
}
# A name may have a prefix (OVH_, dns_ovh_) and quotes; the value stands behind a = or a :, quoted
# or not, or alone on the next line, as on the page that shows the three values once.
_NAMED = re.compile(
    r"(?<![\w-])[\w-]*?(?:"
    + "|".join(f"(?P<{name}>{spelling})" for name, spelling in _NAMES.items())
    + r")[\"']?[ \t]*(?:(?:=>|:=|=|:)[ \t]*[\"']?(?P<beside>[^\s\"'`,;{}<>]+)"
    + rf"|:?[ \t]*\r?\n[ \t]*(?!{'|'.join(_NAMES.values())})(?P<below>[^\s\"':=,;]+)[ \t]*\r?$)",
    re.ASCII | re.IGNORECASE | re.MULTILINE,
)
_SECTION = re.compile(r"^[ \t]*\[[ \t]*([^\]\n\"{]*?)[ \t]*\][ \t]*\r?$", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?:#|;|//).*$", re.MULTILINE)
_HEADS = ("", "default")
_LONGEST_TEXT = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The values a text holds; those it does not hold are empty.

    ``names_endpoint`` says that a line names the endpoint, rather than the section's title alone.
    """

    application_key: str = ""
    application_secret: str = field(default="", repr=False)
    consumer_key: str = field(default="", repr=False)
    endpoint: str = ""
    names_endpoint: bool = False

    @property
    def count(self) -> int:
        """How many of the three keys are there."""
        return sum(map(bool, (self.application_key, self.application_secret, self.consumer_key)))


def read(text: str) -> Found:
    """The keys in an ``ovh.conf``, in shell or dotenv lines, in JSON, or as their page shows them.

    The first of each counts. Of several sections the one is read that the file names as its
    endpoint, else the first with the most of the three. Raises ``SecretFormatError`` for a text
    that is too long to be one of these.
    """
    if len(text) > _LONGEST_TEXT:
        raise SecretFormatError(
            say(gettext_noop("This is too much text for three keys: more than 200 000 characters."))
        )
    sections = list(_sections(_COMMENT.sub("", text)))
    heads = [found.endpoint for name, found in sections if name in _HEADS and found.endpoint]
    _, found = max(sections, key=lambda section: (section[0] in heads[:1], section[1].count))
    endpoint = found.endpoint or "".join(heads[:1])
    is_named = found.names_endpoint or endpoint in heads
    return replace(found, endpoint=endpoint, names_endpoint=is_named)


def clean_key(text: str, *, name: str) -> str:
    """A key or secret without the blanks around it: 8 to 128 of A-Z a-z 0-9 . _ - (api 1.5).

    ``name`` is what the field is called on the page. Raises ``SecretFormatError``, whose sentence
    says what is wrong and never holds the value.
    """
    value = text.strip(_BLANKS)
    if not value:
        raise SecretFormatError(say(gettext_noop("The %(name)s is empty."), name=name))
    if _KEY.fullmatch(value):
        return value
    raise SecretFormatError(_complaint(value, name))


def _sections(text: str) -> Iterator[tuple[str, Found]]:
    """The text before any ``[section]``, then each section with its name, which may be a region."""
    head, *rest = _SECTION.split(text)
    yield "", _values(head)
    for name, body in zip(rest[::2], rest[1::2], strict=True):
        found = _values(body)
        yield name, found if found.endpoint or name in _HEADS else replace(found, endpoint=name)


def _values(text: str) -> Found:
    values: dict[str, str] = {}
    for match in _NAMED.finditer(text):
        name = next(name for name in _NAMES if match[name])
        values.setdefault(name, match["beside"] or match["below"])
    return Found(**values, names_endpoint="endpoint" in values)


def _complaint(value: str, name: str) -> Sentence:
    if not 8 <= len(value) <= 128:
        return say(
            gettext_noop("The %(name)s has %(length)s characters; such keys have 8 to 128."),
            name=name,
            length=len(value),
        )
    stray = next(index for index, sign in enumerate(value, 1) if not _KEY.fullmatch(sign * 8))
    return say(
        gettext_noop(
            "The %(name)s has a character at place %(place)s that no such key has. "
            "Keys are made of letters, digits, dots, hyphens and underscores: copy it again."
        ),
        name=name,
        place=stray,
    )
