"""Service accounts: OAuth2 clients, as OVHcloud lists them and as the vault keeps them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from credentials import service_accounts
from credentials.core import KeydeskError, NotAllowedError, Permission
from credentials.models import Account, LiveClient, ServiceAccount
from credentials.ovhcloud import Deleted
from credentials.teams import people_of, permissions_anywhere, permissions_in
from dashboard import gatekeepers, http
from dashboard.decorators import fresh_confirmation_required, no_store
from dashboard.forms.fields import TypedForm
from dashboard.forms.service_accounts import ClientFilters, CreateForm, StoreForm
from dashboard.pages.service_account import ClientPage, rows_of, what_stops

F = TypeVar("F", CreateForm, StoreForm)


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
        "may": permissions_anywhere(http.person(request)),
    }
    return render(request, "service_accounts/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
@fresh_confirmation_required
def create(request: HttpRequest) -> HttpResponse:
    """Make one at OVHcloud; its secret goes from the answer into the vault and nowhere else."""
    done = gettext("It exists at OVHcloud. Its secret is in the vault.")
    openings = _openings(request, service_accounts.obstacle_to_creating)
    template = "service_accounts/create.html"
    return _form_page(request, CreateForm, _create, openings=openings, template=template, done=done)


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
@fresh_confirmation_required
def store(request: HttpRequest) -> HttpResponse:
    """Keep one that exists, proved by a token that is thrown away."""
    done = gettext("It is stored. OVHcloud issued a token for it.")
    openings = _openings(request, service_accounts.obstacle_to_keeping)
    template = "service_accounts/store.html"
    return _form_page(request, StoreForm, _store, openings=openings, template=template, done=done)


@require_safe
def detail(request: HttpRequest, account_id: uuid.UUID, client_id: str) -> HttpResponse:
    page = _page(request, account_id, client_id, Permission.SEE)
    return render(request, "service_accounts/detail.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
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
    permissions = permissions_in(http.person(request), account.team_id)
    own = {"account": account, "client_id": client_id}
    live = LiveClient.objects.select_related("account__management_key").filter(**own).first()
    stored = ServiceAccount.objects.select_related("owner", "account__team").filter(**own).first()
    if live is None and stored is None:
        raise Http404
    return ClientPage(account, client_id, live, stored, permissions)


@dataclass(frozen=True, slots=True)
class _Openings:
    """The accounts in which something can be done; the ``closed`` ones, each with the reason."""

    accounts: QuerySet[Account]
    closed: Sequence[tuple[Account, NotAllowedError]]


def _openings(
    request: HttpRequest, obstacle: Callable[[Account], NotAllowedError | None]
) -> _Openings:
    http.guard_posted_id(
        request, "account", admit=gatekeepers.account, permission=Permission.STORE_SECRETS
    )
    allowed = gatekeepers.accounts_to_fill(request)
    accounts = allowed.select_related("team", "management_key")
    with_obstacles = [(account, obstacle(account)) for account in accounts]
    closed = [(account, cause) for account, cause in with_obstacles if cause is not None]
    return _Openings(accounts.exclude(pk__in=[account.pk for account, _cause in closed]), closed)


def _choices(request: HttpRequest, openings: _Openings) -> dict[str, Any]:
    """What the forms are made with; the address may choose the account and the client."""
    teams = gatekeepers.teams(request, Permission.STORE_SECRETS)
    people = people_of(teams)
    known = {name: request.GET.get(name, "") for name in ("account", "client_id", "label")}
    initial = {"owner": http.person(request).pk, **known}
    return {"accounts": openings.accounts, "people": people, "initial": initial}


def _create(request: HttpRequest, form: CreateForm) -> ServiceAccount:
    return service_accounts.create(
        form.cleaned_data["account"],
        metadata=form.metadata(),
        description=form.cleaned_data["description"],
        actor=http.actor(request),
    )


def _store(request: HttpRequest, form: StoreForm) -> ServiceAccount:
    account, metadata = form.cleaned_data["account"], form.metadata()
    return service_accounts.store(
        account, form.given(), metadata=metadata, actor=http.actor(request)
    )


def _form_page(
    request: HttpRequest,
    form_class: type[F],
    act: Callable[[HttpRequest, F], ServiceAccount],
    *,
    openings: _Openings,
    template: str,
    done: str,
) -> HttpResponse:
    """The form, a refusal beside it; once it is sent and done, the page of what was stored."""
    form = form_class(request.POST or None, **_choices(request, openings))
    if request.method == "POST" and form.is_valid():
        try:
            stored = act(request, form)
        except KeydeskError as error:
            http.complain(form, error)
        else:
            messages.success(request, done)
            return redirect("service_accounts:detail", stored.account_id, stored.client_id)
    context = {"form": form, "openings": openings}
    return render(request, template, context)


def _said(done: Deleted) -> str:
    if done is Deleted.GONE_ALREADY:
        return gettext("OVHcloud did not know %(name)s any more: it was gone already.")
    return gettext("%(name)s is deleted at OVHcloud. Its secret gets no token any more.")
