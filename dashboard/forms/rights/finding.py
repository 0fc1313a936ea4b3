"""Finding operations by what is typed, and taking one as rules, its reach known beforehand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from credentials import catalogue as known
from credentials import catalogues
from credentials.catalogue import Catalogue, Hits, Operation, Pick
from credentials.errors import RuleError
from credentials.rights import explain_group
from credentials.sentences import Sentence, say
from dashboard.forms.rights.tools import Tool, tools

_HOME = "ovh-eu"
_MOST_HITS = 20
_PARAMETER = re.compile(r"\{[^/]*\}")


@dataclass(frozen=True, slots=True)
class Blank:
    """One field to fill before something is taken; ``code`` is OVHcloud's own name for it."""

    label: Sentence
    placeholder: str
    name: str
    value: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """An operation to choose. ``key`` names it in addresses and buttons: its method and its path,
    where a name may stand for a parameter."""

    key: str
    operation: Operation

    @property
    def path(self) -> str:
        return self.key.partition(" ")[2].removeprefix("/v2")

    @property
    def says(self) -> Sentence:
        """OVHcloud's own description, or what a rule for it would allow."""
        if self.operation.description:
            return say("%(text)s", text=self.operation.description)
        return explain_group(_PARAMETER.sub("*", self.path), [self.operation.method])


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: tools with a recipe, then operations; ``unsaid`` more of them,
    ``hidden`` more that are deprecated."""

    tools: list[Tool]
    choices: tuple[Choice, ...]
    unsaid: int
    hidden: int


@dataclass(frozen=True, slots=True)
class Taking:
    """The operation that is open, what its rules would reach, and the blanks in its path."""

    choice: Choice
    pick: Pick
    blanks: tuple[Blank, ...]
    problem: Sentence

    @property
    def widens(self) -> bool:
        return self.pick.reached > 1


def catalogue() -> Catalogue:
    """What the API offers; the regions differ little, and a draft belongs to none of them."""
    return catalogues.of(_HOME)


def find(typed: str, *, with_deprecated: bool) -> Found:
    """Operations and recipes for what is typed; nothing for nothing."""
    hits: Hits = known.search(catalogue(), typed, most=_MOST_HITS, with_deprecated=with_deprecated)
    choices = tuple(Choice(key_of(one), one) for one in hits.operations)
    return Found(tools(hits.recipes), choices, hits.total - len(choices), hits.hidden)


def key_of(operation: Operation) -> str:
    prefix = "/v2" if operation.version == "v2" else ""
    return f"{operation.method} {prefix}{operation.path}"


def taking(key: str, values: Mapping[str, str]) -> Taking | None:
    """The operation called so with ``values`` in its path; a bad one is a problem and a star.

    ``key`` has its method and its path, where a name may stand for a parameter.
    """
    method, _, path = key.partition(" ")
    operation = catalogue().found(method, path) if path.startswith("/") else None
    if operation is None:
        return None
    choice, named = Choice(key, operation), _named(operation, path)
    blanks = [one for one in known.pick(catalogue(), operation).blanks if one.name not in named]
    shown = tuple(
        Blank(one.label, "*", one.name, values.get(one.name, ""), one.name) for one in blanks
    )
    try:
        filled = known.pick(catalogue(), operation, values={**values, **named})
    except RuleError as error:
        return Taking(choice, known.pick(catalogue(), operation), shown, error.sentence)
    return Taking(choice, filled, shown, Sentence(""))


def _named(operation: Operation, path: str) -> dict[str, str]:
    """The names that a path has where the operation has parameters."""
    segments = path.removeprefix("/v2").split("/") if operation.version == "v2" else path.split("/")
    pairs = zip(operation.path.split("/"), segments, strict=False)
    return {
        part[1:-1]: unquote(name)
        for part, name in pairs
        if part.startswith("{") and name != "*" and not name.startswith("{")
    }
