"""The wizard: one question a page. Every answer is kept as it is given, so Back loses nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from credentials import entries, validation
from credentials.enums import Permission
from credentials.errors import KeydeskError
from credentials.models import Application, KeyRequest
from credentials.validation import Wish
from dashboard import gatekeepers, http
from dashboard.forms.onboarding import AddressPreview, Answers, ApplicationFilters, begin
from dashboard.forms.rights import Desk, Draft, Shelves, press, token_page
from dashboard.views import naming, starting
from dashboard.views.onboarding.trip import Trip, step, uuid_of
from dashboard.views.onboarding.waiting import callback_url

# The button below the rules, and the one of an open recipe.
_GOES_ON = frozenset({"next", "apply next"})
_asking = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Begin; ``?account=``, ``?application=``, ``?recipe=`` and ``?rule=`` answer in advance."""
    gatekeepers.teams(request, Permission.REQUEST_KEYS)
    rights = press(Draft.from_query(request.GET), "check")
    answers = Answers(application=request.GET.get("application", ""), rights=rights.as_query())
    draft_id = begin(request.session, answers)
    if answers.application:
        return redirect("onboarding:rights", draft_id)
    response = redirect("onboarding:application", draft_id)
    if account := request.GET.get("account"):
        response["Location"] += f"?{urlencode({'account': account})}"
    return response


@_asking
@step("application")
def application(request: HttpRequest, trip: Trip) -> HttpResponse:
    """Which stored application the key is of, or which account's page makes a new one."""
    if request.method == "POST" and _take_application(request, trip):
        return redirect(trip.url(trip.first_open() if trip.answers.card else "rights"))
    accounts = gatekeepers.accounts(request, Permission.REQUEST_KEYS)
    filters = ApplicationFilters(request.GET, accounts=accounts)
    context = {
        "trip": trip,
        "form": filters,
        "page": filters.page(entries.requestable(accounts).select_related("account__team")),
        "keeping": gatekeepers.accounts(request, Permission.KEEP),
        "near": filters.chosen.get("account"),
    }
    return render(request, "onboarding/application.html", context)


@_asking
@step("rights")
def rights(request: HttpRequest, trip: Trip) -> HttpResponse:
    """What the key may do: the rights builder, with its draft kept among the answers."""
    if request.method != "POST":
        return _desk(request, trip, trip.rights, "onboarding/rights.html")
    is_typing = "HX-Request" in request.headers
    do = "" if is_typing else request.POST.get("do", "")
    goes_on = do in _GOES_ON
    draft = starting.pressed(request, Draft.from_fields(request.POST), do)
    draft = naming.read_names(request, draft, do, account=trip.account)
    trip.answer(rights=draft.as_query())
    if is_typing:
        return _desk(request, trip, draft, "rights/live.html")
    if goes_on and trip.is_answered("rights") and not draft.troubles:
        return redirect(trip.url("addresses"))
    if goes_on or draft.troubles:
        return _desk(request, trip, draft, "onboarding/rights.html")
    return redirect(trip.url("rights") + naming.place_of(draft, do))


@_asking
@step("addresses")
def addresses(request: HttpRequest, trip: Trip) -> HttpResponse:
    """From where the key may be used, shown as OVHcloud will keep it."""
    if request.method != "POST":
        return _preview(request, trip, trip.addresses, "onboarding/addresses.html")
    preview = AddressPreview(request.POST.get("addresses", ""))
    trip.answer(addresses=preview.answer)
    if request.headers.get("HX-Request"):
        return _preview(request, trip, preview, "onboarding/preview.html")
    if preview.problem or request.POST.get("do") == "look":
        return _preview(request, trip, preview, "onboarding/addresses.html")
    return redirect(trip.url("card"))


@_asking
@step("card")
def card(request: HttpRequest, trip: Trip) -> HttpResponse:
    """What the team writes on the key."""
    if request.method == "POST":
        form = trip.card(request.POST)
        trip.answer(card=form.typed)
        if form.is_valid():
            return redirect(trip.url("review"))
    else:
        form = trip.card(trip.answers.card or None, initial={"owner": http.person(request)})
    return render(request, "onboarding/card.html", {"trip": trip, "form": form})


@_asking
@step("review")
def review(request: HttpRequest, trip: Trip) -> HttpResponse:
    """Everything at a glance; a POST asks OVHcloud for the key, once."""
    if request.method == "POST" and trip.application and trip.wish:
        return _request(request, trip, trip.application, trip.wish)
    context: dict[str, object] = {
        "trip": trip,
        "card": trip.given_card,
        "desk": Desk(trip.rights),
        "earlier": _earlier(trip),
        "lockout": trip.lockout(trip.addresses),
    }
    if trip.endpoint:
        context["token_page"] = token_page(trip.endpoint, trip.rights.rules)
    return render(request, "onboarding/review.html", context)


def _take_application(request: HttpRequest, trip: Trip) -> bool:
    if chosen := uuid_of(request.POST.get("application", "")):
        found = gatekeepers.application(request, chosen, Permission.REQUEST_KEYS)
        trip.answer(application=str(found.pk), account="")
        return True
    if chosen := uuid_of(request.POST.get("account", "")):
        account = gatekeepers.account(request, chosen, Permission.KEEP)
        trip.answer(account=str(account.pk), application="")
        return True
    return False


def _desk(request: HttpRequest, trip: Trip, draft: Draft, template: str) -> HttpResponse:
    context = {
        "trip": trip,
        "desk": Desk(draft),
        "shelves": Shelves(draft, [trip.account] if trip.account else []),
        "sources": starting.sources(request, draft),
        "tried": request.POST.get("do") in _GOES_ON and not draft.troubles,
        "breaches": trip.against("rights"),
    }
    return render(request, template, context)


def _preview(
    request: HttpRequest, trip: Trip, preview: AddressPreview, template: str
) -> HttpResponse:
    context = {"trip": trip, "preview": preview, "lockout": trip.lockout(preview)}
    return render(request, template, context)


def _request(
    request: HttpRequest, trip: Trip, application: Application, wish: Wish
) -> HttpResponse:
    if earlier := _earlier(trip):
        return redirect("onboarding:waiting", earlier.pk)
    try:
        found = validation.request(
            application,
            wish,
            person=http.person(request),
            actor=http.actor(request),
            callback_url=callback_url(request),
        )
    except KeydeskError as error:
        http.warn(request, error)
        return redirect(trip.url("review"))
    trip.answer(request=str(found.pk))
    return redirect("onboarding:waiting", found.pk)


def _earlier(trip: Trip) -> KeyRequest | None:
    """The request these answers led to already, while it is open."""
    asked = uuid_of(trip.answers.request)
    if asked is None:
        return None
    found = KeyRequest.objects.filter(pk=asked, closed_at=None).first()
    return None if found is None or validation.is_given_up(found) else found
