"""The console's addresses, and one whose page fails as nobody foresaw: for ``ROOT_URLCONF``."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from dashboard import urls


def _fail(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError(request.path)


urlpatterns = [path("fails/", _fail), *urls.urlpatterns]
handler400, handler500 = urls.handler400, urls.handler500
