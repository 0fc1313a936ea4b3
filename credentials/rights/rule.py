"""One access rule, a method and a path (api 3.2), and the question whether rules grant a call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from credentials.enums import Method
from credentials.errors import RuleError
from credentials.rights import wording
from credentials.rights.glob import STAR, matches
from credentials.rights.visible import first_invisible, shown
from credentials.sentences import Sentence, gettext_noop, say

EVERYTHING: Final = "/*"
LONGEST_PATH: Final = 65_536

_VERSIONS = ("/1.0", "/v1")
_SECOND_BRANCH = "/v2"


@dataclass(frozen=True, slots=True, order=True)
class AccessRule:
    """A method and a path, ``*`` in the path standing for any characters.

    ``parse`` checks what a person typed; built directly, a rule is kept as OVHcloud spells it.
    """

    method: Method
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def pattern(self) -> str:
        """The path to match with: OVHcloud's bare ``*`` is ``/*``."""
        return _anchored(self.path)

    @classmethod
    def parse(cls, method: str, path: str) -> AccessRule:
        """The rule that was typed. Raises ``RuleError`` with what is wrong in a sentence.

        Space around the two is not part of them, a bare ``*`` is the API's ``/*``. Anything else
        stays as typed, for ``lint`` to speak about: nothing is corrected into reaching more.
        """
        return cls(_method(method), _path(path))

    def covers(self, method: str, path: str) -> bool:
        """Whether a call is allowed; ``path`` without version prefix and query string.

        A path with stars asks whether everything it describes is allowed. Case matters.
        """
        return self.method == method.upper() and matches(self.pattern, _anchored(path))

    def explain(self) -> Sentence:
        """What the rule allows, in plain words; never less than it does allow."""
        return wording.explain_group(self.path, (self.method,))


def grants(rules: Iterable[AccessRule], method: str, path: str) -> AccessRule | None:
    """The first rule that allows the call, if any.

    ``path`` is the call's own: a version prefix and a query string are set aside here.
    """
    candidates = spellings(path.partition("?")[0])
    covering = (rule for rule in rules if any(rule.covers(method, path) for path in candidates))
    return next(covering, None)


def strip_version(path: str) -> str:
    """``/1.0/me`` and ``/v1/me`` as rules spell them: ``/me``. The ``/v2`` branch stays."""
    head, slash, rest = path[1:].partition("/")
    return f"/{rest}" if slash and f"/{head}" in _VERSIONS else path


def spellings(path: str) -> tuple[str, ...]:
    """The ways a rule may spell the path of a call.

    Which one OVHcloud compares is not known for ``/v2`` routes (api 3.2), so both count.
    """
    bare = strip_version(path)
    if bare.startswith(f"{_SECOND_BRANCH}/"):
        return bare, bare.removeprefix(_SECOND_BRANCH)
    return (bare,)


def from_api(answer: object) -> tuple[AccessRule, ...]:
    """Rules from a list of ``{"method", "path"}``, paths exactly as OVHcloud has them.

    Raises ``RuleError`` on anything of another shape.
    """
    if not isinstance(answer, list):
        raise RuleError(say(gettext_noop("These are no access rules: they come as a list.")))
    return tuple(_from_item(item) for item in answer)


def to_api(rules: Iterable[AccessRule]) -> list[dict[str, str]]:
    """The ``accessRules`` of a consumer-key request."""
    return [{"method": rule.method.value, "path": rule.path} for rule in rules]


def _anchored(path: str) -> str:
    return EVERYTHING if path == STAR else path


def _method(text: str) -> Method:
    try:
        return Method(text.strip().upper())
    except ValueError:
        sentence = gettext_noop(
            "“%(method)s” is no method. A rule has GET, POST, PUT, PATCH or DELETE."
        )
        raise RuleError(say(sentence, method=shown(text.strip()))) from None


def _path(text: str) -> str:
    path = _anchored(text.strip())
    if not path.startswith("/"):
        sentence = gettext_noop("“%(path)s” is no path. A rule's path begins with a slash: /me.")
        raise RuleError(say(sentence, path=shown(path)))
    if len(path) > LONGEST_PATH:
        sentence = gettext_noop("The path %(path)s is longer than 64 KB. No route is.")
        raise RuleError(say(sentence, path=shown(path)))
    if hidden := first_invisible(path):
        sentence = gettext_noop(
            "The path %(path)s has a character that cannot be seen (%(character)s). "
            "Type it again by hand."
        )
        raise RuleError(say(sentence, path=shown(path), character=f"U+{ord(hidden):04X}"))
    return path


def _from_item(item: object) -> AccessRule:
    match item:
        case {"method": str(method), "path": str(path)}:
            return AccessRule(_method(method), path)
    raise RuleError(say(gettext_noop("This is no access rule: it needs a method and a path.")))
