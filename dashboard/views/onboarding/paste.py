"""Keys that exist already: pasted, proved at OVHcloud, kept."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from credentials import core, onboarding, vault
from credentials.core import KeyState, Permission
from credentials.models import Account, ConsumerKey
from credentials.teams import breaches_of_key, people_of
from dashboard import gatekeepers, http
from dashboard.decorators import fresh_confirmation_required, no_store
from dashboard.forms.onboarding import PasteForm, find

# The value a refusal is about.
_FIELDS: dict[type[core.KeydeskError], str] = {
    core.InvalidApplicationKey: "application_key",
    core.InvalidSignature: "application_secret",
    core.UnknownCredential: "consumer_key",
    core.CredentialNotValid: "consumer_key",
}


@no_store
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def paste(request: HttpRequest) -> HttpResponse:
    """Three values or a text that holds them; no secret is shown again, even after a mistake."""
    teams = gatekeepers.teams(request, Permission.STORE_SECRETS)
    people = people_of(teams)
    accounts = gatekeepers.accounts_to_fill(request)
    initial = _initial(request, accounts)
    form = PasteForm(request.POST or None, accounts=accounts, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        key = _adopt(request, form)
        if key is not None:
            return redirect(_next_page(key, form))
    return render(
        request, "onboarding/paste.html", {"form": form, "has_accounts": accounts.exists()}
    )


def _adopt(request: HttpRequest, form: PasteForm) -> ConsumerKey | None:
    account, actor = form.cleaned_data["account"], http.actor(request)
    try:
        key = onboarding.adopt(
            account,
            form.triple(),
            metadata=form.metadata(),
            manages=form.cleaned_data["manages"],
            actor=actor,
        )
    except core.KeydeskError as error:
        http.complain(form, error, field=_FIELDS.get(type(error)))
        return None
    messages.success(request, gettext("%(key)s is kept. OVHcloud accepts it.") % {"key": key})
    if account.management_key_id == key.pk:
        _warn_of_gaps(request, account)
    _warn_of_policy(request, key)
    return key


def _next_page(key: ConsumerKey, form: PasteForm) -> str:
    """The key's page; where it asks whose account the key is, it knows what the key is for."""
    page = reverse("vault:detail", args=[key.pk])
    is_asked = key.state == KeyState.UNCONFIRMED and form.cleaned_data["manages"]
    return f"{page}?manages=on" if is_asked else page


def _warn_of_gaps(request: HttpRequest, account: Account) -> None:
    """A management key that cannot read the live keys is one, but of little use."""
    missing = vault.missing_management_right(account, "GET", "/me/api/credential")
    if missing:
        text = gettext("The management key cannot list the live keys: it lacks %(rule)s.")
        messages.warning(request, text % {"rule": missing})


def _warn_of_policy(request: HttpRequest, key: ConsumerKey) -> None:
    """A key that exists is kept whatever the policy says; its page goes on telling of it."""
    for breach in breaches_of_key(key):
        text = f"{http.translated(breach.sentence)} {http.translated(breach.next_step)}"
        messages.warning(request, text)


def _initial(request: HttpRequest, accounts: QuerySet[Account]) -> dict[str, object]:
    """The account and the details, as far as the page that led here knows them."""
    answers = find(request.session, request.GET.get("draft", ""))
    initial: dict[str, object] = {"owner": http.person(request)}
    if answers:
        initial |= {**answers.details, "account": answers.account}
    elif given := request.GET.get("account"):
        initial["account"] = given
    elif accounts.count() == 1:
        initial["account"] = accounts.first()
    return initial
