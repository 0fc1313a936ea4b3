"""What happens to every request: a sign-in is asked for, and nobody else keeps the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import resolve_url
from django.utils.cache import patch_cache_control

from dashboard import http

Answer = Callable[[HttpRequest], HttpResponse]


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page asks for a sign-in, but those marked ``login_not_required``.

    A request of a part of a page (htmx), or of a POST, comes back to the page it was made on.
    """

    def handle_no_permission(  # type: ignore[override]  # htmx is redirected by a header
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponse:
        back = quote(http.way_back(request), safe="/")
        return http.lead(request, f"{resolve_url(settings.LOGIN_URL)}?next={back}")


class CompressingMiddleware(GZipMiddleware):
    """Pages travel compressed, but those nobody may store: their length would tell of a secret."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if "no-store" in response.headers.get("Cache-Control", ""):
            return response
        return super().process_response(request, response)


class PrivateMiddleware:
    """Pages of people who are signed in are theirs alone: no shared cache keeps them."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response
