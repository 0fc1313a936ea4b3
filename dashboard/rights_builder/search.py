"""Finding operations by what is typed, and taking one as rules, its reach known beforehand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from credentials import rights
from credentials.core import RuleError, Sentence, say
from credentials.rights import Catalogue, Operation, OperationRules, SearchResults, explain_path
from dashboard.rights_builder.tools import Tool, tools

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
class OperationChoice:
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
        return self._described(_PARAMETER.sub("*", self.path))

    @property
    def does(self) -> Sentence:
        """OVHcloud's own description, or what a call of it is about: one thing, not every one."""
        return self._described(self.operation.path)

    def _described(self, path: str) -> Sentence:
        if self.operation.description:
            return say("%(text)s", text=self.operation.description)
        return explain_path(path, [self.operation.method])


@dataclass(frozen=True, slots=True)
class SearchHits:
    """What a search found: tools with a recipe, then operations; ``not_shown`` more of them,
    ``hidden`` more that are deprecated."""

    tools: list[Tool]
    choices: tuple[OperationChoice, ...]
    not_shown: int
    hidden: int


@dataclass(frozen=True, slots=True)
class OpenedOperation:
    """The operation that is open, what its rules would reach, and the blanks in its path."""

    choice: OperationChoice
    pick: OperationRules
    blanks: tuple[Blank, ...]
    problem: Sentence

    @property
    def widens(self) -> bool:
        return self.pick.reached > 1


def search_operations(catalogue: Catalogue, typed: str, *, with_deprecated: bool) -> SearchHits:
    """Operations and recipes for what is typed; nothing for nothing."""
    hits: SearchResults = rights.search(
        catalogue, typed, most=_MOST_HITS, with_deprecated=with_deprecated
    )
    choices = tuple(OperationChoice(key_of(operation), operation) for operation in hits.operations)
    return SearchHits(tools(hits.recipes), choices, hits.total - len(choices), hits.hidden)


def key_of(operation: Operation) -> str:
    return f"{operation.method} {operation.prefix}{operation.path}"


def opened_operation(
    catalogue: Catalogue, key: str, values: Mapping[str, str]
) -> OpenedOperation | None:
    """The operation called so with ``values`` in its path; a bad one is a problem and a star.

    ``key`` has its method and its path, where a name may stand for a parameter.
    """
    method, _, path = key.partition(" ")
    operation = catalogue.operation_at(method, path) if path.startswith("/") else None
    if operation is None:
        return None
    choice, named = OperationChoice(key, operation), _named(operation, path)
    blanks = [
        blank
        for blank in rights.rules_for_operation(catalogue, operation).unfilled
        if blank.name not in named
    ]
    shown = tuple(
        Blank(blank.label, "*", blank.name, values.get(blank.name, ""), blank.name)
        for blank in blanks
    )
    try:
        filled = rights.rules_for_operation(catalogue, operation, values={**values, **named})
    except RuleError as error:
        return OpenedOperation(
            choice, rights.rules_for_operation(catalogue, operation), shown, error.sentence
        )
    return OpenedOperation(choice, filled, shown, Sentence(""))


def _named(operation: Operation, path: str) -> dict[str, str]:
    """The names that a path has where the operation has parameters."""
    segments = path.removeprefix("/v2").split("/") if operation.version == "v2" else path.split("/")
    pairs = zip(operation.path.split("/"), segments, strict=False)
    return {
        part[1:-1]: unquote(name)
        for part, name in pairs
        if part.startswith("{") and name != "*" and not name.startswith("{")
    }
