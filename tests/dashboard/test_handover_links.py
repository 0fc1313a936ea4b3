"""A handover link: one file for one person who needs no login here, opened once."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, KeyState, Outcome, Role
from credentials.models import (
    AuditEntry,
    ConsumerKey,
    Handover,
    Membership,
    Person,
    SecretVersion,
    Team,
)
from tests.conftest import SECRETS
from tests.people import Browser, rewrite

FORM = {"name": "ovh.conf", "recipient": "Charlie of Pier Web", "sender": "Harbour", "lasts": "24"}
SHOWN = {"to": "page"}
BOTH = {SECRETS["consumer_key"], SECRETS["application"]}


@dataclass(frozen=True, slots=True)
class Link:
    """``path`` of a link that was made for the key; nobody is signed in at ``receiver``."""

    path: str
    passphrase: str
    receiver: Browser

    def open(self, browser: Browser | None = None, **fields: str) -> Any:
        return (browser or self.receiver).post(self.path, SHOWN | fields)


def make(browser: Browser, key: ConsumerKey, **fields: str) -> Link:
    page = text(browser.post(reverse("vault:hand_over", args=[key.pk]), FORM | fields))
    (url,) = re.findall(r'id="link-address">([^<]+)<', page)
    passphrases = re.findall(r'id="link-passphrase">([^<]+)<', page)
    return Link(urlsplit(url).path, "".join(passphrases), Browser())


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def held(answer: Any) -> set[str]:
    """The secrets in an answer."""
    return {secret for secret in SECRETS.values() if secret in text(answer)}


@pytest.fixture
def link(browser_of_alice: Browser, consumer_key: ConsumerKey) -> Link:
    return make(browser_of_alice, consumer_key)


def test_it_hands_the_file_over_once(link: Link) -> None:
    answer = link.open()
    assert held(answer) == BOTH
    assert "no-store" in answer["Cache-Control"]
    assert "script-src 'none'" in answer["Content-Security-Policy"]
    for later in (link.open(), link.receiver.get(link.path), link.open(Browser())):
        assert held(later) == set()
        assert "opened already" in text(later)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_it_at_once_one_gets_the_file(link: Link) -> None:
    def open_and_leave(browser: Browser) -> set[str]:
        try:
            return held(link.open(browser))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        got = list(pool.map(open_and_leave, (Browser(), Browser())))
    assert sorted(got, key=len) == [set(), BOTH]


def test_it_comes_as_a_file_too(link: Link) -> None:
    answer = link.open(to="download")
    assert answer["Content-Disposition"] == 'attachment; filename="ovh.conf"'
    assert held(answer) == BOTH


def test_opening_the_page_opens_nothing_whoever_looks(link: Link) -> None:
    before = AuditEntry.objects.count()
    for robot in ("Slackbot-LinkExpanding 1.0", "facebookexternalhit/1.1", "Mozilla/5.0"):
        for method in ("GET", "HEAD", "OPTIONS"):
            answer = link.receiver.generic(method, link.path, headers={"user-agent": robot})
            assert held(answer) == set()
    assert AuditEntry.objects.count() == before
    assert held(link.open()) == BOTH


def test_the_page_says_what_the_maker_stated_and_no_more(link: Link) -> None:
    page = text(link.receiver.get(link.path))
    for stated in ("Harbour hands you", "Charlie of Pier Web", "ovh.conf"):
        assert stated in page
    for unstated in ("alice@example.com", "Main account", "dns-updater"):
        assert unstated not in page


def test_why_the_team_refuses_is_not_told(link: Link, consumer_key: ConsumerKey) -> None:
    """Of the entry, the policy, the roles and the master keys nothing is said to the recipient."""
    changes: list[Callable[[], object]] = [
        lambda: rewrite(Team.objects.all(), requires_purpose=True),
        lambda: ConsumerKey.objects.update(state=KeyState.REVOKED),
        lambda: ConsumerKey.objects.update(state=KeyState.UNCONFIRMED),
        lambda: SecretVersion.objects.update(token="kd2.s.0123456789abcdef.x"),
    ]
    for change in changes:
        change()
        answer = link.open()
        rewrite(Team.objects.all(), requires_purpose=False)
        ConsumerKey.objects.update(state=KeyState.VALIDATED)
        page = text(answer)
        assert answer.status_code == 409
        assert "for a reason that is not yours" in page
        for unstated in (consumer_key.label, "policy", "0123456789abcdef", "master key"):
            assert unstated not in page


def test_the_log_and_the_maker_are_told_of_the_opening(link: Link) -> None:
    link.open()
    opened = AuditEntry.objects.filter(action=AuditAction.SECRET_SENT).order_by("seq")
    assert {(entry.actor, entry.actor_id, entry.address) for entry in opened} == {
        ("whoever has the link", None, "127.0.0.1")
    }
    assert [entry.subject for entry in opened] == ["dns-updater key", "dns-updater"]
    assert opened[0].details["link"] == str(Handover.objects.get().pk)
    (message,) = mail.outbox
    assert message.to == ["alice@example.com"]
    assert "Charlie of Pier Web" in message.body


def test_who_opened_it_knows_both_secrets_and_the_maker_does_not(
    link: Link, consumer_key: ConsumerKey, alice: Person, browser_of_alice: Browser
) -> None:
    link.open()
    for entry in (consumer_key, consumer_key.application):
        (exposure,) = vault.exposures_of(entry.entry)
        assert (exposure.person, exposure.by) == ("Charlie of Pier Web", "alice@example.com")
    assert vault.known_to(alice) == []
    page = browser_of_alice.page(reverse("vault:detail", args=[consumer_key.pk]))
    assert "opened version 1 by a link of alice@example.com" in page


def test_a_person_here_who_opened_one_knows_it(
    browser_of_alice: Browser, consumer_key: ConsumerKey, bob: Person
) -> None:
    make(browser_of_alice, consumer_key, recipient="Bob@example.com").open()
    assert {known.entry.pk for known in vault.known_to(bob)} == {
        consumer_key.pk,
        consumer_key.application_id,
    }


def test_making_it_opens_nothing_and_is_logged(link: Link, consumer_key: ConsumerKey) -> None:
    made = AuditEntry.objects.get(action=AuditAction.HANDOVER_MADE)
    assert (made.actor, made.outcome) == ("alice@example.com", Outcome.DONE)
    assert made.details == {"to": "Charlie of Pier Web", "format": "ovh.conf"}
    assert vault.exposures_of(consumer_key.entry) == []
    token = link.path.split("/")[2]
    assert token not in repr(list(Handover.objects.values()))


def test_an_old_link_opens_nothing(link: Link) -> None:
    rewrite(Handover.objects.all(), expires_at=timezone.now() - timedelta(seconds=1))
    assert held(link.open()) == set()
    assert "too old" in text(link.receiver.get(link.path))


def test_a_burned_link_opens_nothing(
    link: Link, browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    burn = reverse("vault:withdraw_handover", args=[Handover.objects.get().pk])
    browser_of_alice.post(burn)
    assert held(link.open()) == set()
    assert "burned" in text(link.receiver.get(link.path))
    page = browser_of_alice.page(reverse("vault:detail", args=[consumer_key.pk]))
    assert "Burned" in page


@pytest.mark.parametrize("asked", [True, False])
def test_a_passphrase_is_asked_where_the_team_or_the_maker_says_so(
    browser_of_alice: Browser, consumer_key: ConsumerKey, team: Team, asked: bool
) -> None:
    rewrite(Team.objects.all(), requires_passphrase=asked)
    link = make(browser_of_alice, consumer_key, **({} if asked else {"with_passphrase": "on"}))
    assert re.fullmatch(r"(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}", link.passphrase)
    wrong = link.open(passphrase="AAAA-AAAA-AAAA-AAAA")
    assert held(wrong) == set()
    assert "Tries that are left: 4" in text(wrong)
    assert held(link.open(passphrase=link.passphrase.lower().replace("-", " "))) == BOTH


def test_five_wrong_passphrases_burn_it(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    link = make(browser_of_alice, consumer_key, with_passphrase="on")
    for _ in range(5):
        link.open(passphrase="wrong")
    burned = AuditEntry.objects.filter(action=AuditAction.HANDOVER_BURNED)
    assert [entry.actor for entry in burned] == ["keydesk"]
    assert held(link.open(Browser(), passphrase=link.passphrase)) == set()
    assert "burned" in text(link.receiver.get(link.path))


def test_a_maker_who_may_not_export_any_more_has_no_link(link: Link, alice: Person) -> None:
    rewrite(Membership.objects.filter(person=alice), role=Role.REQUESTER)
    assert held(link.open()) == set()
    assert not Handover.objects.exclude(opened_at=None).exists()


def test_a_key_that_was_ended_is_not_handed_over(link: Link) -> None:
    ConsumerKey.objects.update(state=KeyState.REVOKED)
    answer = link.open()
    assert held(answer) == set()
    assert answer.status_code == 409
    assert not Handover.objects.exclude(opened_at=None).exists()


def test_the_newest_secret_is_handed_over(link: Link, consumer_key: ConsumerKey) -> None:
    newer = "a0newer0consumer0key000000000001"
    vault.replace_secret(consumer_key, newer, actor=SYSTEM)
    assert newer in text(link.open())


def test_a_purpose_is_asked_where_the_team_asks_it(
    browser_of_alice: Browser, consumer_key: ConsumerKey, team: Team
) -> None:
    rewrite(Team.objects.all(), requires_purpose=True)
    address = reverse("vault:hand_over", args=[consumer_key.pk])
    browser_of_alice.post(address, FORM)
    assert not Handover.objects.exists()
    link = make(browser_of_alice, consumer_key, purpose="a new server")
    link.open()
    opened = AuditEntry.objects.filter(action=AuditAction.SECRET_SENT)
    assert {entry.details["purpose"] for entry in opened} == {"a new server"}


def test_a_role_that_may_not_export_makes_none(
    teammate: Callable[[Role], Person],
    sign_in: Callable[[Person], Browser],
    consumer_key: ConsumerKey,
) -> None:
    browser = sign_in(teammate(Role.REQUESTER)).confirm()
    answer = browser.post(reverse("vault:hand_over", args=[consumer_key.pk]), FORM)
    assert answer.status_code == 403
    assert not Handover.objects.exists()


def test_the_secret_is_in_no_other_answer(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    address = reverse("vault:hand_over", args=[consumer_key.pk])
    assert held(browser_of_alice.get(address)) == set()
    assert held(browser_of_alice.post(address, FORM)) == set()
    assert held(browser_of_alice.post(address, FORM | {"recipient": ""})) == set()
