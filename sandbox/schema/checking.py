"""Whether what a call sends is of the types that the description names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from credentials.rights import TypeName
from sandbox import errors
from sandbox.call import Call
from sandbox.schema.models import Field
from sandbox.schema.operation_facts import OperationFacts, facts_of
from sandbox.schema.scalars import from_query
from sandbox.schema.values import Complaint, complaints, typed


def check_types(call: Call) -> None:
    """The query and the body of a call are of the types described. Raises a 400 naming the field.

    Parameters that are not described are not looked at.
    """
    facts = facts_of(call)
    if facts is None:
        return
    for complaint in (*_in_query(call, facts), *_in_body(call, facts)):
        raise errors.bad_request(str(complaint))


def _in_query(call: Call, facts: OperationFacts) -> Iterator[Complaint]:
    for field in facts.query:
        values = [text for text in call.query(field.name) if text]
        if field.required and not values:
            yield Complaint(field.name, errors.MISSING_FIELD)
        if TypeName(field.type).is_map:
            continue
        single = Field(field.name, TypeName(field.type).inner, words=field.words)
        for text in values:
            value = from_query(text, single.type)
            yield from typed(value, single, facts.models, place=field.name, partial=True)


def _in_body(call: Call, facts: OperationFacts) -> Iterator[Complaint]:
    is_whole = bool(facts.body)
    if not (is_whole or facts.members):
        return
    value = call.json() if call.request.body else {}
    # What a v1 PUT leaves out stays as it was, so nothing has to be there.
    is_change = call.request.method == "PUT" and call.version == "v1"
    if is_whole:
        whole = Field("", facts.body, nullable=True)
        problems = complaints(value, whole, facts.models, place="", partial=True)
        yield from (
            each for each in problems if not (is_change and each.problem == errors.MISSING_FIELD)
        )
        return
    yield from _in_members(value if isinstance(value, dict) else {}, facts)


def _in_members(value: dict[str, Any], facts: OperationFacts) -> Iterator[Complaint]:
    for field in facts.members:
        given = value.get(field.name)
        if given is None:
            if field.required:
                yield Complaint(field.name, errors.MISSING_FIELD)
            continue
        yield from typed(given, field, facts.models, place=field.name, partial=True)
