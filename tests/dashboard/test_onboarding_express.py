"""A key straight from a recipe: questions with an evident answer are not asked, but shown."""

from __future__ import annotations

from typing import Any

from credentials import onboarding, people, vault
from credentials.audit import SYSTEM
from credentials.enums import KeyState
from credentials.house_policy import HousePolicy
from credentials.models import Application, Team
from tests.dashboard.trip import Trip


def text(answer: Any) -> str:
    return str(answer.content.decode())


def press(trip: Trip, **fields: str) -> Any:
    """The recipe for one zone is open, and its own button is pressed."""
    sent = {"recipe": "certbot-zone", "with-zone": "Example.com.", "do": "apply request"}
    return trip.browser.post("/rights/", {**sent, **fields}, follow=True)


def another(trip: Trip, label: str) -> Application:
    return vault.store_application(
        trip.account,
        card=vault.Card(label=label),
        application_key="00112233aabbccdd",
        secret="0" * 32,
        actor=SYSTEM,
    )


def test_one_press_leads_to_the_review_with_everything_shown(trip: Trip) -> None:
    page = text(press(trip))
    assert "This is what certbot example.com will be" in page
    for words in ("dns-updater", "whoever has the key can use it", "owned by alice@example.com"):
        assert words in page
    assert "/domain/zone/example.com/record/*" in page
    assert "Nothing outside DNS zones." in page


def test_of_several_applications_one_is_chosen_and_the_review_follows(trip: Trip) -> None:
    another(trip, "certbot")
    answer = press(trip)
    assert "Which application is the key for?" in text(answer)
    draft = answer.redirect_chain[-1][0].removesuffix("application/")
    chosen = trip.answer(draft, "application", application=trip.application.pk)
    assert chosen["Location"] == f"{draft}review/"


def test_keydesks_own_application_is_not_chosen_by_itself(trip: Trip) -> None:
    own = another(trip, "keydesk")
    key = vault.store_consumer_key(
        own,
        card=vault.Card(label="keydesk"),
        secret="1" * 32,
        state=KeyState.VALIDATED,
        rules=[],
        allowed_ips=[],
        actor=SYSTEM,
    )
    onboarding.manage_with(trip.account, key, actor=SYSTEM)
    assert "dns-updater" in text(press(trip))


def test_a_bad_zone_stays_in_the_builder_with_the_reason(trip: Trip) -> None:
    page = text(press(trip, **{"with-zone": "example.com/*"}))
    assert "is no name of a DNS zone" in page
    assert 'value="example.com/*"' in page
    assert "is no name of a DNS zone" in text(press(trip, **{"with-zone": ""}))


def test_a_policy_that_asks_for_addresses_is_not_skipped(trip: Trip, team: Team) -> None:
    people.change_policy(team, HousePolicy(requires_addresses=True), actor=SYSTEM)
    page = text(press(trip))
    assert "From which addresses may it be used?" in page
    assert "its environment is not set" in page


def test_after_the_application_the_policys_question_follows(trip: Trip, team: Team) -> None:
    people.change_policy(team, HousePolicy(requires_addresses=True), actor=SYSTEM)
    another(trip, "certbot")
    draft = press(trip).redirect_chain[-1][0].removesuffix("application/")
    chosen = trip.answer(draft, "application", application=trip.application.pk)
    assert chosen["Location"] == f"{draft}addresses/"


def test_in_the_wizard_the_recipes_button_goes_on(trip: Trip) -> None:
    draft = trip.start("recipe=certbot-zone")
    trip.answer(draft, "application", application=trip.application.pk)
    assert "Use these rights" in trip.browser.page(f"{draft}rights/")
    sent = {"recipe": "certbot-zone", "with-zone": "example.com", "do": "apply next"}
    assert trip.answer(draft, "rights", **sent)["Location"] == f"{draft}addresses/"
