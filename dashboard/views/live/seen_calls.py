"""Calls that were seen in an account: how far its logs are read, and what they say of one key."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credentials import seen_calls
from credentials.core import KeydeskError, Permission
from dashboard import gatekeepers, http
from dashboard.decorators import no_store
from dashboard.forms.onboarding import TextForm
from dashboard.forms.seen_calls import LeastGradeForm, ReplayForm, least_grade
from dashboard.pages.seen_calls import AccountCallsPage, KeyCallsPage, left_out_sentences
from dashboard.uploads import takes_text_file
from dashboard.views.live.key_page import key_page


@require_safe
def account_calls(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """How far the logs of an account are read, and its newest calls."""
    read = gatekeepers.account(request, account_id, Permission.SYNC)
    page = AccountCallsPage(read, http.person(request))
    return render(request, "seen_calls/account.html", {"page": page, "account": read})


@require_POST
def read_calls(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Read the account's logs now."""
    account = gatekeepers.account(request, account_id, Permission.SYNC)
    try:
        seen_calls.start_reading_calls(account, actor=http.actor(request))
        messages.info(request, gettext("The logs are read in the background."))
    except KeydeskError as error:
        http.warn(request, error)
    return redirect("live:account_calls", account_id)


@takes_text_file
@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def take_in_calls(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """A forwarded log in; what became of it. The text is not kept, nor shown again."""
    account = gatekeepers.account(request, account_id, Permission.MANAGE_ACCOUNTS)
    form = TextForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"account": account, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            taken = seen_calls.take_in_forwarded_log(
                account, form.content, actor=http.actor(request)
            )
            context["taken"] = taken
            context["left_out"] = left_out_sentences(taken.left_out)
        except KeydeskError as error:
            http.complain(form, error)
    return render(request, "seen_calls/take_in.html", context)


@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def key_calls(request: HttpRequest, account_id: uuid.UUID, credential_id: int) -> HttpResponse:
    """What a key was seen used for; and which calls other rules would have refused."""
    shown = key_page(request, account_id, credential_id, Permission.SYNC)
    least = least_grade(request.GET.get("least", ""))
    page = KeyCallsPage(shown, seen_calls.calls_of_key(shown.key), least)
    form = ReplayForm(request.POST or None, key=page.key, initial={"rules": page.first_rules})
    if request.method == "POST" and form.is_valid():
        page.replay_with(form.cleaned_data["rules"])
    context = {
        "page": page,
        "key": page.key,
        "form": form,
        "chosen": LeastGradeForm(initial={"least": least.value}),
    }
    return render(request, "seen_calls/key.html", context)
