"""The description of an operation, out of the bundled archive; a section is read when needed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple
from zipfile import ZipFile

from credentials.rights.catalogue.operation import Operation
from credentials.rights.descriptions.operation_detail import (
    OperationDetail,
    Parameter,
    Place,
    SensitiveField,
    Shape,
)
from credentials.rights.descriptions.resolving import Facts, Models

ARCHIVE: Final = Path(__file__).with_name("operations.zip")
#: The largest section takes a few megabytes in memory, most take less than one.
_SECTIONS_KEPT: Final = 8
_ARCHIVES_KEPT: Final = 8


class SectionFacts(NamedTuple):
    """``operations`` by method and path, ``models`` by name, both as the archive has them."""

    operations: Mapping[str, Facts]
    models: Mapping[str, Facts]


def operation_detail(operation: Operation, archive: Path = ARCHIVE) -> OperationDetail:
    """What is known of the operation; of one without a description, the parameters of its path.

    ``archive`` is that of a region, made by ``described_section``; what it lacks is looked up in
    the bundled one.
    """
    for file in dict.fromkeys((archive, ARCHIVE)):
        name = _section_of(file, operation.version, operation.path)
        section = _section(file, _written(file), name)
        if facts := section["operations"].get(f"{operation.method} {operation.path}"):
            detail = _detail(operation, facts, Models(section["models"]))
            return replace(detail, section=name.removeprefix(operation.version))
    return replace(_by_path(operation), section=name.removeprefix(operation.version))


def bundled_facts(version: str, method: str, path: str) -> Facts:
    """What the bundled archive has of an operation; empty for one it does not know."""
    return bundled_section(version, path).operations.get(f"{method} {path}", {})


def bundled_section(version: str, path: str) -> SectionFacts:
    """What the bundled archive has of the section that a path is in; empty for none."""
    section = _section(ARCHIVE, _written(ARCHIVE), _section_of(ARCHIVE, version, path))
    return SectionFacts(section["operations"], section["models"])


def _detail(operation: Operation, facts: Facts, models: Models) -> OperationDetail:
    body = facts.get("body", "")
    return OperationDetail(
        operation,
        parameters=(
            *(
                models.parameter(parameter, Place(parameter["in"]))
                for parameter in facts["parameters"]
            ),
            *_body(facts, models),
        ),
        body_type=body,
        is_bare_body=bool(body) and not models.is_object(body),
        response=facts["response"],
        has_cursor=facts.get("cursor", False),
        sensitive=tuple(SensitiveField(path, kind) for path, kind in facts.get("sensitive", ())),
        absent_in=tuple(facts.get("absent", ())),
    )


def _body(facts: Facts, models: Models) -> tuple[Parameter, ...]:
    """The fields of a whole-object body; of a list or a map, that one value."""
    body, secret = facts.get("body", ""), frozenset(facts.get("secret", ()))
    if not body:
        return ()
    if not models.is_object(body):
        whole = {"name": "body", "type": body, "required": facts.get("bodyRequired", False)}
        return (models.parameter(whole, Place.BODY),)
    fields = models.fields(body, Place.BODY)
    return tuple(_marked(field, secret, field.name) for field in fields)


def _marked(field: Parameter, secret: frozenset[str], path: str) -> Parameter:
    """The field, with what is secret marked in it; ``path`` is where it stands in the body."""
    start = f"{path}[]" if field.type.endswith("[]") else path
    inner = (_marked(each, secret, f"{start}.{each.name}") for each in field.fields)
    return replace(field, is_secret=field.is_secret or path in secret, fields=tuple(inner))


def _by_path(operation: Operation) -> OperationDetail:
    """All a path tells; whatever body it takes is one JSON value."""
    names = operation.parameters
    parameters = [
        Parameter(name, Place.PATH, "string", Shape.TEXT, is_required=True) for name in names
    ]
    takes_body = operation.method not in ("GET", "DELETE")
    body = [Parameter("body", Place.BODY, "any", Shape.JSON)] if takes_body else []
    return OperationDetail(
        operation,
        parameters=(*parameters, *body),
        is_bare_body=takes_body,
        is_described=False,
    )


def _section_of(archive: Path, version: str, path: str) -> str:
    """The section that has the path: the longest whose name the path begins with."""
    names = _section_names(archive, _written(archive))
    parts = path.split("/")
    starts = ("/".join(parts[:length]) for length in range(len(parts), 1, -1))
    return next((f"{version}{start}" for start in starts if f"{version}{start}" in names), "")


def _written(archive: Path) -> int:
    """When the archive was written; 0: there is none."""
    try:
        return archive.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=_ARCHIVES_KEPT)
def _section_names(archive: Path, written: int) -> frozenset[str]:
    if not written:
        return frozenset()
    with ZipFile(archive) as file:
        return frozenset(name.removesuffix(".json") for name in file.namelist())


@lru_cache(maxsize=_SECTIONS_KEPT)
def _section(archive: Path, written: int, name: str) -> dict[str, Any]:
    if not name or not written:
        return {"operations": {}, "models": {}}
    with ZipFile(archive) as file:
        section: dict[str, Any] = json.loads(file.read(f"{name}.json"))
        return section
