"""What a thing of the second branch is set to now, as the values of a form that would change it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from credentials.rights import HIDDEN, Parameter, Shape

_WITHIN = ("targetSpec", "currentState")


def target_values(fields: Iterable[Parameter], answer: object) -> tuple[dict[str, str], list[str]]:
    """The text of each field by its name, and the names of those that hold something masked,
    which are left empty."""
    values: dict[str, str] = {}
    masked = []
    for field in fields:
        value = _kept(field, _value_of(field.name, answer))
        if value is None:
            continue
        text = _text(field, value)
        if HIDDEN in text:
            masked.append(field.name)
        else:
            values[field.name] = text
    return values, masked


def _value_of(name: str, answer: object) -> object:
    """The value of a field, in the answer itself or in what it says of target and state."""
    holders = [answer, *(answer.get(part) for part in _WITHIN if isinstance(answer, dict))]
    with_field = (holder for holder in holders if isinstance(holder, dict) and name in holder)
    return next((holder[name] for holder in with_field), None)


def _kept(field: Parameter, value: object) -> object:
    """The value without what may not be sent: fields that are only read."""
    if isinstance(value, list):
        return [_kept(field, each) for each in value]
    if not isinstance(value, dict) or not field.fields:
        return value
    known = {inner.name: inner for inner in field.fields}
    return {name: _kept(known[name], inner) for name, inner in value.items() if name in known}


def _text(field: Parameter, value: object) -> str:
    if field.shape is Shape.LINES and isinstance(value, list):
        return "\n".join(map(str, value))
    if field.shape is Shape.JSON:
        return json.dumps(value, indent=2, ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)
