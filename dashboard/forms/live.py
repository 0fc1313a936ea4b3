"""What a person types about live keys: filters, and the ids that confirm a revocation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from credentials import live, ovhcloud, vault
from credentials.models import Account, LiveCredential
from dashboard import tables
from dashboard.forms.fields import TypedForm
from dashboard.templatetags.console import WORDS

ANY = "any"
_STATES = {state: WORDS[state] for state in live.KEY_STATES}
_HELD = {"stored": _("In the vault"), "not-in-vault": _("Not in the vault")}
_REACH = {"wide": _("Full account access")}

#: The counts above the list: a word, and the filters whose rows it counts.
_TILES: Final = (
    (_("Listed"), {}),
    *((word, {"state": state}) for state, word in _STATES.items()),
    (_HELD["not-in-vault"], {"held": "not-in-vault"}),
    (_REACH["wide"], {"reach": "wide"}),
)
_ALWAYS_SHOWN = 2
_ID = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Tile:
    """A count that is a link to the rows it counts."""

    label: tables.Label
    url: str
    count: int
    current: bool


class LiveFilters(tables.AccountFilters):
    """Without a state chosen, keys that are gone are left out."""

    state = tables.choice(
        _("State"), {**_STATES, ANY: _("Any state, gone too")}, any_word=_("Listed now")
    )
    held = tables.choice(_("Vault"), _HELD, any_word=_("Stored or not"))
    reach = tables.choice(_("Reach"), _REACH, any_word=_("Any reach"))

    searched = (
        "shown_name",
        "application_id",
        "credential_id",
        "account__label",
        "account__endpoint",
        "account__nic",
        "rules_text",
        "addresses_text",
        "stored_label",
        "stored_owner",
    )
    sorts = MappingProxyType(
        {
            "key": (Lower("shown_name"), "credential_id"),
            "account": (Lower("account__label"), Lower("shown_name")),
            "state": ("state", Lower("shown_name")),
            "used": ("last_use",),
            "expires": ("expiration",),
        }
    )
    start = "-used"

    def __init__(self, data: QueryDict, *, accounts: QuerySet[Account]) -> None:
        super().__init__(data, accounts=accounts)
        self._accounts = accounts

    def condition(self, name: str, value: Any) -> Q:
        if name == "state":
            return {"": live.IS_LISTED, ANY: Q()}.get(value or "", Q(state=value))
        if name == "held" and value:
            return live.IS_STORED if value == "stored" else live.IS_NOT_STORED
        if name == "reach" and value:
            return live.REACHES_EVERYTHING
        return super().condition(name, value)

    def phrases(self) -> Iterable[tables.Phrase]:
        return [
            *tables.spelled("state", _STATES),
            *tables.spelled("account__endpoint", ovhcloud.region_labels()),
            (_("Keydesk's own"), vault.IS_MANAGEMENT_KEY),
            (_HELD["not-in-vault"], live.IS_NOT_STORED),
            (_HELD["stored"], live.IS_STORED),
            (_REACH["wide"], live.REACHES_EVERYTHING),
            (_("any address"), Q(allowed_ips=[])),
            (_("never"), Q(last_use=None) | Q(expiration=None)),
        ]

    def tiles(self, rows: QuerySet[LiveCredential]) -> list[Tile]:
        """Counts over what is searched for in the chosen account, each beside its own filters."""
        base = LiveFilters(self._address(state=ANY), accounts=self._accounts).narrow(rows)
        wanted = {str(n): Count("pk", filter=self._all(f)) for n, (_w, f) in enumerate(_TILES)}
        counts = base.aggregate(**wanted)
        tiles = [
            Tile(word, f"?{self._address(**f).urlencode()}", counts[str(n)], self._is_chosen(f))
            for n, (word, f) in enumerate(_TILES)
        ]
        rest = [tile for tile in tiles[_ALWAYS_SHOWN:] if tile.count or tile.current]
        return [*tiles[:_ALWAYS_SHOWN], *rest]

    def _all(self, values: dict[str, str]) -> Q:
        """The rows that are left with these filters and no others."""
        return Q(*(self.condition(name, values.get(name)) for name in ("state", "held", "reach")))

    def _is_chosen(self, values: dict[str, str]) -> bool:
        return all(
            (self.chosen.get(name) or "") == values.get(name, "")
            for name in ("state", "held", "reach")
        )

    def _address(self, **values: str) -> QueryDict:
        """A query string with these filters, and the words, account and order of this one."""
        query = QueryDict(mutable=True)
        fields = {name: self.data.get(name) for name in ("q", "account", "o")}
        query.update({name: value for name, value in {**fields, **values}.items() if value})
        return query


class RevokeApplicationForm(TypedForm):
    """The application's id, typed, and the keys that the page showed under it."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> frozenset[int]:
        shown = self.cleaned_data["seen"].split()
        if not all(_ID.fullmatch(number) for number in shown):
            raise ValidationError(_("The page does not say which keys it showed. Open it again."))
        return frozenset(map(int, shown))
