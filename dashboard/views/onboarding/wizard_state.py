"""One way through the wizard: what was answered, checked again at every step, and what is next."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from credentials.onboarding import KeyRequestSpec
from credentials.rights import PolicyBreach
from dashboard.forms import onboarding
from dashboard.forms.onboarding import Answers
from dashboard.views.onboarding.wizard_answers import WizardAnswers

STEPS: dict[str, Promise] = {
    "application": _("Application"),
    "rights": _("Rights"),
    "addresses": _("Addresses"),
    "details": _("Details"),
    "review": _("Review"),
}

_ONWARD: dict[str, Promise] = {
    "rights": _("Next: rights"),
    "addresses": _("Next: addresses"),
    "details": _("Next: label and owner"),
    "review": _("Next: review"),
}

# Where to answer otherwise what a policy is against.
_ASKED_AT = {"whole-account": "rights", "no-addresses": "addresses", "no-owner": "details"}


class WizardState(WizardAnswers):
    """The answers of one draft, seen from the step that is shown."""

    def __init__(self, request: HttpRequest, draft_id: str, *, answers: Answers, step: str) -> None:
        super().__init__(request, draft_id, answers)
        self.step = step

    @property
    def complete_key_spec(self) -> KeyRequestSpec | None:
        """What will be asked of OVHcloud; None while a question is open."""
        if self.first_open() != "review" or self.given_metadata is None:
            return None
        return self.key_spec(self.given_metadata)

    def against(self, step: str) -> list[PolicyBreach]:
        """What is against the policy in the answer of one step."""
        return [breach for breach in self.breaches if _ASKED_AT[breach.code] == step]

    @property
    def against_here(self) -> list[PolicyBreach]:
        return self.against(self.step)

    def url(self, step: str) -> str:
        return reverse(f"onboarding:{step}", args=[self.draft_id])

    @property
    def back(self) -> str:
        """The step before this one."""
        names = list(STEPS)
        return self.url(names[max(names.index(self.step) - 1, 0)])

    @property
    def next_step(self) -> str:
        """The first step after this one that is open; the review when there is none."""
        after = list(STEPS)[list(STEPS).index(self.step) + 1 :]
        return next((name for name in after if not self.is_answered(name)), "review")

    @property
    def onward(self) -> str:
        return self.url(self.next_step)

    @property
    def onward_words(self) -> Promise:
        """What the button that leads there says."""
        return _ONWARD[self.next_step]

    @property
    def steps(self) -> list[dict[str, object]]:
        """What parts/steps.html shows."""
        return [
            {
                "label": label,
                "answer": self._summary(name),
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

    def _summary(self, step: str) -> str:
        return _SUMMARIES[step](self) if self.is_answered(step) else ""


View = Callable[[HttpRequest, WizardState], HttpResponse]


def step(name: str) -> Callable[[View], Callable[[HttpRequest, str], HttpResponse]]:
    """A step's view: it gets the wizard's state, or leads to the first question that is open."""

    def decorate(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
        @wraps(view)
        def wrapper(request: HttpRequest, draft_id: str) -> HttpResponse:
            answers = onboarding.find(request.session, draft_id)
            if answers is None:
                messages.info(request, gettext("This request is no longer kept. It starts anew."))
                return redirect("onboarding:start")
            wizard = WizardState(request, draft_id, answers=answers, step=name)
            needed = wizard.needed_for(name)
            return view(request, wizard) if needed == name else redirect(wizard.url(needed))

        return wrapper

    return decorate


def _has_addresses(wizard: WizardState) -> bool:
    return wizard.answers.addresses is not None and not wizard.addresses.problem


def _application_summary(wizard: WizardState) -> str:
    return str(wizard.application or wizard.account)


def _rights_summary(wizard: WizardState) -> str:
    count = len(wizard.rights.rules)
    return ngettext("%(count)d rule", "%(count)d rules", count) % {"count": count}


def _addresses_summary(wizard: WizardState) -> str:
    return ", ".join(wizard.addresses.blocks[:2]) or gettext("From anywhere")


def _details_summary(wizard: WizardState) -> str:
    return wizard.answers.details["label"]


_IS_GIVEN: dict[str, Callable[[WizardState], bool]] = {
    "application": lambda wizard: wizard.account is not None,
    "rights": lambda wizard: wizard.rights.is_sound,
    "addresses": _has_addresses,
    "details": lambda wizard: wizard.given_metadata is not None,
    "review": lambda _: False,
}
_SUMMARIES: dict[str, Callable[[WizardState], str]] = {
    "application": _application_summary,
    "rights": _rights_summary,
    "addresses": _addresses_summary,
    "details": _details_summary,
}
