"""Streams of the log: where the entries of a team are sent, and how far behind that is."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credentials import log_streams
from credentials.core import KeydeskError, Permission
from credentials.models import LogStream
from dashboard import gatekeepers, http
from dashboard.decorators import fresh_confirmation_required, no_store
from dashboard.forms.log_streams import StreamForm
from dashboard.pages.log_streams import team_streams


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """The streams of the teams whose log the reader may read."""
    own = gatekeepers.teams(request, Permission.READ_LOG)
    return render(
        request, "log_streams/list.html", {"parts": team_streams(http.person(request), own)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
@fresh_confirmation_required
def add(request: HttpRequest, team_id: uuid.UUID) -> HttpResponse:
    """Send the team's log elsewhere; the secret that signs a webhook is shown once."""
    team = gatekeepers.team(request, team_id, Permission.SET_POLICY)
    form = StreamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            stream, secret = log_streams.add_stream(team, form.terms, actor=http.actor(request))
        except KeydeskError as error:
            http.complain(form, error)
        else:
            if secret is not None:
                context = {"stream": stream, "secret": secret.expose()}
                return render(request, "log_streams/added.html", context)
            messages.success(request, gettext("The log is sent there from now on."))
            return redirect("log_streams:list")
    return render(request, "log_streams/add.html", {"team": team, "form": form})


@require_POST
@fresh_confirmation_required
def remove(request: HttpRequest, stream_id: uuid.UUID) -> HttpResponse:
    """Send it nothing any more."""
    stream = gatekeepers.receiver(request, LogStream, stream_id, to_end=True)
    log_streams.remove_stream(stream, actor=http.actor(request))
    messages.success(request, gettext("The log is sent there no more."))
    return redirect("log_streams:list")


@require_POST
def try_now(request: HttpRequest, stream_id: uuid.UUID) -> HttpResponse:
    """Have it tried at once, whatever failed before."""
    stream = gatekeepers.receiver(request, LogStream, stream_id)
    try:
        log_streams.try_now(stream, actor=http.actor(request))
        messages.success(request, gettext("It is tried now: what becomes of it is below."))
    except KeydeskError as error:
        http.warn(request, error)
    return redirect("log_streams:list")
