"""The list of findings, and one of them: who sees what, what narrows it, what it says."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from credentials.core import FindingCause, Role
from credentials.findings import Thresholds, thresholds_of
from credentials.findings.evaluation import judge_account, judge_team
from credentials.findings.exceptions import muted_codes
from credentials.models import (
    Account,
    Finding,
    FindingException,
    FindingThresholds,
    LiveCredential,
    Membership,
    Person,
    Team,
)
from credentials.rights import parse_rules, rules_to_api
from tests.database_writer import kept_of, put_back
from tests.people import Browser, join, rewrite, sign_in

QUERIES = 8
LIST = "/findings/"


@pytest.fixture
def dangerous_key(account: Account, alice: Person) -> LiveCredential:
    now = timezone.now()
    key = LiveCredential.objects.create(
        account=account,
        credential_id=4711,
        status="validated",
        rules=rules_to_api(parse_rules("GET,POST,PUT,DELETE /domain/*")),
        first_seen_at=now - timedelta(days=30),
        read_at=now,
    )
    judge_account(account, cause=FindingCause.READING)
    return key


def page(browser: Browser, address: str = LIST, **query: str) -> str:
    return str(browser.get(address, query).content.decode())


def test_findings_are_listed_the_worst_first_and_lead_to_their_key(
    dangerous_key: LiveCredential, browser_of_alice: Browser
) -> None:
    html = page(browser_of_alice)
    order = [html.index(words) for words in ("Can end whole services", "Never ends")]
    assert order == sorted(order)
    assert "#4711" in html
    assert reverse("live:credential", args=[dangerous_key.account_id, 4711]) in html


def test_filters_narrow_the_list(dangerous_key: LiveCredential, browser_of_alice: Browser) -> None:
    for query, has, lacks in (
        ({"code": "no-ip"}, "May be used from any address", "Has no end."),
        ({"severity": "high"}, "Can end whole services", "Has no end."),
        ({"state": "resolved"}, "No finding matches", "Has no end."),
        ({"q": "nothing-of-that-name"}, "No finding matches", "Has no end."),
    ):
        html = page(browser_of_alice, **query)
        assert has in html, query
        assert lacks not in html, query


def test_one_says_why_what_to_do_and_how_it_came_about(
    dangerous_key: LiveCredential, browser_of_alice: Browser
) -> None:
    finding = Finding.objects.get(code="no-expiry")
    html = page(browser_of_alice, reverse("findings:detail", args=[finding.pk]))
    for words in (
        "Has no end.",
        "works until somebody revokes it",
        "Request a new key with the same rights",
        "NHI7:2025 Long-Lived Secrets",
        "by a reading of the account",
    ):
        assert words in html


def test_what_is_about_people_is_for_those_who_read_the_log(
    team: Team, alice: Person, bob: Person
) -> None:
    join(team, bob, Role.REQUESTER)
    rewrite(Membership.objects.all(), created_at=timezone.now() - timedelta(days=40))
    judge_team(team, cause=FindingCause.CLOCK)
    finding = Finding.objects.get(person=alice, code="no-second-factor")
    address = reverse("findings:detail", args=[finding.pk])
    browser = sign_in(bob)
    assert "No second factor</a>" not in page(browser)
    assert browser.get(address).status_code == 403
    reader = sign_in(alice)
    assert "No second factor</a>" in page(reader)
    assert "Signs in without a second factor." in page(reader, address)


def test_a_finding_of_a_newer_version_is_shown_by_its_code(
    dangerous_key: LiveCredential, browser_of_alice: Browser
) -> None:
    Finding.objects.filter(code="no-expiry").update(code="of-a-newer-version", sentence={})
    finding = Finding.objects.get(code="of-a-newer-version")
    assert "of-a-newer-version" in page(browser_of_alice)
    address = reverse("findings:detail", args=[finding.pk])
    assert "of-a-newer-version" in page(browser_of_alice, address)


def test_the_list_takes_as_many_queries_however_many_findings_there_are(
    dangerous_key: LiveCredential,
    browser_of_alice: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    pattern: Any = Finding.objects.get(code="no-expiry")
    Finding.objects.exclude(pk=pattern.pk).delete()
    browser_of_alice.get(LIST)
    for count in (1, 3, 300):
        for number in range(Finding.objects.count(), count):
            pattern.pk, pattern.subject = None, f"key:of-{number}"
            pattern.save(force_insert=True)
        with django_assert_num_queries(QUERIES):
            browser_of_alice.get(LIST)


def make_exception(browser: Browser, finding: Finding, person: Person, **typed: str) -> Any:
    day = (timezone.now() + timedelta(days=30)).date().isoformat()
    fields = {"reason": "Moved in March", "owner": str(person.pk), "until": day, **typed}
    return browser.post(reverse("findings:make_exception", args=[finding.pk]), fields)


def test_an_exception_mutes_is_its_own_count_and_never_makes_clean(
    dangerous_key: LiveCredential, alice: Person, browser_of_alice: Browser
) -> None:
    key_page = reverse("live:credential", args=[dangerous_key.account_id, 4711])
    for finding in Finding.objects.all():
        assert make_exception(browser_of_alice, finding, alice).status_code == 302
    html = page(browser_of_alice, key_page)
    assert "Exceptions only" in html
    assert "Nothing found" not in html
    assert "No finding" in page(browser_of_alice)
    assert "Has no end." in page(browser_of_alice, state="muted")
    finding = Finding.objects.get(code="no-expiry")
    judge_account(dangerous_key.account, cause=FindingCause.CLOCK)
    address = reverse("findings:detail", args=[finding.pk])
    assert "alice@example.com answers for it until" in page(browser_of_alice, address)
    browser_of_alice.post(reverse("findings:end_exception", args=[finding.pk]))
    assert "Has no end." in page(browser_of_alice)
    assert "To watch" in page(browser_of_alice, key_page)


def test_an_exception_that_is_over_planted_or_put_back_mutes_nothing(
    dangerous_key: LiveCredential, team: Team, alice: Person, browser_of_alice: Browser
) -> None:
    finding = Finding.objects.get(code="no-expiry")
    make_exception(browser_of_alice, finding, alice)
    exception = FindingException.objects.get()
    kept = kept_of(exception)
    assert muted_codes(team.pk, [finding.subject]) == {finding.subject: {"no-expiry"}}
    FindingException.objects.filter(pk=exception.pk).delete()
    put_back(FindingException, {**kept, "code": "no-ip"})
    assert muted_codes(team.pk, [finding.subject]) == {}
    FindingException.objects.all().delete()
    put_back(FindingException, kept)
    browser_of_alice.post(reverse("findings:end_exception", args=[finding.pk]))
    put_back(FindingException, kept)
    assert muted_codes(team.pk, [finding.subject]) == {}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"until": "2020-01-01"}, "ends within a year, and not before today"),
        ({"until": "2999-01-01"}, "ends within a year, and not before today"),
        ({"until": "soon"}, "Enter a valid date"),
        ({"owner": "0"}, "Select a valid choice"),
        ({"reason": ""}, "This field is required"),
    ],
)
def test_an_exception_that_cannot_be_is_refused_with_the_reason(
    dangerous_key: LiveCredential,
    alice: Person,
    browser_of_alice: Browser,
    typed: dict[str, str],
    words: str,
) -> None:
    finding = Finding.objects.get(code="no-expiry")
    answer = make_exception(browser_of_alice, finding, alice, **typed)
    assert words in answer.content.decode()
    assert not FindingException.objects.exists()


def test_thresholds_decide_from_when_on_a_team_is_told(
    dangerous_key: LiveCredential, team: Team, browser_of_alice: Browser
) -> None:
    day = timezone.now() - timedelta(days=20)
    rewrite(LiveCredential.objects.all(), last_use=day)
    judge_account(dangerous_key.account, cause=FindingCause.CLOCK)
    assert not Finding.objects.filter(code="unused").exists()
    address = reverse("findings:thresholds", args=[team.pk])
    typed = {**asdict(Thresholds()), "unused": 10}
    assert browser_of_alice.confirm().post(address, typed).status_code == 302
    assert thresholds_of(team).unused == 10
    judge_account(dangerous_key.account, cause=FindingCause.CHANGE)
    assert Finding.objects.filter(code="unused", resolved_at=None).exists()
    kept = kept_of(FindingThresholds.objects.get())
    FindingThresholds.objects.all().delete()
    put_back(FindingThresholds, {**kept, "unused": 3000})
    assert thresholds_of(team) == Thresholds()
