"""Rules are read by the operations of the account's region, and it is said where they are not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from credentials import ovhcloud, rights, teams, vault
from credentials.audit import SYSTEM
from credentials.models import Account, Team
from credentials.ovhcloud.catalogue_store import store_catalogue
from credentials.rights import Snapshot, bundled_catalogue, parse_rules
from tests.people import Browser

FEW = 40
RULE = "rule=GET,POST,PUT,DELETE+/*"
NEVER_READ = "were never read here, so those of OVHcloud Europe are used"
NOT_CHOSEN = "No account is chosen: the operations are those of"


@pytest.fixture(autouse=True)
def _own_catalogues(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


def account_at(team: Team, endpoint: str, label: str) -> Account:
    return vault.add_account(team, label=label, endpoint=endpoint, actor=SYSTEM)


def read_few(endpoint: str) -> None:
    """As if the description of the region had been read, and it offered little."""
    operations = bundled_catalogue().operations[:FEW]
    store_catalogue(Snapshot(endpoint, date(2026, 11, 1), operations), anyway=True)


def reached(endpoint: str) -> str:
    """What the page says of rules that reach everything there."""
    return str(
        rights.reach(
            ovhcloud.catalogue_of(endpoint), parse_rules("GET,POST,PUT,DELETE /*")
        ).sentence
    )


def test_rules_are_read_by_the_region_of_the_only_account(
    browser_of_alice: Browser, team: Team
) -> None:
    account_at(team, "ovh-us", "Main")
    read_few("ovh-us")
    page = browser_of_alice.page(f"/rights/?{RULE}")
    assert reached("ovh-us") in page
    assert reached("ovh-eu") not in page
    assert NOT_CHOSEN not in page
    assert NEVER_READ not in page


def test_a_region_that_was_never_read_is_named_with_the_command(
    browser_of_alice: Browser, team: Team
) -> None:
    account_at(team, "ovh-ca", "Main")
    page = browser_of_alice.page(f"/rights/?{RULE}")
    assert f"The operations of OVHcloud Canada {NEVER_READ}" in page
    assert "refresh_catalogue ovh-ca" in page
    assert reached("ovh-eu") in page


def test_of_two_accounts_the_chosen_one_counts_else_the_first_by_label(
    browser_of_alice: Browser, team: Team
) -> None:
    us = account_at(team, "ovh-us", "Zeta")
    account_at(team, "ovh-eu", "Alpha")
    read_few("ovh-us")
    page = browser_of_alice.page(f"/rights/?{RULE}")
    assert f"{NOT_CHOSEN} OVHcloud Europe." in page
    assert reached("ovh-eu") in page
    chosen = browser_of_alice.page(f"/rights/?{RULE}&account={us.pk}")
    assert NOT_CHOSEN not in chosen
    assert reached("ovh-us") in chosen


def test_without_any_account_europe_is_named(browser_of_alice: Browser) -> None:
    assert f"{NOT_CHOSEN} OVHcloud Europe." in browser_of_alice.page(f"/rights/?{RULE}")


def test_a_button_acts_by_the_region_of_the_account_too(
    browser_of_alice: Browser, team: Team
) -> None:
    account = account_at(team, "ovh-us", "Main")
    read_few("ovh-us")
    beyond = ovhcloud.catalogue_of("ovh-eu").operations[-1]
    given = {"do": f"open {beyond.method} {beyond.path}", "account": str(account.pk)}
    page = browser_of_alice.post("/rights/", given, follow=True).content.decode()
    assert "No rule yet." in page


def test_a_draft_of_a_policy_names_resources_of_the_region(
    browser_of_alice: Browser, team: Team
) -> None:
    account_at(team, "ovh-ca", "Main")
    page = browser_of_alice.page("/rights/?rule=GET+/domain/zone/example.com")
    assert "urn:v1:ca:resource:dnsZone:example.com" in page


def test_a_policy_holds_rules_to_what_the_region_offers(team: Team) -> None:
    team.forbids_whole_account = True
    read_few("ovh-us")
    operations = bundled_catalogue().operations[:FEW]
    texts = {f"{operation.method} {operation.starred}" for operation in operations}
    every = parse_rules("\n".join(sorted(texts)))
    assert teams.breaches_in_rules(team, every) == []
    assert teams.breaches_in_rules(team, every, endpoint="ovh-us") != []


def test_a_profile_is_read_by_the_region_of_the_teams_first_account(
    browser_of_alice: Browser, team: Team
) -> None:
    account_at(team, "ovh-ca", "Main")
    answer = browser_of_alice.post(
        "/rights/profiles/save/",
        {"rule": "GET /me", "team": str(team.pk), "name": "me", "purpose": ""},
        follow=True,
    )
    assert NEVER_READ in answer.content.decode()


def test_nothing_but_the_bundled_catalogue_names_a_region_for_all() -> None:
    assert rights.HOME_ENDPOINT == bundled_catalogue().endpoint == "ovh-eu"


def test_what_a_region_offers_is_said_with_yes_probably_not_or_unknown(
    browser_of_alice: Browser, team: Team
) -> None:
    us, ca = account_at(team, "ovh-us", "US"), account_at(team, "ovh-ca", "Canada")
    read_few("ovh-us")
    known = bundled_catalogue().operations[0]
    offered = f"rule={known.method}+{known.starred}"
    page = browser_of_alice.page(f"/rights/?{offered}&account={us.pk}")
    assert "OVHcloud US offers what these rules reach: yes." in page
    page = browser_of_alice.page(f"/rights/?rule=GET+/vps&account={us.pk}")
    assert "OVHcloud US offers what these rules are for: probably not GET /vps." in page
    page = browser_of_alice.page(f"/rights/?rule=GET+/vps&account={ca.pk}")
    assert "Whether OVHcloud Canada offers what these rules reach is not known." in page
