"""What a person types about an account."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from credentials import accounts, conf
from credentials.enums import KeyState
from credentials.models import Account, ConsumerKey, Team
from dashboard import tables
from dashboard.templatetags.console import WORDS

_LABEL = _("A name of your own for it, like the customer's.")


class AccountFilters(tables.Filters):
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("Any team")
    )
    endpoint = tables.choice(_("Endpoint"), {}, any_word=_("Any endpoint"))

    searched = ("label", "nic", "team__name", "endpoint", "management_key__label")
    sorts = MappingProxyType(
        {
            "label": (Lower("label"),),
            "team": (Lower("team__name"), Lower("label")),
            "read": ("read_at",),
            "entries": ("entry_count",),
            "live": ("live_count",),
        }
    )
    start = "label"

    def __init__(self, data: Any, *, teams: QuerySet[Team]) -> None:
        super().__init__(data)
        cast("forms.ModelChoiceField[Team]", self.fields["team"]).queryset = teams
        field = cast("forms.ChoiceField", self.fields["endpoint"])
        field.choices = [("", _("Any endpoint")), *_endpoints()]

    def phrases(self) -> Iterable[tables.Phrase]:
        return [
            *tables.spelled("endpoint", dict(_endpoints())),
            *tables.spelled("management_key__state", {state: WORDS[state] for state in KeyState}),
            (_("not verified yet"), Q(nic="")),
            (_("None chosen"), Q(management_key=None)),
        ]


class AccountForm(forms.Form):
    """A new account. The endpoint stays as it is chosen: every key belongs to one."""

    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), empty_label=None)
    label = forms.CharField(label=_("Label"), max_length=80, help_text=_LABEL)
    endpoint = forms.CharField(
        label=_("Endpoint"),
        widget=forms.Select,
        help_text=_("Where the account was opened. It cannot be changed later."),
    )

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Team]", self.fields["team"]).queryset = teams
        cast("forms.Select", self.fields["endpoint"].widget).choices = _endpoints()


class LabelForm(forms.Form):
    label = forms.CharField(label=_("Label"), max_length=80, help_text=_LABEL)


class _KeyChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=ConsumerKey.objects.none(), **kwargs)

    def label_from_instance(self, obj: ConsumerKey) -> str:
        lacks = len(accounts.reach(obj)[0].missing)
        if not lacks:
            return gettext("%(key)s · may read the live keys") % {"key": obj.label}
        return ngettext(
            "%(key)s · lacks %(count)d right", "%(key)s · lacks %(count)d rights", lacks
        ) % {"key": obj.label, "count": lacks}


class ManagementKeyForm(forms.Form):
    """Which stored key reads the account; each choice says what it lacks for that."""

    key = _KeyChoice(label=_("Read the account with"), required=False, empty_label=_("None"))

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("_KeyChoice", self.fields["key"]).queryset = accounts.candidates(account)


def _endpoints() -> list[tuple[str, str]]:
    return [(name, f"{endpoint.label} ({name})") for name, endpoint in conf.endpoints().items()]
