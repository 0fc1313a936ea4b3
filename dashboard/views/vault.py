"""The vault: its list, one entry of any kind, and what may be done with its secret."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credentials import onboarding, vault
from credentials.audit import Actor
from credentials.core import EntryKind, KeydeskError, Permission
from credentials.models import (
    ENTRY_MODELS,
    Entry,
    EntryDescription,
    StoringWords,
    Team,
    entry_description,
)
from credentials.teams import people_of, permissions_anywhere, teams_where
from dashboard import gatekeepers, http
from dashboard.decorators import fresh_confirmation_required, no_store
from dashboard.forms.fields import EditForm, TypedForm
from dashboard.forms.vault import EntryFilters, ExportForm, FormatChoice, SecretForm, StoreForm
from dashboard.pages import entry as entry_page
from dashboard.pages import entry_rows
from dashboard.pages import export as export_page

DESTROY = "destroy"


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """Every entry of the person's teams."""
    person = http.person(request)
    accounts = gatekeepers.accounts(request)
    people = people_of(teams_where(person, Permission.SEE))
    filters = EntryFilters(request.GET, accounts=accounts, people=people)
    entries = Entry.objects.all()
    page = filters.entry_page(entry_rows.complete(entries))
    context = {
        "form": filters,
        "page": page,
        "rows": entry_rows.rows_of(page),
        "is_empty": not page.rows and not entries.filter(account__in=accounts).exists(),
        "may": permissions_anywhere(person),
    }
    return render(request, "vault/list.html", context)


