"""The links that a team has sent: one list a kind, where each stands, and its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from credentials.core import Role
from credentials.models import ConsentLink, Handover, Person
from tests.people import Browser, rewrite, sign_in
from tests.world import World

CONSENT, HANDOVERS = "/links/", "/links/handovers/"


def more(model: type[ConsentLink] | type[Handover], count: int) -> None:
    """So many rows like the one that is there, each of them proven."""
    for number in range(1, count):
        row = model.objects.all()[0]
        row.pk, row.digest = None, f"{number:064}"
        row._state.adding = True
        row.id = model._meta.pk.get_default()
        row.save()


def test_both_lists_say_where_each_link_stands_and_until_when(
    one_of_each: World, browser_of_alice: Browser
) -> None:
    page = browser_of_alice.page(CONSENT)
    for words in ("a customer's key", "Not pressed yet", "Main account", "alice@example.com"):
        assert words in page.replace("&#x27;", "'"), words
    page = browser_of_alice.page(HANDOVERS)
    for words in ("reporting", "charles@example.com", "Not opened yet", "ovh.conf"):
        assert words in page, words


def test_the_menu_leads_there(browser_of_alice: Browser) -> None:
    assert f'href="{CONSENT}"' in browser_of_alice.page("/")
    assert 'aria-current="page"' in browser_of_alice.page(HANDOVERS)


def test_a_link_is_ended_from_the_list(one_of_each: World, browser_of_alice: Browser) -> None:
    link, handover = ConsentLink.objects.get(), Handover.objects.get()
    withdraw, burn = f"/keys/links/{link.pk}/withdraw/", f"/vault/handovers/{handover.pk}/withdraw/"
    assert withdraw in browser_of_alice.page(CONSENT)
    assert burn in browser_of_alice.page(HANDOVERS)
    browser_of_alice.post(withdraw)
    browser_of_alice.post(burn)
    assert "Withdrawn" in browser_of_alice.page(CONSENT)
    assert withdraw not in browser_of_alice.page(CONSENT)
    assert "Burned" in browser_of_alice.page(HANDOVERS)
    assert burn not in browser_of_alice.page(HANDOVERS)


def test_who_only_looks_gets_no_buttons(
    one_of_each: World, teammate: Callable[[Role], Person]
) -> None:
    auditor = sign_in(teammate(Role.AUDITOR)).confirm()
    for url in (CONSENT, HANDOVERS):
        page = auditor.page(url)
        assert "/withdraw/" not in page
        assert "charles@example.com" in page or "a customer" in page


def test_open_and_over_are_told_apart(one_of_each: World, browser_of_alice: Browser) -> None:
    for url, shown in ((CONSENT, "a customer"), (HANDOVERS, "charles@example.com")):
        assert shown in browser_of_alice.page(f"{url}?state=open")
        assert shown not in browser_of_alice.page(f"{url}?state=over")
    past = timezone.now() - timedelta(minutes=1)
    rewrite(ConsentLink.objects.all(), expires_at=past)
    rewrite(Handover.objects.all(), expires_at=past)
    for url, shown in ((CONSENT, "a customer"), (HANDOVERS, "charles@example.com")):
        assert shown not in browser_of_alice.page(f"{url}?state=open")
        assert shown in browser_of_alice.page(f"{url}?state=over&q={shown.split()[0]}")


@pytest.mark.parametrize("count", [1, 3, 300])
def test_a_list_takes_as_many_queries_however_many_links_there_are(
    one_of_each: World,
    browser_of_alice: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    more(ConsentLink, count)
    more(Handover, count)
    with django_assert_num_queries(8):
        browser_of_alice.page(CONSENT)
    with django_assert_num_queries(8):
        browser_of_alice.page(HANDOVERS)


def test_another_teams_links_are_not_there(one_of_each: World, charlie: Person) -> None:
    browser = sign_in(charlie)
    assert "No consent link yet" in browser.page(CONSENT)
    assert "No handover link yet" in browser.page(HANDOVERS)
