"""The page of notices: each member's own choice, and what was sent last."""

from __future__ import annotations

import re

from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from credentials import notices
from credentials.core import AuditAction, NoticeKind, Role, pack, say
from credentials.models import AuditEntry, Notice, Person, Team, Webhook
from tests.people import Browser, join, sign_in
from tests.webhook_receiver import webhook_receiver

LIST = reverse("notices:list")


def tell(team: Team, person: Person, count: int) -> None:
    now = timezone.now()
    for number in range(count):
        Notice.objects.create(
            team=team,
            person=person,
            kind=NoticeKind.CRITICAL,
            lines=[pack(say("%(name)s", name=f"Something about {person} {number}"))],
            count=1,
            path="/findings/",
            made_at=now,
            due_at=now,
        )


def test_a_member_chooses_what_to_be_told_of(
    team: Team, alice: Person, browser_of_alice: Browser
) -> None:
    assert browser_of_alice.page(LIST).count(" checked") == len(notices.CHOICES)
    choose = reverse("notices:choose", args=[team.pk])
    browser_of_alice.post(choose, {"kinds": ["critical", "key-ends"]})
    assert notices.chosen_kinds(team, alice) == [NoticeKind.CRITICAL, NoticeKind.KEY_ENDS]
    assert browser_of_alice.page(LIST).count(" checked") == 2
    entry = AuditEntry.objects.get(action=AuditAction.NOTICES_CHOSEN)
    assert "digest" in entry.details["off"]
    browser_of_alice.post(choose, {"kinds": ["planted"]})
    assert len(notices.chosen_kinds(team, alice)) == 2
    browser_of_alice.post(choose, {})
    assert notices.chosen_kinds(team, alice) == []


def test_members_see_their_own_notices_and_admins_those_of_the_team(
    team: Team, alice: Person, bob: Person, browser_of_alice: Browser
) -> None:
    join(team, bob, Role.OPERATOR)
    for person in (alice, bob):
        tell(team, person, 1)
    page = browser_of_alice.page(LIST)
    assert f"Something about {alice}" in page
    assert f"Something about {bob}" in page
    theirs = sign_in(bob).page(LIST)
    assert f"Something about {bob}" in theirs
    assert f"Something about {alice}" not in theirs


def test_the_page_says_that_no_mail_is_sent(browser_of_alice: Browser, settings: Settings) -> None:
    assert "No mail is sent" not in browser_of_alice.page(LIST)
    settings.MAIL_IS_SENT = False
    assert "No mail is sent" in browser_of_alice.page(LIST)


def test_it_asks_the_database_as_often_however_many_notices_there_are(
    team: Team,
    alice: Person,
    browser_of_alice: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for count in (1, 2, 297):
        tell(team, alice, count)
        with django_assert_num_queries(11):
            browser_of_alice.page(LIST)


def test_a_webhook_is_added_shown_tested_and_removed(
    team: Team, browser_of_alice: Browser, settings: Settings
) -> None:
    add = reverse("notices:add_webhook", args=[team.pk])
    values = {"label": "on call", "form": "slack", "url": "https://hooks.example.com/a0hook0path"}
    refused = browser_of_alice.post(add, values).content.decode()
    assert "is not among the hosts that may be sent to" in refused
    assert "a0hook0path" not in refused
    with webhook_receiver() as receiver:
        settings.KEYDESK_WEBHOOK_PRIVATE_HOSTS = frozenset({receiver.host})
        added = browser_of_alice.post(add, {**values, "url": receiver.url})
        assert "no-store" in added["Cache-Control"]
        assert "whsec_" in added.content.decode()
        webhook = Webhook.objects.get()
        browser_of_alice.post(reverse("notices:test_webhook", args=[webhook.pk]))
        (taken,) = receiver.taken
        assert b"This is a test of the webhook on call." in taken.body
    page = browser_of_alice.page(LIST)
    assert "This is a test of the webhook on call." in page
    assert receiver.host in page or "127.0.0.1" in page
    assert "a0secret0path" not in page
    assert "whsec_" not in page
    browser_of_alice.post(reverse("notices:remove_webhook", args=[webhook.pk]))
    assert not Webhook.objects.exists()


def test_a_calendar_link_is_made_read_without_a_login_and_ended(browser_of_alice: Browser) -> None:
    made = browser_of_alice.post(reverse("notices:make_calendar_link"))
    match = re.search(r"/calendar/[\w-]{43}/", made.content.decode())
    assert match
    assert "no-store" in made["Cache-Control"]
    read = Browser().get(match[0])
    assert read["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VCALENDAR" in read.content
    assert match[0] not in browser_of_alice.page(LIST)
    browser_of_alice.post(reverse("notices:end_calendar_link"))
    assert Browser().get(match[0]).status_code == 404
