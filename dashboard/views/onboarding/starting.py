"""Where a new key begins: what it is for, in which account, for which zone or service."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from credentials.core import Permission
from credentials.models import Account
from credentials.rights import RECIPES, Recipe
from credentials.teams import permissions_anywhere, permissions_in
from dashboard import gatekeepers, http, labels
from dashboard.forms import onboarding
from dashboard.forms.onboarding import Answers, RecipeForm
from dashboard.rights_builder import (
    BuilderPage,
    Draft,
    add_rules,
    apply_button,
    search_operations,
)
from dashboard.views import name_lists, rule_sources

_ASKS = Permission.REQUEST_KEYS
#: What answers the wizard's questions in advance, and so begins with its first open one.
_BEGINS = ("rule", "application", "own")
_LONGEST_SEARCH = 300


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """What is the key for? ``?recipe=`` and ``?account=`` answer in advance.

    ``?like=`` is a key to take everything from; ``?application=``, ``?rule=`` and ``?own=`` lead
    to the steps of a key with rights of its own.
    """
    gatekeepers.teams(request, _ASKS)
    if recipe := RECIPES.get(request.POST.get("recipe", "")):
        return _taken(request, recipe)
    if like := http.uuid_of(request.GET.get("like", "")):
        return _like(request, like)
    if any(name in request.GET for name in _BEGINS):
        return _begun(request)
    if recipe := RECIPES.get(request.GET.get("recipe", "")):
        initial = {"account": account} if (account := request.GET.get("account")) else {}
        form = RecipeForm(recipe=recipe, accounts=_accounts(request), initial=initial)
        return _asked(request, recipe, form)
    context = {**_recipes(request), "may": permissions_anywhere(http.person(request))}
    return render(request, "onboarding/start.html", context)


def _recipes(request: HttpRequest) -> dict[str, object]:
    """The recipes: all of them in their groups, or those that a search finds."""
    typed = request.GET.get("q", "")[:_LONGEST_SEARCH]
    draft = name_lists.located(request, Draft(search=typed))
    matching = search_operations(draft.catalogue, typed, with_deprecated=False).tools
    account = http.uuid_of(request.GET.get("account", ""))
    return {"typed": typed, "matching": matching, "groups": BuilderPage.groups, "account": account}


def _taken(request: HttpRequest, recipe: Recipe) -> HttpResponse:
    http.guard_posted_id(request, "account", admit=gatekeepers.account, permission=_ASKS)
    form = RecipeForm(request.POST, recipe=recipe, accounts=_accounts(request))
    if not form.is_valid():
        return _asked(request, recipe, form)
    answers = onboarding.express(
        recipe,
        form.values,
        rights=add_rules(Draft(), form.rules).as_query(),
        owner=http.person(request),
        account=form.cleaned_data["account"],
    )
    if not answers.application and not _may_paste(request, form.cleaned_data["account"]):
        form.add_error("account", _no_application(form.cleaned_data["account"]))
        return _asked(request, recipe, form)
    return redirect("onboarding:review", onboarding.begin(request.session, answers))


def _may_paste(request: HttpRequest, account: Account) -> bool:
    return Permission.STORE_SECRETS in permissions_in(http.person(request), account.team_id)


def _no_application(account: Account) -> str:
    sentence = gettext(
        "No application of %(account)s is stored that a key could be asked of. OVHcloud's page "
        "makes one, and %(who)s can paste it."
    )
    return sentence % {"account": account, "who": labels.who_may(Permission.STORE_SECRETS)}


def _asked(request: HttpRequest, recipe: Recipe, form: RecipeForm) -> HttpResponse:
    context = {"recipe": recipe, "form": form, "has_accounts": _accounts(request).exists()}
    return render(request, "onboarding/recipe.html", context)


def _like(request: HttpRequest, key_id: uuid.UUID) -> HttpResponse:
    key = gatekeepers.consumer_key(request, key_id, _ASKS)
    rights = add_rules(Draft(), rule_sources.of_entry(request, key_id)).as_query()
    answers = onboarding.as_another(key, rights=rights, owner=http.person(request))
    return redirect("onboarding:review", onboarding.begin(request.session, answers))


def _begun(request: HttpRequest) -> HttpResponse:
    rights = apply_button(name_lists.located(request, Draft.from_query(request.GET)), "check")
    answers = Answers(application=request.GET.get("application", ""), rights=rights.as_query())
    draft_id = onboarding.begin(request.session, answers)
    if answers.application:
        return redirect("onboarding:rights", draft_id)
    response = redirect("onboarding:application", draft_id)
    if account := request.GET.get("account"):
        response["Location"] += f"?{urlencode({'account': account})}"
    return response


def _accounts(request: HttpRequest) -> QuerySet[Account]:
    return gatekeepers.accounts(request, _ASKS).order_by("label")
