"""What a person types about a vault entry."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from credentials import entries, formats
from credentials.enums import EntryKind, KeyState
from credentials.models import Account, Person
from dashboard import labels, tables
from dashboard.forms import fields
from dashboard.templatetags.console import WORDS

_STATES = {state: WORDS[state] for state in (*KeyState, entries.DEAD, entries.GONE)}


class EntryFilters(tables.AccountFilters):
    kind = tables.choice(_("Kind"), labels.KINDS, any_word=_("Any kind"))
    state = tables.choice(
        _("State"), {**_STATES, "archived": _("Archived")}, any_word=_("Any state")
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=Person.objects.none(), required=False, empty_label=_("Any owner")
    )
    field_order = ("q", "kind", "account")

    searched = (
        "label",
        "account__label",
        "owner__email",
        "used_by",
        "as_application__application_key",
        "as_consumer_key__credential_id",
        "as_consumer_key__application__label",
        "as_service_account__client_id",
    )
    sorts = MappingProxyType(
        {
            "label": (Lower("label"),),
            "kind": ("kind", Lower("label")),
            "account": (Lower("account__label"), Lower("label")),
            "state": ("state", Lower("label")),
            "owner": ("owner__email", Lower("label")),
            "expires": ("as_consumer_key__expires_at",),
        }
    )
    start = "label"

    def __init__(self, data: Any, *, accounts: QuerySet[Account], people: QuerySet[Person]) -> None:
        super().__init__(data, accounts=accounts)
        cast("forms.ModelChoiceField[Person]", self.fields["owner"]).queryset = people

    def condition(self, name: str, value: Any) -> Q:
        """What is archived is out of every list but its own."""
        if name != "state":
            return super().condition(name, value)
        if value == "archived":
            return Q(archived_at__isnull=False)
        return Q(archived_at=None) & super().condition(name, value)

    def phrases(self) -> Iterable[tables.Phrase]:
        return [
            *tables.spelled("kind", labels.KINDS),
            *tables.spelled("state", _STATES),
            *tables.spelled("environment", labels.ENVIRONMENTS),
            (_("Nobody yet"), Q(owner=None)),
            (_("Kept"), Q(state="")),
            (_("never"), Q(state=KeyState.VALIDATED, as_consumer_key__expires_at=None)),
        ]


class ApplicationForm(fields.CardFields, fields.SecretForm):
    """An application made on OVHcloud's own page: its key and its secret."""

    account = fields.AccountField()
    application_key = fields.KeyField(label=_("Application key"))
    application_secret = fields.SecretField(
        label=_("Application secret"),
        help_text=_(
            "OVHcloud shows it once, where the application is made. No call can prove it alone: "
            "the first key of the application does."
        ),
    )
    field_order = ("account", "application_key", "application_secret", "label")

    def __init__(self, *args: Any, accounts: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("fields.AccountField", self.fields["account"]).queryset = accounts


class ExportForm(forms.Form):
    """Which file is made of a credential."""

    name = forms.ChoiceField(
        label=_("Format"),
        choices=[
            ("ovh.conf", _("ovh.conf: the SDKs for Python, Go and Perl, Terraform, the CLI")),
            ("shell", _("Shell variables: lego, Terraform, whatever reads OVH_…")),
        ],
        initial="ovh.conf",
        widget=forms.RadioSelect,
    )

    @property
    def format(self) -> formats.Format:
        """The one that was chosen, once the form is valid."""
        return formats.FORMATS[self.cleaned_data["name"]]


class CardForm(fields.CardFields):
    """What is written on an entry, without its secret."""


class SecretForm(fields.SecretForm):
    """A new version of an entry's secret, called what its kind calls it."""

    secret = fields.SecretField(label="")

    def __init__(self, *args: Any, kind: EntryKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = str(labels.SECRETS[kind])
        self.fields["secret"].label = name[:1].upper() + name[1:]
