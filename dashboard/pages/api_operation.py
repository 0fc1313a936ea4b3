"""One operation in the API console: what it takes, who may call it, and what a call brought."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from credentials import live, ovhcloud, rights
from credentials.core import ApiError, KeydeskError, RuleError, Sentence, gettext_noop, say
from credentials.live import CallAnswer
from credentials.models import Account, ConsumerKey
from credentials.onboarding import CallExample, call_examples
from credentials.rights import (
    HOME_ENDPOINT,
    FilledCall,
    NameList,
    Operation,
    OperationDetail,
    Parameter,
    Place,
)
from dashboard.forms.api_console import CallForm, field_name
from dashboard.pages.calling_keys import CallingKey, CallingKeys

_MOST_OTHERS = 5
_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class NamesToLoad:
    """A list of the account that has the names for one parameter, and how many are known."""

    field: str
    wanted: NameList
    names: Sequence[str]

    @property
    def id(self) -> str:
        return f"{self.field}-names"


class OperationPage:
    """``given`` is what was posted; None before anything was. ``named`` are values by field that
    the address has. ``answer``, ``trouble`` and ``asks_confirmation`` are what a press brought;
    ``refusal`` is what came back along with a trouble."""

    def __init__(
        self,
        operation: Operation,
        accounts: QuerySet[Account],
        *,
        given: QueryDict | None,
        named: Mapping[str, str],
        is_sending: bool,
    ) -> None:
        first = accounts.values_list("endpoint", flat=True).first()
        #: The region whose description is shown: that of the person's first account.
        self.endpoint: str = first or HOME_ENDPOINT
        self.detail: OperationDetail = ovhcloud.operation_detail_of(self.endpoint, operation)
        self._given = given
        self._named = named
        self._is_sending = is_sending
        self.keys = CallingKeys(accounts, operation, self._path)
        self.answer: CallAnswer | None = None
        self.refusal: CallAnswer | None = None
        self.trouble: KeydeskError | None = None
        self.notes: list[Sentence] = []
        self.asks_confirmation = False
        self.offers_reveal = False
        self.has_read_target = bool(given and given.get("read"))

    @property
    def operation(self) -> Operation:
        return self.detail.operation

    @property
    def key_of_operation(self) -> str:
        """How addresses name the operation."""
        return f"{self.operation.method} {self.operation.prefix}{self.operation.path}"

    @property
    def url(self) -> str:
        query = urlencode({"operation": self.key_of_operation})
        return f"{reverse('api_console:operation')}?{query}"

    @cached_property
    def chosen(self) -> CallingKey | None:
        """The key that calls."""
        return self.keys.chosen(self._value("key"))

    @property
    def account(self) -> Account | None:
        return self.chosen.entry.account if self.chosen else None

    @property
    def asks_purpose(self) -> bool:
        """Whether who reveals what an answer holds has to say what for."""
        return self.account is not None and self.account.team.requires_purpose

    @cached_property
    def form(self) -> CallForm:
        return CallForm(
            self._given,
            detail=self.detail,
            keys=self.keys.choices,
            named=[each.field for each in self.loadable],
            is_sending=self._is_sending,
            initial={**self._named, "key": self.chosen.id if self.chosen else ""},
        )

    @cached_property
    def loadable(self) -> list[NamesToLoad]:
        """The parameters whose names the account lists, at once or once others are filled in."""
        every = [(parameter, self._name_list(parameter)) for parameter in self.detail.parameters]
        lists = [(parameter, name_list) for parameter, name_list in every if name_list]
        known = live.known_names(self.account, [w for _, w in lists]) if self.account else {}
        return [
            NamesToLoad(
                field_name(parameter),
                name_list,
                known[name_list.route].names if name_list.route in known else (),
            )
            for parameter, name_list in lists
        ]

    def key_for_names(self, name_list: NameList) -> ConsumerKey | None:
        """The chosen key, where the management key may not read the list and this one may."""
        entry = self.chosen.entry if self.chosen else None
        if not isinstance(entry, ConsumerKey) or not live.may_read_names(entry, name_list):
            return None
        return entry if live.obstacle_to_reading_names(entry.account, name_list) else None

    @property
    def obstacle(self) -> KeydeskError | None:
        """Why the chosen key may not make such a call at all."""
        return self.chosen.obstacle if self.chosen else None

    @property
    def others(self) -> list[CallingKey]:
        """Other keys that a rule lets make the call, those of the same account first."""
        others = [key for key in self.keys.granted if not self.chosen or key.id != self.chosen.id]
        others.sort(key=lambda key: key.entry.account_id != getattr(self.account, "pk", None))
        return others[:_MOST_OTHERS]

    @property
    def is_refused(self) -> bool:
        """Whether OVHcloud refused the call for want of a right."""
        return isinstance(self.trouble, ApiError) and self.trouble.status in (401, 403)

    @property
    def explain_url(self) -> str:
        """The explanation of refused calls, with this one and its key filled in."""
        query = {"call": self._call, "key": self.checked_key}
        return f"{reverse('refusals:explain')}?{urlencode(query)}#answer"

    @property
    def refused_text(self) -> str:
        """The call and what came back, for the explanation of refused calls to read."""
        refusal = self.trouble if isinstance(self.trouble, ApiError) else None
        answer = f" {refusal.status} {refusal.code}" if refusal else ""
        return f"{self._call}{answer}\n{self.answer_text}".strip()

    @property
    def checked_key(self) -> str:
        """The id of the chosen key, where rules decide what it may call; "" for none."""
        return self.chosen.id if self.chosen and self.chosen.check else ""

    @property
    def _call(self) -> str:
        return f"{self.operation.method} {self._path}"

    @property
    def request_url(self) -> str:
        """Where the call went, with its query; what is secret in it is left out."""
        if self.filled is None or self.chosen is None:
            return ""
        return ovhcloud.endpoint_of(self.chosen.entry.account).url_of(self.filled.shown)

    @property
    def filled(self) -> FilledCall | None:
        """The call as it is filled in; None where something is missing or wrong."""
        if self.form.is_bound and self.form.is_valid():
            return self.form.filled
        return None

    @property
    def examples(self) -> list[CallExample]:
        """The call in other languages, once it is filled in."""
        filled = self.filled or self._without_parameters()
        if filled is None or self.chosen is None:
            return []
        endpoint = ovhcloud.endpoint_of(self.chosen.entry.account)
        return call_examples(filled, endpoint, kind=self.chosen.entry.about.kind)

    @property
    def answer_text(self) -> str:
        """What came back as JSON, what is sensitive masked; "" where nothing did."""
        came = self.answer or self.refusal
        if came is None or (self.refusal and came.value is None):
            return ""
        return json.dumps(came.value, indent=2, ensure_ascii=False)

    @property
    def console_page(self) -> str:
        """Where OVHcloud's own console has the operation and its IAM actions; "" for none."""
        endpoint = ovhcloud.find_endpoint(self.account) if self.account else None
        known = self.operation
        if endpoint is None or not self.detail.section:
            return ""
        return endpoint.operation_page(
            known.method, known.path, version=known.version, section=self.detail.section
        )

    def take_refusal(self, refusal: CallAnswer) -> None:
        """Show what came back of a call that brought no answer."""
        self.refusal = refusal

    @property
    def absence(self) -> Sentence:
        """What to know where the region's API probably lacks the operation."""
        region = self.account.endpoint.rpartition("-")[2] if self.account else ""
        if region not in self.detail.absent_in:
            return Sentence("")
        label = ovhcloud.region_label(self.account.endpoint) if self.account else ""
        return say(gettext_noop("%(region)s probably has no such operation."), region=label)

    def fill_in(self, state: tuple[dict[str, str], list[str]]) -> None:
        """Put a thing's present values where nothing else was typed; masked ones are named."""
        values, masked = state
        if self._given is None:
            return
        given = self._given.copy()
        for name, text in values.items():
            given[f"{Place.BODY}-{name}"] = text
        self._given = given
        self.look_again()
        if masked:
            sentence = gettext_noop("Not filled in, for they hold secrets: %(fields)s.")
            self.notes.append(say(sentence, fields=", ".join(masked)))

    def look_again(self) -> None:
        """Work out anew what follows from what is known and given."""
        for part in ("form", "loadable"):
            self.__dict__.pop(part, None)
        self._is_sending = False

    def _without_parameters(self) -> FilledCall | None:
        try:
            return rights.fill_call(self.detail, {})
        except RuleError:
            return None

    @property
    def _path(self) -> str:
        """The path as far as it is filled in; with stars, where something is missing."""
        values = {
            parameter.name: self._value(field_name(parameter))
            for parameter in self.detail.placed(Place.PATH)
        }
        try:
            return rights.filled_path(self.detail, values)
        except RuleError:
            return f"{self.operation.prefix}{self.operation.starred}"

    def _value(self, name: str) -> str:
        typed = self._given.get(name) if self._given else ""
        return typed or self._named.get(name, "")

    def _name_list(self, parameter: Parameter) -> NameList | None:
        if self.account is None:
            return None
        catalogue = ovhcloud.catalogue_of(self.account.endpoint)
        if parameter.place is Place.PATH:
            route = self.operation.path.partition(f"/{{{parameter.name}}}")[0]
            if name_list := rights.name_list_at(catalogue, route):
                return name_list
        return self._nested_list(parameter)

    def _nested_list(self, parameter: Parameter) -> NameList | None:
        """The list below another thing, such as a zone's records, once that thing is filled in."""
        template = parameter.values_from
        if "{" not in template or parameter.is_secret:
            return None
        values = {given.name: self._value(field_name(given)) for given in self.detail.parameters}
        route = _PARAMETER.sub(lambda match: quote(values.get(match[1], ""), safe=""), template)
        is_filled = "//" not in route and not route.endswith("/") and "%" not in route
        return NameList(route, say("%(name)s", name=parameter.name)) if is_filled else None
