"""Rights start from what is there already: a saved profile, a stored key, a live one."""

from __future__ import annotations

import re
import uuid
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from credentials import teams
from credentials.audit import SYSTEM
from credentials.core import AuditAction
from credentials.models import (
    Account,
    Application,
    AuditEntry,
    ConsumerKey,
    LiveCredential,
    Person,
    Profile,
    Team,
)
from credentials.rights import parse_rules, rules_to_api
from tests.people import Browser, sign_in

PAGE = "/rights/"
BILLS = "GET /me/bill\nGET /me/bill/*"


@pytest.fixture
def profile(team: Team, alice: Person) -> Profile:
    wanted = teams.ProfileDraft(
        name="bills, monthly", rules=parse_rules(BILLS), purpose="Accounting"
    )
    return teams.save_profile(team, wanted, author=alice, actor=SYSTEM).profile


@pytest.fixture
def live(account: Account) -> LiveCredential:
    return LiveCredential.objects.create(
        account=account,
        credential_id=4711,
        status="validated",
        rules=rules_to_api(parse_rules("GET /vps/*")),
        first_seen_at=timezone.now(),
    )


def start(browser: Browser, about: str, **fields: object) -> Any:
    return browser.post(PAGE, {"rules-TOTAL_FORMS": 0, "do": f"start {about}", **fields})


def rules_of(answer: Any) -> list[str]:
    return parse_qs(urlsplit(answer["Location"]).query).get("rule", [])


def hits(browser: Browser, words: str) -> str:
    return browser.page(PAGE, q=words).partition('id="hits"')[2].partition("</div>")[0]


def test_a_profile_gives_its_newest_rules_and_is_remembered(
    browser_of_alice: Browser, profile: Profile
) -> None:
    assert f'value="start profile {profile.pk}"' in browser_of_alice.page(PAGE)
    answer = start(browser_of_alice, f"profile {profile.pk}")
    assert rules_of(answer) == ["GET /me/bill", "GET /me/bill/*"]
    page = browser_of_alice.page(answer["Location"])
    assert f'name="profile" value="{profile.pk}"' in page
    row = {"rules-TOTAL_FORMS": 1, "rules-0-methods": "GET", "rules-0-path": "/me"}
    asked = browser_of_alice.post(PAGE, {**row, "profile": profile.pk, "do": "save"})
    assert asked["Location"] == f"/rights/profiles/save/?rule=GET+/me&profile={profile.pk}"
    assert "Save version 2" in browser_of_alice.page(asked["Location"])


def test_an_older_version_can_be_started_from(
    browser_of_alice: Browser, alice: Person, profile: Profile
) -> None:
    newest = profile.versions.get()
    wanted = teams.ProfileDraft(name=profile.name, rules=parse_rules("GET /me"), over=newest.pk)
    teams.save_profile(profile.team, wanted, author=alice, actor=SYSTEM)
    for number, first in ((1, "GET /me/bill"), (2, "GET /me")):
        answer = browser_of_alice.get(f"/rights/from/profile/{profile.pk}/{number}/")
        assert rules_of(answer)[0] == first
    assert browser_of_alice.get(f"/rights/from/profile/{profile.pk}/3/").status_code == 404


def test_a_stored_key_gives_its_rules(browser_of_alice: Browser, consumer_key: ConsumerKey) -> None:
    answer = start(browser_of_alice, f"entry {consumer_key.pk}")
    assert rules_of(answer) == ["GET /domain/zone/*"]


def test_a_live_key_that_nobody_stored_gives_its_rules(
    browser_of_alice: Browser, account: Account, live: LiveCredential
) -> None:
    answer = start(browser_of_alice, f"live {account.pk} 4711")
    assert rules_of(answer) == ["GET /vps/*"]
    page = browser_of_alice.page(f"/live/{account.pk}/keys/4711/")
    link = f"/rights/from/live/{account.pk}/4711/"
    assert f'href="{link}"' in page
    assert rules_of(browser_of_alice.get(link)) == ["GET /vps/*"]


def test_what_is_started_from_joins_the_rules_that_are_there(
    browser_of_alice: Browser, profile: Profile, consumer_key: ConsumerKey
) -> None:
    row = {"rules-TOTAL_FORMS": 1, "rules-0-methods": "POST", "rules-0-path": "/domain/zone/*"}
    answer = start(browser_of_alice, f"entry {consumer_key.pk}", **row)
    assert rules_of(answer) == ["GET,POST /domain/zone/*"]


