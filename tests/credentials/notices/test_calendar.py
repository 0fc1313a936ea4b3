"""The calendar of ends: what its person may see, by a link that is renewed and ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Model
from django.utils import timezone

from credentials import notices, teams
from credentials.audit import SYSTEM
from credentials.core import Role
from credentials.models import Account, CalendarLink, LiveCredential, Membership, Person, Team
from tests.credentials.notices.driver import list_key
from tests.people import change_access, join, rewrite

pytestmark = pytest.mark.django_db


def summaries(token: str) -> list[str]:
    text = notices.calendar_of(token)
    assert text is not None
    unfolded = text.replace("\r\n ", "")
    lines = unfolded.split("\r\n")
    return [line.partition(":")[2] for line in lines if line.startswith("SUMMARY")]


def test_it_has_the_ends_of_valid_keys_the_nearest_first(account: Account, alice: Person) -> None:
    now = timezone.now()
    list_key(account, 1, expiration=now + timedelta(days=90))
    list_key(account, 2, expiration=now + timedelta(days=9))
    list_key(account, 3, expiration=None)
    list_key(account, 4, status="expired")
    token = notices.make_calendar_link(alice, actor=SYSTEM)
    assert summaries(token) == ["#2 ends", "#1 ends"]
    text = notices.calendar_of(token) or ""
    end = LiveCredential.objects.get(credential_id=2).ends
    assert end is not None
    assert f"DTSTART:{end:%Y%m%dT%H%M%SZ}" in text
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")


def test_names_cannot_add_lines_and_long_ones_are_folded(account: Account, alice: Person) -> None:
    list_key(account, 1)
    account.label = "Häfen; one, two\\\r\nEND:VCALENDAR " + "é" * 40
    rewrite(Account.objects.filter(pk=account.pk), label=account.label)
    text = notices.calendar_of(notices.make_calendar_link(alice, actor=SYSTEM)) or ""
    assert text.count("END:VCALENDAR\r\n") == 1
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "Häfen\\; one\\, two\\\\\\nEND:VCALENDAR" in text.replace("\r\n ", "")


def test_a_new_link_ends_the_one_before_and_an_ended_one_is_none(alice: Person) -> None:
    first = notices.make_calendar_link(alice, actor=SYSTEM)
    kept = CalendarLink.objects.get()
    second = notices.make_calendar_link(alice, actor=SYSTEM)
    assert notices.calendar_of(first) is None
    assert notices.calendar_of(second) is not None
    notices.end_calendar_link(alice, actor=SYSTEM)
    assert not notices.has_calendar_link(alice)
    Model.save_base(kept, raw=True, force_insert=True)  # the row comes back past Keydesk
    assert notices.calendar_of(first) is None


def test_the_role_counts_each_time(account: Account, team: Team, bob: Person) -> None:
    join(team, bob, Role.REQUESTER)
    list_key(account, 1)
    token = notices.make_calendar_link(bob, actor=SYSTEM)
    assert summaries(token) == ["#1 ends"]
    change_access(team, teams.AccessTerms(requires_second_factor=True))
    assert summaries(token) == []
    change_access(team, teams.AccessTerms())
    teams.remove_member(Membership.objects.get(person=bob), actor=SYSTEM)
    assert summaries(token) == []
    rewrite(Person.objects.filter(pk=bob.pk), is_active=False)
    assert notices.calendar_of(token) is None
