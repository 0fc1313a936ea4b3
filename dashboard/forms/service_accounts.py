"""What a person types about service accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final, cast

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from credentials import client_picture, conf, entries
from credentials.models import Account
from credentials.service_accounts import Given
from dashboard import tables
from dashboard.forms import fields

STATES: Final[dict[str, tables.Label]] = {
    client_picture.LIVE: _("Live"),
    client_picture.UNSEEN: _("Not listed yet"),
    entries.GONE: _("Gone"),
}
FLOWS: Final[dict[str, tables.Label]] = {
    "CLIENT_CREDENTIALS": _("Works by itself"),
    "AUTHORIZATION_CODE": _("People sign in to it"),
}
_HELD = {"stored": _("In the vault"), "shadow": _("Not in the vault")}
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class ClientFilters(tables.AccountFilters):
    """Over two tables that carry the same names, put together here: there are never many."""

    state = tables.choice(_("State"), STATES, any_word=_("Any state"))
    held = tables.choice(_("Vault"), _HELD, any_word=_("Stored or not"))

    searched = (
        "shown_name",
        "client_id",
        "identity",
        "description",
        "account__label",
        "account__endpoint",
        "stored_label",
    )
    start = "name"

    def condition(self, name: str, value: Any) -> Q:
        if name != "held":
            return super().condition(name, value)
        return {"stored": client_picture.STORED, "shadow": ~client_picture.STORED}.get(value, Q())

    def phrases(self) -> Iterable[tables.Phrase]:
        regions = {name: endpoint.label for name, endpoint in conf.endpoints().items()}
        return [
            *tables.spelled("state", STATES),
            *tables.spelled("flow", FLOWS),
            *tables.spelled("account__endpoint", regions),
            (_HELD["stored"], client_picture.STORED),
            (_HELD["shadow"], ~client_picture.STORED),
        ]

    def joined(self, accounts: QuerySet[Account]) -> Page[Any]:
        """The page asked for of what is listed and what is stored, in the order asked for."""
        listed = self.narrow(client_picture.listed(accounts))
        found = [*listed, *self.narrow(client_picture.only_stored(accounts))]
        asked = self.chosen.get("o", "")
        by = _ORDERS.get(asked.removeprefix("-"), _ORDERS[self.start])
        found.sort(key=by, reverse=asked.startswith("-"))
        return Paginator(found, tables.PAGE_SIZE).get_page(self.data.get("page"))


_ORDERS: Final[MappingProxyType[str, Callable[[Any], Any]]] = MappingProxyType(
    {
        "name": lambda row: (row.shown_name.lower(), row.client_id),
        "account": lambda row: (row.account.label.lower(), row.shown_name.lower()),
        "state": lambda row: (row.state, row.shown_name.lower()),
        "made": lambda row: (row.made or _LONG_AGO, row.client_id),
    }
)


class CreateForm(fields.CardFields):
    """A service account to be made at OVHcloud; its label is its name there."""

    account = fields.AccountField()
    description = forms.CharField(
        label=_("Description"),
        max_length=255,
        help_text=_("OVHcloud shows it beside the name."),
    )
    field_order = ("account", "label", "description")

    def __init__(self, *args: Any, accounts: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("fields.AccountField", self.fields["account"]).queryset = accounts


class StoreForm(fields.CardFields, fields.SecretForm):
    """A service account that exists: its client id and its client secret."""

    account = fields.AccountField()
    client_id = fields.KeyField(label=_("Client id"), help_text=_("Like EU.1a2b3c4d5e6f7081."))
    client_secret = fields.SecretField(
        label=_("Client secret"),
        help_text=_("OVHcloud shows it once, when the service account is made."),
    )
    field_order = ("account", "client_id", "client_secret", "label")

    def __init__(self, *args: Any, accounts: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("fields.AccountField", self.fields["account"]).queryset = accounts

    def given(self) -> Given:
        return Given(
            client_id=self.cleaned_data["client_id"],
            client_secret=self.cleaned_data["client_secret"],
        )
