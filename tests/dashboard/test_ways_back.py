"""Whatever a request names as the page to come back to, a redirect leads to no other site."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.urls import reverse
from django_htmx.middleware import HtmxMiddleware
from hypothesis import given
from hypothesis import strategies as st

from credentials.models import Account, Person
from dashboard import http
from tests.people import PASSWORD, Browser

_HERE = "http://testserver"
ODD = [
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "\t//evil.example/",
    "/\n/evil.example/",
    "/%09/evil.example/",
    "/%2f/evil.example/",
    "/.//evil.example/",
    "//evil.example:80@testserver/",
    "https:evil.example",
    "https://evil.example/",
    "https:///evil.example/",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "javascript:alert(1)",
    "@evil.example/",
    ".evil.example/",
    "",
]
_WORDS = ("evil.example", "testserver", "http", "https", "javascript", "%2f", "%5c", "%09", "é")
_ADDRESSES = st.lists(st.sampled_from([*"/\\:@?#. \t\n\r\0", *_WORDS]), max_size=8).map("".join)


@given(address=_ADDRESSES)
def test_no_address_of_a_referer_leads_elsewhere(address: str) -> None:
    for referer in (address, f"{_HERE}{address}", f"{_HERE}/{address}"):
        assert is_here(http.way_back(_request(referer=referer)))


@given(address=_ADDRESSES)
def test_no_address_that_was_opened_leads_elsewhere(address: str) -> None:
    request = _seen_by_htmx(RequestFactory().get("/"))
    request.path = f"/{address}"
    assert is_here(http.way_back(request))


@given(address=_ADDRESSES)
def test_what_counts_as_a_path_of_the_console_is_one(address: str) -> None:
    assert not http.is_own_path(_request(), address) or is_here(address)


@pytest.mark.parametrize("odd", ODD)
def test_no_odd_address_is_a_path_of_the_console(odd: str) -> None:
    request = _request(referer=f"{_HERE}{odd}")
    assert is_here(http.way_back(request))
    assert not http.is_own_path(request, odd) or is_here(odd)


@pytest.mark.parametrize("odd", ["//evil.example/", "/\\evil.example/"])
def test_an_answer_about_an_account_leads_to_no_other_site(
    browser_of_alice: Browser, account: Account, odd: str
) -> None:
    page = reverse("accounts:confirm", args=[account.pk])
    referer = {"Referer": f"https://testserver{odd}"}
    assert browser_of_alice.post(page, {}, headers=referer)["Location"] == "/"


@pytest.mark.parametrize("odd", ["//evil.example/", "/\\evil.example/", f"{_HERE}//evil.example/"])
def test_a_sign_in_leads_to_no_other_site(alice: Person, odd: str) -> None:
    fields = {"login": alice.email, "password": PASSWORD, "next": odd}
    assert Browser().post(reverse("account_login"), fields)["Location"] == "/"


def is_here(address: str) -> bool:
    """Whether a browser that follows the redirect stays: it drops tabs and ends of lines, and
    takes a backslash for a slash."""
    location = HttpResponseRedirect(address)["Location"]
    read = re.sub(r"[\t\r\n]", "", location).strip().replace("\\", "/")
    joined = urlsplit(urljoin(f"{_HERE}/page/", read))
    return (joined.scheme, joined.netloc) == ("http", "testserver")


def _request(*, referer: str = "") -> HttpRequest:
    request = RequestFactory().post("/", headers={"Referer": quote(referer, safe="/\\:@?#.%\t ")})
    return _seen_by_htmx(request)


def _seen_by_htmx(request: HttpRequest) -> HttpRequest:
    HtmxMiddleware(lambda _request: HttpResponse())(request)
    return request
