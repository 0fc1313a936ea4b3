"""The team's policy is said where an answer is against it, and no page leads past it."""

from __future__ import annotations

from typing import Any

import pytest

from credentials import teams
from credentials.audit import SYSTEM
from credentials.core import AuditAction, Outcome
from credentials.models import AuditEntry, ConsumerKey, KeyRequest, Person, Team
from credentials.rights import TeamPolicy
from tests.dashboard.test_onboarding_paste import paste
from tests.dashboard.wizard_driver import DAY, WizardDriver

NARROW = TeamPolicy(forbids_whole_account=True)
BOUND = TeamPolicy(requires_addresses=True)
SHORT = TeamPolicy(longest_days=30)
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


def ask(team: Team, policy: TeamPolicy) -> None:
    teams.change_policy(team, policy, actor=SYSTEM)


def test_rules_that_reach_too_far_stay_where_they_can_be_narrowed(
    wizard: WizardDriver, team: Team
) -> None:
    ask(team, NARROW)
    draft = wizard.reach_review()
    page = text(wizard.answer(draft, "rights", do="next", **EVERYTHING))
    assert WIDE in page
    assert 'value="/**"' in page
    assert wizard.browser.get(f"{draft}review/")["Location"] == f"{draft}rights/"
    assert wizard.answer(draft, "review")["Location"] == f"{draft}rights/"
    assert not KeyRequest.objects.exists()


def test_the_builder_names_the_team_whose_policy_forbids_the_rules(
    wizard: WizardDriver, team: Team
) -> None:
    assert WIDE not in wizard.browser.page("/rights/?rule=GET+/**")
    ask(team, NARROW)
    assert WIDE in wizard.browser.page("/rights/?rule=GET+/**")
    typed = wizard.browser.post("/rights/", EVERYTHING, headers={"HX-Request": "true"})
    assert WIDE in text(typed)
    assert WIDE not in wizard.browser.page("/rights/?rule=GET+/domain/*")


@pytest.mark.parametrize("place", ["production", ""])
def test_a_production_key_without_addresses_is_asked_for_them(
    wizard: WizardDriver, team: Team, place: str
) -> None:
    ask(team, BOUND)
    draft = wizard.start()
    wizard.answer(draft, "application", application=wizard.application.pk)
    assert "asks for addresses on production keys" in wizard.browser.page(f"{draft}addresses/")
    wizard.answer(draft, "addresses", addresses="")
    details = {"label": "certbot", "environment": place}
    page = text(wizard.browser.post(f"{draft}details/", details, follow=True))
    assert "The key may be used from anywhere" in page
    assert "From which addresses may it be used?" in page
    wizard.answer(draft, "addresses", addresses="192.0.2.7")
    assert wizard.answer(draft, "review")["Location"].startswith("/keys/requests/")


def test_a_key_elsewhere_may_do_without(wizard: WizardDriver, team: Team) -> None:
    ask(team, BOUND)
    draft = wizard.reach_review(addresses="")
    wizard.answer(draft, "details", label="certbot", environment="staging")
    assert wizard.answer(draft, "review")["Location"].startswith("/keys/requests/")


def test_an_owner_is_asked_for_where_the_policy_asks(
    wizard: WizardDriver, team: Team, alice: Person
) -> None:
    ask(team, TeamPolicy(requires_owner=True))
    draft = wizard.reach_review()
    page = wizard.browser.get(f"{draft}review/", follow=True)
    assert "This field is required." in text(page)
    assert "policy asks for one." in text(page)
    wizard.answer(draft, "details", label="certbot", owner=alice.pk)
    assert wizard.answer(draft, "review")["Location"].startswith("/keys/requests/")


def test_the_longest_validity_is_told_before_and_held_against_the_key_after(
    wizard: WizardDriver, team: Team
) -> None:
    ask(team, SHORT)
    sentence = (
        "Choose at most 30 days on OVHcloud&#x27;s page: the policy of Harbour allows no more."
    )
    assert sentence in wizard.browser.page(f"{wizard.reach_review()}review/")
    key_request = wizard.ask()
    assert sentence in wizard.page(key_request)
    wizard.decide(key_request, lasts=90 * DAY)
    wizard.come_back(key_request)
    marked = "the policy of Harbour allows 30 days."
    assert marked in wizard.page(key_request)
    assert marked in wizard.browser.page(f"/vault/{key_request.consumer_key_id}/")
    assert "Against policy" in wizard.browser.page("/vault/")


def test_a_key_within_the_limit_is_not_marked(wizard: WizardDriver, team: Team) -> None:
    ask(team, SHORT)
    key_request = wizard.ask()
    wizard.decide(key_request, lasts=30 * DAY)
    wizard.come_back(key_request)
    assert "the policy of Harbour" not in wizard.page(key_request)
    assert "Against policy" not in wizard.browser.page("/vault/")


def test_a_pasted_key_against_the_policy_is_kept_told_of_and_marked(
    wizard: WizardDriver, team: Team
) -> None:
    ask(team, TeamPolicy(forbids_whole_account=True, requires_owner=True, longest_days=30))
    page = text(wizard.browser.get(paste(wizard)["Location"]))
    key = ConsumerKey.objects.get()
    for times in (2, 1):
        assert page.count("Nobody owns the key; the policy of Harbour") == times
        assert page.count("The key never ends; the policy of Harbour") == times
        page = wizard.browser.page(f"/vault/{key.pk}/")


def test_a_policy_that_came_later_holds_for_a_second_try(wizard: WizardDriver, team: Team) -> None:
    key_request = wizard.ask()
    ask(team, TeamPolicy(requires_owner=True))
    wizard.decide(key_request, "refused")
    wizard.come_back(key_request)
    page = text(wizard.browser.post(wizard.url("again", key_request), follow=True))
    assert "Nobody owns the key" in page
    assert "Choose the person to ask about it." in page
    assert KeyRequest.objects.count() == 1
    entry = AuditEntry.objects.filter(action=AuditAction.KEY_REQUESTED).latest("seq")
    assert entry.outcome == Outcome.DENIED
