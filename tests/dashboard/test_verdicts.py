"""One verdict everywhere: what rights can destroy is said before a key is asked for."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from credentials import findings
from credentials.models import Account, ConsentLink, ConsumerKey, Finding, LiveCredential
from credentials.rights import parse_rules, rules_to_api
from tests.credentials.findings.destructive import DESTRUCTIVE
from tests.dashboard import consent_driver
from tests.dashboard.wizard_driver import WizardDriver
from tests.people import Browser, rewrite
from tests.world import World

QUERIES = 21


def verdict_in(answer: Any, *, end: str = "</dd>") -> str:
    """The verdict of a page in one line."""
    page = " ".join(unescape(answer.content.decode()).split())
    return page.partition("data-verdict")[2].partition(end)[0]


def list_alike(key: LiveCredential, number: int) -> None:
    """Another key that OVHcloud lists like this one."""
    columns = ("account", "live_application", "application_id", "status", "first_seen_at")
    like = {name: getattr(key, name) for name in columns}
    LiveCredential.objects.create(**like, credential_id=number, read_at=key.read_at)


def as_kept(rules: str) -> list[dict[str, str]]:
    """Rules as a column has them."""
    return rules_to_api(parse_rules(rules))


def test_review_says_what_rights_can_destroy(wizard: WizardDriver) -> None:
    for rules, words in DESTRUCTIVE.items():
        draft = wizard.start(urlencode([("rule", line) for line in rules.splitlines()]))
        wizard.answer(draft, "application", application=wizard.application.pk)
        wizard.answer(draft, "addresses", addresses="")
        wizard.answer(draft, "details", label="certbot on web-1")
        verdict = verdict_in(wizard.browser.get(f"{draft}review/"))
        assert "At risk" in verdict, rules
        assert words in verdict, rules
        assert "May be used from any address" in verdict, rules


def test_a_consent_page_says_what_rights_can_destroy(wizard: WizardDriver) -> None:
    consent = consent_driver.make(wizard)
    for rules, words in DESTRUCTIVE.items():
        rewrite(ConsentLink.objects.all(), rules=as_kept(rules))
        verdict = verdict_in(consent.customer.get(consent.path))
        assert "At risk" in verdict, rules
        assert words in verdict, rules


def test_pages_of_a_key_say_what_it_can_destroy(
    one_of_each: World, consumer_key: ConsumerKey, browser_of_alice: Browser
) -> None:
    live = LiveCredential.objects.get()
    rewrite(ConsumerKey.objects.filter(pk=consumer_key.pk), credential_id=live.credential_id)
    pages = (
        one_of_each.url("live:credential", "account_id credential_id"),
        one_of_each.url("live:application", "account_id application_id"),
        reverse("vault:detail", args=[consumer_key.pk]),
    )
    for rules, words in DESTRUCTIVE.items():
        LiveCredential.objects.update(rules=as_kept(rules))
        for page in pages:
            verdict = verdict_in(browser_of_alice.get(page), end="</section>")
            assert "At risk" in verdict, (page, rules)
            assert words in verdict, (page, rules)


def test_lists_say_what_keys_can_destroy(
    one_of_each: World, account: Account, browser_of_alice: Browser
) -> None:
    """In one list all of them, the worst first, each found by what was found in it."""
    pattern = LiveCredential.objects.get()
    LiveCredential.objects.update(status="gone")
    for number, rules in enumerate(DESTRUCTIVE, 1):
        list_alike(pattern, number)
        LiveCredential.objects.filter(credential_id=number).update(rules=as_kept(rules))
    LiveCredential.objects.exclude(credential_id=pattern.credential_id).update(status="validated")
    findings.judge_account.func(str(pattern.account_id), "reading")
    for page in ("/live/", "/findings/"):
        html = " ".join(unescape(browser_of_alice.get(page).content.decode()).split())
        for number, (rules, words) in enumerate(DESTRUCTIVE.items(), 1):
            own = "".join(row for row in html.split("<tr>") if f"#{number}<" in row)
            assert words in own, (page, rules)
    by_risk = shown_numbers(browser_of_alice, "o=-risk")
    assert set(by_risk[: len(DESTRUCTIVE)]) == set(map(str, range(1, len(DESTRUCTIVE) + 1)))
    assert shown_numbers(browser_of_alice, "finding=full-read") == ["5"]
    assert "5" in shown_numbers(browser_of_alice, "q=reads+everything")
    assert shown_numbers(browser_of_alice, "finding=made-outside") == []


def test_the_vault_says_the_worst_that_is_found_in_an_entry(
    one_of_each: World, consumer_key: ConsumerKey, browser_of_alice: Browser
) -> None:
    """In what it keeps itself, and in the live key that it is."""
    listed = LiveCredential.objects.get()
    rewrite(ConsumerKey.objects.filter(pk=consumer_key.pk), credential_id=listed.credential_id)
    LiveCredential.objects.update(rules=as_kept("GET,POST,PUT,DELETE /*"), status="validated")
    findings.judge_account.func(str(listed.account_id), "reading")
    html = " ".join(unescape(browser_of_alice.get("/vault/").content.decode()).split())
    row = next(row for row in html.split("<tr>") if str(consumer_key.pk) in row)
    assert "Critical" in row
    assert str(Finding.objects.get(code="full-access").statement) in row


def shown_numbers(browser: Browser, query: str) -> list[str]:
    """OVHcloud's numbers of the keys that the list shows, in its order."""
    html = browser.get(f"/live/?{query}").content.decode()
    return re.findall(r'<small class="mono">#(\d+)</small>', html)


def test_a_key_that_opens_nothing_is_in_no_band(
    one_of_each: World, browser_of_alice: Browser
) -> None:
    rules = as_kept("GET,POST,PUT,DELETE /*")
    page = one_of_each.url("live:credential", "account_id credential_id")
    for status in ("expired", "refused"):
        LiveCredential.objects.update(rules=rules, status=status)
        verdict = verdict_in(browser_of_alice.get(page), end="</section>")
        assert "Opens nothing" in verdict
        assert "At risk" not in verdict


def test_the_application_page_takes_as_many_queries_however_many_keys_it_has(
    one_of_each: World,
    account: Account,
    browser_of_alice: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    page = one_of_each.url("live:application", "account_id application_id")
    pattern = LiveCredential.objects.get()
    browser_of_alice.get(page)
    for count in (1, 3, 300):
        for number in range(LiveCredential.objects.count(), count):
            list_alike(pattern, 10_000 + number)
        with django_assert_num_queries(QUERIES):
            browser_of_alice.get(page)
