"""Bulk jobs: a selection on a list, its preview, its job with progress, and its report.

Which rows a job acts on is chosen here and kept; a page sends ticks and a filter, never a list that
is acted on as it came.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from credentials import bulk, teams
from credentials.core import BulkState, KeydeskError, Permission
from credentials.models import Account, BulkItem, BulkJob, LiveCredential, Team
from dashboard import downloads, gatekeepers, http
from dashboard.decorators import fresh_confirmation_required
from dashboard.forms.bulk import ItemFilters, StartForm, chosen_act, ticked_ids
from dashboard.forms.live import LiveFilters
from dashboard.pages.bulk import BulkPage, item_rows, what_stops
from dashboard.pages.bulk_report import COLUMNS, report_rows

#: What the page of a job listens for, to show what became of it.
JOB_MOVED = "job-moved"
_RECENT = 50
_JOINED = ("account", "credential__stored", "credential__live_application", "application")


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """The reader's own selections, and the jobs of their teams, the newest first."""
    own = gatekeepers.teams(request, Permission.SEE)
    person = http.person(request)
    jobs = BulkJob.objects.filter(team__in=own).select_related("team", "asked_by")
    drafts = jobs.filter(state=BulkState.DRAFT, asked_by=person)
    others = jobs.exclude(state=BulkState.DRAFT)[:_RECENT]
    context = {"drafts": _pages(request, drafts), "jobs": _pages(request, others)}
    return render(request, "bulk/list.html", context)


@require_POST
def select(request: HttpRequest) -> HttpResponse:
    """Add the ticked live keys, or all that the filter shows, to the reader's selection."""
    keys = LiveCredential.objects.filter(account__in=_accounts(request))
    shown = QueryDict(request.POST.get("filter", ""))
    accounts = gatekeepers.accounts(request)
    filters = LiveFilters(shown, accounts=accounts, reader=http.person(request))
    takes_all = request.POST.get("take") == "all"
    chosen = filters.narrow(keys) if takes_all else keys.filter(pk__in=_ticked(request, "key"))
    action = chosen_act(request.POST)
    if action is None:
        messages.error(request, gettext("Choose what the keys are selected for."))
        return redirect(_back(request, "live:list"))
    jobs = _selected(request, chosen, partial(bulk.select_keys, action=action))
    if len(jobs) == 1 and takes_all:
        return redirect("bulk:detail", jobs[0].pk)
    return redirect(_back(request, "live:list"))


@require_POST
def select_applications(request: HttpRequest) -> HttpResponse:
    """The same for applications without keys, to be deleted."""
    accounts = _accounts(request)
    keyless = bulk.keyless_applications(accounts)
    takes_all = request.POST.get("take") == "all"
    ticked = _ticked(request, "application")
    chosen = keyless if takes_all else keyless.filter(pk__in=ticked)
    jobs = _selected(request, chosen, bulk.select_applications)
    return redirect("bulk:detail", jobs[0].pk) if len(jobs) == 1 else redirect("bulk:list")


@require_POST
def sweep(request: HttpRequest) -> HttpResponse:
    """Select the keys that open nothing any more, of one account or of all."""
    accounts = _accounts(request)
    account = http.uuid_of(request.POST.get("account", ""))
    wanted = accounts.filter(pk=account) if account else accounts
    swept = bulk.sweepable_keys(wanted)
    jobs = _selected(
        request, swept, lambda team, _keys, actor: bulk.sweep(team, wanted, actor=actor)
    )
    return redirect("bulk:detail", jobs[0].pk) if len(jobs) == 1 else redirect("bulk:list")


