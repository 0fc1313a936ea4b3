"""What a person types about live keys: filters, and the ids that confirm a revocation."""

from __future__ import annotations

import operator
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from types import MappingProxyType
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from credentials import findings, live, ovhcloud, people, vault
from credentials.core import KeyChangeKind
from credentials.models import Account, Entry, KeyChange, LiveCredential, Person
from credentials.text_search import SHORTEST
from dashboard import tables
from dashboard.finding_labels import RISK_BANDS, title_of
from dashboard.forms.fields import TypedForm
from dashboard.keyset import KeysetPage
from dashboard.long_lists import LongListFilters, scopes_of
from dashboard.templatetags.console import WORDS

ANY = "any"
_STATES = {state: WORDS[state] for state in live.KEY_STATES}
_HELD = {"stored": _("In the vault"), "not-in-vault": _("Not in the vault")}
_REACH = {"wide": _("Full account access")}
_RISKS = {str(band): word for band, word in sorted(RISK_BANDS.items(), reverse=True)}
_MADE_OUTSIDE = "made-outside"
#: Live keys held against the vault.
GROUPS: Final = {
    "matching": _("As the vault says"),
    "mismatch": _("Other than the vault says"),
    "unknown-holder": _("Held by nobody known"),
    "refused-request": _("Of a refused request"),
    "console-made": _("Made by an application of others"),
    "support-made": _("Made by OVHcloud's support"),
    "gone-stored": _("Gone, and stored as valid"),
}
_OFTEN_ASKED: Final = ("unused", "never-used", _MADE_OUTSIDE, "owner-left", "against-policy")
_FOUND = {
    code: _("Made outside Keydesk") if code == _MADE_OUTSIDE else title_of(code)
    for code in dict.fromkeys((*_OFTEN_ASKED, *sorted(findings.KEY_CODES)))
}

#: The counts above the list: a word, and the filters whose rows it counts.
_TILES: Final = (
    (_("Listed"), {}),
    *((word, {"state": state}) for state, word in _STATES.items()),
    (_HELD["not-in-vault"], {"held": "not-in-vault"}),
    (_REACH["wide"], {"reach": "wide"}),
)
#: What became of keys since the reader's last visit.
_CHANGES: Final = {
    KeyChangeKind.APPEARED: _("New since your last visit"),
    KeyChangeKind.GONE: _("Gone since your last visit"),
}
_COUNTED: Final = ("state", "held", "reach", "risk")
_ALWAYS_SHOWN = 2
_ID = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Tile:
    """A count that is a link to the rows it counts; None where they are too many to count."""

    label: tables.Label
    url: str
    count: int | None
    current: bool


