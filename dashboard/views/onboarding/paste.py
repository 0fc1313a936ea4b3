"""Keys that exist already: pasted, proved at OVHcloud, kept."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from credentials import errors, live_keys, onboarding, policing
from credentials.enums import Permission
from credentials.models import Account, ConsumerKey, Person
from dashboard import gatekeepers, http
from dashboard.decorators import no_store
from dashboard.forms.onboarding import PasteForm, find

# The value a refusal is about.
_FIELDS: dict[type[errors.KeydeskError], str] = {
    errors.InvalidApplicationKey: "application_key",
    errors.InvalidSignature: "application_secret",
    errors.UnknownCredential: "consumer_key",
    errors.CredentialNotValid: "consumer_key",
}


@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest) -> HttpResponse:
    """Three values or a text that holds them; no secret is shown again, even after a mistake."""
    teams = gatekeepers.teams(request, Permission.KEEP)
    people = Person.objects.filter(teams__in=teams).distinct()
    accounts = gatekeepers.accounts(request, Permission.KEEP)
    initial = _initial(request, accounts)
    form = PasteForm(request.POST or None, accounts=accounts, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        key = _adopt(request, form)
        if key is not None:
            return redirect("vault:detail", key.pk)
    return render(
        request, "onboarding/paste.html", {"form": form, "has_accounts": accounts.exists()}
    )


def _adopt(request: HttpRequest, form: PasteForm) -> ConsumerKey | None:
    account, actor = form.cleaned_data["account"], http.actor(request)
    try:
        key = onboarding.adopt(account, form.triple(), card=form.card(), actor=actor)
        if form.cleaned_data["manages"]:
            onboarding.manage_with(account, key, actor=actor)
    except errors.KeydeskError as error:
        http.complain(form, error, field=_FIELDS.get(type(error)))
        return None
    messages.success(request, gettext("%(key)s is kept. OVHcloud accepts it.") % {"key": key})
    _warn_of_gaps(request, account)
    _warn_of_policy(request, key)
    return key


def _warn_of_gaps(request: HttpRequest, account: Account) -> None:
    """A management key that cannot read the live keys is one, but of little use."""
    missing = live_keys.missing_right(account, "GET", "/me/api/credential")
    if account.management_key is not None and missing:
        text = gettext("The management key cannot list the live keys: it lacks %(rule)s.")
        messages.warning(request, text % {"rule": missing})


def _warn_of_policy(request: HttpRequest, key: ConsumerKey) -> None:
    """A key that exists is kept whatever the policy says; its page goes on telling of it."""
    for breach in policing.breaches_of(key):
        said = f"{http.read(breach.sentence)} {http.read(breach.next_step)}"
        messages.warning(request, said)


def _initial(request: HttpRequest, accounts: QuerySet[Account]) -> dict[str, object]:
    """The account and the card, as far as the page that led here knows them."""
    answers = find(request.session, request.GET.get("draft", ""))
    initial: dict[str, object] = {"owner": http.person(request)}
    if answers:
        initial |= {**answers.card, "account": answers.account}
    elif given := request.GET.get("account"):
        initial["account"] = given
    elif accounts.count() == 1:
        initial["account"] = accounts.first()
    return initial
