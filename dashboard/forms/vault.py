"""What a person types about a vault entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from types import MappingProxyType
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from credentials import live, onboarding, vault
from credentials.core import EntryKind, KeyState
from credentials.models import Account, Entry, EntryDescription, Person, StoringWords, Team
from dashboard import labels, tables
from dashboard.finding_labels import SEVERITIES
from dashboard.forms import fields
from dashboard.keyset import KeysetPage
from dashboard.long_lists import LongListFilters, scopes_of
from dashboard.templatetags.console import WORDS

_LASTS = {1: _("an hour"), 24: _("a day"), 72: _("3 days"), 168: _("a week")}
_NEVER = "never-listed"
#: What is typed stays while another format is looked at.
_KEPT = {"hx-preserve": True}
_STATES = {state: WORDS[state] for state in (*KeyState, vault.APPLICATION_DELETED, vault.GONE)}


class EntryFilters(LongListFilters, tables.AccountFilters):
    kind = tables.choice(_("Kind"), labels.KINDS, any_word=_("Any kind"))
    state = tables.choice(
        _("State"),
        {**_STATES, _NEVER: _("Never listed at OVHcloud"), "archived": _("Archived")},
        any_word=_("Any state"),
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=Person.objects.none(), required=False, empty_label=_("Any owner")
    )
    risk = tables.choice(
        _("Risk"),
        {band: SEVERITIES[severity] for severity, band in vault.ENTRY_BANDS.items()},
        any_word=_("Any risk"),
    )
    field_order = ("q", "kind", "account")

    searched = ("search_text",)
    text_index = vault.ENTRY_TEXT
    orders = MappingProxyType(
        {
            "label": ("name",),
            "kind": ("kind", "name"),
            "account": ("account_name", "name"),
            "state": ("state", "name"),
            "risk": ("risk_band", "name"),
            "owner": ("owner_name", "name"),
            "expires": ("ends",),
        }
    )
    start = "label"

    def __init__(self, data: Any, *, accounts: QuerySet[Account], people: QuerySet[Person]) -> None:
        super().__init__(data, accounts=accounts)
        cast("forms.ModelChoiceField[Person]", self.fields["owner"]).queryset = people
        self._accounts = accounts

    def more_hits(self, word: str) -> Iterable[Q]:
        """Entries of accounts that go by the word."""
        accounts = list(self._accounts.filter(label__icontains=word).values_list("pk", flat=True))
        if accounts:
            yield Q(account_id__in=accounts)

    def entry_page(self, entries: QuerySet[Entry]) -> KeysetPage[Entry]:
        """The page asked for of these entries, which are those of the accounts."""
        teams = self._accounts.order_by().values_list("team", flat=True).distinct()
        return self.long_page(entries, scopes=scopes_of(teams))

    def condition(self, name: str, value: Any) -> Q:
        """What is archived is out of every list but its own."""
        if name == "risk" and value:
            return Q(risk_band=value)
        if name != "state":
            return super().condition(name, value)
        if value == _NEVER:
            return live.never_listed()
        if value == "archived":
            return Q(archived_at__isnull=False)
        return Q(archived_at=None) & super().condition(name, value)

    def phrases(self) -> Iterable[tables.Phrase]:
        return [
            *tables.spelled("kind", labels.KINDS),
            *tables.spelled("state", _STATES),
            *tables.spelled("environment", labels.ENVIRONMENTS),
            (_("Nobody yet"), Q(owner=None)),
            (_("Stored"), Q(state="")),
            (_("never"), Q(state=KeyState.VALIDATED, as_consumer_key__expires_at=None)),
        ]


class StoreForm(fields.DetailsForm, fields.SecretForm):
    """An entry as a person types it: the clear columns of its kind, and its secret."""

    account = fields.AccountField()

    def __init__(
        self,
        *args: Any,
        about: EntryDescription,
        words: StoringWords,
        accounts: QuerySet[Account],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._about = about
        self._columns = [column.name for column in about.clear]
        for column in about.clear:
            self.fields[column.name] = fields.KeyField(label=_(column.label))
        self.fields[about.sealed_as] = fields.SecretField(
            label=_capitalised(about.kind), help_text=_(words.secret_help)
        )
        self.order_fields(["account", *self._columns, about.sealed_as, "label"])
        cast("fields.AccountField", self.fields["account"]).queryset = accounts

    @property
    def columns(self) -> dict[str, str]:
        """The clear columns, once the form is valid."""
        return {name: self.cleaned_data[name] for name in self._columns}

    @property
    def secret(self) -> str:
        """The secret, once the form is valid."""
        return str(self.cleaned_data[self._about.sealed_as])


class FormatChoice(forms.Form):
    """Which file is made of a credential: those that the kind of the entry has, in groups."""

    name = forms.ChoiceField(label=_("For"))

    def __init__(self, *args: Any, kind: EntryKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["name"]).choices = _formats(kind)


class ExportForm(forms.Form):
    """An export: which file, where to, and what for where the team asks."""

    name = forms.ChoiceField(
        label=_("Format"),
        choices=[(name, name) for name in onboarding.FORMATS],
        widget=forms.HiddenInput,
    )
    to = forms.ChoiceField(
        label=_("Destination"),
        choices=[(to, to) for to in (onboarding.DOWNLOAD, onboarding.CLIPBOARD)],
        required=False,
        widget=forms.HiddenInput,
    )
    purpose = forms.CharField(
        label=_("What for"),
        widget=forms.TextInput(attrs=_KEPT),
        max_length=vault.LONGEST_PURPOSE,
        help_text=_("The team's policy asks for it; the log keeps it."),
    )
    used_by = forms.CharField(
        label=_("Goes to"),
        widget=forms.TextInput(attrs=_KEPT),
        required=False,
        max_length=vault.LONGEST_PLACE,
        help_text=_("A host, a pipeline, a service: it is added to the list of where it is used."),
    )

    def __init__(self, *args: Any, asks_purpose: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_purpose:
            del self.fields["purpose"]

    @property
    def format(self) -> onboarding.Format:
        """The one that was chosen, once the form is valid."""
        return onboarding.FORMATS[self.cleaned_data["name"]]

    @property
    def destination(self) -> str:
        """Where it goes, once the form is valid."""
        return self.cleaned_data["to"] or onboarding.DOWNLOAD


class HandoverForm(forms.Form):
    """A link that hands one file over, once: what the recipient reads, and how long it works."""

    name = forms.ChoiceField(label=_("For"))
    recipient = forms.CharField(
        label=_("Who gets it"),
        max_length=120,
        help_text=_("A name or an e-mail address. It is in the log, and under who knows it."),
    )
    sender = forms.CharField(
        label=_("From whom"),
        max_length=80,
        help_text=_("As they know you. They read this, and nothing else of the team."),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200)
    purpose = forms.CharField(
        label=_("What for"),
        max_length=vault.LONGEST_PURPOSE,
        help_text=_("The team's policy asks for it; the log keeps it."),
    )
    lasts = forms.TypedChoiceField(
        label=_("The link works for"), choices=list(_LASTS.items()), coerce=int, initial=24
    )
    with_passphrase = forms.BooleanField(
        label=_("With a passphrase"),
        required=False,
        help_text=_("Keydesk makes one. Tell it by another way than the link."),
    )

    def __init__(self, *args: Any, kind: EntryKind, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["name"]).choices = _formats(kind)
        if not team.requires_purpose:
            del self.fields["purpose"]
        if team.requires_passphrase:
            del self.fields["with_passphrase"]

    @property
    def handing(self) -> onboarding.Handing:
        """What is handed over, once the form is valid."""
        cleaned = self.cleaned_data
        return onboarding.Handing(
            form=onboarding.FORMATS[cleaned["name"]],
            sender=cleaned["sender"],
            recipient=cleaned["recipient"],
            note=cleaned["note"],
            purpose=cleaned.get("purpose", ""),
            lifetime=timedelta(hours=cleaned["lasts"]),
            with_passphrase=cleaned.get("with_passphrase", False),
        )


class UsageForm(forms.Form):
    """A place where an entry is in use."""

    place = forms.CharField(label=_("Place"), max_length=vault.LONGEST_PLACE)
    owner = forms.CharField(label=_("Who runs it"), required=False, max_length=120)
    restart_note = forms.CharField(
        label=_("How it takes up a new secret"), required=False, max_length=200
    )

    @property
    def line(self) -> vault.UsageLine:
        """What was typed, once the form is valid."""
        return vault.UsageLine(**self.cleaned_data)


class SecretForm(fields.SecretForm):
    """A new version of an entry's secret, called what its kind calls it."""

    secret = fields.SecretField(label="")

    def __init__(self, *args: Any, kind: EntryKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secret"].label = _capitalised(kind)


def _formats(kind: EntryKind) -> list[Any]:
    """The files that a kind of entry has, in groups."""
    return [
        (_(group), [(form.name, _(form.tool)) for form in forms_ if kind in form.texts])
        for group, forms_ in onboarding.FORMAT_GROUPS.items()
        if any(kind in form.texts for form in forms_)
    ]


def _capitalised(kind: EntryKind) -> str:
    name = str(labels.SECRETS[kind])
    return name[:1].upper() + name[1:]
