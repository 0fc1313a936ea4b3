"""What a view asks for before it runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache as no_store

from dashboard import http

__all__ = ["fresh_confirmation_required", "is_fresh", "no_store"]

_P = ParamSpec("_P")
_View = Callable[Concatenate[HttpRequest, _P], HttpResponseBase]


def fresh_confirmation_required(view: _View[_P]) -> _View[_P]:
    """Ask the person to confirm who they are, unless they did in the last ten minutes.

    The body of a POST is not kept meanwhile (a session holds no secret): the person comes back
    to the page the request came from and presses again.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        query = urlencode({"next": http.way_back(request)})
        return http.lead(request, f"{reverse('account_reauthenticate')}?{query}")

    return wrapper


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person confirmed their identity lately; a person with no password never did."""
    signed_in = http.person(request)
    confirmed = [
        record["at"]
        for record in get_authentication_records(request, signed_in)
        if record.get("reauthenticated")
    ]
    age = time.time() - max(confirmed, default=0)
    return signed_in.has_usable_password() and age < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
