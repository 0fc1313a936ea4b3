"""What OVHcloud lists held against the vault: how much there is of each difference, and its remedy;
applications without keys; an entry that shall say what OVHcloud lists; who answers for a key."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credentials import bulk, live, teams
from credentials.core import KeydeskError, Permission
from credentials.models import LiveCredential
from dashboard import gatekeepers, http
from dashboard.forms.live import ApplicationFilters, OwnerForm
from dashboard.pages.reconciling import reconciliation
from dashboard.views.live.key_page import key_page


@require_safe
def reconcile(request: HttpRequest) -> HttpResponse:
    """Of the reader's accounts, or of one: every difference with its count and what to do."""
    accounts = gatekeepers.accounts(request).order_by("label")
    chosen = http.uuid_of(request.GET.get("account", ""))
    account = accounts.filter(pk=chosen).first() if chosen else None
    context = {"page": reconciliation(accounts, account), "may": _may(request)}
    return render(request, "live/reconcile.html", context)


@require_safe
def keyless(request: HttpRequest) -> HttpResponse:
    """The applications of which OVHcloud lists no key."""
    accounts = gatekeepers.accounts(request)
    filters = ApplicationFilters(request.GET, accounts=accounts)
    page = filters.page(bulk.keyless_applications(accounts).select_related("account"))
    context = {"form": filters, "page": page, "may": _may(request)}
    return render(request, "live/keyless.html", context)


@require_POST
def take_over(request: HttpRequest, account_id: uuid.UUID, credential_id: int) -> HttpResponse:
    """Have the vault's entry of the key say what OVHcloud lists."""
    key = gatekeepers.live_credential(request, account_id, credential_id, Permission.STORE_SECRETS)
    joined = LiveCredential.objects.select_related("account__team", "stored").get(pk=key.pk)
    try:
        live.take_over_facts(joined, actor=http.actor(request))
        messages.success(request, gettext("The vault's entry says what OVHcloud lists."))
    except KeydeskError as error:
        http.warn(request, error)
    return redirect("live:credential", account_id, credential_id)


@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: HttpRequest, account_id: uuid.UUID, credential_id: int) -> HttpResponse:
    """Who answers for a key that is not in the vault."""
    page = key_page(request, account_id, credential_id, Permission.STORE_SECRETS)
    people = teams.people_of([page.key.account.team])
    form = OwnerForm(request.POST or None, people=people, initial={"owner": page.key.owner_id})
    if request.method == "POST" and form.is_valid():
        try:
            live.assign_owner(page.key, form.cleaned_data["owner"], actor=http.actor(request))
            return redirect("live:credential", account_id, credential_id)
        except KeydeskError as error:
            http.complain(form, error)
    context = {"page": page, "key": page.key, "form": form}
    return render(request, "live/owner.html", context)


def _may(request: HttpRequest) -> frozenset[Permission]:
    return teams.permissions_anywhere(http.person(request))
