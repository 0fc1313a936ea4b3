"""Why a call was refused, by a pasted error or log. The text is neither kept nor logged."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from credentials.core import Permission
from dashboard import gatekeepers, http
from dashboard.forms import onboarding
from dashboard.pages import chosen_key
from dashboard.pages.chosen_key import ChosenKey
from dashboard.pages.refusal import RefusalPage
from dashboard.rights_builder import Draft

_LONGEST_CALL = 2_000
_LONGEST_SEARCH = 200
_BLANK = "with-"


@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: HttpRequest) -> HttpResponse:
    """The call, the cause and the cure. ``?call=GET /me`` and ``?key=`` ask from other pages."""
    if request.POST.get("do") == "request":
        return _request(request)
    query = request.POST if request.method == "POST" else request.GET
    text = query.get("text", "") if request.method == "POST" else query.get("call", "")
    names = {
        name.removeprefix(_BLANK): query.get(name, "") for name in query if name.startswith(_BLANK)
    }
    page = RefusalPage(
        text if request.method == "POST" else text[:_LONGEST_CALL],
        _key(request, query.get("key", ""), Permission.SEE),
        accounts=gatekeepers.accounts(request),
        names=names,
        search=query.get("find", "")[:_LONGEST_SEARCH],
    )
    may_request = gatekeepers.accounts(request, Permission.REQUEST_KEYS).exists()
    return render(request, "refusals/explain.html", {"page": page, "may_request": may_request})


def _request(request: HttpRequest) -> HttpResponse:
    """A new key with the cure: application, addresses and label are those of the chosen one."""
    gatekeepers.teams(request, Permission.REQUEST_KEYS)
    key = _key(request, request.POST.get("key", ""), Permission.REQUEST_KEYS)
    answers = onboarding.Answers(rights=Draft.from_query(request.POST).as_query())
    if key:
        answers = onboarding.Answers(
            application=key.application,
            rights=answers.rights,
            addresses="\n".join(key.addresses),
            details=key.details,
        )
    draft_id = onboarding.begin(request.session, answers)
    if answers.application:
        return redirect("onboarding:review", draft_id)
    response = redirect("onboarding:application", draft_id)
    if key:
        response["Location"] += f"?account={key.account.pk}"
    return response


def _key(request: HttpRequest, value: str, permission: Permission) -> ChosenKey | None:
    """The stored key of an id, or the live one of an account's id and a number."""
    account, slash, number = value.partition("/")
    chosen = http.uuid_of(account)
    if chosen is None:
        return None
    if not slash:
        return chosen_key.of_entry(gatekeepers.consumer_key(request, chosen, permission))
    if not (number.isascii() and number.isdecimal() and len(number) <= len(str(2**62))):
        return None
    return chosen_key.of_live(gatekeepers.live_credential(request, chosen, int(number), permission))
