"""What operations take and answer, out of OVHcloud's own description: section by section (api 7.3).

The description does not say which fields hold secrets, which list has a parameter's values and
which region lacks an operation. Where the bundled archive knows that of an operation it is kept; a
new one has the fields of type ``password`` masked, and others by what they are called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from credentials.rights.descriptions.lookup import bundled_facts
from credentials.rights.descriptions.make_archive import Row, Tables, section_text

_PLACES: Final = frozenset({"path", "query", "body"})
_TYPE_OF_SECRETS: Final = "password"
_DEEPEST: Final = 4


def described_section(section: object, version: str, name: str) -> str:
    """The section as a file of the archive; "" for one that describes no types."""
    models = section.get("models") if isinstance(section, dict) else None
    if not isinstance(section, dict) or not isinstance(models, dict) or not models:
        return ""
    rows = [*_operations(section, version, name)]
    tables = Tables(
        rows,
        _models(models, version),
        sensitive=[each for row in rows for each in _sensitive(row, models)],
        regions=[_regions(row) for row in rows],
    )
    return section_text(tables, rows)


def _operations(section: Mapping[str, Any], version: str, name: str) -> Iterator[Row]:
    for api in _items(section.get("apis")):
        for operation in _items(api.get("operations")):
            method, path = _text(operation.get("httpMethod")), _text(api.get("path")).rstrip("/")
            parameters = [each for each in _items(operation.get("parameters")) if _is_placed(each)]
            key = {"version": version, "method": method, "path": path, "section": name}
            known = bundled_facts(version, method, path)
            body = next((each for each in parameters if not each.get("name")), None)
            yield {
                **key,
                "parameters": [_parameter(each, known) for each in parameters if each.get("name")],
                "body": _text(body.get("dataType")) if body else "",
                "bodyRequired": bool(body and body.get("required")),
                "response": _text(operation.get("responseType")),
                "pagination": "cursor" if version == "v2" and known.get("cursor") else "",
            }


def _is_placed(parameter: Mapping[str, Any]) -> bool:
    return parameter.get("paramType") in _PLACES and bool(_text(parameter.get("dataType")))


def _parameter(parameter: Mapping[str, Any], known: Mapping[str, Any]) -> Row:
    name, place = _text(parameter["name"]), parameter["paramType"]
    own = {each["name"]: each for each in known.get("parameters", ()) if each["in"] == place}
    return {
        "name": name,
        "in": place,
        "type": _text(parameter["dataType"]),
        "required": parameter.get("required") is True,
        "valuesFrom": own.get(name, {}).get("from"),
    }


def _models(models: Mapping[str, Any], version: str) -> Iterator[Row]:
    for name, model in models.items():
        if not isinstance(model, dict):
            continue
        values, fields = model.get("enum"), model.get("properties")
        if isinstance(values, list):
            of = _text(model.get("enumType")) or "string"
            yield {"version": version, "name": name, "kind": "enum", "of": of, "values": values}
        elif isinstance(fields, dict):
            own = [_field(each, facts) for each, facts in fields.items() if isinstance(facts, dict)]
            yield {"version": version, "name": name, "kind": "object", "fields": own}


def _field(name: str, facts: Mapping[str, Any]) -> Row:
    return {
        "name": name,
        "type": _text(facts.get("type")) or "any",
        "readOnly": facts.get("readOnly") is True,
        "required": facts.get("required") is True,
        "nullable": facts.get("canBeNull") is True,
    }


def _sensitive(row: Row, models: Mapping[str, Any]) -> Iterator[Row]:
    key = {name: row[name] for name in ("version", "method", "path")}
    known = bundled_facts(row["version"], row["method"], row["path"])
    if not known:
        for field in _passwords(row["response"], models, ""):
            yield {**key, "where": "answer", "field": field, "class": "secret"}
    for field, kind in known.get("sensitive", ()):
        yield {**key, "where": "answer", "field": field, "class": kind}
    for field in known.get("secret", ()):
        yield {**key, "where": "body", "field": field, "class": "secret"}
    for parameter in known.get("parameters", ()):
        if parameter.get("secret"):
            yield {**key, "where": parameter["in"], "field": parameter["name"], "class": "secret"}


def _passwords(type_name: str, models: Mapping[str, Any], place: str) -> Iterator[str]:
    """The fields of type ``password`` in an answer of a type, however deep they lie."""
    inner = type_name.removesuffix("[]")
    inner_place = f"{place}[]" if inner != type_name else place
    if inner == _TYPE_OF_SECRETS:
        yield inner_place or "*"
        return
    model = models.get(inner)
    fields = model.get("properties") if isinstance(model, dict) else None
    if not isinstance(fields, dict) or inner_place.count(".") >= _DEEPEST:
        return
    for name, facts in fields.items():
        if isinstance(facts, dict):
            below = f"{inner_place}.{name}" if inner_place else name
            yield from _passwords(_text(facts.get("type")), models, below)


def _regions(row: Row) -> Row:
    key = {name: row[name] for name in ("version", "method", "path")}
    absent = bundled_facts(row["version"], row["method"], row["path"]).get("absent", ())
    return {**key, **dict.fromkeys(absent, "no")}


def _items(value: object) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
