"""The overview leads with risk: every number is that of the list it links to, in any world."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credentials import findings, live
from credentials.core import KeyChangeKind, KeyState, Role
from credentials.models import (
    Account,
    ConsumerKey,
    Finding,
    FindingChange,
    KeyChange,
    LiveCredential,
    OverviewVisit,
    Person,
    RiskDay,
    Team,
)
from credentials.rights import parse_rules, rules_to_api
from dashboard.pages.risk_trend import risk_trend
from tests.people import Browser, join, rewrite, sign_in

HOME = reverse("overview:home")
_NUMBERS = re.compile(r'href="([^"]+)"[^>]*data-count="(\d+)"')
_PLANS = st.lists(
    st.fixed_dictionaries(
        {
            "status": st.sampled_from(["", "validated", "validated", "expired", "refused"]),
            "rules": st.sampled_from(["GET /vps", "GET /*", "GET,POST,PUT,DELETE /domain/*"]),
            "idle": st.sampled_from([0, 60, 300]),
            "ends": st.sampled_from([None, -1, 100]),
            "bound": st.booleans(),
        }
    ),
    max_size=6,
)


def plant(account: Account, number: int, plan: dict[str, Any]) -> None:
    now = timezone.now()
    LiveCredential.objects.create(
        account=account,
        credential_id=number,
        status=plan["status"],
        rules=rules_to_api(parse_rules(plan["rules"])) if plan["status"] else [],
        allowed_ips=["192.0.2.7/32"] if plan["bound"] else [],
        creation=now - timedelta(days=310),
        last_use=now - timedelta(days=plan["idle"]),
        expiration=now + timedelta(days=plan["ends"]) if plan["ends"] else None,
        first_seen_at=now - timedelta(days=310),
    )


def judge(account: Account) -> None:
    findings.judge_account.func(str(account.pk), "reading")


def numbers_on(page: str) -> list[tuple[str, int]]:
    return [(url.replace("&amp;", "&"), int(count)) for url, count in _NUMBERS.findall(page)]


def rows_behind(browser: Browser, url: str) -> int:
    return browser.page(url).count('<th scope="row"')


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(plans=_PLANS, mutes=st.booleans())
def test_every_number_is_that_of_the_list_it_links_to(
    account: Account,
    alice: Person,
    browser_of_alice: Browser,
    plans: list[dict[str, Any]],
    mutes: bool,
) -> None:
    FindingChange.objects.all().delete()
    Finding.objects.all().delete()
    LiveCredential.objects.all().delete()
    for number, plan in enumerate(plans, 1):
        plant(account, number, plan)
    judge(account)
    LiveCredential.objects.filter(credential_id=1).update(gone_at=timezone.now())
    judge(account)
    if mutes:
        rewrite(Finding.objects.filter(code="no-ip"), is_muted=True)
        LiveCredential.objects.update(judged_basis="")
        judge(account)
    OverviewVisit.objects.all().delete()
    since = timezone.now() - timedelta(hours=2)
    OverviewVisit.objects.create(person=alice, latest_at=timezone.now(), since=since)
    for key in LiveCredential.objects.filter(credential_id__lte=3):
        kind = KeyChangeKind.APPEARED if key.gone_at is None else KeyChangeKind.GONE
        for at in (since + timedelta(hours=1), since - timedelta(hours=key.credential_id)):
            KeyChange.objects.create(account=account, key=key, kind=kind, at=at)
    shown = numbers_on(browser_of_alice.page(HOME))
    assert len(shown) >= 7
    for url, count in shown:
        assert rows_behind(browser_of_alice, url) == min(count, 50), url


def test_the_worst_keys_come_with_the_step_that_the_reader_may_take(
    account: Account, team: Team, bob: Person, browser_of_alice: Browser
) -> None:
    plan = {"status": "validated", "idle": 300, "ends": None, "bound": False}
    plant(account, 1, {**plan, "rules": "GET,POST,PUT,DELETE /domain/*"})
    plant(account, 2, {**plan, "rules": "GET /vps", "idle": 0, "ends": 100, "bound": True})
    judge(account)
    page = browser_of_alice.page(HOME)
    worst = page.partition('id="worst"')[2].partition("</section>")[0]
    assert "Can end whole services" in worst
    assert f"/live/{account.pk}/keys/1/revoke/" in worst
    assert "keys/2/" not in worst
    join(team, bob, Role.REQUESTER)
    theirs = sign_in(bob).page(HOME)
    assert f"/live/{account.pk}/keys/1/revoke/" not in theirs
    assert "Narrower rights" in theirs
    assert "Your keys" in theirs


def test_an_auditor_is_led_to_the_reports(account: Account, team: Team, bob: Person) -> None:
    join(team, bob, Role.AUDITOR)
    page = sign_in(bob).page(HOME)
    assert "For the audit" in page
    assert reverse("reports:show", args=["all"]) in page
    assert "Your keys" not in page


def test_what_opens_nothing_is_in_no_band_of_the_overview(
    account: Account, browser_of_alice: Browser
) -> None:
    plan = {"rules": "GET /*", "idle": 0, "ends": None, "bound": False}
    for number, status in enumerate(("expired", "refused"), 1):
        plant(account, number, {**plan, "status": status})
    judge(account)
    assert all(live.band_of(key) == live.OPENS_NOTHING for key in LiveCredential.objects.all())
    assert "Live keys by risk" not in browser_of_alice.page(HOME)


def test_a_wide_key_that_cannot_be_rotated_is_to_be_stopped(
    account: Account, consumer_key: ConsumerKey, browser_of_alice: Browser
) -> None:
    plan = {"status": "validated", "idle": 0, "ends": 100, "bound": True}
    plant(account, 1, {**plan, "rules": "GET,POST,PUT,DELETE /domain/*"})
    rewrite(
        ConsumerKey.objects.filter(pk=consumer_key.pk), credential_id=1, state=KeyState.VALIDATED
    )
    live.rebuild_rows(Account.objects.all())
    judge(account)
    page = browser_of_alice.page(HOME)
    assert reverse("rotations:start", args=[consumer_key.pk]) not in page
    assert f"/live/{account.pk}/keys/1/revoke/" in page


def test_what_changed_is_counted_since_the_visit_before_this_one(
    account: Account, alice: Person, browser_of_alice: Browser
) -> None:
    plant(account, 1, {"status": "validated", "rules": "GET /*", "idle": 0, "ends": 9, "bound": 1})
    assert "Since your last visit" not in browser_of_alice.page(HOME)
    OverviewVisit.objects.update(latest_at=timezone.now() - timedelta(days=1))
    judge(account)
    visit = OverviewVisit.objects.get(person=alice)
    for _ in range(2):
        page = browser_of_alice.page(HOME)
        opened = dict(numbers_on(page))[reverse("findings:list") + "?state=new-since"]
        assert opened == Finding.objects.count() > 0
        assert OverviewVisit.objects.get().since == visit.latest_at
    rewrite(Finding.objects.all(), opened_at=timezone.now() - timedelta(hours=3))
    rewrite(OverviewVisit.objects.all(), latest_at=timezone.now() - timedelta(hours=2))
    page = browser_of_alice.page(HOME)
    assert (reverse("findings:list") + "?state=new-since", 0) in numbers_on(page)


def test_where_risk_goes_is_drawn_from_a_second_day_on_and_has_a_table(
    account: Account, team: Team, browser_of_alice: Browser
) -> None:
    plan = {"status": "validated", "idle": 0, "ends": 100, "bound": True}
    plant(account, 1, {**plan, "rules": "GET,POST,PUT,DELETE /domain/*"})
    judge(account)
    live.note_risk_days()
    row = RiskDay.objects.get(team=team)
    assert (row.at_risk, row.to_watch, row.others) == (1, 0, 0)
    assert "Live keys at risk, 90 days" not in browser_of_alice.page(HOME)
    today = row.day
    for days, count in ((8, 5), (500, 9)):
        RiskDay.objects.create(
            team=team,
            day=today - timedelta(days=days),
            noted_at=timezone.now(),
            at_risk=count,
            to_watch=2,
            others=0,
        )
    page = browser_of_alice.page(HOME)
    assert "5 at risk on" in page
    assert "1 today" in page
    drawn = page.partition('id="risk-trend"')[2].partition("</section>")[0]
    assert drawn.count("<tr>") == 1 + len(risk_trend(Account.objects.all()))
    live.note_risk_days()
    assert not RiskDay.objects.filter(day__lt=today - timedelta(days=400)).exists()
