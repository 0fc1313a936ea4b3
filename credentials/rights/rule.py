"""One access rule, a method and a path (api 3.2), and the question whether rules grant a call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from credentials.core import Method, RuleError, Sentence, gettext_noop, say
from credentials.rights import wording
from credentials.rights.api_versions import rule_path
from credentials.rights.glob import STAR, matches
from credentials.rights.invisible_characters import first_invisible, visible_text
from credentials.rights.rule_problems import no_method, no_path, path_too_long

EVERYTHING: Final = "/*"
LONGEST_PATH: Final = 65_536


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
        return wording.explain_path(self.path, (self.method,))


def granting_rule(rules: Iterable[AccessRule], method: str, path: str) -> AccessRule | None:
    """The first rule that allows the call, if any.

    ``path`` is the call's own: a version prefix and a query string are set aside here.
    """
    bare = rule_path(path.partition("?")[0])
    return next((rule for rule in rules if rule.covers(method, bare)), None)


def rules_from_api(answer: object) -> tuple[AccessRule, ...]:
    """Rules from a list of ``{"method", "path"}``, paths exactly as OVHcloud has them.

    Raises ``RuleError`` on anything of another shape.
    """
    if not isinstance(answer, list):
        raise RuleError(say(gettext_noop("These are no access rules: they come as a list.")))
    return tuple(_from_item(item) for item in answer)


def rules_to_api(rules: Iterable[AccessRule]) -> list[dict[str, str]]:
    """The ``accessRules`` of a consumer-key request."""
    return [{"method": rule.method.value, "path": rule.path} for rule in rules]


def _anchored(path: str) -> str:
    return EVERYTHING if path == STAR else path


def _method(text: str) -> Method:
    try:
        return Method(text.strip().upper())
    except ValueError:
        raise RuleError(no_method(text.strip())) from None


def _path(text: str) -> str:
    path = _anchored(text.strip())
    if not path.startswith("/"):
        raise RuleError(no_path(path))
    if len(path) > LONGEST_PATH:
        raise RuleError(path_too_long(path))
    if hidden := first_invisible(path):
        sentence = gettext_noop(
            "The path %(path)s has a character that cannot be seen (%(character)s). "
            "Type it again by hand."
        )
        raise RuleError(say(sentence, path=visible_text(path), character=f"U+{ord(hidden):04X}"))
    return path


def _from_item(item: object) -> AccessRule:
    match item:
        case {"method": str(method), "path": str(path)}:
            return AccessRule(_method(method), path)
    raise RuleError(say(gettext_noop("This is no access rule: it needs a method and a path.")))
