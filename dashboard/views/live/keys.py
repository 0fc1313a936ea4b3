"""The list of live keys, one key, and its end."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from credentials import findings, live, reports, teams
from credentials.core import KeydeskError, Permission
from credentials.models import ConsumerKey, Person
from credentials.ovhcloud import Deleted
from dashboard import downloads, gatekeepers, http
from dashboard.decorators import fresh_confirmation_required
from dashboard.forms.fields import TypedForm
from dashboard.forms.live import LiveFilters
from dashboard.pages.bulk import open_jobs
from dashboard.pages.key import KeyPage, pages_of, what_revoking_stops
from dashboard.pages.key_changes import change_rows, marks
from dashboard.pages.sync_status import oldest, sync_rows, urgent
from dashboard.views.live.key_page import key_page


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """The live keys of the person's teams, as they were read last: never waits for OVHcloud."""
    accounts = gatekeepers.accounts(request)
    filters = LiveFilters(request.GET, accounts=accounts, reader=http.person(request))
    page = filters.key_page(live.shown_keys())
    permissions = teams.permissions_by_team(http.person(request))
    chosen = filters.chosen.get("account")
    readings = sync_rows(accounts.filter(pk=chosen.pk) if chosen else accounts, permissions)
    context = {
        "form": filters,
        "page": page,
        **_may(http.person(request)),
        "bulk": open_jobs(request),
        "rows": pages_of(page, permissions),
        "tiles": filters.tiles(),
        "readings": readings,
        "urgent": urgent(readings),
        "oldest": oldest(readings),
    }
    return render(request, "live/list.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """What the filter of the list shows, as a file."""
    accounts = gatekeepers.accounts(request)
    filters = LiveFilters(request.GET, accounts=accounts, reader=http.person(request))
    keys = filters.narrow(live.listed_keys(accounts)).order_by("account_name", "name", "pk")
    form = request.GET.get("format", "")
    return downloads.table(
        form,
        reports.live_key_rows(keys),
        columns=reports.LIVE_KEY_COLUMNS,
        name="keydesk-live-keys",
    )


@require_safe
def credential(request: HttpRequest, account_id: uuid.UUID, credential_id: int) -> HttpResponse:
    page = key_page(request, account_id, credential_id, Permission.SEE)
    verdict = findings.verdicts_on_live_keys([page.key])[page.key.pk]
    changes = change_rows(page.key.changes.all(), page.may)
    context = {"page": page, "key": page.key, "stored": _stored(page), "verdict": verdict}
    history = {"changes": changes, "marks": [*page.timeline, *marks(changes)]}
    return render(request, "live/credential.html", {**context, **history})


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def revoke(request: HttpRequest, account_id: uuid.UUID, credential_id: int) -> HttpResponse:
    """What stops working, and then the end of the key, once its id is typed."""
    page = key_page(request, account_id, credential_id, Permission.REVOKE)
    if page.obstacle:
        http.warn(request, page.obstacle)
        return redirect("live:credential", account_id, credential_id)
    form = TypedForm(request.POST or None, expected=str(credential_id))
    if request.method == "POST" and form.is_valid():
        try:
            done = live.revoke(page.key, actor=http.actor(request))
            messages.success(request, _said(done) % {"id": credential_id})
            return redirect("live:credential", account_id, credential_id)
        except KeydeskError as error:
            http.complain(form, error)
    context = {"page": page, "key": page.key, "form": form, "stops": what_revoking_stops(page)}
    return render(request, "live/revoke.html", context)


def _may(person: Person) -> dict[str, bool]:
    """What the reader may do with several keys at once, in one of their teams at least."""
    rights = teams.permissions_anywhere(person)
    return {
        "may_revoke": Permission.REVOKE in rights,
        "may_review": Permission.REVIEW_KEYS in rights,
    }


def _stored(page: KeyPage) -> ConsumerKey | None:
    stored = ConsumerKey.objects.select_related("owner")
    return stored.get(pk=page.key.stored_id) if page.key.stored_id else None


def _said(done: Deleted) -> str:
    if done is Deleted.GONE_ALREADY:
        return gettext("OVHcloud did not know key #%(id)s any more: it was gone already.")
    return gettext("Key #%(id)s is revoked. It opens nothing any more.")
