"""The activity log reads as sentences, belongs to its team, and notes who read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from credentials import audit, vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, Outcome, Role
from credentials.models import Application, AuditEntry, Person, Team
from credentials.teams import team_log
from tests import people
from tests.people import Browser

LOG = reverse("activity:list")


def test_a_reveal_reads_as_a_sentence(
    browser_of_alice: Browser, application: Application, alice: Person
) -> None:
    vault.reveal(application, actor=audit.actor_of(alice, "192.0.2.7"))
    page = " ".join(browser_of_alice.page(LOG).split())
    assert "<strong>alice@example.com</strong> revealed the secret of" in page
    assert "<strong>dns-updater</strong>" in page
    assert "192.0.2.7" in page


def test_reading_the_log_is_in_the_log(browser_of_alice: Browser) -> None:
    browser_of_alice.page(LOG)
    entry = AuditEntry.objects.get(action=AuditAction.LOG_READ)
    assert (entry.actor, entry.subject) == ("alice@example.com", "Harbour")


def test_what_is_typed_in_the_filters_within_a_minute_is_one_look(
    browser_of_alice: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = AuditEntry.objects.filter(action=AuditAction.LOG_READ)
    browser_of_alice.page(LOG)
    for typed in ("r", "re", "rev"):
        browser_of_alice.get(LOG, {"q": typed}, headers={"HX-Request": "true"})
    assert looks.count() == 1
    browser_of_alice.page(LOG)
    assert looks.count() == 2
    monkeypatch.setattr(team_log, "LOOK", timedelta())
    browser_of_alice.get(LOG, {"q": "reveal"}, headers={"HX-Request": "true"})
    assert looks.count() == 3


@pytest.mark.parametrize(
    ("query", "is_listed"),
    [
        ({"q": "updater stored"}, True),
        ({"q": "STORED dns"}, True),
        ({"q": "somebody else"}, False),
        ({"about": "vault"}, True),
        ({"about": "live"}, False),
        ({"outcome": "done"}, True),
        ({"outcome": "failed"}, False),
        ({"about": "nonsense", "outcome": "nonsense"}, True),
    ],
)
def test_words_and_filters_narrow_the_log(
    browser_of_alice: Browser, application: Application, query: dict[str, str], is_listed: bool
) -> None:
    page = browser_of_alice.page(LOG, **query)
    assert ("<strong>dns-updater</strong>" in page) == is_listed


def test_a_new_members_earlier_sign_ins_are_not_shown(
    browser_of_alice: Browser, charlie: Person, team: Team
) -> None:
    earlier = audit.actor_of(charlie, "192.0.2.66")
    audit.record(AuditAction.SIGNED_IN, actor=earlier)
    people.join(team, charlie, Role.AUDITOR)
    audit.record(AuditAction.SIGNED_IN, actor=audit.actor_of(charlie, "192.0.2.77"))
    page = browser_of_alice.page(LOG)
    assert "192.0.2.66" not in page
    assert "192.0.2.77" in page


def test_another_teams_events_are_not_shown(
    sign_in: Callable[[Person], Browser], charlie: Person, application: Application
) -> None:
    page = sign_in(charlie).page(LOG)
    assert "dns-updater" not in page
    assert "Charlie&#x27;s team" in page


def test_an_auditor_may_read_it_and_an_operator_may_not(
    sign_in: Callable[[Person], Browser], teammate: Callable[[Role], Person]
) -> None:
    bob = sign_in(teammate(Role.OPERATOR))
    answer = bob.get(LOG)
    assert answer.status_code == 403
    assert "read the activity log" in answer.content.decode()


def test_an_action_of_a_later_version_is_shown_as_it_is_spelt(
    browser_of_alice: Browser, team: Team
) -> None:
    audit.record(
        "vault:secret:lent",  # type: ignore[arg-type]  # as another version would write it
        actor=SYSTEM,
        subject=audit.subject_of(team),
        outcome=Outcome.FAILED,
    )
    assert "vault:secret:lent" in browser_of_alice.page(LOG)


@pytest.mark.parametrize("many", [1, 3, 300])
def test_the_number_of_queries_does_not_grow(
    browser_of_alice: Browser,
    team: Team,
    django_assert_num_queries: DjangoAssertNumQueries,
    many: int,
) -> None:
    for number in range(many):
        audit.record(
            AuditAction.ENTRY_STORED,
            actor=SYSTEM,
            subject=audit.subject_of(team),
            details={"version": number},
        )
    audit.check_soon()
    with django_assert_num_queries(24):
        browser_of_alice.page(LOG)
