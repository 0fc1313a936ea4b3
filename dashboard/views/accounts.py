"""Accounts: the list, one account, and what may be changed about it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credentials import ovhcloud, teams, vault
from credentials.audit import Actor
from credentials.core import EndpointError, KeydeskError, Permission, SyncInterval
from credentials.live import SyncStatus, interval_of, sync_statuses
from credentials.models import Account, Team
from credentials.ovhcloud import Login
from dashboard import gatekeepers, http, labels
from dashboard.decorators import fresh_confirmation_required
from dashboard.forms.accounts import (
    AccountFilters,
    AccountForm,
    BindingAnswerForm,
    EditForm,
    ManagementKeyForm,
    RebindForm,
)
from dashboard.forms.fields import TypedForm
from dashboard.pages import binding, entry_rows
from dashboard.pages.bulk import open_jobs
from dashboard.pages.key_ages import age_bars
from dashboard.pages.key_changes import change_rows
from dashboard.pages.management_key_uses import uses_of_key

SHOWN_ENTRIES = 10
SHOWN_SYNCS = 5


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """The accounts of the person's teams, with what is kept and known of each."""
    rows = vault.with_counts(gatekeepers.accounts(request))
    filters = AccountFilters(request.GET, teams=_teams(request, Permission.SEE))
    page = filters.page(rows.select_related("team", "management_key"))
    context = {
        "form": filters,
        "page": page,
        "rows": _rows(page),
        "may_add": _teams(request, Permission.MANAGE_ACCOUNTS).exists(),
    }
    return render(request, "accounts/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def create(request: HttpRequest) -> HttpResponse:
    """A new account, in a team in which the person may manage accounts."""
    may = Permission.MANAGE_ACCOUNTS
    http.guard_posted_id(request, "team", admit=gatekeepers.team, permission=may)
    form = AccountForm(request.POST or None, teams=gatekeepers.teams(request, may))
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            account = vault.add_account(
                cleaned["team"],
                label=cleaned["label"],
                endpoint=cleaned["endpoint"],
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
    may = teams.permissions_in(http.person(request), account.team_id)
    context = {
        "account": account,
        "endpoint": ovhcloud.find_endpoint(account),
        "may": may,
        "bulk": open_jobs(request, account.team_id),
        "bindings": binding.bindings_of(account, may),
        "uses": uses_of_key(account, may),
        "reading": vault.MANAGEMENT_RECIPE.rules(),
        "key_form": ManagementKeyForm(account=account, initial={"key": account.management_key_id}),
        **_token_pages(account),
        **_entries(account),
        "live_count": account.live_credentials.filter(gone_at=None).count(),
        **_readings(account),
        "changes": change_rows(account.key_changes.all(), may),
        "ages": age_bars(account),
    }
    return render(request, "accounts/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def edit(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = gatekeepers.account(request, account_id, Permission.MANAGE_ACCOUNTS)
    form = EditForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        try:
            cleaned = form.cleaned_data
            vault.change_account(
                account,
                label=cleaned["label"],
                hosts=form.hosts,
                interval=form.interval,
                actor=http.actor(request),
            )
            return redirect("accounts:detail", account.pk)
        except KeydeskError as error:
            http.complain(form, error, field="label")
    return render(request, "accounts/edit.html", {"form": form, "account": account})


@require_POST
@fresh_confirmation_required
def manage(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Choose the key that reads the account's live keys, or none."""
    account = gatekeepers.account(request, account_id, Permission.MANAGE_ACCOUNTS)
    form = ManagementKeyForm(request.POST, account=account)
    try:
        if form.is_valid():
            vault.choose_management_key(
                account, form.cleaned_data["key"], actor=http.actor(request)
            )
            messages.success(request, gettext("The management key was changed."))
        else:
            messages.error(request, gettext("This key cannot be the account's management key."))
    except KeydeskError as error:
        http.warn(request, error)
    return redirect("accounts:detail", account.pk)


@require_POST
@fresh_confirmation_required
def confirm(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Answer whether the account is the OVHcloud account that a key told of."""
    account = gatekeepers.account(request, account_id, Permission.MANAGE_ACCOUNTS)
    form = BindingAnswerForm(request.POST, account=account)
    try:
        if form.is_valid():
            _answer(account, form.cleaned_data, actor=http.actor(request))
        else:
            messages.error(request, gettext("Nothing was changed: the answer is not complete."))
    except KeydeskError as error:
        http.warn(request, error)
    return redirect(http.way_back(request))


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def rebind(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Say which OVHcloud account the account is, whatever it was until now."""
    account = gatekeepers.account(request, account_id, Permission.MANAGE_ACCOUNTS)
    form = RebindForm(request.POST or None, initial={"seen": account.nic})
    if request.method == "POST" and form.is_valid():
        nic, seen = form.cleaned_data["nic"], form.cleaned_data["seen"]
        try:
            vault.bind_account(account, nic, seen=seen, actor=http.actor(request))
        except KeydeskError as error:
            http.complain(form, error, field="nic")
        else:
            values = {"account": account, "nic": nic}
            messages.success(request, gettext("%(account)s is %(nic)s now.") % values)
            return redirect("accounts:detail", account.pk)
    context = {"account": account, "form": form, "means": binding.what_rebinding_means(account)}
    return render(request, "accounts/rebind.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def delete(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Delete an account that never kept a secret, once its label is typed."""
    account = gatekeepers.account(request, account_id, Permission.MANAGE_PEOPLE)
    form = TypedForm(request.POST or None, expected=account.label)
    refusal = None
    try:
        vault.guard_account_is_empty(account)
        if request.method == "POST" and form.is_valid():
            vault.delete_account(account, actor=http.actor(request))
            messages.success(request, gettext("%(account)s was deleted.") % {"account": account})
            return redirect("accounts:list")
    except KeydeskError as error:
        refusal = http.error_text(error)
    context = {"account": account, "form": form, "refusal": refusal, "stops": _stops(account)}
    return render(request, "accounts/delete.html", context)


@dataclass(frozen=True, slots=True)
class _Row:
    """An account of the list, and how it was read."""

    account: Account
    reading: SyncStatus


def _rows(page: Iterable[Account]) -> Iterable[_Row]:
    accounts = Account.objects.filter(pk__in=[account.pk for account in page])
    of_account = {reading.account.pk: reading for reading in sync_statuses(accounts)}
    return [_Row(row, of_account[row.pk]) for row in page]


def _teams(request: HttpRequest, permission: Permission) -> QuerySet[Team]:
    return teams.teams_where(http.person(request), permission)


def _entries(account: Account) -> dict[str, object]:
    """The first of what the vault holds of the account, and how many there are."""
    entries = account.entries.filter(archived_at=None)
    first = entry_rows.complete(entries).order_by(Lower("label"), "kind")[:SHOWN_ENTRIES]
    return {"entries": entry_rows.rows_of(first), "entry_count": entries.count()}


def _readings(account: Account) -> dict[str, object]:
    """The newest readings, how often the account is read, and when the next time."""
    interval = interval_of(account)
    is_off = interval is SyncInterval.OFF
    return {
        "syncs": account.syncs.all()[:SHOWN_SYNCS],
        "interval": labels.SYNC_INTERVALS[interval],
        "next_sync_at": None if is_off else account.next_sync_at,
    }


def _answer(account: Account, cleaned: dict[str, Any], *, actor: Actor) -> None:
    if cleaned["answer"] == "no":
        return vault.refuse_binding(account, cleaned["nic"], actor=actor)
    return vault.confirm_binding(
        account, cleaned["nic"], seen=cleaned["seen"], manages=cleaned["manages"], actor=actor
    )


def _token_pages(account: Account) -> dict[str, str]:
    """OVHcloud's pages for a new application and key, the rights of reading filled in: of the
    account's own login, and of local users where they have another one.
    """
    endpoint = ovhcloud.find_endpoint(account)
    if endpoint is None:
        return {}
    rules = [(str(rule.method), rule.path) for rule in vault.MANAGEMENT_RECIPE.rules()]
    pages = {"create_token": endpoint.create_token_url(rules)}
    if endpoint.has_user_pages:
        pages["create_token_as_user"] = endpoint.create_token_url(rules, login=Login.USER)
    return pages


def _stops(account: Account) -> Iterable[str]:
    live = account.live_credentials.filter(gone_at=None).count()
    shown = gettext("Keydesk shows no live keys of this account any more (%(count)d known).")
    return [shown % {"count": live}, gettext("What was read of the account is deleted here.")]
