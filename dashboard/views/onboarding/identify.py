"""What is this key? A text in, which of its values are kept here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from credentials import onboarding
from credentials.core import Permission
from dashboard import gatekeepers, http
from dashboard.decorators import no_store
from dashboard.forms.onboarding import TextForm
from dashboard.pages import identified
from dashboard.uploads import takes_text_file


@takes_text_file
@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def identify(request: HttpRequest) -> HttpResponse:
    """Which values of a text the person's teams keep; the text is not kept, nor shown again."""
    teams = gatekeepers.teams(request, Permission.SEE)
    form = TextForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        identification = onboarding.identify_values(
            form.lines, teams=teams, actor=http.actor(request)
        )
        context["count"] = identification.count
        context["rows"] = identified.rows_of(identification.known)
        context["listed"] = identified.listed_rows_of(identification.listed)
        context["unknown_count"] = identification.unknown_count
    return render(request, "onboarding/identify.html", context)
