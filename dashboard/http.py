"""What the console reads from a request, and how it answers with more than a page."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django_htmx.http import HttpResponseClientRedirect

from credentials.audit import Actor
from credentials.errors import KeydeskError
from credentials.models import Person
from credentials.sentences import Sentence


def person(request: HttpRequest) -> Person:
    """The person who is signed in (every page but a few asks for one)."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def address(request: HttpRequest) -> str:
    """The address the request came from, past the trusted proxies; empty when there is none."""
    return get_adapter().get_client_ip(request) if "REMOTE_ADDR" in request.META else ""


def actor(request: HttpRequest) -> Actor:
    """Who acts, for the audit log: the person and the address they come from."""
    if request.user.is_authenticated:
        signed_in = person(request)
        return Actor(signed_in.email, signed_in.pk, address(request))
    return Actor("anonymous", None, address(request))


def read(sentence: Sentence) -> str:
    """A sentence in the reader's language, those within it as well."""
    words = {
        name: read(part) if isinstance(part, Sentence) else part
        for name, part in sentence.values.items()
    }
    return gettext(sentence.template) % words if sentence else ""


def full(error: KeydeskError) -> str:
    """What happened and what to do, in the reader's language, with OVHcloud's query id."""
    return " ".join(read(part) for part in error.told)


def complain(form: forms.BaseForm, error: KeydeskError, *, field: str | None = None) -> None:
    """Put a refusal beside the form that asked, so that nothing typed is lost."""
    form.add_error(field, full(error))


def warn(request: HttpRequest, error: KeydeskError) -> None:
    """Show a refusal at the top of the next page."""
    messages.error(request, full(error))


def lead(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect the person; for htmx the whole page, not the part that asked."""
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)


def way_back(request: HttpRequest) -> str:
    """The page to come back to: a GET repeats itself, a POST returns to the page it was on."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        return request.get_full_path()
    referer = request.headers.get("Referer", "")
    own = f"{request.scheme}://{request.get_host()}/"
    return referer.removeprefix(own[:-1]) if referer.startswith(own) else reverse("overview:home")
