"""Rights profiles: the list, one of them with its versions, what changed, and saving one."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credentials import access, profiles
from credentials.enums import Permission
from credentials.errors import KeydeskError
from credentials.models import Profile, Team
from credentials.rights import from_api
from dashboard import gatekeepers, http
from dashboard.forms.profiles import CompareForm, NameForm, ProfileFilters, SaveForm, rows_of
from dashboard.forms.rights import Change, Draft, effect_of

_KEEP = Permission.KEEP_PROFILES
_SHOWN_VERSIONS = 20


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """The profiles of the person's teams."""
    teams = access.teams_where(http.person(request), Permission.SEE)
    found = gatekeepers.profiles(request)
    filters = ProfileFilters(request.GET, teams=teams)
    page = filters.page(profiles.complete(found))
    context = {
        "form": filters,
        "page": page,
        "rows": rows_of(page),
        "is_empty": not page.paginator.count and not found.exists(),
        "may_keep": _KEEP in access.permissions_anywhere(http.person(request)),
    }
    return render(request, "profiles/list.html", context)


@require_safe
def detail(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    """What keys with these rights may do, and how it came to be."""
    profile = gatekeepers.profile(request, profile_id, Permission.SEE)
    versions = profile.versions.select_related("created_by")
    newest = versions[0]
    context = {
        "profile": profile,
        "newest": newest,
        "effect": effect_of(from_api(newest.rules)),
        "page": Paginator(versions, _SHOWN_VERSIONS).get_page(request.GET.get("page")),
        "may_keep": access.may(http.person(request), _KEEP, profile.team_id),
    }
    return render(request, "profiles/detail.html", context)


@require_safe
def compare(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    """What changed from one version to another."""
    profile = gatekeepers.profile(request, profile_id, Permission.SEE)
    form = CompareForm(request.GET, versions=profile.versions.all())
    context = {"profile": profile, "form": form, "change": form.change}
    return render(request, "profiles/compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Keep rules under a name; over what is there only once the change has been read."""
    gatekeepers.named(request, "team", admit=gatekeepers.team, permission=_KEEP)
    teams = gatekeepers.teams(request, _KEEP)
    if request.method != "POST":
        return begin(request, Draft.from_query(request.GET))
    draft = Draft.from_query(request.POST)
    form = SaveForm(request.POST, teams=teams)
    if draft.is_sound and form.is_valid() and form.was_compared:
        try:
            return _saved(request, draft, form)
        except KeydeskError as error:
            http.complain(form, error)
    return _ask(request, draft, form)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    """Another name or purpose; the rules stay as they are."""
    profile = gatekeepers.profile(request, profile_id, _KEEP)
    initial = {"name": profile.name, "purpose": profile.purpose}
    form = NameForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            profiles.change(profile, **form.cleaned_data, actor=http.actor(request))
            return redirect("profiles:detail", profile.pk)
        except KeydeskError as error:
            http.complain(form, error, field="name")
    return render(request, "profiles/edit.html", {"form": form, "profile": profile})


@require_POST
def archive(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    profile = gatekeepers.profile(request, profile_id, _KEEP)
    profiles.archive(profile, actor=http.actor(request))
    messages.success(request, gettext("%(name)s is archived.") % {"name": profile})
    return redirect("profiles:detail", profile.pk)


@require_POST
def restore(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    profile = gatekeepers.profile(request, profile_id, _KEEP)
    profiles.restore(profile, actor=http.actor(request))
    messages.success(request, gettext("%(name)s is in use again.") % {"name": profile})
    return redirect("profiles:detail", profile.pk)


def begin(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The page that asks for a name; the profile that the rules began with gives its own."""
    teams = gatekeepers.teams(request, _KEEP)
    return _ask(request, draft, SaveForm(None, teams=teams, origin=_origin(teams, draft)))


def _origin(teams: QuerySet[Team], draft: Draft) -> Profile | None:
    """The profile that the rules began with, where the person keeps its team's."""
    kept = Profile.objects.filter(team__in=teams)
    return kept.filter(pk=draft.profile).first() if draft.profile else None


def _ask(request: HttpRequest, draft: Draft, form: SaveForm) -> HttpResponse:
    newest = form.newest
    old = from_api(newest.rules) if newest else ()
    context = {
        "form": form,
        "draft": draft,
        "newest": newest,
        "change": Change(old, draft.rules),
        "names": form.names,
    }
    return render(request, "profiles/save.html", context)


def _saved(request: HttpRequest, draft: Draft, form: SaveForm) -> HttpResponse:
    version = profiles.save(
        form.cleaned_data["team"],
        form.saving(draft.rules),
        author=http.person(request),
        actor=http.actor(request),
    )
    said = gettext("Version %(number)s of %(name)s is saved.")
    messages.success(request, said % {"number": version.number, "name": version.profile})
    return redirect("profiles:detail", version.profile_id)
