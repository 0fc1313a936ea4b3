"""The wizard: one question a page. Every answer is kept as it is given, so Back loses nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from credentials import findings, onboarding, vault
from credentials.core import KeydeskError, Permission
from credentials.models import Application
from credentials.onboarding import KeyRequestSpec
from dashboard import gatekeepers, http
from dashboard.decorators import fresh_confirmation_required
from dashboard.forms.onboarding import AddressPreview, ApplicationFilters
from dashboard.rights_builder import (
    BuilderPage,
    BuilderSuggestions,
    Draft,
    token_page,
)
from dashboard.views import name_lists, rule_sources
from dashboard.views.onboarding.waiting import callback_url
from dashboard.views.onboarding.wizard_state import WizardState, step

# The button below the rules, and the one of an open recipe.
_GOES_ON = frozenset({"next", "apply next"})
_asking = require_http_methods(["GET", "HEAD", "POST"])


@_asking
@step("application")
def application(request: HttpRequest, wizard: WizardState) -> HttpResponse:
    """Which stored application the key is of, or which account's page makes a new one."""
    if request.method == "POST" and _take_application(request, wizard):
        return redirect(wizard.url(wizard.first_open() if wizard.answers.details else "rights"))
    accounts = gatekeepers.accounts(request, Permission.REQUEST_KEYS)
    filters = ApplicationFilters(request.GET, accounts=accounts)
    context = {
        "wizard": wizard,
        "form": filters,
        "page": filters.page(
            vault.requestable_applications(accounts).select_related("account__team")
        ),
        "keeping": gatekeepers.accounts(request, Permission.STORE_SECRETS),
        "near": filters.chosen.get("account"),
    }
    return render(request, "onboarding/application.html", context)


@_asking
@step("rights")
def rights(request: HttpRequest, wizard: WizardState) -> HttpResponse:
    """What the key may do: the rights builder, with its draft kept among the answers."""
    if request.method != "POST":
        return _rights(request, wizard, wizard.rights, "onboarding/rights.html")
    is_typing = http.is_htmx(request)
    do = "" if is_typing else request.POST.get("do", "")
    goes_on = do in _GOES_ON
    draft = wizard.located(Draft.from_fields(request.POST))
    draft = rule_sources.draft_after(request, draft, do)
    draft = name_lists.read_names(request, draft, do, account=wizard.account)
    wizard.answer(rights=draft.as_query())
    if is_typing:
        return _rights(request, wizard, draft, "rights/live_update.html")
    if goes_on and wizard.is_answered("rights") and not draft.troubles:
        return redirect(wizard.onward)
    if goes_on or draft.troubles or draft.log or draft.read_text:
        return _rights(request, wizard, draft, "onboarding/rights.html")
    return redirect(wizard.url("rights") + name_lists.place_of(draft, do))


@_asking
@step("addresses")
def addresses(request: HttpRequest, wizard: WizardState) -> HttpResponse:
    """From where the key may be used, shown as OVHcloud will keep it."""
    if request.method != "POST":
        return _preview(request, wizard, wizard.addresses, "onboarding/addresses.html")
    preview = AddressPreview(request.POST.get("addresses", ""))
    wizard.answer(addresses=preview.answer)
    if http.is_htmx(request):
        return _preview(request, wizard, preview, "onboarding/preview.html")
    if preview.problem or request.POST.get("do") == "look":
        return _preview(request, wizard, preview, "onboarding/addresses.html")
    return redirect(wizard.onward)


@_asking
@step("details")
def details(request: HttpRequest, wizard: WizardState) -> HttpResponse:
    """What the team writes on the key."""
    if request.method == "POST":
        form = wizard.details_form(request.POST)
        wizard.answer(details=form.typed)
        if form.is_valid():
            return redirect(wizard.onward)
    else:
        form = wizard.details_form(wizard.answers.details or None, initial=wizard.first_details)
    return render(request, "onboarding/details.html", {"wizard": wizard, "form": form})


@_asking
@fresh_confirmation_required
@step("review")
def review(request: HttpRequest, wizard: WizardState) -> HttpResponse:
    """Everything at a glance; a POST asks OVHcloud for the key, once."""
    spec = wizard.complete_key_spec if request.method == "POST" else None
    if wizard.application and spec:
        return _request(request, wizard, wizard.application, spec)
    builder = BuilderPage(wizard.rights)
    context: dict[str, object] = {
        "wizard": wizard,
        "metadata": wizard.given_metadata,
        "builder": builder,
        "verdict": findings.verdict_on_plan(
            builder.catalogue, builder.rules, allowed_ips=wizard.addresses.blocks
        ),
        "earlier": onboarding.open_request_of(wizard.origin, http.person(request)),
        "lockout": wizard.lockout(wizard.addresses),
    }
    if wizard.endpoint:
        context["token_page"] = token_page(wizard.endpoint, wizard.rights.rules)
    return render(request, "onboarding/review.html", context)


def _take_application(request: HttpRequest, wizard: WizardState) -> bool:
    if chosen := http.uuid_of(request.POST.get("application", "")):
        stored = gatekeepers.application(request, chosen, Permission.REQUEST_KEYS)
        wizard.answer(application=str(stored.pk), account="")
        return True
    if chosen := http.uuid_of(request.POST.get("account", "")):
        account = gatekeepers.account(request, chosen, Permission.STORE_SECRETS)
        wizard.answer(account=str(account.pk), application="")
        return True
    return False


def _rights(request: HttpRequest, wizard: WizardState, draft: Draft, template: str) -> HttpResponse:
    context = {
        "wizard": wizard,
        "builder": BuilderPage(draft),
        "suggestions": BuilderSuggestions(draft, [wizard.account] if wizard.account else []),
        "sources": rule_sources.sources(request, draft),
        "tried": request.POST.get("do") in _GOES_ON and not draft.troubles,
        "breaches": wizard.against("rights"),
    }
    return render(request, template, context)


def _preview(
    request: HttpRequest, wizard: WizardState, preview: AddressPreview, template: str
) -> HttpResponse:
    context = {"wizard": wizard, "preview": preview, "lockout": wizard.lockout(preview)}
    return render(request, template, context)


def _request(
    request: HttpRequest, wizard: WizardState, application: Application, spec: KeyRequestSpec
) -> HttpResponse:
    """One draft asks once, however often it is sent."""
    try:
        key_request = onboarding.request_key(
            application,
            spec,
            person=http.person(request),
            actor=http.actor(request),
            callback_url=callback_url(request),
            origin=wizard.origin,
        )
    except KeydeskError as error:
        http.warn(request, error)
        return redirect(wizard.url("review"))
    return redirect("onboarding:waiting", key_request.pk)
