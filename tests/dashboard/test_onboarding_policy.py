"""The team's policy is said where an answer is against it, and no page leads past it."""

from __future__ import annotations

from typing import Any

import pytest

from credentials import people
from credentials.audit import SYSTEM
from credentials.enums import AuditAction, Outcome
from credentials.house_policy import HousePolicy
from credentials.models import AuditEntry, ConsumerKey, KeyRequest, Person, Team
from tests.dashboard.test_onboarding_paste import paste
from tests.dashboard.trip import DAY, Trip

NARROW = HousePolicy(forbids_whole_account=True)
BOUND = HousePolicy(requires_addresses=True)
SHORT = HousePolicy(longest_days=30)
EVERYTHING = {
    "rules-TOTAL_FORMS": "2",
    "rules-0-methods": "GET",
    "rules-0-path": "/**",
    "rules-1-methods": "GET",
    "rules-1-path": "/me",
}
WIDE = "The rules reach the whole account with GET, which the policy of Harbour forbids."


def text(answer: Any) -> str:
    return str(answer.content.decode())


def ask(team: Team, policy: HousePolicy) -> None:
    people.change_policy(team, policy, actor=SYSTEM)


def test_rules_that_reach_too_far_stay_where_they_can_be_narrowed(trip: Trip, team: Team) -> None:
    ask(team, NARROW)
    draft = trip.reach_review()
    page = text(trip.answer(draft, "rights", do="next", **EVERYTHING))
    assert WIDE in page
    assert 'value="/**"' in page
    assert trip.browser.get(f"{draft}review/")["Location"] == f"{draft}rights/"
    assert trip.answer(draft, "review")["Location"] == f"{draft}rights/"
    assert not KeyRequest.objects.exists()


def test_the_builder_names_the_team_whose_policy_forbids_the_rules(trip: Trip, team: Team) -> None:
    assert WIDE not in trip.browser.page("/rights/?rule=GET+/**")
    ask(team, NARROW)
    assert WIDE in trip.browser.page("/rights/?rule=GET+/**")
    typed = trip.browser.post("/rights/", EVERYTHING, headers={"HX-Request": "true"})
    assert WIDE in text(typed)
    assert WIDE not in trip.browser.page("/rights/?rule=GET+/domain/*")


@pytest.mark.parametrize("place", ["production", ""])
def test_a_production_key_without_addresses_is_asked_for_them(
    trip: Trip, team: Team, place: str
) -> None:
    ask(team, BOUND)
    draft = trip.start()
    trip.answer(draft, "application", application=trip.application.pk)
    assert "asks for addresses on production keys" in trip.browser.page(f"{draft}addresses/")
    trip.answer(draft, "addresses", addresses="")
    card = {"label": "certbot", "environment": place}
    page = text(trip.browser.post(f"{draft}card/", card, follow=True))
    assert "The key may be used from anywhere" in page
    assert "From which addresses may it be used?" in page
    trip.answer(draft, "addresses", addresses="192.0.2.7")
    assert trip.answer(draft, "review")["Location"].startswith("/keys/requests/")


def test_a_key_elsewhere_may_do_without(trip: Trip, team: Team) -> None:
    ask(team, BOUND)
    draft = trip.reach_review(addresses="")
    trip.answer(draft, "card", label="certbot", environment="staging")
    assert trip.answer(draft, "review")["Location"].startswith("/keys/requests/")


def test_an_owner_is_asked_for_where_the_policy_asks(trip: Trip, team: Team, alice: Person) -> None:
    ask(team, HousePolicy(requires_owner=True))
    draft = trip.reach_review()
    page = trip.browser.get(f"{draft}review/", follow=True)
    assert "This field is required." in text(page)
    assert "policy asks for one." in text(page)
    trip.answer(draft, "card", label="certbot", owner=alice.pk)
    assert trip.answer(draft, "review")["Location"].startswith("/keys/requests/")


def test_the_longest_validity_is_told_before_and_held_against_the_key_after(
    trip: Trip, team: Team
) -> None:
    ask(team, SHORT)
    told = "Choose at most 30 days on OVHcloud&#x27;s page: the policy of Harbour allows no more."
    assert told in trip.browser.page(f"{trip.reach_review()}review/")
    found = trip.ask()
    assert told in trip.page(found)
    trip.decide(found, lasts=90 * DAY)
    trip.come_back(found)
    marked = "the policy of Harbour allows 30 days."
    assert marked in trip.page(found)
    assert marked in trip.browser.page(f"/vault/{found.consumer_key_id}/")
    assert "Against policy" in trip.browser.page("/vault/")


def test_a_key_within_the_limit_is_not_marked(trip: Trip, team: Team) -> None:
    ask(team, SHORT)
    found = trip.ask()
    trip.decide(found, lasts=30 * DAY)
    trip.come_back(found)
    assert "the policy of Harbour" not in trip.page(found)
    assert "Against policy" not in trip.browser.page("/vault/")


def test_a_pasted_key_against_the_policy_is_kept_told_of_and_marked(trip: Trip, team: Team) -> None:
    ask(team, HousePolicy(forbids_whole_account=True, requires_owner=True, longest_days=30))
    page = text(trip.browser.get(paste(trip)["Location"]))
    key = ConsumerKey.objects.get()
    for times in (2, 1):
        assert page.count("Nobody owns the key; the policy of Harbour") == times
        assert page.count("The key never ends; the policy of Harbour") == times
        page = trip.browser.page(f"/vault/{key.pk}/")


def test_a_policy_that_came_later_holds_for_a_second_try(trip: Trip, team: Team) -> None:
    found = trip.ask()
    ask(team, HousePolicy(requires_owner=True))
    trip.decide(found, "refused")
    trip.come_back(found)
    page = text(trip.browser.post(trip.url("again", found), follow=True))
    assert "Nobody owns the key" in page
    assert "Choose the person to ask about it." in page
    assert KeyRequest.objects.count() == 1
    entry = AuditEntry.objects.filter(action=AuditAction.KEY_REQUESTED).latest("seq")
    assert entry.outcome == Outcome.DENIED
