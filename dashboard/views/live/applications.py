"""One application with its keys, and the end of all of them at once."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from credentials import findings, live, teams
from credentials.core import KeydeskError, Permission
from credentials.models import Application, LiveCredential
from dashboard import gatekeepers, http
from dashboard.decorators import fresh_confirmation_required
from dashboard.forms.live import RevokeApplicationForm
from dashboard.pages.application import ApplicationPage, what_stops
from dashboard.pages.key import KeyPage
from dashboard.pages.leaked_secret import LeakedSecretPage


@require_safe
def application(request: HttpRequest, account_id: uuid.UUID, application_id: int) -> HttpResponse:
    page = _page(request, account_id, application_id, Permission.SEE)
    return render(request, "live/application.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def revoke_application(
    request: HttpRequest, account_id: uuid.UUID, application_id: int
) -> HttpResponse:
    """Every key that stops working, and then their end, once the application's id is typed."""
    page = _page(request, account_id, application_id, Permission.REVOKE)
    if page.obstacle:
        http.warn(request, page.obstacle)
        return redirect("live:application", account_id, application_id)
    form = RevokeApplicationForm(
        request.POST or None, expected=str(application_id), initial={"seen": page.listed_ids}
    )
    if request.method == "POST" and form.is_valid():
        try:
            _revoke(request, page, form)
            return redirect("live:application", account_id, application_id)
        except KeydeskError as error:
            http.complain(form, error)
    context = {"page": page, "form": form, "stops": what_stops(page)}
    return render(request, "live/revoke_application.html", context)


@require_safe
def leaked_secret(request: HttpRequest, account_id: uuid.UUID, application_id: int) -> HttpResponse:
    """What to do about an application secret that leaked: it cannot be changed."""
    of = _page(request, account_id, application_id, Permission.SEE)
    if of.application.is_deleted or not of.application.is_owned:
        return redirect("live:application", account_id, application_id)
    page = LeakedSecretPage(of, None)
    chosen = http.uuid_of(request.GET.get("to", ""))
    target = next((known for known in page.candidates if known.pk == chosen), None)
    context = {"page": LeakedSecretPage(of, target)}
    return render(request, "live/leaked_secret.html", context)


def _revoke(request: HttpRequest, page: ApplicationPage, form: RevokeApplicationForm) -> None:
    seen = form.cleaned_data["seen"]
    live.revoke_application(page.application, seen=seen, actor=http.actor(request))
    done = gettext("%(application)s is deleted at OVHcloud, and no key of it works any more.")
    messages.success(request, done % {"application": page.name})


def _page(
    request: HttpRequest, account_id: uuid.UUID, application_id: int, permission: Permission
) -> ApplicationPage:
    admitted = gatekeepers.live_application(request, account_id, application_id, permission)
    permissions = teams.permissions_in(http.person(request), admitted.account.team_id)
    listed = LiveCredential.objects.filter(
        account_id=account_id, application_id=application_id, gone_at=None
    )
    own = listed.select_related("account__team", "account__management_key", "live_application")
    pages = [KeyPage(key, permissions) for key in live.worked_out(own)]
    stored = Application.objects.filter(
        account_id=account_id, application_key=admitted.application_key
    ).first()
    verdicts = findings.verdicts_on_live_keys([page.key for page in pages])
    return ApplicationPage(admitted, pages, stored, verdicts, permissions)
