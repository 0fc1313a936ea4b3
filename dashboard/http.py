"""What the console reads from a request, and how it answers with more than a page."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Final, cast

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme
from django.utils.log import log_response
from django.utils.translation import gettext, ngettext
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from credentials import audit, people
from credentials.audit import Actor
from credentials.core import KeydeskError, Permission, Sentence
from credentials.models import Person


class _HtmxRequest(HttpRequest):
    """A request that went through the middleware of django-htmx."""

    htmx: HtmxDetails


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks, for a part of a page."""
    return bool(cast("_HtmxRequest", request).htmx)


#: In a request's META where its answer may hold a secret.
HAS_SECRETS: Final = "keydesk.has_secrets"


def person(request: HttpRequest) -> Person:
    """The person who is signed in (every page but a few asks for one)."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def address(request: HttpRequest) -> str:
    """The address the request came from, past the trusted proxies; empty when there is none."""
    return get_adapter().get_client_ip(request) if "REMOTE_ADDR" in request.META else ""


def has_address(request: HttpRequest) -> bool:
    """Whether the trusted proxies said where the request came from, in a way that can be read."""
    try:
        address(request)
    except (PermissionDenied, ImproperlyConfigured):
        return False
    return True


def browser(request: HttpRequest) -> str:
    """Which browser the request says it comes from, such as "Firefox, Linux"."""
    return people.browser_name(request.META.get("HTTP_USER_AGENT", ""))


def origin(request: HttpRequest) -> str:
    """Scheme and host as the request arrived, whatever the public address is."""
    return f"{request.scheme}://{request.get_host()}"


def actor(request: HttpRequest) -> Actor:
    """Who acts, for the audit log: the person and the address they come from."""
    if request.user.is_authenticated:
        signed_in = person(request)
        return audit.actor_of(signed_in, address(request))
    return audit.visitor(None, address(request))


def translated(sentence: Sentence) -> str:
    """A sentence in the reader's language, those within it as well."""
    words = {
        name: translated(part) if isinstance(part, Sentence) else part
        for name, part in sentence.values.items()
    }
    forms = sentence.forms
    template = ngettext(*forms) if forms else gettext(sentence.template)
    return template % words if sentence else ""


def error_text(error: KeydeskError) -> str:
    """What happened and what to do, in the reader's language, with OVHcloud's query id."""
    return " ".join(translated(part) for part in error.sentences)


def complain(form: forms.BaseForm, error: KeydeskError, *, field: str | None = None) -> None:
    """Put a refusal beside the form that asked, so that nothing typed is lost."""
    form.add_error(field, error_text(error))


def first_complaint(form: forms.BaseForm) -> str:
    """The first thing that a form objects to, and to which field: for an answer without a page."""
    for name, errors in form.errors.items():
        field = form.fields.get(name)
        return f"{field.label}: {errors[0]}" if field and field.label else str(errors[0])
    return ""


def plain(text: str, *, status: int = 200) -> HttpResponse:
    """An answer that is the text itself."""
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


def attachment(text: str, file: str) -> HttpResponse:
    """An answer that the browser keeps as a file."""
    answer = plain(text)
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


def warn(request: HttpRequest, error: KeydeskError) -> None:
    """Show a refusal at the top of the next page."""
    messages.error(request, error_text(error))


def redirect(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect the person; for htmx the whole page, not the part that asked."""
    if is_htmx(request):
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)


def too_large() -> HttpResponse:
    """The page for a body that is longer than any form of Keydesk."""
    return HttpResponse(render_to_string("413.html"), status=413)


def no_address(request: HttpRequest) -> HttpResponse:
    """The page for a request of which nobody can say where it came from, with a line in the log."""
    response = HttpResponse(render_to_string("400_address.html"), status=400)
    message = "A proxy's X-Forwarded-For holds no address where TRUSTED_PROXIES expects one (%s)"
    log_response(message, request.path, response=response, request=request)
    return response


def unreadable(request: HttpRequest, error: KeydeskError) -> HttpResponse:
    """The page for what is stored and cannot be read, with a line in the log that says where."""
    page = render_to_string("409.html", {"told": error_text(error)})
    response = HttpResponse(page, status=409)
    values = (type(error).__name__, request.path)
    log_response("%s (%s)", *values, response=response, request=request, level="error")
    return response


def no_database(*, can_read: bool) -> HttpResponse:
    """The page for a database that is away, or that can be read and not written."""
    page = render_to_string("503.html", {"can_read": can_read})
    return HttpResponse(page, status=503, headers={"Retry-After": "10"})


def way_back(request: HttpRequest) -> str:
    """The page to come back to: a GET repeats itself, a POST returns to the page it was on."""
    if request.method == "GET" and not is_htmx(request):
        return escape_leading_slashes(request.get_full_path())
    path = request.headers.get("Referer", "").removeprefix(origin(request))
    return path if is_own_path(request, path) else reverse("overview:home")


def is_own_path(request: HttpRequest, address: str) -> bool:
    """Whether an address that a request names is a path of this console, so that a redirect may
    lead there: not ``//elsewhere``, nor what browsers read as that."""
    host = {request.get_host()}
    is_here = url_has_allowed_host_and_scheme(address, host, require_https=request.is_secure())
    return is_here and address.startswith("/")


def uuid_of(text: str) -> uuid.UUID | None:
    """The id in ``text``, if it is one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def guard_posted_id(
    request: HttpRequest,
    field: str,
    *,
    admit: Callable[[HttpRequest, uuid.UUID, Permission], object],
    permission: Permission,
) -> None:
    """Guard what a posted form names as if the address named it; no id at all is the form's."""
    try:
        chosen = uuid.UUID(request.POST.get(field, ""))
    except ValueError:
        return
    admit(request, chosen, permission)
