"""A report of earlier, against which only what is new counts."""

from __future__ import annotations

import json
from pathlib import Path

from credentials.core import KeydeskError, gettext_noop, say
from credentials.reports.files import SCHEMA

_UNREADABLE = gettext_noop("%(file)s is no JSON report of findings.")
_REMEDY = gettext_noop("Write one with report_findings --format json.")


class BaselineUnreadable(KeydeskError):
    """The file holds no report of findings."""

    def __init__(self, file: Path) -> None:
        super().__init__(say(_UNREADABLE, file=file.name), next_step=say(_REMEDY))


def fingerprints_in(file: Path) -> frozenset[str]:
    """The fingerprints of the findings in a JSON report; raises ``BaselineUnreadable``."""
    try:
        document = json.loads(file.read_text())
        if (document["schema"], document["report"]) != (SCHEMA, "findings"):
            raise BaselineUnreadable(file)
        return frozenset(str(row["fingerprint"]) for row in document["rows"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise BaselineUnreadable(file) from error
