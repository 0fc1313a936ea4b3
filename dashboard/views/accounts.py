"""Accounts: the list, one account, and what may be changed about it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credentials import access, accounts, conf, onboarding, readings
from credentials.endpoints import Endpoint
from credentials.enums import Permission
from credentials.errors import EndpointError, KeydeskError
from credentials.models import Account, Team
from credentials.readings import Reading
from dashboard import entry_rows, gatekeepers, http
from dashboard.decorators import fresh_confirmation_required
from dashboard.forms.accounts import AccountFilters, AccountForm, LabelForm, ManagementKeyForm
from dashboard.forms.fields import TypedForm

SHOWN_ENTRIES = 10
SHOWN_SYNCS = 5


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """The accounts of the person's teams, with what is kept and known of each."""
    rows = accounts.counted(gatekeepers.accounts(request))
    filters = AccountFilters(request.GET, teams=_teams(request, Permission.SEE))
    page = filters.page(rows.select_related("team", "management_key"))
    context = {
        "form": filters,
        "page": page,
        "rows": _rows(page),
        "may_add": _teams(request, Permission.MANAGE_ACCOUNTS).exists(),
    }
    return render(request, "accounts/list.html", context)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new account, in a team in which the person may manage accounts."""
    may = Permission.MANAGE_ACCOUNTS
    gatekeepers.named(request, "team", admit=gatekeepers.team, permission=may)
    form = AccountForm(request.POST or None, teams=gatekeepers.teams(request, may))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            account = accounts.add(
                given["team"],
                label=given["label"],
                endpoint=given["endpoint"],
                actor=http.actor(request),
            )
        except KeydeskError as error:
            field = "endpoint" if isinstance(error, EndpointError) else "label"
            http.complain(form, error, field=field)
        else:
            return redirect("accounts:detail", account.pk)
    return render(request, "accounts/create.html", {"form": form})


@require_safe
def detail(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = gatekeepers.account(request, account_id, Permission.SEE)
    kept = account.entries.filter(archived_at=None)
    context = {
        "account": account,
        "endpoint": conf.endpoints().get(account.endpoint),
        "may": access.held(http.person(request), account.team_id),
        "reach": accounts.reach(account.management_key),
        "reading": accounts.READING.rules(),
        "key_form": ManagementKeyForm(account=account, initial={"key": account.management_key_id}),
        "create_token": _create_token(account),
        "entries": entry_rows.rows_of(
            entry_rows.complete(kept).order_by(Lower("label"), "kind")[:SHOWN_ENTRIES]
        ),
        "entry_count": kept.count(),
        "live_count": account.live_credentials.filter(gone_at=None).count(),
        "syncs": account.syncs.all()[:SHOWN_SYNCS],
    }
    return render(request, "accounts/detail.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = gatekeepers.account(request, account_id, Permission.MANAGE_ACCOUNTS)
    form = LabelForm(request.POST or None, initial={"label": account.label})
    if request.method == "POST" and form.is_valid():
        try:
            accounts.rename(account, form.cleaned_data["label"], actor=http.actor(request))
            return redirect("accounts:detail", account.pk)
        except KeydeskError as error:
            http.complain(form, error, field="label")
    return render(request, "accounts/edit.html", {"form": form, "account": account})


@require_POST
def manage(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Choose the key that reads the account's live keys, or none."""
    account = gatekeepers.account(request, account_id, Permission.MANAGE_ACCOUNTS)
    form = ManagementKeyForm(request.POST, account=account)
    try:
        if form.is_valid():
            onboarding.manage_with(account, form.cleaned_data["key"], actor=http.actor(request))
            messages.success(request, gettext("The management key was changed."))
        else:
            messages.error(request, gettext("This key cannot be the account's management key."))
    except KeydeskError as error:
        http.warn(request, error)
    return redirect("accounts:detail", account.pk)


@require_http_methods(["GET", "POST"])
@fresh_confirmation_required
def delete(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Delete an account that never kept a secret, once its label is typed."""
    account = gatekeepers.account(request, account_id, Permission.MANAGE_PEOPLE)
    form = TypedForm(request.POST or None, expected=account.label)
    refusal = None
    try:
        accounts.guard_empty(account)
        if request.method == "POST" and form.is_valid():
            accounts.delete(account, actor=http.actor(request))
            messages.success(request, gettext("%(account)s was deleted.") % {"account": account})
            return redirect("accounts:list")
    except KeydeskError as error:
        refusal = http.full(error)
    context = {"account": account, "form": form, "refusal": refusal, "stops": _stops(account)}
    return render(request, "accounts/delete.html", context)


@dataclass(frozen=True, slots=True)
class _Row:
    """An account of the list; ``endpoint`` is None where the configuration lost it."""

    account: Account
    endpoint: Endpoint | None
    reading: Reading


def _rows(page: Iterable[Account]) -> Iterable[_Row]:
    known = conf.endpoints()
    found = Account.objects.filter(pk__in=[account.pk for account in page])
    of_account = {reading.account.pk: reading for reading in readings.of(found)}
    return [_Row(row, known.get(row.endpoint), of_account[row.pk]) for row in page]


def _teams(request: HttpRequest, permission: Permission) -> QuerySet[Team]:
    return access.teams_where(http.person(request), permission)


def _create_token(account: Account) -> str:
    """OVHcloud's page for a new application and key, the rights of reading filled in."""
    endpoint = conf.endpoints().get(account.endpoint)
    rules = [(str(rule.method), rule.path) for rule in accounts.READING.rules()]
    return endpoint.create_token_url(rules) if endpoint else ""


def _stops(account: Account) -> Iterable[str]:
    live = account.live_credentials.filter(gone_at=None).count()
    shown = gettext("Keydesk shows no live keys of this account any more (%(count)d known).")
    return [shown % {"count": live}, gettext("What was read of the account is deleted here.")]
