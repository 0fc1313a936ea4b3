"""Finding operations by what is typed, and taking one as rules, its reach known beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from credentials import catalogue as known
from credentials import catalogues
from credentials.catalogue import Catalogue, Hits, Operation, Pick
from credentials.errors import RuleError
from credentials.recipes import Recipe
from credentials.rights import explain_group
from credentials.sentences import Sentence, say

_HOME = "ovh-eu"
_MOST_HITS = 20


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
    """An operation among the results. ``key`` names it in addresses and buttons."""

    key: str
    operation: Operation

    @property
    def says(self) -> Sentence:
        """OVHcloud's own description, or what a rule for it would allow."""
        if self.operation.description:
            return say("%(text)s", text=self.operation.description)
        return explain_group(self.operation.starred, [self.operation.method])


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: recipes first, then operations; ``unsaid`` more of them, ``hidden``
    more that are deprecated."""

    recipes: tuple[Recipe, ...]
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


def find(typed: str) -> Found:
    """Operations and recipes for what is typed; nothing for nothing."""
    hits: Hits = known.search(catalogue(), typed, most=_MOST_HITS)
    choices = tuple(Choice(key_of(one), one) for one in hits.operations)
    return Found(hits.recipes, choices, hits.total - len(choices), hits.hidden)


def key_of(operation: Operation) -> str:
    prefix = "/v2" if operation.version == "v2" else ""
    return f"{operation.method} {prefix}{operation.path}"


def taking(key: str, values: Mapping[str, str]) -> Taking | None:
    """The operation called so with ``values`` in its path; a bad one is a problem and a star."""
    method, _, path = key.partition(" ")
    operation = catalogue().found(method, path) if path.startswith("/") else None
    if operation is None:
        return None
    bare = known.pick(catalogue(), operation)
    blanks = tuple(
        Blank(one.label, "*", one.name, values.get(one.name, ""), code=one.name)
        for one in bare.blanks
    )
    choice = Choice(key_of(operation), operation)
    try:
        filled = known.pick(catalogue(), operation, values=values)
    except RuleError as error:
        return Taking(choice, bare, blanks, error.sentence)
    return Taking(choice, filled, blanks, Sentence(""))