class LiveFilters(LongListFilters, tables.AccountFilters):
    """Without a state chosen, keys that are gone are left out, unless it is asked for what is gone
    since the last visit of the ``reader``."""

    state = tables.choice(
        _("State"), {**_STATES, ANY: _("Any state, gone too")}, any_word=_("Listed now")
    )
    held = tables.choice(_("Vault"), _HELD, any_word=_("Stored or not"))
    reach = tables.choice(_("Reach"), _REACH, any_word=_("Any reach"))
    risk = tables.choice(_("Risk"), _RISKS, any_word=_("Any risk"))
    finding = tables.choice(_("Finding"), _FOUND, any_word=_("Any finding"))

    change = tables.choice(_("Changed"), _CHANGES, any_word=_("Changed or not"))
    group = tables.choice(_("Against the vault"), GROUPS, any_word=_("Whatever the vault says"))

    searched = ("search_text",)
    text_index = live.TEXT_INDEX
    orders = MappingProxyType(
        {
            "key": ("name",),
            "account": ("account_name", "name"),
            "state": ("state_rank", "ends"),
            "risk": ("risk_band", "used"),
            "used": ("used",),
            "expires": ("ends",),
        }
    )
    start = "-used"

    def __init__(
        self, data: QueryDict, *, accounts: QuerySet[Account], reader: Person | None = None
    ) -> None:
        super().__init__(data, accounts=accounts)
        self._accounts = accounts
        self._reader = reader

    def condition(self, name: str, value: Any) -> Q:
        if name == "state":
            return self._in_state(value)
        if name == "change" and value:
            return Q(pk__in=self._changed(value).values("key"))
        if name == "held" and value:
            return live.IS_STORED if value == "stored" else live.IS_NOT_STORED
        if name == "reach" and value:
            return live.REACHES_EVERYTHING
        if name == "risk" and value:
            return live.in_band(int(value))
        if name == "finding" and value:
            codes = findings.MADE_OUTSIDE if value == _MADE_OUTSIDE else (value,)
            return reduce(operator.or_, map(self._found, codes))
        if name == "group" and value:
            return live.in_group(value)
        return super().condition(name, value)

    def phrases(self) -> Iterable[tables.Phrase]:
        return [
            *((word, live.in_state(state)) for state, word in _STATES.items()),
            *((word, live.in_band(band)) for band, word in RISK_BANDS.items()),
            (_("Keydesk's own"), vault.IS_MANAGEMENT_KEY),
            (_HELD["not-in-vault"], live.IS_NOT_STORED),
            (_HELD["stored"], live.IS_STORED),
            (_REACH["wide"], live.REACHES_EVERYTHING),
            (_("any address"), Q(allowed_ips=[], are_addresses_known=True)),
            (_("never"), Q(last_use=None) | Q(expiration=None)),
        ]

    def more_hits(self, word: str) -> Iterable[Q]:
        """Keys of accounts and of owners that go by the word, and keys in which what it names is
        found."""
        if len(word) >= SHORTEST:
            titles = {code: str(title_of(code)).casefold() for code in findings.KEY_CODES}
            yield from (self._found(code) for code in titles if word.casefold() in titles[code])
        accounts = [account.pk for account in self._known_accounts if _shows(account, word)]
        if accounts:
            yield Q(account_id__in=accounts)
        called = Person.objects.filter(email__icontains=word)
        if called.filter(owned_entries__isnull=False).exists():
            yield Q(stored_id__in=Entry.objects.filter(owner__in=called).values("pk"))
        if called.filter(owned_live_keys__isnull=False).exists():
            yield Q(stored_id=None, owner__in=called)

    def key_page(self, keys: QuerySet[LiveCredential]) -> KeysetPage[LiveCredential]:
        """The page asked for of these keys, which are those of the accounts."""
        known = None
        if not any(self.chosen.get(name) for name in ("finding", "group", "change")):
            known = sum(count for group, count in self._counts.items() if self._keeps(group))
        return self.long_page(keys, scopes=self._scopes, known=known)

    def tiles(self) -> list[Tile]:
        """Counts over what is searched for in the chosen account, each beside its own filters."""
        counts = self._searched_counts if self.words else self._counts
        tiles = [
            Tile(word, f"?{self._address(**f).urlencode()}", _sum(counts, f), self._is_chosen(f))
            for word, f in _TILES
        ]
        rest = [tile for tile in tiles[_ALWAYS_SHOWN:] if tile.count != 0 or tile.current]
        return [*tiles[:_ALWAYS_SHOWN], *rest]

    def _in_state(self, state: str) -> Q:
        if not state and self.chosen.get("change") == KeyChangeKind.GONE:
            return live.in_state(vault.GONE)
        return Q() if state == ANY else live.in_state(state) if state else live.IS_LISTED

    def _changed(self, kind: str) -> QuerySet[KeyChange]:
        changes = KeyChange.objects.filter(account__in=self._accounts, kind=kind)
        return changes.filter(at__gte=people.last_visit(self._reader)).order_by()

    def _found(self, code: str) -> Q:
        """The keys in which this is found: by their ids, where they are few."""
        rare = self._rare(live.found_mark(code))
        return live.found_in(code) if rare is None else Q(pk__in=rare)

    @cached_property
    def _searched_counts(self) -> Counter[live.KeyGroup] | None:
        """Of what is searched for; None where that is too much to count."""
        keys = LiveCredential.objects.all()
        if self.few(keys, self._scopes) is None:
            return None
        searched = LiveFilters(self._address(state=ANY), accounts=self._accounts)
        few = searched.few(keys, self._scopes)
        return None if few is None else live.groups_of(few)

    @cached_property
    def _known_accounts(self) -> list[Account]:
        return list(self._accounts)

    @cached_property
    def _counts(self) -> Counter[live.KeyGroup]:
        """Of the chosen account, or of all of them."""
        chosen = self.chosen.get("account")
        return live.key_counts(self._accounts.filter(pk=chosen.pk) if chosen else self._accounts)

    @property
    def _scopes(self) -> list[Q]:
        return scopes_of(account.team_id for account in self._known_accounts)

    def _keeps(self, group: live.KeyGroup) -> bool:
        return _is_of(group, {name: self.chosen.get(name) or "" for name in _COUNTED})

    def _is_chosen(self, values: dict[str, str]) -> bool:
        return all((self.chosen.get(name) or "") == values.get(name, "") for name in _COUNTED)

    def _address(self, **values: str) -> QueryDict:
        """A query string with these filters, and the words, account and order of this one."""
        query = QueryDict(mutable=True)
        fields = {name: self.data.get(name) for name in ("q", "account", "o")}
        query.update({name: value for name, value in {**fields, **values}.items() if value})
        return query


def _sum(counts: Counter[live.KeyGroup] | None, values: dict[str, str]) -> int | None:
    if counts is None:
        return None
    return sum(count for group, count in counts.items() if _is_of(group, values))


def _is_of(group: live.KeyGroup, values: dict[str, str]) -> bool:
    """Whether the filters keep keys of the group."""
    state, held, reach, risk = (values.get(name, "") for name in _COUNTED)
    return (
        (state in (ANY, group.state) or (not state and group.state != vault.GONE))
        and (not held or group.is_stored == (held == "stored"))
        and (not reach or group.reaches_everything)
        and (not risk or risk == str(group.risk_band))
    )


def _shows(account: Account, word: str) -> bool:
    shown = (account.label, account.nic, account.endpoint, ovhcloud.region_label(account.endpoint))
    return any(word.casefold() in str(text).casefold() for text in shown)


class ApplicationFilters(tables.AccountFilters):
    """Live applications."""

    searched = ("name", "application_id", "application_key", "account__label")
    sorts = MappingProxyType({"name": ("name",), "account": ("account__label", "name")})
    start = "name"


class OwnerForm(forms.Form):
    """Who answers for a key; ``people`` are those who can."""

    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("The person to ask about it."),
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Person]", self.fields["owner"]).queryset = people


class RevokeApplicationForm(TypedForm):
    """The application's id, typed, and the keys that the page showed under it."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> frozenset[int]:
        shown = self.cleaned_data["seen"].split()
        if not all(_ID.fullmatch(number) for number in shown):
            raise ValidationError(_("The page does not say which keys it showed. Open it again."))
        return frozenset(map(int, shown))
