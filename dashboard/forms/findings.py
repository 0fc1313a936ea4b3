"""What narrows the list of findings, and what is typed about an exception from one."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from credentials import findings
from credentials.core import Severity
from credentials.findings import ExceptionTerms
from credentials.models import Person
from dashboard import finding_labels, tables

_STATES: Final[dict[str, tables.Label]] = {
    "muted": _("With an exception"),
    "resolved": _("Resolved"),
    "any": _("Open and resolved"),
}
_SEVERITIES: Final = {severity: finding_labels.SEVERITIES[severity] for severity in Severity}
_TITLES: Final = {name: finding_labels.title_of(name) for name in sorted(findings.CODES)}


class FindingFilters(tables.AccountFilters):
    """Without a state chosen, what was resolved or muted is left out."""

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
            kept = {
                "": Q(resolved_at=None, is_muted=False),
                "muted": Q(resolved_at=None, is_muted=True),
                "resolved": Q(resolved_at__isnull=False),
            }
            return kept.get(value or "", Q())
        return super().condition(name, value)


class ExceptionForm(forms.Form):
    """Why there is an exception, who answers for it, and until when; all of it is in the log."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
    owner = forms.ModelChoiceField(
        label=_("Who answers for it"), queryset=Person.objects.none(), empty_label=None
    )
    until = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Its last day, at most a year from now."),
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = people

    @property
    def terms(self) -> ExceptionTerms:
        return ExceptionTerms(**self.cleaned_data)
