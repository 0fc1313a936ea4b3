"""What one operation takes and answers, and where in the API it is; read when it is first asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from credentials.rights import bundled_section
from sandbox.call import Call
from sandbox.schema.models import Field, Models, field_of
from sandbox.state.world import HOME


@dataclass(frozen=True, slots=True)
class OperationFacts:
    """``body`` is the type of a whole-object body, empty where the members stand alone.

    ``response`` is the type of the answer; empty where it is not known. ``lists`` are, by the name
    of a path parameter, the paths of the lists that have its values. ``absent`` are the regions
    (``ca``, ``us``) that probably lack the operation.
    """

    path: tuple[Field, ...]
    query: tuple[Field, ...]
    members: tuple[Field, ...]
    body: str
    response: str
    lists: Mapping[str, str]
    absent: tuple[str, ...]
    models: Models

    @property
    def has_tags(self) -> bool:
        """Whether it lists services: those can be narrowed by their tags."""
        return any(field.name == "iamTags" for field in self.query)


def operation_facts(
    version: str, method: str, template: str, *, region: str = HOME
) -> OperationFacts | None:
    """The facts of an operation in a region; None where the description has none."""
    section = bundled_section(version, template)
    facts = section.operations.get(f"{method} {template}")
    return _operation(facts, Models(section.models, region)) if facts else None


def facts_of(call: Call, method: str = "", template: str = "") -> OperationFacts | None:
    """The facts of what a call asks for, or of another operation of the same branch and region."""
    route = call.route
    return operation_facts(
        call.version, method or route.method, template or route.template, region=call.world.region
    )


def _operation(facts: Mapping[str, Any], models: Models) -> OperationFacts:
    given = facts["parameters"]
    placed = {
        place: tuple(field_of(each) for each in given if each["in"] == place)
        for place in ("path", "query", "body")
    }
    response = facts["response"]
    return OperationFacts(
        path=placed["path"],
        query=placed["query"],
        members=placed["body"],
        body=facts.get("body", ""),
        response="" if response == "?" else response,
        lists={each["name"]: each["from"] for each in given if each.get("from")},
        absent=tuple(facts.get("absent", ())),
        models=models,
    )
