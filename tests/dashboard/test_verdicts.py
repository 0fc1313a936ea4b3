"""One verdict everywhere: what rights can destroy is said before a key is asked for."""

from __future__ import annotations

from html import unescape
from typing import Any
from urllib.parse import urlencode

from credentials.models import ConsentLink
from tests.credentials.findings.destructive import DESTRUCTIVE
from tests.dashboard import consent_driver
from tests.dashboard.wizard_driver import WizardDriver
from tests.people import rewrite


def verdict_in(answer: Any) -> str:
    """The verdict of a page in one line."""
    page = " ".join(unescape(answer.content.decode()).split())
    return page.partition("data-verdict")[2].partition("</dd>")[0]


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
        lines = [line.split() for line in rules.splitlines()]
        kept = [
            {"method": method, "path": path}
            for methods, path in lines
            for method in methods.split(",")
        ]
        rewrite(ConsentLink.objects.all(), rules=kept)
        verdict = verdict_in(consent.customer.get(consent.path))
        assert "At risk" in verdict, rules
        assert words in verdict, rules
