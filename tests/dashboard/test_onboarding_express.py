"""A key straight from a recipe: questions with an evident answer are not asked, but shown."""

from __future__ import annotations

from typing import Any

from credentials import teams, vault
from credentials.audit import SYSTEM
from credentials.core import KeyState
from credentials.models import Application, Team
from credentials.rights import TeamPolicy
from tests.dashboard.wizard_driver import WizardDriver


def text(answer: Any) -> str:
    return str(answer.content.decode())


def press_button(wizard: WizardDriver, **fields: str) -> Any:
    """The recipe for one zone is open, and its own button is pressed."""
    sent = {"recipe": "certbot-zone", "with-zone": "Example.com.", "do": "apply request"}
    return wizard.browser.post("/rights/", {**sent, **fields}, follow=True)


def another(wizard: WizardDriver, label: str) -> Application:
    return vault.store_application(
        wizard.account,
        metadata=vault.EntryMetadata(label=label),
        application_key="00112233aabbccdd",
        secret="0" * 32,
        actor=SYSTEM,
    )


def test_one_press_leads_to_the_review_with_everything_shown(wizard: WizardDriver) -> None:
    page = text(press_button(wizard))
    assert "Check before requesting" in page
    for words in ("dns-updater", "whoever has the key can use it", "owned by alice@example.com"):
        assert words in page
    assert "/domain/zone/example.com/record/*" in page
    assert "Nothing outside DNS zones." in page


def test_of_several_applications_the_tools_own_is_proposed_and_can_be_changed(
    wizard: WizardDriver,
) -> None:
    another(wizard, "Certbot on web-1")
    answer = press_button(wizard)
    assert "00112233aabbccdd" in text(answer)
    draft = answer.redirect_chain[-1][0].removesuffix("review/")
    chosen = wizard.answer(draft, "application", application=wizard.application.pk)
    assert chosen["Location"] == f"{draft}review/"
    assert "dns-updater" in wizard.browser.page(f"{draft}review/")


def test_keydesks_own_application_is_not_chosen_by_itself(wizard: WizardDriver) -> None:
    own = another(wizard, "keydesk")
    key = vault.store_consumer_key(
        own,
        metadata=vault.EntryMetadata(label="keydesk"),
        secret="1" * 32,
        state=KeyState.VALIDATED,
        rules=[],
        allowed_ips=[],
        actor=SYSTEM,
    )
    vault.choose_management_key(wizard.account, key, actor=SYSTEM)
    assert "dns-updater" in text(press_button(wizard))


def test_a_bad_zone_stays_in_the_builder_with_the_reason(wizard: WizardDriver) -> None:
    page = text(press_button(wizard, **{"with-zone": "example.com/*"}))
    assert "is no name of a DNS zone" in page
    assert 'value="example.com/*"' in page
    assert "is no name of a DNS zone" in text(press_button(wizard, **{"with-zone": ""}))


def test_a_policy_that_asks_for_addresses_is_not_skipped(wizard: WizardDriver, team: Team) -> None:
    teams.change_policy(team, TeamPolicy(requires_addresses=True), actor=SYSTEM)
    page = text(press_button(wizard))
    assert "From which addresses may it be used?" in page
    assert "its environment is not set" in page


def test_after_the_application_the_policys_question_follows(
    wizard: WizardDriver, team: Team
) -> None:
    teams.change_policy(team, TeamPolicy(requires_addresses=True), actor=SYSTEM)
    another(wizard, "certbot")
    draft = press_button(wizard).redirect_chain[-1][0].removesuffix("addresses/")
    chosen = wizard.answer(draft, "application", application=wizard.application.pk)
    assert chosen["Location"] == f"{draft}addresses/"


def test_in_the_wizard_the_recipes_button_goes_on(wizard: WizardDriver) -> None:
    draft = wizard.start("own=on&recipe=certbot-zone")
    wizard.answer(draft, "application", application=wizard.application.pk)
    assert "Add and continue" in wizard.browser.page(f"{draft}rights/")
    sent = {"recipe": "certbot-zone", "with-zone": "example.com", "do": "apply next"}
    assert wizard.answer(draft, "rights", **sent)["Location"] == f"{draft}addresses/"
