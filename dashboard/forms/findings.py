"""What narrows the list of findings."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from credentials import findings
from credentials.core import Severity
from dashboard import finding_labels, tables

_STATES: Final[dict[str, tables.Label]] = {"resolved": _("Resolved"), "any": _("Open and resolved")}
_SEVERITIES: Final = {severity: finding_labels.SEVERITIES[severity] for severity in Severity}
_TITLES: Final = {name: finding_labels.title_of(name) for name in sorted(findings.CODES)}


class FindingFilters(tables.AccountFilters):
    """Without a state chosen, what was resolved is left out."""

    severity = tables.choice(_("Severity"), _SEVERITIES, any_word=_("Any severity"))
    code = tables.choice(_("Finding"), _TITLES, any_word=_("Any finding"))
    state = tables.choice(_("State"), _STATES, any_word=_("Open"))

    searched = ("label", "code", "account__label")
    sorts = MappingProxyType(
        {
            "severity": ("rank", "code", "label"),
            "about": ("label", "rank"),
            "opened": ("opened_at",),
        }
    )
    start = "severity"

    def condition(self, name: str, value: Any) -> Q:
        if name == "state":
            kept = {"": Q(resolved_at=None), "resolved": Q(resolved_at__isnull=False)}
            return kept.get(value or "", Q())
        return super().condition(name, value)
