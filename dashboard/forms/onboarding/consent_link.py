"""What the maker of a consent link states to whoever gets it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from credentials.onboarding import ConsentWords
from credentials.rights import TeamPolicy

_LASTS: Final = {1: _("a day"), 3: _("3 days"), 7: _("a week"), 30: _("30 days")}


class ConsentLinkForm(forms.Form):
    asked_by = forms.CharField(
        label=_("Who asks"),
        max_length=80,
        help_text=_("As the other person knows you. They read this, and nothing else of the team."),
    )
    reason = forms.CharField(
        label=_("What for"),
        required=False,
        max_length=300,
        help_text=_("In words of theirs: certificates for your website."),
    )
    stated_account = forms.CharField(
        label=_("OVHcloud account"),
        required=False,
        max_length=64,
        help_text=_("They are told to sign in with it. Leave it empty to name none."),
    )
    days = forms.IntegerField(
        label=_("Days the key should live"),
        required=False,
        min_value=1,
        max_value=3650,
        help_text=_("They choose it on OVHcloud's page, which offers one day first."),
    )
    lasts = forms.TypedChoiceField(
        label=_("The link works for"), choices=list(_LASTS.items()), coerce=int, initial=7
    )

    def __init__(self, *args: Any, policy: TeamPolicy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._longest = policy.longest_days

    def clean_days(self) -> int | None:
        """The team's policy goes before."""
        days: int | None = self.cleaned_data["days"]
        if self._longest and days and days > self._longest:
            raise forms.ValidationError(
                ngettext(
                    "The team's policy lets keys live for %(days)s day at most.",
                    "The team's policy lets keys live for %(days)s days at most.",
                    self._longest,
                ),
                params={"days": self._longest},
            )
        return days

    @property
    def words(self) -> ConsentWords:
        """What is stated, once the form is valid."""
        given = self.cleaned_data
        return ConsentWords(
            asked_by=given["asked_by"],
            reason=given["reason"],
            stated_account=given["stated_account"],
            days=given["days"],
        )

    @property
    def lifetime(self) -> timedelta:
        """How long the link works, once the form is valid."""
        return timedelta(days=self.cleaned_data["lasts"])
