"""A role that is taken away in mid-request: what was asked for is not done any more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from credentials import teams
from credentials.audit import SYSTEM
from credentials.core import AuditAction, Outcome, Role
from credentials.models import Application, AuditEntry, Entry, Membership, Person, Team
from tests.people import Browser, sign_in
from tests.two_at_once import second_of

A_REQUEST = 2.0  # for a request to come past its gatekeeper, on a machine that has much to do
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def browser_of_bob(teammate: Callable[[Role], Person]) -> Browser:
    browser = sign_in(teammate(Role.ADMIN)).confirm()
    browser.get(reverse("vault:list"))  # what is loaded once is loaded
    return browser


def demote(role: Role) -> None:
    membership = Membership.objects.get(person__email="bob@example.com")
    teams.change_role(membership, role, actor=SYSTEM)


def test_a_demoted_operator_archives_nothing_and_is_told(
    application: Application, browser_of_bob: Browser
) -> None:
    answer = second_of(
        holds=lambda: demote(Role.AUDITOR),
        then=lambda: None,
        moment=A_REQUEST,
        other=lambda: browser_of_bob.post(reverse("vault:archive", args=[application.pk])),
    )
    assert answer.status_code == 403
    assert "Your role does not include this any more." in answer.content.decode()
    assert Entry.objects.get(pk=application.pk).archived_at is None
    refused = AuditEntry.objects.get(action=AuditAction.ENTRY_CHANGED)
    assert (refused.outcome, refused.actor) == (Outcome.DENIED, "bob@example.com")


def test_a_removed_admin_adds_nobody(team: Team, charlie: Person, browser_of_bob: Browser) -> None:
    answer = second_of(
        holds=lambda: teams.remove_member(
            Membership.objects.get(person__email="bob@example.com"), actor=SYSTEM
        ),
        then=lambda: None,
        moment=A_REQUEST,
        other=lambda: browser_of_bob.post(
            reverse("team:add", args=[team.pk]), {"email": charlie.email, "role": "admin"}
        ),
    )
    assert "Your role does not include this any more." in answer.content.decode()
    assert not team.memberships.filter(person=charlie).exists()