@require_safe
def detail(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    entry = gatekeepers.entry(request, entry_id, Permission.SEE)
    page = entry_page.read(entry, http.person(request))
    return render(request, "vault/detail.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
@fresh_confirmation_required
def create(request: HttpRequest, kind: str) -> HttpResponse:
    """Keep an entry of a kind that is typed; the others are taken in on pages of their own."""
    about, words = _stored_kind(kind)
    http.guard_posted_id(
        request, "account", admit=gatekeepers.account, permission=Permission.STORE_SECRETS
    )
    form = _store_form(request, about, words)
    if request.method == "POST" and form.is_valid():
        try:
            stored = _store(form, about.kind, actor=http.actor(request))
            return redirect("vault:detail", stored.pk)
        except KeydeskError as error:
            http.complain(form, error)
    return render(request, "vault/create.html", {"form": form, "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def edit(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Change the details of an entry; its secret stays as it is."""
    entry = gatekeepers.entry(request, entry_id, Permission.STORE_SECRETS)
    people = people_of(Team.objects.filter(pk=entry.account.team_id))
    written = {name: getattr(entry, name) for name in EditForm.base_fields}
    form = EditForm(request.POST or None, people=people, initial=written)
    if request.method == "POST" and form.is_valid():
        vault.relabel(entry, form.metadata(), actor=http.actor(request))
        return redirect("vault:detail", entry.pk)
    return render(request, "vault/edit.html", {"form": form, "entry": entry})


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
@fresh_confirmation_required
def replace(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Keep a new version of the secret, once a call with it was made."""
    entry = gatekeepers.entry(request, entry_id, Permission.STORE_SECRETS)
    form = SecretForm(request.POST or None, kind=EntryKind(entry.kind))
    if request.method == "POST" and form.is_valid():
        try:
            secret = form.cleaned_data["secret"]
            is_tried = onboarding.store_new_value(entry, secret, actor=http.actor(request))
            messages.success(request, _kept_words(is_tried=is_tried))
            return redirect("vault:detail", entry.pk)
        except KeydeskError as error:
            http.complain(form, error, field="secret")
    return render(
        request,
        "vault/replace.html",
        {"form": form, "entry": entry, "about": entry_description(entry)},
    )


def _kept_words(*, is_tried: bool) -> str:
    if is_tried:
        return gettext("OVHcloud took the new value. It is kept, as the newest version.")
    return gettext(
        "The new value is kept, as the newest version. It was not tried: the vault keeps no "
        "validated key of the application to try it with."
    )


@require_POST
@no_store
@fresh_confirmation_required
def reveal(request: HttpRequest, entry_id: uuid.UUID, number: int | None = None) -> HttpResponse:
    """The secret, once: the row alone for htmx, else the whole page with the value in place."""
    entry = gatekeepers.entry(request, entry_id, Permission.REVEAL)
    purpose, actor = request.POST.get("purpose", ""), http.actor(request)
    shown: dict[str, object] = {"number": number, "purpose": purpose}
    try:
        secret = vault.reveal(entry, actor=actor, number=number, purpose=purpose)
        shown["value"] = secret.expose()
    except KeydeskError as error:
        shown["trouble"] = http.error_text(error)
    page = entry_page.read(entry, http.person(request))
    template = "vault/revealed.html" if http.is_htmx(request) else "vault/detail.html"
    return render(request, template, {"page": page, "shown": shown})


@require_POST
@no_store
@fresh_confirmation_required
def copy(request: HttpRequest, entry_id: uuid.UUID, number: int | None = None) -> HttpResponse:
    """The secret as plain text, for the clipboard: it is on no page."""
    entry = gatekeepers.entry(request, entry_id, Permission.REVEAL)
    purpose, actor = request.POST.get("purpose", ""), http.actor(request)
    try:
        secret = vault.copy(entry, actor=actor, number=number, purpose=purpose)
        text, status = secret.expose(), 200
    except KeydeskError as error:
        text, status = http.error_text(error), 409
    return http.plain(text, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
@fresh_confirmation_required
def export(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """The credential as a file that a tool reads: how it will look, then to take away."""
    entry = gatekeepers.entry(request, entry_id, Permission.REVEAL)
    form = ExportForm(request.POST or None, asks_purpose=entry.account.team.requires_purpose)
    if request.method == "POST" and form.is_valid():
        try:
            exported = _export(entry, form, http.actor(request))
            _note_place(request, entry, form)
            return _handed_over(form, exported)
        except KeydeskError as error:
            http.complain(form, error)
    if form.data.get("to") == onboarding.CLIPBOARD:
        return http.plain(http.first_complaint(form), status=409)
    chosen = form.data.get("name") or request.GET.get("name", "")
    page = export_page.read(entry, chosen)
    choice = FormatChoice(initial={"name": page.form.name}, kind=EntryKind(entry.kind))
    return render(request, "vault/export.html", {"page": page, "form": form, "choice": choice})


@require_POST
def check(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Ask OVHcloud by the key itself whether it works; the answer stands on its page."""
    entry = gatekeepers.entry(request, entry_id, Permission.STORE_SECRETS)
    try:
        onboarding.check_credential(entry, actor=http.actor(request))
    except KeydeskError as error:
        http.warn(request, error)
    return redirect(f"{reverse('vault:detail', args=[entry.pk])}#last-test")


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def destroy(request: HttpRequest, entry_id: uuid.UUID, number: int) -> HttpResponse:
    """Destroy one version for good, once the word is typed."""
    entry = gatekeepers.entry(request, entry_id, Permission.STORE_SECRETS)
    versions = (
        entry.versions if request.method == "POST" else entry.versions.filter(destroyed_at=None)
    )
    version = get_object_or_404(versions, number=number)
    form = TypedForm(request.POST or None, expected=DESTROY)
    if request.method == "POST" and form.is_valid():
        _destroy(request, entry, number)
        return redirect("vault:detail", entry.pk)
    stops = _stops(entry, number)
    context = {"entry": entry, "version": version, "form": form, "stops": stops, "word": DESTROY}
    return render(request, "vault/destroy.html", context)


@require_POST
@fresh_confirmation_required
def archive(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    entry = gatekeepers.entry(request, entry_id, Permission.STORE_SECRETS)
    vault.archive(entry, actor=http.actor(request))
    return redirect("vault:detail", entry.pk)


@require_POST
@fresh_confirmation_required
def restore(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    entry = gatekeepers.entry(request, entry_id, Permission.STORE_SECRETS)
    vault.unarchive(entry, actor=http.actor(request))
    return redirect("vault:detail", entry.pk)


def _destroy(request: HttpRequest, entry: Entry, number: int) -> None:
    try:
        vault.destroy(entry, number, actor=http.actor(request))
    except KeydeskError as error:
        http.warn(request, error)
    else:
        done = gettext("Version %(number)d was destroyed.")
        messages.success(request, done % {"number": number})


def _note_place(request: HttpRequest, entry: Entry, form: ExportForm) -> None:
    """Where the file went, on the list of places; an export is not undone for that."""
    if place := form.cleaned_data["used_by"]:
        try:
            vault.add_usage(entry, vault.UsageLine(place=place), actor=http.actor(request))
        except KeydeskError as error:
            http.warn(request, error)


def _export(entry: Entry, form: ExportForm, actor: Actor) -> onboarding.ExportedFile:
    return onboarding.export_entry(
        entry,
        form=form.format,
        actor=actor,
        destination=form.destination,
        purpose=form.cleaned_data.get("purpose", ""),
    )


def _handed_over(form: ExportForm, exported: onboarding.ExportedFile) -> HttpResponse:
    if form.destination == onboarding.DOWNLOAD:
        return http.attachment(exported.content.expose(), exported.file)
    return http.plain(exported.content.expose())


def _stored_kind(kind: str) -> tuple[EntryDescription, StoringWords]:
    known = (model.about for model in ENTRY_MODELS if model.about.kind == kind)
    about = next(known, None)
    if about is None or about.storing is None:
        raise Http404
    return about, about.storing


def _store_form(request: HttpRequest, about: EntryDescription, words: StoringWords) -> StoreForm:
    teams = gatekeepers.teams(request, Permission.STORE_SECRETS)
    return StoreForm(
        request.POST or None,
        about=about,
        words=words,
        accounts=gatekeepers.accounts_to_fill(request).select_related("team"),
        people=people_of(teams),
        initial={"account": request.GET.get("account"), "owner": http.person(request).pk},
    )


def _store(form: StoreForm, kind: EntryKind, *, actor: Actor) -> Entry:
    return vault.store_entry(
        kind,
        form.cleaned_data["account"],
        columns=form.columns,
        secret=form.secret,
        metadata=form.metadata(),
        actor=actor,
    )


def _stops(entry: Entry, number: int) -> Iterable[str]:
    """What destroying a version means, in sentences."""
    yield gettext("Nobody can reveal this value again, whatever their role.")
    newer = vault.kept_versions(entry).filter(number__gt=number)
    if not newer.exists():
        yield gettext("It is the newest version: Keydesk can make no more calls with it.")
