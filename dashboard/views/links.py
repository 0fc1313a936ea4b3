"""Pages for whoever has a link and no login here: they show what its maker stated, no more.

Opening one does nothing, whoever opens it and by whatever method but a POST.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from credentials import notices, onboarding
from credentials.core import ApiError, KeydeskError, NotAllowedError
from credentials.models import ConsentLink
from credentials.public_address import public_address
from dashboard import http
from dashboard.decorators import link_page, link_way_back
from dashboard.pages import consent as consent_page


@require_http_methods(["GET", "HEAD", "POST"])
@link_page
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """Who asks for what; the button asks OVHcloud for the key and leads to OVHcloud's page."""
    trouble: KeydeskError | None = None
    if request.method == "POST":
        try:
            return _to_ovhcloud(request, token)
        except KeydeskError as error:
            trouble = error
    link = onboarding.find_consent_link(token)
    return nowhere(request) if link is None else _page(request, link, trouble=trouble)


@require_GET
@link_way_back
def consented(request: HttpRequest, token: str) -> HttpResponse:
    """Back from OVHcloud's page: OVHcloud is asked how it ended, and the page says it."""
    try:
        back = onboarding.return_by_consent_link(token, address=http.address(request))
    except NotAllowedError:
        return nowhere(request)
    link = ConsentLink.objects.select_related("key_request__consumer_key").get(
        requests=back.key_request
    )
    page = consent_page.holder_page(link, key_request=back.key_request, trouble=back.trouble)
    return render(request, "links/consented.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@link_page
def handover(request: HttpRequest, token: str) -> HttpResponse:
    """Who hands what to whom; the button opens it, once, as a file or on the page."""
    trouble = None
    if request.method == "POST":
        try:
            return _opened(request, token)
        except KeydeskError as error:
            trouble = error
    link = onboarding.find_handover(token)
    if link is None:
        return nowhere(request)
    context = {
        "link": link,
        "state": onboarding.handover_state(link),
        "form": onboarding.FORMATS.get(link.form),
        "told": onboarding.told_to_holder(trouble) if trouble else (),
    }
    return render(request, "links/handover.html", context, status=409 if trouble else 200)


@require_safe
@link_page
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """When the keys end that the link's person sees, for a calendar to read."""
    text = notices.calendar_of(token)
    if text is None:
        return nowhere(request)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def nowhere(request: HttpRequest) -> HttpResponse:
    """The page of a link that leads nowhere: it does not say why."""
    return render(request, "links/nowhere.html", status=404)


def _to_ovhcloud(request: HttpRequest, token: str) -> HttpResponse:
    """On by a page: a form may lead to no other site than this."""
    url = onboarding.follow_consent_link(
        token, address=http.address(request), callback_url=_callback_url
    )
    if not url:
        return http.redirect(request, request.path)
    page = render(request, "links/leaving.html", {"url": url})
    page["Refresh"] = f"0; url={url}"
    return page


def _page(request: HttpRequest, link: ConsentLink, *, trouble: KeydeskError | None) -> HttpResponse:
    page = consent_page.holder_page(link)
    is_heard = trouble is not None and not isinstance(trouble, ApiError)
    sentences = onboarding.told_to_holder(trouble) if trouble and is_heard else ()
    context = {"page": page, "told": sentences, "is_troubled": trouble is not None}
    return render(request, "links/consent.html", context, status=_status(trouble))


def _status(trouble: KeydeskError | None) -> int:
    match trouble:
        case None:
            return 200
        case ApiError():
            return 502
        case _:
            return 409


def _opened(request: HttpRequest, token: str) -> HttpResponse:
    exported = onboarding.open_handover(
        token, passphrase=request.POST.get("passphrase", ""), address=http.address(request)
    )
    if request.POST.get("to") == onboarding.DOWNLOAD:
        return http.attachment(exported.content.expose(), exported.file)
    context = {"file": exported.file, "content": exported.content.expose()}
    return render(request, "links/handed_over.html", context)


def _callback_url(token: str) -> str:
    return public_address(reverse("consent_return", args=[token]))
