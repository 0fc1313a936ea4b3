"""What a person chooses about the calls of a key: how sure they are to be, and rules to try."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from credentials import rights
from credentials.core import InputError
from credentials.models import LiveCredential
from credentials.rights import AccessRule
from credentials.seen_calls import Grade
from dashboard import http

_LONGEST: Final = 20_000
LEAST: Final = {
    Grade.UNPROVEN.value: _("All calls that may be the key's"),
    Grade.LIKELY.value: _("Those that are likely or proven"),
    Grade.PROVEN.value: _("Those that are proven"),
}


class LeastGradeForm(forms.Form):
    """Which calls count, in the address of the page."""

    least = forms.ChoiceField(label=_("Calls that count"), choices=list(LEAST.items()))


def least_grade(text: str) -> Grade:
    """What the address of the page says; all calls where it says nothing that we know."""
    return Grade(text) if text in LEAST else Grade.UNPROVEN


class ReplayForm(forms.Form):
    """Rules to try on the calls."""

    rules = forms.CharField(
        label=_("Rules to try"),
        max_length=_LONGEST,
        widget=forms.Textarea(
            attrs={"class": "mono", "rows": 8, "spellcheck": "false", "autocomplete": "off"}
        ),
        help_text=_("A method and a path on each line. They begin as the rules that calls need."),
    )

    def __init__(self, *args: Any, key: LiveCredential, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._own_rules = rights.rules_from_api(key.rules)

    def clean_rules(self) -> tuple[AccessRule, ...]:
        try:
            return rights.parse_rules(self.cleaned_data["rules"], known=self._own_rules)
        except InputError as error:
            raise ValidationError(http.error_text(error)) from None
