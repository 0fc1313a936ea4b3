"""Consent links as the team has them: made at the end of the wizard, looked at, withdrawn."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credentials import onboarding
from credentials.core import KeydeskError, Permission
from credentials.models import Application
from credentials.onboarding import KeyRequestSpec
from credentials.public_address import public_address
from dashboard import gatekeepers, http
from dashboard.decorators import fresh_confirmation_required, no_store
from dashboard.forms.onboarding import ConsentLinkForm
from dashboard.pages import consent as consent_page
from dashboard.views.onboarding.wizard_state import WizardState, step


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
@fresh_confirmation_required
@step("review")
def make_link(request: HttpRequest, wizard: WizardState) -> HttpResponse:
    """Ask somebody without a login here for the key of these answers; the link is shown once."""
    application, spec = wizard.application, wizard.complete_key_spec
    if application is None or spec is None:
        return redirect(wizard.url("review"))
    initial = {"asked_by": application.account.team, "stated_account": application.account.nic}
    form = ConsentLinkForm(request.POST or None, policy=wizard.policy, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return _made(request, form, application, spec)
        except KeydeskError as error:
            http.complain(form, error)
    context = {"wizard": wizard, "form": form, "rules": spec.rules}
    return render(request, "onboarding/consent_link_form.html", context)


@require_safe
def consent_link(request: HttpRequest, link_id: uuid.UUID) -> HttpResponse:
    """What the link says, where it stands, and what came of it. The link itself is not kept."""
    link = gatekeepers.consent_link(request, link_id, Permission.SEE)
    page = consent_page.team_page(link, http.person(request))
    return render(request, "onboarding/consent_link.html", {"page": page})


@require_POST
@fresh_confirmation_required
def withdraw_link(request: HttpRequest, link_id: uuid.UUID) -> HttpResponse:
    """Make the link work no more, and end the key that waits for it."""
    link = gatekeepers.consent_link(request, link_id, Permission.REQUEST_KEYS)
    actor, waiting = http.actor(request), link.key_request
    try:
        onboarding.withdraw_consent_link(link, actor=actor)
        if waiting is not None and onboarding.can_be_ended(waiting):
            onboarding.end_request(waiting, actor=actor)
    except KeydeskError as error:
        http.warn(request, error)
    else:
        messages.success(request, gettext("The link works no more."))
    return redirect("onboarding:consent_link", link.pk)


def _made(
    request: HttpRequest, form: ConsentLinkForm, application: Application, spec: KeyRequestSpec
) -> HttpResponse:
    link, token = onboarding.make_consent_link(
        application,
        spec,
        form.words,
        lifetime=form.lifetime,
        person=http.person(request),
        actor=http.actor(request),
    )
    url = public_address(reverse("consent_link", args=[token]))
    page = consent_page.team_page(link, http.person(request))
    return render(request, "onboarding/consent_link.html", {"page": page, "url": url})
