"""The team's page marks rows that were changed outside Keydesk, and an admin ends them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from credentials import audit, people
from credentials.audit import SYSTEM
from credentials.core import Role
from credentials.models import Membership, Person, Team
from tests.database_writer import another_address, kept_of, put_back, rows_of
from tests.people import Browser, join, make_person

pytestmark = pytest.mark.django_db


def test_the_page_marks_who_was_changed_and_an_admin_removes_them(
    browser_of_alice: Browser, team: Team, bob: Person, charlie: Person
) -> None:
    for person in (bob, charlie):
        join(team, person, Role.OPERATOR)
    own, planted = (Membership.objects.get(team=team, person=who) for who in (bob, charlie))
    rows_of(Membership).filter(pk=planted.pk).update(role="root")
    with another_address(bob, "somebody@example.com"):
        page = browser_of_alice.page(reverse("team:detail", args=[team.pk]))
        assert page.count("Changed outside Keydesk") == 2
        assert "1 member." in page
        for name in ("change", "access"):
            address = reverse(f"team:{name}", args=[own.pk])
            assert address not in page
            assert browser_of_alice.get(address).status_code == 403
        for membership in (own, planted):
            browser_of_alice.post(reverse("team:remove", args=[membership.pk]))
    left = Membership.objects.filter(team=team)
    assert [membership.person.email for membership in left] == ["alice@example.com"]


def test_an_invitation_that_was_changed_is_marked_and_withdrawn(
    browser_of_alice: Browser, team: Team, alice: Person
) -> None:
    invitation = people.invite(
        team, "dora@example.com", role=Role.ADMIN, person=alice, actor=SYSTEM
    )
    kept = kept_of(invitation)
    rows_of(type(invitation)).update(email="d0ra@example.com")
    page = browser_of_alice.page(reverse("team:detail", args=[team.pk]))
    assert "Changed outside Keydesk" in page
    browser_of_alice.post(reverse("team:withdraw", args=[invitation.pk]))
    put_back(type(invitation), kept)
    assert not audit.holds_or_logged(type(invitation).objects.get())


def test_the_members_page_asks_as_much_for_many_as_for_few(
    browser_of_alice: Browser, team: Team
) -> None:
    counts = []
    for number in range(9):
        join(team, make_person(f"member{number}"), Role.AUDITOR)
        if number in {0, 8}:
            with CaptureQueriesContext(connection) as queries:
                browser_of_alice.page(reverse("team:detail", args=[team.pk]))
            counts.append(len(queries))
    assert counts[0] == counts[1]
