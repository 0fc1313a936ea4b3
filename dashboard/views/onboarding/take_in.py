"""Keys in a text or a file: found, asked about, ticked, kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from credentials.core import KeydeskError, Permission
from credentials.teams import people_of
from dashboard import gatekeepers, http
from dashboard.decorators import fresh_confirmation_required, no_store
from dashboard.forms.onboarding import KeepForm, TakeInForm
from dashboard.pages import taken_in
from dashboard.pages.taken_in import Preview
from dashboard.uploads import takes_text_file


@takes_text_file
@no_store
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def take_in(request: HttpRequest) -> HttpResponse:
    """A text or a file, then what is in it, each key with what OVHcloud says of it."""
    teams = gatekeepers.teams(request, Permission.STORE_SECRETS)
    http.guard_posted_id(
        request, "team", admit=gatekeepers.team, permission=Permission.STORE_SECRETS
    )
    form = TakeInForm(request.POST or None, request.FILES or None, teams=teams)
    if request.method == "POST" and form.is_valid():
        try:
            preview = taken_in.preview(form, person=http.person(request), actor=http.actor(request))
            return render(request, "onboarding/keys_in_text.html", _to_keep(request, form, preview))
        except KeydeskError as error:
            http.complain(form, error)
    return render(request, "onboarding/take_in.html", {"form": form})


@no_store
@require_POST
@fresh_confirmation_required
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the keys that are ticked; what became of each is said."""
    teams = gatekeepers.teams(request, Permission.STORE_SECRETS)
    http.guard_posted_id(
        request, "team", admit=gatekeepers.team, permission=Permission.STORE_SECRETS
    )
    form = KeepForm(request.POST, teams=teams, people=people_of(teams))
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return redirect("onboarding:take_in")
    try:
        rows = taken_in.keep(form, person=http.person(request), actor=http.actor(request))
    except KeydeskError as error:
        http.warn(request, error)
        return redirect("onboarding:take_in")
    return _told(request, rows)


def _to_keep(request: HttpRequest, form: TakeInForm, preview: Preview) -> dict[str, object]:
    team = form.cleaned_data["team"]
    teams = gatekeepers.teams(request, Permission.STORE_SECRETS).filter(pk=team.pk)
    initial = {"team": team.pk, "sealed": preview.sealed, "owner": http.person(request)}
    keep_form = KeepForm(teams=teams, people=people_of(teams), initial=initial)
    return {"preview": preview, "form": keep_form, "team": team}


def _told(request: HttpRequest, rows: list[taken_in.Row]) -> HttpResponse:
    if not rows:
        messages.warning(request, gettext("Nothing was ticked, and nothing was kept."))
        return redirect("onboarding:take_in")
    stored_count, skipped_count = taken_in.counts(rows)
    if stored_count and not skipped_count:
        text = ngettext("%(count)s key is kept.", "%(count)s keys are kept.", stored_count)
        messages.success(request, text % {"count": stored_count})
        return redirect("vault:list")
    context = {"rows": rows, "kept": stored_count, "left": skipped_count}
    return render(request, "onboarding/keys_kept.html", context)
