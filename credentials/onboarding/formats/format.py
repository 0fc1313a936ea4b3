"""A format: a text with blanks for each kind of credential, filled in and read back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from credentials.core import (
    EntryKind,
    InputError,
    NotAllowedError,
    Sentence,
    gettext_noop,
    say,
)
from credentials.onboarding.formats.credential import NAMES, Credential, unsafe, variable
from credentials.onboarding.formats.syntax import Syntax
from credentials.rights import Source

_PARTS: Final = {
    "endpoint",
    "api_root",
    "token_url",
    *(name for of in NAMES.values() for name in of),
}
_BLANK: Final = re.compile(f"<({'|'.join(sorted(_PARTS))})>")
_DOTS: Final = "•" * 8
_ALONE: Final = gettext_noop(
    "%(tool)s needs a consumer key, or a service account: an application alone opens nothing."
)
_ALONE_WITHOUT_OAUTH2: Final = gettext_noop(
    "%(tool)s needs a consumer key: an application alone opens nothing."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """``name`` is what the log and the command line call it, ``tool`` what people do.

    ``texts`` are the files by kind of entry; a blank is the name of a part in angle brackets, and
    is filled with a literal of ``syntax``. ``place`` is where the tool looks for ``file``,
    ``next_step`` what to do with it. ``no_oauth2`` is why a service account has no text.
    ``recipe`` is how the slugs of the tool's recipes begin. ``holds`` narrows what the syntax can
    write to what the tool takes.
    """

    name: str
    tool: str
    file: str
    place: str
    next_step: str
    syntax: Syntax
    texts: Mapping[EntryKind, str]
    source: Source
    no_oauth2: str = ""
    recipe: str = ""
    holds: Callable[[str], bool] | None = None

    @property
    def takes_oauth2(self) -> bool:
        """Whether the tool can use a service account."""
        return EntryKind.SERVICE_ACCOUNT in self.texts

    def refusal(self, kind: EntryKind) -> NotAllowedError | None:
        """Why there is no such file for a kind of entry, or None."""
        if kind in self.texts:
            return None
        return NotAllowedError(self._reason(kind), next_step=say(gettext_noop("Choose another.")))

    def render(self, credential: Credential) -> str:
        """The file. It was read back before it is returned, and said the same.

        Raises ``NotAllowedError`` where the tool cannot use this kind, and ``UnsafeValueError``.
        """
        text, parts = self._text_for(credential), credential.parts
        rendered = _BLANK.sub(lambda blank: self.syntax.quote(parts[blank[1]]), text)
        if self.read(rendered) != {name: parts[name] for name in _BLANK.findall(text)}:
            raise unsafe("credential", self.tool)
        return rendered

    def preview(self, credential: Credential) -> str:
        """The file with dots for every value that is empty: nobody has opened a secret for it."""
        text, parts = self._text_for(credential), credential.parts
        dots = self.syntax.quote("x").replace("x", _DOTS)
        return _BLANK.sub(
            lambda blank: self.syntax.quote(parts[blank[1]]) if parts[blank[1]] else dots, text
        )

    def read(self, text: str) -> dict[str, str]:
        """The parts that a file of this format holds. Raises ``InputError`` for another text."""
        for pattern in map(self._pattern, self.texts.values()):
            if match := pattern.fullmatch(text):
                literals = match.groupdict()
                return {name: self.syntax.unquote(value) for name, value in literals.items()}
        raise InputError(say(gettext_noop("This is no file for %(tool)s."), tool=self.tool))

    def _pattern(self, text: str) -> re.Pattern[str]:
        return _reader(text, self.syntax.literal)

    def _text_for(self, credential: Credential) -> str:
        if refusal := self.refusal(credential.kind):
            raise refusal
        text, holds = self.texts[credential.kind], self.holds or self.syntax.holds
        for name in _BLANK.findall(text):
            if (value := credential.parts[name]) and not holds(value):
                raise unsafe(name, self.tool)
        return text

    def _reason(self, kind: EntryKind) -> Sentence:
        alone = _ALONE if self.takes_oauth2 else _ALONE_WITHOUT_OAUTH2
        words = self.no_oauth2 if kind == EntryKind.SERVICE_ACCOUNT else alone
        return say(words, tool=self.tool)


def lines(line: str, *, head: str = "", tail: str = "") -> dict[EntryKind, str]:
    """The same line for each value of each kind, the endpoint's first.

    In it ``{name}`` is the name of OVHcloud's own file, ``{padded}`` the same as wide as the
    longest of the kind, ``{variable}`` that of the environment.
    """
    return {kind: head + _each(line, ("endpoint", *names)) + tail for kind, names in NAMES.items()}


def _each(line: str, names: Sequence[str]) -> str:
    width = max(map(len, names))
    return "".join(
        line.format(name=name, padded=name.ljust(width), variable=variable(name)) for name in names
    )


@lru_cache(maxsize=256)
def _reader(text: str, literal: str) -> re.Pattern[str]:
    """A text with blanks as a pattern; a blank that comes twice has to say the same twice."""
    pieces, seen = _BLANK.split(text), set[str]()
    pattern = re.escape(pieces[0])
    for name, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        pattern += f"(?P={name})" if name in seen else f"(?P<{name}>{literal})"
        pattern += re.escape(piece)
        seen.add(name)
    return re.compile(pattern, re.DOTALL)
