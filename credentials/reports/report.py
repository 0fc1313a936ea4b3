"""The reports there are, by their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from credentials.core import gettext_noop
from credentials.models import Team
from credentials.reports.finding_rows import FINDING_COLUMNS, finding_rows
from credentials.reports.inventory_rows import INVENTORY_COLUMNS, inventory_rows
from credentials.reports.log_rows import LOG_COLUMNS, log_rows
from credentials.reports.people_rows import (
    ACCESS_COLUMNS,
    KNOWLEDGE_COLUMNS,
    access_rows,
    knowledge_rows,
)


@dataclass(frozen=True, slots=True)
class Report:
    """``rows`` are those of the given teams, as a stream; each has the ``columns``. A name and a
    column never change once there; ``title`` and ``question`` are marked for translation."""

    name: str
    title: str
    question: str
    columns: tuple[str, ...]
    rows: Callable[[QuerySet[Team]], Iterator[dict[str, Any]]]


REPORTS: Final = {
    report.name: report
    for report in (
        Report(
            "inventory",
            gettext_noop("Inventory"),
            gettext_noop("Which keys exist, and how bad is what is found in each?"),
            INVENTORY_COLUMNS,
            inventory_rows,
        ),
        Report(
            "findings",
            gettext_noop("Findings"),
            gettext_noop("Which keys are dangerous, why, and what is to be done?"),
            FINDING_COLUMNS,
            finding_rows,
        ),
        Report(
            "knowledge",
            gettext_noop("Who knows what"),
            gettext_noop("Who saw which secret, and may still use it?"),
            KNOWLEDGE_COLUMNS,
            knowledge_rows,
        ),
        Report(
            "access",
            gettext_noop("Access of people"),
            gettext_noop("Who may do what here, and how do they sign in?"),
            ACCESS_COLUMNS,
            access_rows,
        ),
        Report(
            "log",
            gettext_noop("Log seal"),
            gettext_noop("Is the activity log intact, and who can prove it?"),
            LOG_COLUMNS,
            log_rows,
        ),
    )
}