def test_a_search_finds_profiles_and_keys_by_their_words(
    browser_of_alice: Browser, profile: Profile, consumer_key: ConsumerKey, live: LiveCredential
) -> None:
    assert "bills, monthly" in hits(browser_of_alice, "accounting bills")
    assert "dns-updater key" in hits(browser_of_alice, "dns-updater")
    assert "#4711" in hits(browser_of_alice, "#4711")
    nothing = hits(browser_of_alice, "zzzz qqqq")
    assert "Nothing is called so" in nothing
    assert "start " not in nothing


def test_what_is_archived_or_of_others_is_not_offered(
    browser_of_alice: Browser,
    charlie: Person,
    profile: Profile,
    consumer_key: ConsumerKey,
    live: LiveCredential,
) -> None:
    assert "start " not in sign_in(charlie).page(PAGE)
    teams.archive_profile(profile, actor=SYSTEM)
    assert "bills, monthly" not in browser_of_alice.page(PAGE)


@pytest.mark.parametrize("kind", ["profile", "entry", "live"])
def test_a_stranger_who_names_one_finds_nothing_and_is_logged(
    charlie: Person,
    account: Account,
    profile: Profile,
    consumer_key: ConsumerKey,
    live: LiveCredential,
    kind: str,
) -> None:
    about = {"profile": profile.pk, "entry": consumer_key.pk, "live": f"{account.pk} 4711"}
    assert start(sign_in(charlie), f"{kind} {about[kind]}").status_code == 404
    assert AuditEntry.objects.filter(action=AuditAction.ACCESS_DENIED).count() == 1


@pytest.mark.parametrize(
    "about",
    ["", "profile", "profile x", "entry -1", "live x 1", f"live {uuid.UUID(int=1)} ²", "a b c"],
)
def test_a_button_that_there_is_not_does_nothing(browser_of_alice: Browser, about: str) -> None:
    assert start(browser_of_alice, about)["Location"] == PAGE


def test_more_paths_than_a_page_shows_are_all_taken(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    many = "\n".join(f"GET /domain/zone/{number}.example.com" for number in range(121))
    ConsumerKey.objects.update(rules=rules_to_api(parse_rules(many)))
    answer = start(browser_of_alice, f"entry {consumer_key.pk}")
    assert "Rows 1 to 120 of 121" in answer.content.decode()
    page = browser_of_alice.page(f"/rights/from/entry/{consumer_key.pk}/")
    assert "Rows 1 to 120 of 121" in page


def test_rules_too_long_for_an_address_are_shown_and_can_be_saved(
    browser_of_alice: Browser, team: Team, consumer_key: ConsumerKey
) -> None:
    many = "\n".join(f"GET /domain/zone/{number}.example.com/record" for number in range(110))
    ConsumerKey.objects.update(rules=rules_to_api(parse_rules(many)))
    page = browser_of_alice.page(f"/rights/from/entry/{consumer_key.pk}/")
    assert 'value="/domain/zone/109.example.com/record"' in page
    rows = {
        "rules-TOTAL_FORMS": 110,
        **{f"rules-{n}-methods": "GET" for n in range(110)},
        **{f"rules-{n}-path": f"/domain/zone/{n}.example.com/record" for n in range(110)},
    }
    asked = browser_of_alice.post(PAGE, {**rows, "do": "save"}).content.decode()
    assert 'action="/rights/profiles/save/"' in asked
    words = re.findall(r'name="rule" value="([^"]+)"', asked)
    given = {"rule": words, "team": team.pk, "name": "many"}
    assert browser_of_alice.post("/rights/profiles/save/", given).status_code == 302
    assert len(Profile.objects.get().versions.get().rules) == 110


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_builder_takes_ten_queries_however_much_there_is(
    browser_of_alice: Browser,
    team: Team,
    account: Account,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    made = [Profile(team=team, name=f"profile {number}") for number in range(count)]
    for profile in Profile.objects.bulk_create(made):
        profile.versions.create(number=1, rules=rules_to_api(parse_rules("GET /me")))
    LiveCredential.objects.bulk_create(
        LiveCredential(
            account=account,
            credential_id=number,
            status="validated",
            rules=rules_to_api(parse_rules("GET /me")),
            first_seen_at=timezone.now(),
        )
        for number in range(count)
    )
    with django_assert_num_queries(10):
        page = browser_of_alice.page(PAGE)
    assert "profile 0" in page


def test_the_wizard_starts_from_a_profile_too(
    browser_of_alice: Browser, application: Application, profile: Profile
) -> None:
    draft = browser_of_alice.get(f"/keys/new/?application={application.pk}")["Location"]
    assert f'value="start profile {profile.pk}"' in browser_of_alice.page(draft)
    answer = browser_of_alice.post(
        draft, {"rules-TOTAL_FORMS": 0, "do": f"start profile {profile.pk}"}
    )
    assert answer["Location"] == draft
    assert 'value="/me/bill/*"' in browser_of_alice.page(draft)
