"""One call of a described route: where its object is, and objects made of models and of changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox import errors
from sandbox.call import Call
from sandbox.routes.described.members import check_named, filled, naming_field, parameters
from sandbox.schema.examples import Examples
from sandbox.schema.models import Field
from sandbox.schema.operation_facts import OperationFacts, facts_of
from sandbox.schema.scalars import from_query
from sandbox.schema.values import typed


@dataclass(frozen=True, slots=True)
class Played:
    """A call and the facts of its operation."""

    call: Call
    facts: OperationFacts

    @property
    def place(self) -> str:
        """Whose answer it is, and of which path: what objects are made from, and kept by."""
        caller = self.call.caller if self.call.route.signed else None
        account = caller.account if caller else ""
        path = filled(self.call.route.template, self.call.params)
        return f"{account} {self.call.version}{path}"

    @property
    def examples(self) -> Examples:
        """What makes values of the models of the route's section."""
        region = self.call.world.region
        return Examples(self.facts.models, version=self.call.version, region=region)

    @property
    def item_parameter(self) -> str:
        """On a list, the parameter that names one of its items; empty where nothing reads one."""
        return self.call.route.item.rpartition("{")[2].removesuffix("}")

    def fields(self, type_name: str) -> dict[str, Field]:
        """The fields of a type by name; none of what is no object."""
        return {field.name: field for field in self.facts.models.fields(type_name)}

    def made(self, type_name: str, *, place: str, known: Mapping[str, object]) -> dict[str, Any]:
        """The object at a place; what the model has of ``known`` is so, unless a call changed
        it."""
        change = self.call.world.changes.get(place)
        stated = {**known, **(change.fields if change else {})}
        values = {
            name: self._stated(field, stated[name], f"{place}/{name}")
            if name in stated
            else self.examples.of(field, f"{place}/{name}", within=(type_name,))
            for name, field in self.fields(type_name).items()
        }
        return self.examples.coherent(values, place)

    def _stated(self, field: Field, value: object, place: str) -> object:
        """What is known of a field; of an object, with what its model has beside."""
        if isinstance(value, dict) and self.facts.models.is_object(field.type):
            return self.made(field.type, place=place, known=value)
        return value

    def named_in_path(self, type_name: str) -> dict[str, object]:
        """The fields of the object that its path says: those called like parameters, and the one
        that names it."""
        fields, template = self.fields(type_name), self.call.route.template
        names = [name for _, name in parameters(template)]
        known = {name: self.call.params[name] for name in names if name in fields}
        if template.endswith("}"):
            own = naming_field(list(fields), names[-1])
            known |= {own: self.call.params[names[-1]]} if own else {}
        values = {name: from_query(text, fields[name].type) for name, text in known.items()}
        return {name: each for name, each in values.items() if self.fits(each, fields[name])}

    def fits(self, value: object, field: Field) -> bool:
        """Whether a value is of the field's type."""
        return not any(typed(value, field, self.facts.models, place="", partial=True))


def played(call: Call) -> Played:
    """The call, if what it is about is the account's.

    Raises a 404 or a 400 where its path names something else, a 501 without a description."""
    facts = facts_of(call)
    if facts is None:
        raise errors.not_played()
    check_named(call, facts)
    return Played(call, facts)
