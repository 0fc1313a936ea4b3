"""The rights builder. All it knows is in the query string; a POST redirects there."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import replace_url

from credentials import access, entries
from credentials.enums import Permission
from credentials.policing import breaches_in_rules
from credentials.rights import from_api
from dashboard import gatekeepers, http
from dashboard.forms import onboarding
from dashboard.forms.rights import Desk, Draft, Holders, Shelves, take_in
from dashboard.views import naming, profiles, starting

# The button beside the rules, and the one of an open recipe.
_REQUESTS = frozenset({"request", "apply request"})


@require_http_methods(["GET", "HEAD", "POST"])
def builder(request: HttpRequest) -> HttpResponse:
    """Rules from rows, recipes and pasted text; what they mean; where to take them."""
    if request.method != "POST":
        return _page(request, Draft.from_query(request.GET), "rights/builder.html")
    if request.headers.get("HX-Request"):
        return _live(request, Draft.from_fields(request.POST))
    do = request.POST.get("do", "")
    draft = starting.pressed(request, Draft.from_fields(request.POST), do)
    draft = naming.read_names(request, draft, do)
    if do in _REQUESTS and draft.is_sound and not draft.troubles:
        return _request(request, draft)
    if do == "save" and draft.is_sound:
        return _save(request, draft)
    return _shown(request, draft, then=naming.place_of(draft, do))


@require_safe
def from_profile(request: HttpRequest, profile_id: uuid.UUID, number: int) -> HttpResponse:
    """The builder with the rules of one version of a profile."""
    version = starting.version(request, profile_id, number=number)
    return _shown(request, take_in(Draft(), from_api(version.rules), profile=str(profile_id)))


@require_safe
def from_entry(request: HttpRequest, key_id: uuid.UUID) -> HttpResponse:
    """The builder with the rules of a stored key."""
    return _shown(request, take_in(Draft(), starting.of_entry(request, key_id)))


@require_safe
def from_live(request: HttpRequest, account_id: uuid.UUID, credential_id: int) -> HttpResponse:
    """The builder with the rules of a live key."""
    return _shown(request, take_in(Draft(), starting.of_live(request, account_id, credential_id)))


def _shown(request: HttpRequest, draft: Draft, *, then: str = "") -> HttpResponse:
    """The draft's own page; here and now, where no address would bring it again."""
    if draft.troubles or draft.refusal or not draft.fits_an_address:
        return _page(request, draft, "rights/builder.html")
    return redirect(_address(draft) + then)


def _live(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What follows from typing. htmx sends the last button along: here none was pressed."""
    answer = _page(request, draft, "rights/live.html")
    return replace_url(answer, _address(draft)) if draft.fits_an_address else answer


def _save(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The page that asks for a name; here and now, where no address holds the rules."""
    if draft.fits_an_address:
        return redirect(f"{reverse('profiles:save')}?{draft.as_query()}")
    return profiles.begin(request, draft)


def _request(request: HttpRequest, draft: Draft) -> HttpResponse:
    """On to the wizard; to its end, where little is left to ask."""
    answers = _answers(request, draft)
    draft_id = onboarding.begin(request.session, answers)
    if answers.card:
        return redirect("onboarding:review", draft_id)
    response = redirect("onboarding:application", draft_id)
    if draft.account:
        response["Location"] += f"?account={draft.account}"
    return response


def _answers(request: HttpRequest, draft: Draft) -> onboarding.Answers:
    """What is answered of a new key: its rights, and with those of a recipe nearly all."""
    opened = Draft.from_fields(request.POST)
    if request.POST.get("do") != "apply request" or opened.recipe is None:
        return onboarding.Answers(rights=draft.as_query())
    accounts = gatekeepers.accounts(request, Permission.REQUEST_KEYS)
    if draft.account:
        accounts = accounts.filter(pk=draft.account)
    return onboarding.express(
        opened.recipe,
        opened.values,
        rights=draft.as_query(),
        owner=http.person(request),
        applications=entries.requestable(accounts),
    )


def _page(request: HttpRequest, draft: Draft, template: str) -> HttpResponse:
    person = http.person(request)
    held = access.permissions_anywhere(person)
    asking = access.teams_where(person, Permission.REQUEST_KEYS)
    desk = Desk(draft)
    context = {
        "desk": desk,
        "sources": starting.sources(request, draft),
        "holders": Holders(gatekeepers.accounts(request), desk.answer.verdicts),
        "shelves": Shelves(draft, naming.accounts(request)),
        "outcomes": "rights/outcomes.html",
        "may_request": Permission.REQUEST_KEYS in held,
        "breaches": [one for team in asking for one in breaches_in_rules(team, desk.rules)],
        "may_keep": Permission.KEEP_PROFILES in held,
    }
    return render(request, template, context)


def _address(draft: Draft) -> str:
    query = draft.as_query()
    return f"{reverse('rights:builder')}?{query}" if query else reverse("rights:builder")
