"""What a person types about rights profiles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from credentials.models import Profile, ProfileVersion, Team
from credentials.rights import AccessRule, Catalogue, rules_from_api
from credentials.teams import ProfileDraft, newest_profile_version
from dashboard import tables
from dashboard.rights_builder import RuleChange

if TYPE_CHECKING:
    from credentials.teams import CompleteProfile

Rules = tuple[AccessRule, ...]

_MOST_NAMES = 200
_STATES = {"archived": _("Archived")}
_NAME = _("What people look for: the tool, and where it is used.")
_PURPOSE = _("In a sentence: what keys with these rights are for.")
_NOTE = _("What changed, and why.")


class ProfileFilters(tables.Filters):
    """Without a choice, what is archived is left out."""

    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("Any team")
    )
    state = tables.choice(_("State"), _STATES, any_word=_("In use"))

    searched = ("name", "purpose", "team__name", "saved_by", "rules_text")
    sorts = MappingProxyType(
        {
            "name": (Lower("name"),),
            "team": (Lower("team__name"), Lower("name")),
            "saved": ("saved_at",),
        }
    )
    start = "name"

    def __init__(self, data: Any, *, teams: QuerySet[Team]) -> None:
        super().__init__(data)
        cast("forms.ModelChoiceField[Team]", self.fields["team"]).queryset = teams

    def condition(self, name: str, value: Any) -> Q:
        if name == "state":
            return Q(archived_at__isnull=value != "archived")
        return super().condition(name, value)


class NameForm(forms.Form):
    """What a profile is called, and what it is for."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_NAME)
    purpose = forms.CharField(
        label=_("Purpose"), max_length=200, required=False, help_text=_PURPOSE
    )


class SaveForm(NameForm):
    """Rules to keep: under a new name, or as the next version of the profile called so.

    ``over`` is the id of the version that was shown beside them.
    """

    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), empty_label=None)
    note = forms.CharField(label=_("Note"), max_length=200, required=False, help_text=_NOTE)
    over = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )
    field_order = ("team", "name", "purpose", "note")

    def __init__(self, data: Any, *, teams: QuerySet[Team], origin: Profile | None = None) -> None:
        initial = {"team": origin.team, "name": origin.name} if origin else {"team": teams.first()}
        super().__init__(data, initial=initial)
        self._teams = teams
        cast("forms.ModelChoiceField[Team]", self.fields["team"]).queryset = teams
        self.fields["name"].widget.attrs.update({"list": "profile-names", "autocomplete": "off"})

    @property
    def newest(self) -> ProfileVersion | None:
        """The newest version of what is called so already."""
        self.is_valid()
        values = self.cleaned_data if self.is_bound else self.initial
        if not (values.get("team") and values.get("name")):
            return None
        return newest_profile_version(values["team"], values["name"])

    @property
    def was_compared(self) -> bool:
        """Whether there is nothing to compare with, or it was shown."""
        newest = self.newest
        own = newest.profile.versions.filter(pk=self.cleaned_data["over"]) if newest else None
        return own is None or own.exists()

    @property
    def names(self) -> list[str]:
        """What may be saved over, to choose from while typing."""
        used = Profile.objects.filter(team__in=self._teams, archived_at=None)
        return [*used.values_list("name", flat=True)[:_MOST_NAMES]]

    def saving(self, rules: Iterable[AccessRule]) -> ProfileDraft:
        cleaned = self.cleaned_data
        return ProfileDraft(
            name=cleaned["name"],
            rules=tuple(rules),
            purpose=cleaned["purpose"],
            note=cleaned["note"],
            over=cleaned["over"],
        )


class CompareForm(forms.Form):
    """Which two versions: without a choice the newest, beside the one before it."""

    old = forms.TypedChoiceField(label=_("From version"), coerce=int)
    new = forms.TypedChoiceField(label=_("To version"), coerce=int)

    def __init__(
        self, data: QueryDict, *, versions: QuerySet[ProfileVersion], catalogue: Catalogue
    ) -> None:
        self._versions = versions
        self._catalogue = catalogue
        moments = dict(versions.values_list("number", "created_at"))
        newest = max(moments)
        super().__init__(data if "new" in data else {"old": newest - 1, "new": newest})
        choices = [(number, _said(number, moment)) for number, moment in moments.items()]
        cast("forms.ChoiceField", self.fields["old"]).choices = [*choices, (0, _("nothing"))]
        cast("forms.ChoiceField", self.fields["new"]).choices = choices

    @property
    def change(self) -> RuleChange | None:
        """From the one to the other; nothing for versions that there are not."""
        if not self.is_valid():
            return None
        numbers = self.cleaned_data["old"], self.cleaned_data["new"]
        versions = self._versions.filter(number__in=numbers).values_list("number", "rules")
        rules = {0: [], **dict(versions)}
        old, new = (rules_from_api(rules[number]) for number in numbers)
        return RuleChange(self._catalogue, old, new=new)


def rows_of(profiles: Iterable[CompleteProfile]) -> list[tuple[CompleteProfile, Rules]]:
    """The rows of the list: a profile, and the rules of its newest version."""
    return [(profile, rules_from_api(profile.rules)) for profile in profiles]


def _said(number: int, moment: datetime) -> str:
    day = date_format(timezone.localtime(moment), "j M Y")
    return gettext("%(number)s, %(day)s") % {"number": number, "day": day}
