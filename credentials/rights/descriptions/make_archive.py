"""Make the archive of descriptions that comes with Keydesk, from tables of the API's facts.

``python -m credentials.rights.descriptions.make_archive PARAMETERS MODELS SENSITIVE REGIONS``

The first two are gzipped JSON lines, one for an operation and one for a model; the others are CSV.
The archive has a file a section of the API, with its operations and the models of all that they
take and answer.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from credentials.rights.descriptions.lookup import ARCHIVE
from credentials.rights.descriptions.type_names import generic_parts, names_in

Row = dict[str, Any]
Key = tuple[str, str, str]
#: What a person may know by looking at the page is not masked: names, e-mails, public keys.
MASKED: Final = frozenset({"secret", "one-time", "access-link", "may-hold-secret"})
_TYPED_AS_SECRET: Final = frozenset({"secret", "one-time"})
_PLACES: Final = ("path", "query", "body")
_SAME_DAY: Final = (2026, 1, 1, 0, 0, 0)


class Tables:
    """The rows of all four tables, by what they are about."""

    def __init__(
        self,
        operations: Iterable[Row],
        models: Iterable[Row],
        *,
        sensitive: Iterable[Row],
        regions: Iterable[Row],
    ) -> None:
        self.operations = list(operations)
        self._models: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for model in models:
            self._models[model["version"], model["name"]].append(model)
        self.sensitive: dict[Key, list[Row]] = defaultdict(list)
        for row in sensitive:
            self.sensitive[_key(row)].append(row)
        self.regions = {_key(row): row for row in regions}

    def model(self, version: str, name: str, section: str) -> Row | None:
        """The model called so: of several, the section's own, or else the usual one."""
        variants = self._models.get((version, name), [])
        own = (variant for variant in variants if section in variant.get("sections", ()))
        usual = (variant for variant in variants if variant.get("primary"))
        return next(iter((*own, *usual, *variants[:1])), None)


def make_archive(tables: Tables) -> bytes:
    """The archive of these tables: the same bytes for the same rows."""
    sections: dict[str, list[Row]] = defaultdict(list)
    for row in tables.operations:
        sections[f"{row['version']}{row['section']}"].append(row)
    return archive_of({name: section_text(tables, rows) for name, rows in sections.items()})


def section_text(tables: Tables, rows: list[Row]) -> str:
    """The operations of ``rows`` with the models they need, as a file of the archive."""
    return json.dumps(_section(tables, rows), separators=(",", ":"))


def archive_of(sections: Mapping[str, str]) -> bytes:
    """The archive of these files, by the name of their section: the same bytes for the same."""
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in sorted(sections.items()):
            file = ZipInfo(f"{name}.json", date_time=_SAME_DAY)
            file.compress_type = ZIP_DEFLATED
            archive.writestr(file, text)
    return content.getvalue()


def _section(tables: Tables, rows: list[Row]) -> Row:
    models: Row = {}
    for row in rows:
        for name in _types_of(row):
            _add_models(models, tables, row, name)
    operations = {f"{row['method']} {row['path']}": _operation(tables, row) for row in rows}
    return {"operations": operations, "models": models}


def _types_of(row: Row) -> Iterator[str]:
    yield from (parameter["type"] for parameter in row["parameters"] if not parameter.get("enum"))
    yield from filter(None, (row["body"], row["response"]))


def _add_models(models: Row, tables: Tables, row: Row, text: str) -> None:
    """The models a type names, and those that their fields name."""
    base, arguments = generic_parts(text.removesuffix("[]"))
    for name in dict.fromkeys((base, f"{base}<T>" if arguments else base, *names_in(text))):
        model = tables.model(row["version"], name, row["section"])
        if model is None or name in models:
            continue
        models[name] = _model(model)
        for field in models[name].get("fields", ()):
            _add_models(models, tables, row, field["type"])


def _model(row: Row) -> Row:
    if row["kind"] == "enum":
        return {"of": row["of"], "values": row["values"]}
    return {"fields": [_field(field) for field in row["fields"]]}


def _field(row: Row) -> Row:
    facts = {name: row.get(name) for name in ("readOnly", "required", "nullable", "enum")}
    return {"name": row["name"], "type": row["type"], **_set(facts)}


def _operation(tables: Tables, row: Row) -> Row:
    known = tables.sensitive[_key(row)]
    masked = [[field["field"], field["class"]] for field in known if _is_masked(field)]
    typed = [field for field in known if field["class"] in _TYPED_AS_SECRET]
    secret = {field["field"] for field in typed if field["where"] in ("body", "query")}
    parameters = [
        _parameter(parameter, secret)
        for parameter in row["parameters"]
        if parameter["in"] in _PLACES
    ]
    region = tables.regions.get(_key(row), {})
    more = {
        "body": row["body"],
        "bodyRequired": row.get("bodyRequired"),
        "cursor": row.get("pagination") == "cursor",
        "sensitive": masked,
        "secret": sorted(secret) if row["body"] else [],
        "absent": [name for name in ("ca", "us") if region.get(name, "").startswith("no")],
    }
    return {"parameters": parameters, "response": row["response"] or "", **_set(more)}


def _is_masked(field: Row) -> bool:
    return field["where"] == "answer" and field["class"] in MASKED


def _parameter(row: Row, secret: set[str]) -> Row:
    facts = {
        "required": row["required"],
        "enum": row.get("enum"),
        "from": row.get("valuesFrom"),
        "secret": row["name"] in secret,
    }
    return {"name": row["name"], "in": row["in"], "type": row["type"], **_set(facts)}


def _set(facts: Row) -> Row:
    """The facts that say something."""
    return {name: value for name, value in facts.items() if value}


def _key(row: Row) -> Key:
    return row["version"], row["method"], row["path"]


def _lines(path: str) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _table(path: str) -> list[Row]:
    with Path(path).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def main(words: list[str]) -> None:
    parameters, models, sensitive, regions = words
    tables = Tables(
        _lines(parameters),
        _lines(models),
        sensitive=_table(sensitive),
        regions=_table(regions),
    )
    ARCHIVE.write_bytes(make_archive(tables))


if __name__ == "__main__":
    main(sys.argv[1:])
