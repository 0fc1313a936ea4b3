"""The rights builder. All it knows is in the query string; a POST redirects there."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import replace_url

from credentials import teams
from credentials.core import Permission
from credentials.models import Account, Team
from credentials.rights import HOME_ENDPOINT, PolicyBreach, rules_from_api
from credentials.teams import breaches_in_rules
from dashboard import gatekeepers, http
from dashboard.forms import onboarding
from dashboard.rights_builder import BuilderPage, BuilderSuggestions, CapableKeys, Draft, add_rules
from dashboard.views import name_lists, profiles, rule_sources

# The button beside the rules, and the one of an open recipe.
_REQUESTS = frozenset({"request", "apply request"})


@require_http_methods(["GET", "HEAD", "POST"])
def builder(request: HttpRequest) -> HttpResponse:
    """Rules from rows, recipes and pasted text; what they mean; where to take them."""
    if request.method != "POST":
        return _page(request, Draft.from_query(request.GET), "rights/builder.html")
    if http.is_htmx(request):
        return _live(request, Draft.from_fields(request.POST))
    do = request.POST.get("do", "")
    draft = name_lists.located(request, Draft.from_fields(request.POST))
    draft = rule_sources.draft_after(request, draft, do)
    draft = name_lists.read_names(request, draft, do)
    if do in _REQUESTS and draft.is_sound and not draft.troubles:
        return _request(request, draft)
    if do == "save" and draft.is_sound:
        return _save(request, draft)
    return _shown(request, draft, fragment=name_lists.place_of(draft, do))


@require_safe
def from_profile(request: HttpRequest, profile_id: uuid.UUID, number: int) -> HttpResponse:
    """The builder with the rules of one version of a profile."""
    version = rule_sources.version(request, profile_id, number=number)
    return _shown(
        request, add_rules(Draft(), rules_from_api(version.rules), profile=str(profile_id))
    )


@require_safe
def from_entry(request: HttpRequest, key_id: uuid.UUID) -> HttpResponse:
    """The builder with the rules of a stored key."""
    return _shown(request, add_rules(Draft(), rule_sources.of_entry(request, key_id)))


@require_safe
def from_live(request: HttpRequest, account_id: uuid.UUID, credential_id: int) -> HttpResponse:
    """The builder with the rules of a live key."""
    return _shown(
        request, add_rules(Draft(), rule_sources.of_live(request, account_id, credential_id))
    )


def _shown(request: HttpRequest, draft: Draft, *, fragment: str = "") -> HttpResponse:
    """The draft's own page; here and now, where no address would bring it again."""
    if draft.troubles or draft.log or draft.read_text or not draft.fits_an_address:
        return _page(request, draft, "rights/builder.html")
    return redirect(_address(draft) + fragment)


def _live(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What follows from typing. htmx sends the last button along: here none was pressed."""
    answer = _page(request, draft, "rights/live_update.html")
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
    if answers.details:
        return redirect("onboarding:review", draft_id)
    response = redirect("onboarding:application", draft_id)
    if draft.account:
        response["Location"] += f"?account={draft.account}"
    return response


def _answers(request: HttpRequest, draft: Draft) -> onboarding.Answers:
    """What is answered of a new key: its rights, and with those of a recipe nearly all, where
    the account is certain."""
    opened, rights = Draft.from_fields(request.POST), draft.as_query()
    accounts = gatekeepers.accounts(request, Permission.REQUEST_KEYS)
    if draft.account:
        accounts = accounts.filter(pk=draft.account)
    certain = list(accounts[:2])
    if request.POST.get("do") != "apply request" or not opened.recipe or len(certain) != 1:
        return onboarding.Answers(rights=rights)
    answers = onboarding.express(
        opened.recipe,
        opened.values,
        rights=rights,
        owner=http.person(request),
        account=certain[0],
    )
    return answers if answers.application else onboarding.Answers(rights=rights)


def _page(request: HttpRequest, draft: Draft, template: str) -> HttpResponse:
    person = http.person(request)
    permissions = teams.permissions_anywhere(person)
    asking = teams.teams_where(person, Permission.REQUEST_KEYS)
    accounts = name_lists.accounts(request)
    builder = BuilderPage(name_lists.located(request, draft, accounts))
    context = {
        "builder": builder,
        "sources": rule_sources.sources(request, draft),
        "capable_keys": CapableKeys(gatekeepers.accounts(request), builder.answer.checks),
        "suggestions": BuilderSuggestions(builder.draft, accounts),
        "outcomes": "rights/outcomes.html",
        "may_request": Permission.REQUEST_KEYS in permissions,
        "breaches": _breaches(builder, asking, accounts=accounts),
        "may_keep": Permission.SAVE_PROFILES in permissions,
    }
    return render(request, template, context)


def _breaches(
    builder: BuilderPage, asking: Iterable[Team], *, accounts: Sequence[Account]
) -> list[PolicyBreach]:
    """What is against the policies of the teams that may ask, each by the operations of its own
    region: that of the chosen account, or of the team's first one."""
    matching = [account for account in accounts if str(account.pk) == builder.draft.account]
    regions = {account.team_id: account.endpoint for account in (*reversed(accounts), *matching)}
    return [
        breach
        for team in asking
        for breach in breaches_in_rules(
            team, builder.rules, endpoint=regions.get(team.pk, HOME_ENDPOINT)
        )
    ]


def _address(draft: Draft) -> str:
    query = draft.as_query()
    return f"{reverse('rights:builder')}?{query}" if query else reverse("rights:builder")
