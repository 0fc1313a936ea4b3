"""What OVHcloud lists held against the vault: how much there is of each difference, and its remedy;
applications without keys; and what is done about one key and its entry."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credentials import bulk, live, teams, vault
from credentials.core import KeydeskError, Permission
from credentials.models import Entry, LiveCredential
from dashboard import gatekeepers, http
from dashboard.decorators import fresh_confirmation_required
from dashboard.forms.fields import TypedForm
from dashboard.forms.live import ApplicationFilters, OwnerForm
from dashboard.pages.reconciling import reconciliation
from dashboard.views.live.key_page import key_page

_DESTROY = "destroy"
#: What destroying means.
_STOPS = (
    _("Nobody can reveal its values again, whatever their role."),
    _("Its entry leaves the lists; its history stays."),
)


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


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def destroy_stored(request: HttpRequest, account_id: uuid.UUID, credential_id: int) -> HttpResponse:
    """Destroy what is kept of a key that is gone, and archive its entry, once the word is typed."""
    page = key_page(request, account_id, credential_id, Permission.STORE_SECRETS)
    if page.key.stored is None:
        messages.warning(request, gettext("The vault keeps nothing of this key."))
        return redirect("live:credential", account_id, credential_id)
    form = TypedForm(request.POST or None, expected=_DESTROY)
    if request.method == "POST" and form.is_valid():
        _destroy(request, page.key.stored.entry)
        return redirect("live:credential", account_id, credential_id)
    context = {"page": page, "key": page.key, "form": form, "word": _DESTROY, "stops": _STOPS}
    return render(request, "live/destroy_stored.html", context)


def _destroy(request: HttpRequest, entry: Entry) -> None:
    try:
        count = vault.destroy_ended(entry, actor=http.actor(request))
    except KeydeskError as error:
        http.warn(request, error)
    else:
        done = ngettext(
            "%(count)d value was destroyed, and the entry is archived.",
            "%(count)d values were destroyed, and the entry is archived.",
            count,
        )
        messages.success(request, done % {"count": count})


def _may(request: HttpRequest) -> frozenset[Permission]:
    return teams.permissions_anywhere(http.person(request))
