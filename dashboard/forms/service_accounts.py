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

from credentials import live, ovhcloud, vault
from credentials.models import Account
from credentials.service_accounts import ClientCredentials
from dashboard import tables
from dashboard.forms import fields

STATES: Final[dict[str, tables.Label]] = {
    live.CLIENT_LIVE: _("Live"),
    live.CLIENT_UNSEEN: _("Not listed yet"),
    vault.GONE: _("Gone"),
}
FLOWS: Final[dict[str, tables.Label]] = {
    "CLIENT_CREDENTIALS": _("Client credentials"),
    "AUTHORIZATION_CODE": _("People sign in to it"),
}
_HELD = {"stored": _("In the vault"), "not-in-vault": _("Not in the vault")}
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
        return {"stored": live.IS_STORED, "not-in-vault": live.IS_NOT_STORED}.get(value, Q())

    def phrases(self) -> Iterable[tables.Phrase]:
        return [
            *tables.spelled("state", STATES),
            *tables.spelled("flow", FLOWS),
            *tables.spelled("account__endpoint", ovhcloud.region_labels()),
            (_HELD["stored"], live.IS_STORED),
            (_HELD["not-in-vault"], live.IS_NOT_STORED),
        ]

    def joined(self, accounts: QuerySet[Account]) -> Page[Any]:
        """The page asked for of what is listed and what is stored, in the order asked for."""
        listed = self.narrow(live.listed_clients(accounts))
        clients = [*listed, *self.narrow(live.stored_only_clients(accounts))]
        ordering = self.chosen.get("o", "")
        by = _ORDERS.get(ordering.removeprefix("-"), _ORDERS[self.start])
        clients.sort(key=by, reverse=ordering.startswith("-"))
        return Paginator(clients, tables.PAGE_SIZE).get_page(self.data.get("page"))


_ORDERS: Final[MappingProxyType[str, Callable[[Any], Any]]] = MappingProxyType(
    {
        "name": lambda row: (row.shown_name.lower(), row.client_id),
        "account": lambda row: (row.account.label.lower(), row.shown_name.lower()),
        "state": lambda row: (row.state, row.shown_name.lower()),
        "made": lambda row: (row.made or _LONG_AGO, row.client_id),
    }
)


class CreateForm(fields.DetailsForm):
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


class StoreForm(fields.DetailsForm, fields.SecretForm):
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

    def given(self) -> ClientCredentials:
        return ClientCredentials(
            client_id=self.cleaned_data["client_id"],
            client_secret=self.cleaned_data["client_secret"],
        )
