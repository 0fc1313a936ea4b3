"""What a person types about an account."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from credentials import ovhcloud, vault
from credentials.core import HostFamily, KeyState, SyncInterval
from credentials.models import Account, ConsumerKey, Team
from credentials.ovhcloud import Endpoint
from dashboard import labels, tables
from dashboard.templatetags.console import WORDS

_LABEL = _("A name of your own for it, like the customer's.")

if TYPE_CHECKING:  # Django's own class takes no type when it runs
    _KeyChoiceField = forms.ModelChoiceField[ConsumerKey]
else:
    _KeyChoiceField = forms.ModelChoiceField


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
            (_("not confirmed yet"), Q(nic="")),
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


class EditForm(forms.Form):
    """What may be changed of an account: its label, how often it is read, and its hosts where the
    region has others."""

    label = forms.CharField(label=_("Label"), max_length=80, help_text=_LABEL)
    sync_interval = forms.ChoiceField(
        label=_("Read the live keys"),
        required=False,
        help_text=_("By itself, while a worker runs. “Read now” works at any time."),
    )
    host_family = forms.ChoiceField(
        label=_("Hosts"),
        help_text=_(
            "OVHcloud is moving from hosts under ovh.com to hosts under ovhcloud.com, and both are "
            "in use. What comes first answers calls; the other one has the createToken page."
        ),
    )

    def __init__(self, data: Any, *, account: Account) -> None:
        names = ("label", "host_family", "sync_interval")
        super().__init__(data, initial={name: getattr(account, name) for name in names})
        cast("forms.ChoiceField", self.fields["sync_interval"]).choices = _intervals()
        choices = [
            (endpoint.family.value, f"{labels.HOST_FAMILIES[endpoint.family]} · {_hosts(endpoint)}")
            for endpoint in ovhcloud.hosts_of(account.endpoint)
        ]
        if len(choices) > 1:
            cast("forms.ChoiceField", self.fields["host_family"]).choices = choices
        else:
            del self.fields["host_family"]

    @property
    def hosts(self) -> HostFamily | None:
        """The hosts that are chosen; None where there are no others."""
        chosen = self.cleaned_data.get("host_family")
        return HostFamily(chosen) if chosen else None

    @property
    def interval(self) -> SyncInterval:
        """How often the account is to be read."""
        return SyncInterval(self.cleaned_data["sync_interval"])


class _KeyChoice(_KeyChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=ConsumerKey.objects.none(), **kwargs)

    def label_from_instance(self, obj: ConsumerKey) -> str:
        lacks = len(vault.management_key_reach(obj)[0].missing)
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
        cast("_KeyChoice", self.fields["key"]).queryset = vault.management_key_candidates(account)


class BindingAnswerForm(forms.Form):
    """Whether the account is the OVHcloud account ``nic``, and which key becomes Keydesk's then.

    Without ``nic``: whether keys that told of none are of the account, which was ``seen``.
    """

    nic = forms.CharField(max_length=64, required=False)
    seen = forms.CharField(max_length=64, required=False)
    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    manages = forms.ModelChoiceField(queryset=ConsumerKey.objects.none(), required=False)

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[ConsumerKey]", self.fields["manages"])
        field.queryset = ConsumerKey.objects.filter(account=account)


class RebindForm(forms.Form):
    """The OVHcloud account that an account is from now on; ``seen`` is what the page showed."""

    nic = forms.RegexField(
        label=_("OVHcloud account id"),
        regex=r"^[\w.-]+\Z",
        max_length=64,
        strip=True,
        widget=forms.TextInput(
            attrs={"class": "mono", "autocomplete": "off", "spellcheck": "false"}
        ),
        help_text=_("Like xx12345-ovh. OVHcloud shows it in its control panel, beside the name."),
        error_messages={"invalid": _("This is no account id.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


def _hosts(endpoint: Endpoint) -> str:
    """The host that answers calls, and that of the pages for people where it is another one."""
    return ", ".join(dict.fromkeys([endpoint.host, endpoint.page_host]))


def _intervals() -> list[tuple[str, str]]:
    every = labels.SYNC_INTERVALS[settings.KEYDESK_SYNC_EVERY]
    as_set = gettext("As Keydesk is set: %(every)s") % {"every": str(every).lower()}
    return [("", as_set), *((word, str(label)) for word, label in labels.SYNC_INTERVALS.items())]


def _endpoints() -> list[tuple[str, str]]:
    return [(name, f"{label} ({name})") for name, label in ovhcloud.region_labels().items()]
