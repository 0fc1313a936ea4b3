"""Service accounts: OAuth2 clients, as OVHcloud lists them and as the vault keeps them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credentials import access, service_accounts
from credentials.client import Deleted
from credentials.enums import Permission
from credentials.errors import KeydeskError, NotAllowedError
from credentials.models import Account, LiveClient, Person, ServiceAccount
from dashboard import gatekeepers, http
from dashboard.client_page import ClientPage, rows_of, what_stops
from dashboard.decorators import fresh_confirmation_required, no_store
from dashboard.forms.fields import TypedForm
from dashboard.forms.service_accounts import ClientFilters, CreateForm, StoreForm


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """Every service account of the person's teams, from our store."""
    accounts = gatekeepers.accounts(request)
    filters = ClientFilters(request.GET, accounts=accounts)
    page = filters.joined(accounts)
    context = {
        "form": filters,
        "page": page,
        "rows": rows_of(page),
        "may": access.permissions_anywhere(http.person(request)),
    }
    return render(request, "service_accounts/list.html", context)


@require_http_methods(["GET", "POST"])
@no_store
def create(request: HttpRequest) -> HttpResponse:
    """Make one at OVHcloud; its secret goes from the answer into the vault and nowhere else."""
    openings = _openings(request, service_accounts.obstacle_to_creating)
    form = CreateForm(request.POST or None, **_choices(request, openings))
    if request.method == "POST" and form.is_valid():
        made = _kept(form, lambda: _create(request, form))
        if made is not None:
            messages.success(request, gettext("It exists at OVHcloud. Its secret is in the vault."))
            return redirect("service_accounts:detail", made.account_id, made.client_id)
    return render(request, "service_accounts/create.html", {"form": form, "openings": openings})


@require_http_methods(["GET", "POST"])
@no_store
def store(request: HttpRequest) -> HttpResponse:
    """Keep one that exists, proved by a token that is thrown away."""
    openings = _openings(request, service_accounts.obstacle_to_keeping)
    form = StoreForm(request.POST or None, **_choices(request, openings))
    if request.method == "POST" and form.is_valid():
        kept = _kept(form, lambda: _store(request, form))
        if kept is not None:
            messages.success(request, gettext("It is kept. OVHcloud gave a token for it."))
            return redirect("service_accounts:detail", kept.account_id, kept.client_id)
    return render(request, "service_accounts/store.html", {"form": form, "openings": openings})


@require_safe
def detail(request: HttpRequest, account_id: uuid.UUID, client_id: str) -> HttpResponse:
    page = _page(request, account_id, client_id, Permission.SEE)
    return render(request, "service_accounts/detail.html", {"page": page})


@require_POST
def test(request: HttpRequest, account_id: uuid.UUID, client_id: str) -> HttpResponse:
    """Mint a token and say how long it lives; the token is shown to nobody."""
    page = _page(request, account_id, client_id, Permission.KEEP)
    if page.stored is None:
        raise Http404
    try:
        seconds = service_accounts.test(page.stored, actor=http.actor(request))
        works = ngettext(
            "%(name)s works: OVHcloud gave a token that lives %(count)d second.",
            "%(name)s works: OVHcloud gave a token that lives %(count)d seconds.",
            seconds,
        )
        messages.success(request, works % {"name": page.name, "count": seconds})
    except KeydeskError as error:
        http.warn(request, error)
    return redirect("service_accounts:detail", account_id, client_id)


@require_http_methods(["GET", "POST"])
@fresh_confirmation_required
def delete(request: HttpRequest, account_id: uuid.UUID, client_id: str) -> HttpResponse:
    """What stops working, and then the end of it at OVHcloud, once its client id is typed."""
    page = _page(request, account_id, client_id, Permission.REVOKE)
    if page.obstacle or page.live is None:
        if page.obstacle:
            http.warn(request, page.obstacle)
        return redirect("service_accounts:detail", account_id, client_id)
    form = TypedForm(request.POST or None, expected=client_id)
    if request.method == "POST" and form.is_valid():
        try:
            done = service_accounts.delete(page.live, actor=http.actor(request))
            messages.success(request, _said(done) % {"name": page.name})
            return redirect("service_accounts:detail", account_id, client_id)
        except KeydeskError as error:
            http.complain(form, error)
    context = {"page": page, "form": form, "stops": what_stops(page)}
    return render(request, "service_accounts/delete.html", context)


def _page(
    request: HttpRequest, account_id: uuid.UUID, client_id: str, permission: Permission
) -> ClientPage:
    account = gatekeepers.account(request, account_id, permission)
    held = access.held(http.person(request), account.team_id)
    own = {"account": account, "client_id": client_id}
    live = LiveClient.objects.select_related("account__management_key").filter(**own).first()
    stored = ServiceAccount.objects.select_related("owner", "account__team").filter(**own).first()
    if live is None and stored is None:
        raise Http404
    return ClientPage(account, client_id, live, stored, held)


@dataclass(frozen=True, slots=True)
class _Openings:
    """The accounts in which something can be done; the ``closed`` ones, each with the reason."""

    accounts: QuerySet[Account]
    closed: Sequence[tuple[Account, NotAllowedError]]


def _openings(
    request: HttpRequest, obstacle: Callable[[Account], NotAllowedError | None]
) -> _Openings:
    gatekeepers.named(request, "account", admit=gatekeepers.account, permission=Permission.KEEP)
    kept = gatekeepers.accounts(request, Permission.KEEP)
    accounts = kept.select_related("team", "management_key")
    found = [(account, obstacle(account)) for account in accounts]
    closed = [(account, why) for account, why in found if why is not None]
    return _Openings(accounts.exclude(pk__in=[account.pk for account, _why in closed]), closed)


def _choices(request: HttpRequest, openings: _Openings) -> dict[str, Any]:
    """What the forms are made with; the address may choose the account and the client."""
    teams = gatekeepers.teams(request, Permission.KEEP)
    people = Person.objects.filter(memberships__team__in=teams).distinct().order_by("email")
    known = {name: request.GET.get(name, "") for name in ("account", "client_id", "label")}
    initial = {"owner": http.person(request).pk, **known}
    return {"accounts": openings.accounts, "people": people, "initial": initial}


def _create(request: HttpRequest, form: CreateForm) -> ServiceAccount:
    return service_accounts.create(
        form.cleaned_data["account"],
        card=form.card(),
        description=form.cleaned_data["description"],
        actor=http.actor(request),
    )


def _store(request: HttpRequest, form: StoreForm) -> ServiceAccount:
    account, card = form.cleaned_data["account"], form.card()
    return service_accounts.store(account, form.given(), card=card, actor=http.actor(request))


def _kept(form: forms.Form, act: Callable[[], ServiceAccount]) -> ServiceAccount | None:
    """What was kept, or None with the refusal in the form."""
    try:
        return act()
    except KeydeskError as error:
        http.complain(form, error)
        return None


def _said(done: Deleted) -> str:
    if done is Deleted.GONE_ALREADY:
        return gettext("OVHcloud did not know %(name)s any more: it was gone already.")
    return gettext("%(name)s is deleted at OVHcloud. Its secret gets no token any more.")
