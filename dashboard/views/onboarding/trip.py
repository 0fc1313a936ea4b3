"""One way through the wizard: what was answered, checked again at every step, and what is next."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from credentials import accounts, conf, policing, vault
from credentials.endpoints import Endpoint
from credentials.enums import Permission
from credentials.house_policy import Breach, HousePolicy
from credentials.models import Account, Application, Person
from credentials.sentences import Sentence
from credentials.validation import Wish
from dashboard import gatekeepers
from dashboard.forms import onboarding
from dashboard.forms.onboarding import AddressPreview, Answers, CardForm
from dashboard.forms.rights import Draft

STEPS: dict[str, Promise] = {
    "application": _("Application"),
    "rights": _("Rights"),
    "addresses": _("Addresses"),
    "card": _("Label and owner"),
    "review": _("Review"),
}

# Where to answer otherwise what a policy is against.
_ASKED_AT = {"whole-account": "rights", "no-addresses": "addresses", "no-owner": "card"}
_WORKED_OUT = ("application", "account", "rights", "addresses", "given_card", "breaches")


class Trip:
    """The answers of one draft; the objects in them come through the gatekeepers, every time."""

    def __init__(self, request: HttpRequest, draft_id: str, *, answers: Answers, step: str) -> None:
        self.request = request
        self.draft_id = draft_id
        self.answers = answers
        self.step = step

    @cached_property
    def application(self) -> Application | None:
        """The application the key will be of; None for one that OVHcloud's page makes."""
        chosen = uuid_of(self.answers.application)
        if chosen is None:
            return None
        return gatekeepers.application(self.request, chosen, Permission.REQUEST_KEYS)

    @cached_property
    def account(self) -> Account | None:
        if self.application:
            return self.application.account
        chosen = uuid_of(self.answers.account)
        if chosen is None:
            return None
        return gatekeepers.account(self.request, chosen, Permission.KEEP)

    @property
    def endpoint(self) -> Endpoint | None:
        """The account's region; None for one that is no longer configured."""
        return conf.endpoints().get(self.account.endpoint) if self.account else None

    @cached_property
    def rights(self) -> Draft:
        return Draft.from_query(QueryDict(self.answers.rights))

    @cached_property
    def addresses(self) -> AddressPreview:
        return AddressPreview(self.answers.addresses or "")

    def lockout(self, preview: AddressPreview) -> Sentence:
        """How Keydesk itself might be shut out by these addresses."""
        if self.account is None:
            return Sentence("")
        return accounts.lockout(self.account, rules=self.rights.rules, allowed_ips=preview.blocks)

    def card(self, data: dict[str, str] | QueryDict | None = None, **options: Any) -> CardForm:
        members = self.account.team.members.all() if self.account else Person.objects.none()
        return CardForm(data, people=members, is_owned=self.policy.requires_owner, **options)

    @cached_property
    def given_card(self) -> vault.Card | None:
        """What the team writes on the key; None until it is written so that it can be kept."""
        form = self.card(self.answers.card)
        return form.card() if form.is_valid() else None

    @property
    def wish(self) -> Wish | None:
        """What will be asked of OVHcloud; None while a question is open."""
        if self.first_open() != "review" or self.given_card is None:
            return None
        return self._wish(self.given_card)

    @property
    def policy(self) -> HousePolicy:
        """What the team asks of its keys; nothing, while no team is chosen."""
        return self.account.team.policy if self.account else HousePolicy()

    @cached_property
    def breaches(self) -> list[Breach]:
        """What is against the policy in the answers so far."""
        if self.account is None:
            return []
        if self.given_card is None:
            return policing.breaches_in_rules(self.account.team, self.rights.rules)
        return policing.breaches(self.account, self._wish(self.given_card).plan)

    def against(self, step: str) -> list[Breach]:
        """What is against the policy in the answer of one step."""
        return [breach for breach in self.breaches if _ASKED_AT[breach.code] == step]

    @property
    def against_here(self) -> list[Breach]:
        return self.against(self.step)

    def answer(self, **answers: Any) -> None:
        """Keep what was answered, for this page and the next ones."""
        self.answers = replace(self.answers, **answers)
        for name in _WORKED_OUT:
            self.__dict__.pop(name, None)
        onboarding.keep(self.request.session, self.draft_id, self.answers)

    def url(self, step: str) -> str:
        return reverse(f"onboarding:{step}", args=[self.draft_id])

    @property
    def back(self) -> str:
        """The step before this one."""
        names = list(STEPS)
        return self.url(names[max(names.index(self.step) - 1, 0)])

    @property
    def steps(self) -> list[dict[str, object]]:
        """What parts/steps.html shows."""
        return [
            {
                "label": label,
                "answer": self._said(name),
                "done": self.is_answered(name),
                "current": name == self.step,
            }
            for name, label in STEPS.items()
        ]

    def is_answered(self, step: str) -> bool:
        """Whether there is an answer that can be used and keeps to the policy."""
        return _IS_GIVEN[step](self) and not self.against(step)

    def first_open(self) -> str:
        """The first step without an answer that may stay; the review when there is none."""
        return next((name for name in STEPS if not self.is_answered(name)), "review")

    def needed_for(self, step: str) -> str:
        """The step to answer before this one is shown, or this one. What is against the policy may
        be put right in either of two steps, so it closes the review alone."""
        before = list(STEPS)[: list(STEPS).index(step)]
        missing = (name for name in before if not _IS_GIVEN[name](self))
        return next(missing, self.first_open() if step == "review" else step)

    def _wish(self, card: vault.Card) -> Wish:
        return Wish(card=card, rules=self.rights.rules, allowed_ips=self.addresses.blocks)

    def _said(self, step: str) -> str:
        return _SAID[step](self) if self.is_answered(step) else ""


View = Callable[[HttpRequest, Trip], HttpResponse]


def step(name: str) -> Callable[[View], Callable[[HttpRequest, str], HttpResponse]]:
    """A step's view: it gets its trip, or the person goes to the first question that is open."""

    def decorate(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
        @wraps(view)
        def wrapper(request: HttpRequest, draft_id: str) -> HttpResponse:
            answers = onboarding.find(request.session, draft_id)
            if answers is None:
                messages.info(request, gettext("This request is no longer kept. It starts anew."))
                return redirect("onboarding:start")
            trip = Trip(request, draft_id, answers=answers, step=name)
            needed = trip.needed_for(name)
            return view(request, trip) if needed == name else redirect(trip.url(needed))

        return wrapper

    return decorate


def uuid_of(text: str) -> uuid.UUID | None:
    """The id in ``text``, if it is one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _has_addresses(trip: Trip) -> bool:
    return trip.answers.addresses is not None and not trip.addresses.problem


def _application_said(trip: Trip) -> str:
    return str(trip.application or trip.account)


def _rights_said(trip: Trip) -> str:
    count = len(trip.rights.rules)
    return ngettext("%(count)d rule", "%(count)d rules", count) % {"count": count}


def _addresses_said(trip: Trip) -> str:
    return ", ".join(trip.addresses.blocks[:2]) or gettext("From anywhere")


def _card_said(trip: Trip) -> str:
    return trip.answers.card["label"]


_IS_GIVEN: dict[str, Callable[[Trip], bool]] = {
    "application": lambda trip: trip.account is not None,
    "rights": lambda trip: trip.rights.is_sound,
    "addresses": _has_addresses,
    "card": lambda trip: trip.given_card is not None,
    "review": lambda _: False,
}
_SAID: dict[str, Callable[[Trip], str]] = {
    "application": _application_said,
    "rights": _rights_said,
    "addresses": _addresses_said,
    "card": _card_said,
}
