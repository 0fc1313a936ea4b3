"""The API console: an operation is found, filled in and called, one call at a time."""

from __future__ import annotations

from urllib.parse import unquote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import retarget

from credentials import live, ovhcloud, rights
from credentials.core import KeydeskError, Permission, gettext_noop, say
from credentials.rights import Catalogue, Operation, Place
from dashboard import gatekeepers, http
from dashboard.decorators import is_fresh, no_store
from dashboard.forms.api_console import field_name
from dashboard.pages.api_operation import OperationPage
from dashboard.pages.target_state import target_values
from dashboard.rights_builder import BrowsedPath, region_of, search_operations

_LONGEST = 300
_LONGEST_CURSOR = 4_000
_SENDING = frozenset({"call", "next", "reveal"})
#: What leaves the fields as they are, so that nothing typed meanwhile is lost.
_BESIDE_FIELDS = frozenset({"key", "look", "names"})
_FILLED_IN = say(
    gettext_noop("The present state is filled in. Change what is to change, then call.")
)
_EMPTY_IS_APPLIED = say(
    gettext_noop("A field that is left out is applied as empty. Fill in all that is to stay.")
)


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """Operations, by what they are called and by where they are."""
    gatekeepers.teams(request, Permission.CALL_API)
    typed, at = (request.GET.get(name, "")[:_LONGEST] for name in ("q", "at"))
    catalogue = _catalogue(request)
    with_deprecated = "deprecated" in request.GET
    context = {
        "typed": typed,
        "with_deprecated": with_deprecated,
        "results": search_operations(catalogue, typed, with_deprecated=with_deprecated),
        "browsed": BrowsedPath(at, rights.reach(catalogue, ())),
        "may_call": gatekeepers.accounts(request, Permission.CALL_API).exists(),
    }
    return render(request, "api_console/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
def operation(request: HttpRequest) -> HttpResponse:
    """One operation: its form, and what a call of it brought."""
    gatekeepers.teams(request, Permission.CALL_API)
    http.guard_posted_id(request, "key", admit=gatekeepers.entry, permission=Permission.CALL_API)
    method, _, path = request.GET.get("operation", "")[:_LONGEST].partition(" ")
    known = _catalogue(request).operation_at(method, path) if path.startswith("/") else None
    if known is None:
        if path:
            messages.error(request, gettext("No operation is known by that name. Search for it."))
        return redirect("api_console:list")
    verb, _, rest = request.POST.get("do", "").partition(" ")
    page = _page(request, known, path, is_sending=verb in _SENDING)
    if request.method == "POST":
        _press(request, page, verb, rest)
    if not http.is_htmx(request):
        return render(request, "api_console/operation.html", {"page": page})
    if verb in _BESIDE_FIELDS:
        context = {"page": page, "keeps_outcome": verb == "look"}
        return retarget(render(request, "api_console/around_fields.html", context), "#rights")
    return render(request, "api_console/call.html", {"page": page})


def _page(request: HttpRequest, known: Operation, path: str, *, is_sending: bool) -> OperationPage:
    return OperationPage(
        known,
        gatekeepers.accounts(request, Permission.CALL_API),
        given=request.POST if request.method == "POST" else None,
        named=_named(request, known, path),
        is_sending=is_sending,
    )


def _press(request: HttpRequest, page: OperationPage, verb: str, rest: str) -> None:
    """What a button does; one that is none looks at what is filled in."""
    try:
        if verb == "names":
            _read_names(request, page, rest)
        elif verb == "target":
            _read_target(request, page)
        elif verb in _SENDING:
            _send(request, page, verb)
    except KeydeskError as error:
        page.trouble, page.offers_reveal = error, verb == "reveal"


def _send(request: HttpRequest, page: OperationPage, verb: str) -> None:
    """Make the call, where all is filled in and, for what counts, the person is confirmed."""
    filled = page.filled
    if filled is None or page.chosen is None:
        return
    if (not page.detail.is_read or verb == "reveal") and not is_fresh(request):
        page.asks_confirmation, page.offers_reveal = True, verb == "reveal"
        return
    if page.detail.has_target and not page.has_read_target:
        _read_target(request, page)
        return
    cursor = request.POST.get("cursor", "")[:_LONGEST_CURSOR] if verb == "next" else ""
    page.answer = live.call(
        page.chosen.entry,
        filled,
        actor=http.actor(request),
        cursor=cursor,
        reveals=verb == "reveal",
        purpose=request.POST.get("purpose", ""),
        hears_refusal=page.take_refusal,
    )


def _read_target(request: HttpRequest, page: OperationPage) -> None:
    """Fill the form with the present state of what is to be changed, read with the same key."""
    page.has_read_target = True
    page.notes.append(_EMPTY_IS_APPLIED)
    reading = _catalogue(request).operation_at("GET", page.key_of_operation.partition(" ")[2])
    if reading is None or page.chosen is None:
        return
    detail = ovhcloud.operation_detail_of(page.endpoint, reading)
    typed = {
        parameter.name: request.POST.get(field_name(parameter), "")
        for parameter in detail.placed(Place.PATH)
    }
    filled = rights.fill_call(detail, {Place.PATH: typed})
    answer = live.call(page.chosen.entry, filled, actor=http.actor(request))
    page.fill_in(target_values(page.detail.placed(Place.BODY), answer.value))
    page.notes.insert(0, _FILLED_IN)


def _read_names(request: HttpRequest, page: OperationPage, route: str) -> None:
    name_list = next((each.wanted for each in page.loadable if each.wanted.route == route), None)
    if name_list is None or page.account is None:
        return
    gatekeepers.account(request, page.account.pk, Permission.REQUEST_KEYS)
    live.read_names(
        page.account, name_list, actor=http.actor(request), key=page.key_for_names(name_list)
    )
    page.look_again()


def _catalogue(request: HttpRequest) -> Catalogue:
    """The operations of the region of the person's first account."""
    return region_of(None, gatekeepers.accounts(request, Permission.CALL_API)[:1]).catalogue


def _named(request: HttpRequest, known: Operation, path: str) -> dict[str, str]:
    """Values by field: those the path itself has in place of parameters, and those of the query."""
    segments = path.removeprefix(known.prefix).split("/")
    pairs = zip(known.path.split("/"), segments, strict=False)
    in_path = {
        f"{Place.PATH}-{part[1:-1]}": unquote(name)
        for part, name in pairs
        if part.startswith("{") and name != "*" and not name.startswith("{")
    }
    values = {name: request.GET.get(name, "") for name in request.GET if _is_shown(name)}
    return {**in_path, **values}


def _is_shown(name: str) -> bool:
    return name == "key" or name.startswith((f"{Place.PATH}-", f"{Place.QUERY}-"))
