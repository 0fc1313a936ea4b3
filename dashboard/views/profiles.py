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

from credentials.core import KeydeskError, Permission
from credentials.models import Profile, Team
from credentials.rights import rules_from_api
from credentials.teams import (
    archive_profile,
    change_profile,
    complete_profiles,
    may,
    permissions_anywhere,
    restore_profile,
    save_profile,
    teams_where,
)
from dashboard import gatekeepers, http
from dashboard.decorators import fresh_confirmation_required
from dashboard.forms.profiles import CompareForm, NameForm, ProfileFilters, SaveForm, rows_of
from dashboard.rights_builder import Draft, Region, RuleChange, effect_of, region_of

_SAVE = Permission.SAVE_PROFILES
_SHOWN_VERSIONS = 20


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """The profiles of the person's teams."""
    teams = teams_where(http.person(request), Permission.SEE)
    profiles = gatekeepers.profiles(request)
    filters = ProfileFilters(request.GET, teams=teams)
    page = filters.page(complete_profiles(profiles))
    context = {
        "form": filters,
        "page": page,
        "rows": rows_of(page),
        "is_empty": not page.paginator.count and not profiles.exists(),
        "may_keep": _SAVE in permissions_anywhere(http.person(request)),
    }
    return render(request, "profiles/list.html", context)


@require_safe
def detail(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    """What keys with these rights may do, and how it came to be."""
    profile = gatekeepers.profile(request, profile_id, Permission.SEE)
    versions = profile.versions.select_related("created_by")
    newest, region = versions[0], _region(profile.team)
    context = {
        "profile": profile,
        "newest": newest,
        "region": region,
        "effect": effect_of(region, rules_from_api(newest.rules)),
        "page": Paginator(versions, _SHOWN_VERSIONS).get_page(request.GET.get("page")),
        "may_keep": may(http.person(request), _SAVE, profile.team_id),
    }
    return render(request, "profiles/detail.html", context)


@require_safe
def compare(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    """What changed from one version to another."""
    profile = gatekeepers.profile(request, profile_id, Permission.SEE)
    region = _region(profile.team)
    form = CompareForm(request.GET, versions=profile.versions.all(), catalogue=region.catalogue)
    context = {"profile": profile, "form": form, "change": form.change, "region": region}
    return render(request, "profiles/compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Keep rules under a name; over what is there only once the change has been read."""
    http.guard_posted_id(request, "team", admit=gatekeepers.team, permission=_SAVE)
    teams = gatekeepers.teams(request, _SAVE)
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


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def edit(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    """Another name or purpose; the rules stay as they are."""
    profile = gatekeepers.profile(request, profile_id, _SAVE)
    initial = {"name": profile.name, "purpose": profile.purpose}
    form = NameForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_profile(profile, **form.cleaned_data, actor=http.actor(request))
            return redirect("profiles:detail", profile.pk)
        except KeydeskError as error:
            http.complain(form, error, field="name")
    return render(request, "profiles/edit.html", {"form": form, "profile": profile})


@require_POST
@fresh_confirmation_required
def archive(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    profile = gatekeepers.profile(request, profile_id, _SAVE)
    archive_profile(profile, actor=http.actor(request))
    messages.success(request, gettext("%(name)s is archived.") % {"name": profile})
    return redirect("profiles:detail", profile.pk)


@require_POST
@fresh_confirmation_required
def restore(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    profile = gatekeepers.profile(request, profile_id, _SAVE)
    restore_profile(profile, actor=http.actor(request))
    messages.success(request, gettext("%(name)s is in use again.") % {"name": profile})
    return redirect("profiles:detail", profile.pk)


def begin(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The page that asks for a name; the profile that the rules began with gives its own."""
    teams = gatekeepers.teams(request, _SAVE)
    return _ask(request, draft, SaveForm(None, teams=teams, origin=_origin(teams, draft)))


def _origin(teams: QuerySet[Team], draft: Draft) -> Profile | None:
    """The profile that the rules began with, where the person keeps its team's."""
    profiles = Profile.objects.filter(team__in=teams)
    return profiles.filter(pk=draft.profile).first() if draft.profile else None


def _ask(request: HttpRequest, draft: Draft, form: SaveForm) -> HttpResponse:
    newest = form.newest
    old = rules_from_api(newest.rules) if newest else ()
    region = _region(newest.profile.team if newest else None)
    context = {
        "form": form,
        "draft": draft,
        "newest": newest,
        "change": RuleChange(region.catalogue, old, new=draft.rules),
        "region": region,
        "names": form.names,
    }
    return render(request, "profiles/save.html", context)


def _region(team: Team | None) -> Region:
    """The region of the team's first account: a profile belongs to no account."""
    return region_of(None, team.accounts.all()[:1] if team else ())


def _saved(request: HttpRequest, draft: Draft, form: SaveForm) -> HttpResponse:
    version = save_profile(
        form.cleaned_data["team"],
        form.saving(draft.rules),
        author=http.person(request),
        actor=http.actor(request),
    )
    text = gettext("Version %(number)s of %(name)s is saved.")
    messages.success(request, text % {"number": version.number, "name": version.profile})
    return redirect("profiles:detail", version.profile_id)