@require_safe
def detail(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """A selection before it is started; else the job with what became of each item."""
    page = _page(request, job_id, Permission.SEE)
    filters = ItemFilters(request.GET)
    items = BulkItem.objects.filter(job=page.job).select_related(*_JOINED)
    shown = filters.page(items)
    context = {"page": page, "form": filters, "items": shown, "rows": item_rows(shown)}
    return render(request, "bulk/draft.html" if page.job.is_draft else "bulk/job.html", context)


@require_safe
def progress(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """How far a job has come: the line alone, for the page that follows it."""
    page = _page(request, job_id, Permission.SEE)
    if not http.is_htmx(request):
        return redirect("bulk:detail", job_id)
    response = render(request, "bulk/progress.html", {"page": page})
    if not page.job.is_under_way or request.GET.get("ended") != str(page.progress.ended):
        trigger_client_event(response, JOB_MOVED)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def start(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """What stops working, and then the job, once the number is typed."""
    page = _page(request, job_id, Permission.REVOKE)
    if not page.job.is_draft:
        return redirect("bulk:detail", job_id)
    seen = {"seen": bulk.digest_of(page.job)}
    form = StartForm(request.POST or None, expected=str(page.progress.total), initial=seen)
    if request.method == "POST" and form.is_valid():
        try:
            bulk.start_job(page.job, seen=form.cleaned_data["seen"], actor=http.actor(request))
            return redirect("bulk:detail", job_id)
        except KeydeskError as error:
            http.complain(form, error)
    context = {"page": page, "form": form, "stops": what_stops(page.job)}
    return render(request, "bulk/start.html", context)


@require_POST
def leave_out(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Take the ticked items out of a selection."""
    page = _page(request, job_id, Permission.REVOKE)
    ticked = _ticked(request, "item")
    _try(request, lambda: bulk.leave_out(page.job, ticked, actor=http.actor(request)))
    return redirect("bulk:detail", job_id)


@require_POST
def discard(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Drop a selection; nothing was done."""
    page = _page(request, job_id, Permission.REVOKE)
    _try(request, lambda: bulk.discard_draft(page.job, actor=http.actor(request)))
    return redirect("bulk:list")


@require_POST
def stop(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """End a job after the item that is being done."""
    page = _page(request, job_id, Permission.REVOKE)
    _try(request, lambda: bulk.stop_job(page.job, actor=http.actor(request)))
    return redirect("bulk:detail", job_id)


@require_safe
def report(request: HttpRequest, job_id: uuid.UUID) -> HttpResponseBase:
    """What became of each item, as a file."""
    page = _page(request, job_id, Permission.SEE)
    items = BulkItem.objects.filter(job=page.job).select_related("account")
    form = request.GET.get("format", "")
    name = f"keydesk-bulk-{page.job.created_at:%Y%m%d-%H%M}"
    return downloads.table(form, report_rows(items), columns=COLUMNS, name=name)


def _accounts(request: HttpRequest) -> QuerySet[Account]:
    """The accounts whose keys the reader may revoke; 403 where there is no such team."""
    gatekeepers.teams(request, Permission.REVOKE)
    return gatekeepers.accounts(request, Permission.REVOKE)


def _selected(
    request: HttpRequest, rows: QuerySet[Any], choose: Callable[..., BulkJob]
) -> Sequence[BulkJob]:
    """The selections of the rows, one a team."""
    ids = rows.order_by().values_list("account__team", flat=True).distinct()
    jobs = []
    for team in Team.objects.filter(pk__in=set(ids)):
        try:
            jobs.append(choose(team, rows, actor=http.actor(request)))
        except KeydeskError as error:
            http.warn(request, error)
    if not jobs:
        messages.info(request, gettext("Nothing was selected."))
    return jobs


def _try(request: HttpRequest, act: Callable[[], object]) -> None:
    try:
        act()
    except KeydeskError as error:
        http.warn(request, error)


def _page(request: HttpRequest, job_id: uuid.UUID, permission: Permission) -> BulkPage:
    job = gatekeepers.bulk_job(request, job_id, permission)
    permissions = teams.permissions_in(http.person(request), job.team_id)
    return BulkPage(bulk.progress_of(job), permissions, http.person(request))


def _pages(request: HttpRequest, jobs: Iterable[BulkJob]) -> Any:
    permissions, person = teams.permissions_by_team(http.person(request)), http.person(request)
    return [
        BulkPage(progress, permissions.get(progress.job.team_id, frozenset()), person)
        for progress in bulk.progress_of_all(jobs)
    ]


def _ticked(request: HttpRequest, name: str) -> Any:
    return ticked_ids(request.POST, name)


def _back(request: HttpRequest, otherwise: str) -> str:
    """The page the button was on, with its filters."""
    page = request.POST.get("next", "")
    return page if http.is_own_path(request, page) else otherwise
