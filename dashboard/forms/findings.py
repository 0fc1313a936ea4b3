"""What narrows the list of findings, and what is typed about an exception from one."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credentials import findings, people
from credentials.core import Severity
from credentials.findings import ExceptionTerms, Thresholds
from credentials.models import Account, Person
from dashboard import finding_labels, tables

_STATES: Final[dict[str, tables.Label]] = {
    "new": _("Open since this week"),
    "fixed": _("Resolved this week"),
    "new-since": _("Open since your last visit"),
    "fixed-since": _("Resolved since your last visit"),
    "muted": _("With an exception"),
    "resolved": _("Resolved"),
    "any": _("Open and resolved"),
}
_WEEK: Final = timedelta(days=7)
_SEVERITIES: Final = {severity: finding_labels.SEVERITIES[severity] for severity in Severity}
_TITLES: Final = {name: finding_labels.title_of(name) for name in sorted(findings.CODES)}


class FindingFilters(tables.AccountFilters):
    """Without a state chosen, what was resolved or muted is left out. ``reader`` is who
    looks: what changed is counted since their last visit."""

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

    def __init__(
        self, data: QueryDict, *, accounts: QuerySet[Account], reader: Person | None = None
    ) -> None:
        super().__init__(data, accounts=accounts)
        self._reader = reader

    def condition(self, name: str, value: Any) -> Q:
        if name == "state":
            since = self._since(value or "")
            is_open = Q(resolved_at=None, is_muted=False)
            kept = {
                "": is_open,
                "new": is_open & Q(opened_at__gte=since),
                "fixed": Q(resolved_at__gte=since),
                "new-since": is_open & Q(opened_at__gte=since),
                "fixed-since": Q(resolved_at__gte=since),
                "muted": Q(resolved_at=None, is_muted=True),
                "resolved": Q(resolved_at__isnull=False),
            }
            return kept.get(value or "", Q())
        return super().condition(name, value)

    def _since(self, state: str) -> datetime:
        """From when on the state counts: the reader's last visit, or a week ago."""
        is_visit = state.endswith("-since")
        return people.last_visit(self._reader) if is_visit else timezone.now() - _WEEK


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


def _days(label: Any, most: int = 3650) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=most)


class ThresholdsForm(forms.Form):
    """From when on the team is told; all but the number of admins are days."""

    grace = forms.IntegerField(
        label=_("Grace of what is new"),
        min_value=0,
        max_value=90,
        help_text=_("Days before an owner, a second factor or an entry in the vault is missed."),
    )
    unused = _days(_("Not used lately after"))
    dormant = _days(_("Dormant after"))
    never_used = _days(_("Never used after"))
    old = _days(_("Old after"))
    old_in_production = _days(_("Old in production after"))
    expires = _days(_("Ends soon within"))
    pending = _days(_("Waits too long for validation after"))
    person_dormant = _days(_("A member has not signed in for"))
    admins = _days(_("Admins that are enough"), 1000)
    master_key = _days(_("The master key is old after"))

    @property
    def thresholds(self) -> Thresholds:
        return Thresholds(**self.cleaned_data)
