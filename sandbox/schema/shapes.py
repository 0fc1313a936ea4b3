"""Operations and models as OVHcloud's description writes them (api 7.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from credentials.rights import bundled_section
from sandbox.schema.models import Facts
from sandbox.schema.operations import Operation

_PARAMETER = re.compile(r"\{(\w+)\}")
Shape = dict[str, Any]


def operation_shape(row: Operation) -> Shape:
    """One operation: what it takes and answers, or else the parameters of its path."""
    facts = bundled_section(row.version, row.path).operations.get(f"{row.method} {row.path}")
    parameters = _described(facts) if facts else map(_of_path, _PARAMETER.findall(row.path))
    return {
        "httpMethod": row.method,
        "apiStatus": _status(row),
        "description": "",
        "noAuthentication": row.auth == "open",
        "iamActions": [{"name": action, "required": True} for action in row.actions],
        "parameters": list(parameters),
        "responseType": (facts and facts["response"]) or "any",
    }


def model_shapes(version: str, path: str) -> dict[str, Shape]:
    """The models of the section at ``path``, and the words of enumerations that have no model."""
    section = bundled_section(version, path)
    known = {name: _model(name, facts) for name, facts in section.models.items()}
    inline = {
        given["type"].removesuffix("[]"): given["enum"]
        for facts in section.operations.values()
        for given in facts["parameters"]
        if given.get("enum")
    }
    words = {name: _model(name, {"values": values}) for name, values in inline.items()}
    return dict(sorted((words | known).items()))


def _described(facts: Facts) -> Iterator[Shape]:
    for given in facts["parameters"]:
        required = given.get("required", False)
        yield _parameter(given["in"], given["type"], required=required) | {"name": given["name"]}
    if facts.get("body"):
        yield _parameter("body", facts["body"], required=facts.get("bodyRequired", False))


def _of_path(name: str) -> Shape:
    return _parameter("path", "string", required=True) | {"name": name}


def _parameter(place: str, type_name: str, *, required: bool) -> Shape:
    return {"paramType": place, "dataType": type_name, "required": required, "description": ""}


def _model(name: str, facts: Facts) -> Shape:
    base, _, generic = name.partition("<")
    shape: Shape = {"id": base.rpartition(".")[2], "namespace": base.rpartition(".")[0]}
    shape |= {"description": "", "generics": ["T"]} if generic else {"description": ""}
    if "values" in facts:
        return shape | {"enum": list(facts["values"]), "enumType": facts.get("of", "string")}
    return shape | {"properties": {field["name"]: _property(field) for field in facts["fields"]}}


def _property(field: Mapping[str, Any]) -> Shape:
    return {
        "type": field["type"],
        "canBeNull": field.get("nullable", False),
        "readOnly": field.get("readOnly", False),
        "required": field.get("required", False),
        "description": "",
    }


def _status(row: Operation) -> dict[str, str]:
    dates = {
        "deprecatedDate": row.deprecated,
        "deletionDate": row.deletion,
        "replacement": row.replacement,
    }
    status = {"value": row.status, "description": row.status.capitalize()}
    return status | {name: value for name, value in dates.items() if value}
