"""The vault: its list, one entry of any kind, and what may be done with its secret."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credentials import access, entries, exports, vault
from credentials.audit import Actor
from credentials.enums import EntryKind, Permission
from credentials.errors import KeydeskError
from credentials.models import Application, Entry, Person, Team
from dashboard import entry_page, entry_rows, gatekeepers, http
from dashboard.decorators import fresh_confirmation_required, no_store
from dashboard.forms.fields import TypedForm
from dashboard.forms.vault import ApplicationForm, CardForm, EntryFilters, ExportForm, SecretForm

FORGET = "forget"


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """Every entry of the person's teams."""
    person = http.person(request)
    accounts = gatekeepers.accounts(request)
    people = _members(access.teams_where(person, Permission.SEE))
    filters = EntryFilters(request.GET, accounts=accounts, people=people)
    found = Entry.objects.filter(account__in=accounts)
    page = filters.page(entry_rows.complete(found))
    context = {
        "form": filters,
        "page": page,
        "rows": entry_rows.rows_of(page),
        "is_empty": not page.paginator.count and not found.exists(),
        "may": access.permissions_anywhere(person),
    }
    return render(request, "vault/list.html", context)


@require_safe
def detail(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    entry = gatekeepers.entry(request, entry_id, Permission.SEE)
    page = entry_page.read(entry, http.person(request))
    return render(request, "vault/detail.html", {"page": page})


@require_http_methods(["GET", "POST"])
@no_store
def create(request: HttpRequest, kind: str) -> HttpResponse:
    """Keep an application; the other kinds are taken in on pages of their own."""
    if kind != EntryKind.APPLICATION:
        raise Http404
    gatekeepers.named(request, "account", admit=gatekeepers.account, permission=Permission.KEEP)
    form = _application_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            stored = _store(form, http.actor(request))
            return redirect("vault:detail", stored.pk)
        except KeydeskError as error:
            http.complain(form, error)
    return render(request, "vault/create.html", {"form": form})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Change what is written on an entry; its secret stays as it is."""
    entry = gatekeepers.entry(request, entry_id, Permission.KEEP)
    people = _members(Team.objects.filter(pk=entry.account.team_id))
    card = {name: getattr(entry, name) for name in CardForm.base_fields}
    form = CardForm(request.POST or None, people=people, initial=card)
    if request.method == "POST" and form.is_valid():
        vault.relabel(entry, form.card(), actor=http.actor(request))
        return redirect("vault:detail", entry.pk)
    return render(request, "vault/edit.html", {"form": form, "entry": entry})


@require_http_methods(["GET", "POST"])
@no_store
def replace(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Keep a new version of the secret."""
    entry = gatekeepers.entry(request, entry_id, Permission.KEEP)
    form = SecretForm(request.POST or None, kind=EntryKind(entry.kind))
    if request.method == "POST" and form.is_valid():
        try:
            entries.replace(entry, form.cleaned_data["secret"], actor=http.actor(request))
            messages.success(request, gettext("The new value is kept, as the newest version."))
            return redirect("vault:detail", entry.pk)
        except KeydeskError as error:
            http.complain(form, error, field="secret")
    return render(request, "vault/replace.html", {"form": form, "entry": entry})


@require_POST
@no_store
@fresh_confirmation_required
def reveal(request: HttpRequest, entry_id: uuid.UUID, number: int | None = None) -> HttpResponse:
    """The secret, once: the row alone for htmx, else the whole page with the value in place."""
    entry = gatekeepers.entry(request, entry_id, Permission.REVEAL)
    shown: dict[str, object] = {"number": number}
    try:
        shown["value"] = vault.reveal(entry, actor=http.actor(request), number=number).expose()
    except KeydeskError as error:
        shown["trouble"] = http.full(error)
    page = entry_page.read(entry, http.person(request))
    template = "vault/revealed.html" if request.headers.get("HX-Request") else "vault/detail.html"
    return render(request, template, {"page": page, "shown": shown})


@require_POST
@no_store
@fresh_confirmation_required
def copy(request: HttpRequest, entry_id: uuid.UUID, number: int | None = None) -> HttpResponse:
    """The secret as plain text, for the clipboard: it is on no page."""
    entry = gatekeepers.entry(request, entry_id, Permission.REVEAL)
    try:
        text, status = vault.copy(entry, actor=http.actor(request), number=number).expose(), 200
    except KeydeskError as error:
        text, status = http.full(error), 409
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


@require_http_methods(["GET", "POST"])
@no_store
@fresh_confirmation_required
def export(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """The credential as a file that a tool reads, to take away."""
    entry = gatekeepers.entry(request, entry_id, Permission.REVEAL)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _file(exports.export(entry, form=form.format, actor=http.actor(request)))
        except KeydeskError as error:
            http.complain(form, error)
    return render(request, "vault/export.html", {"entry": entry, "form": form})


@require_http_methods(["GET", "POST"])
@fresh_confirmation_required
def forget(request: HttpRequest, entry_id: uuid.UUID, number: int) -> HttpResponse:
    """Destroy one version for good, once the word is typed."""
    entry = gatekeepers.entry(request, entry_id, Permission.KEEP)
    version = get_object_or_404(entry.versions, number=number, forgotten_at=None)
    form = TypedForm(request.POST or None, expected=FORGET)
    if request.method == "POST" and form.is_valid():
        vault.forget(entry, number, actor=http.actor(request))
        done = gettext("Version %(number)d was forgotten.")
        messages.success(request, done % {"number": number})
        return redirect("vault:detail", entry.pk)
    stops = _stops(entry, number)
    context = {"entry": entry, "version": version, "form": form, "stops": stops, "word": FORGET}
    return render(request, "vault/forget.html", context)


@require_POST
def archive(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    entry = gatekeepers.entry(request, entry_id, Permission.KEEP)
    entries.archive(entry, actor=http.actor(request))
    return redirect("vault:detail", entry.pk)


@require_POST
def restore(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    entry = gatekeepers.entry(request, entry_id, Permission.KEEP)
    entries.restore(entry, actor=http.actor(request))
    return redirect("vault:detail", entry.pk)


def _file(made: exports.Export) -> HttpResponse:
    answer = HttpResponse(made.content.expose(), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{made.file}"'
    return answer


def _members(teams: QuerySet[Team]) -> QuerySet[Person]:
    return Person.objects.filter(memberships__team__in=teams).distinct().order_by("email")


def _application_form(request: HttpRequest) -> ApplicationForm:
    teams = gatekeepers.teams(request, Permission.KEEP)
    return ApplicationForm(
        request.POST or None,
        accounts=gatekeepers.accounts(request, Permission.KEEP).select_related("team"),
        people=_members(teams),
        initial={"account": request.GET.get("account"), "owner": http.person(request).pk},
    )


def _store(form: ApplicationForm, actor: Actor) -> Application:
    given = form.cleaned_data
    return entries.store_application(
        given["account"],
        application_key=given["application_key"],
        secret=given["application_secret"],
        card=form.card(),
        actor=actor,
    )


def _stops(entry: Entry, number: int) -> Iterable[str]:
    """What forgetting a version means, in sentences."""
    yield gettext("Nobody can reveal this value again, an admin included.")
    newer = entry.versions.filter(number__gt=number, forgotten_at=None)
    if not newer.exists():
        yield gettext("It is the newest version: Keydesk can make no more calls with it.")
