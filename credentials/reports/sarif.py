"""Findings as SARIF 2.1.0, for what reads results of scanners."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from credentials.core import Severity
from credentials.findings import CODES

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final[Mapping[str, str]] = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}
#: What scanners' readers sort by: 0 to 10, as CVSS has it.
_SCORES: Final[Mapping[str, str]] = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.0",
    Severity.INFO: "0.0",
}


def sarif_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Rows of the report of findings as one SARIF document, a result a line."""
    driver = {"name": "Keydesk", "rules": [_rule(name) for name in CODES]}
    yield (
        f'{{"$schema": {json.dumps(_SCHEMA)}, "version": "2.1.0", "runs": [{{"tool": '
        f'{json.dumps({"driver": driver})}, "results": ['
    )
    before = "\n"
    for row in rows:
        yield before + json.dumps(_result(row), ensure_ascii=False)
        before = ",\n"
    yield "\n]}]}\n"


def _rule(name: str) -> dict[str, Any]:
    code = CODES[name]
    tags = [str(control) for control in code.controls]
    return {
        "id": name,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.why},
        "help": {"text": code.to_do},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
        "properties": {"tags": tags, "security-severity": _SCORES[code.severity]},
    }


def _result(row: Mapping[str, Any]) -> dict[str, Any]:
    place = "/".join(filter(None, (row["team"], row["account"], row["about"])))
    result = {
        "ruleId": row["code"],
        "level": _LEVELS[row["severity"]],
        "message": {"text": f"{row['about']}: {row['statement']}"},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": f"keydesk:{row['subject']}"}},
                "logicalLocations": [{"name": row["about"], "fullyQualifiedName": place}],
            }
        ],
        "partialFingerprints": {"keydesk/v1": row["fingerprint"]},
    }
    return {**result, "suppressions": [{"kind": "external"}]} if row["excepted"] else result
