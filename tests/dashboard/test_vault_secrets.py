"""Secrets come in checked, are shown on the record, and go for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.urls import reverse

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction
from credentials.models import (
    Account,
    Application,
    AuditEntry,
    ConsumerKey,
    Entry,
    Person,
    SecretVersion,
    Team,
)
from tests.conftest import SECRETS
from tests.people import Browser

SignIn = Callable[[Person], Browser]
LIST = "/vault/"
NEW = "/vault/new/application/"
KEY, SECRET = "7f6e5d4c3b2a1908", "typed0application0secret0000001"


def url(name: str, entry: Entry, *more: object) -> str:
    return reverse(f"vault:{name}", args=[entry.pk, *more])


def text(answer: Any) -> str:
    return str(answer.content.decode())


def given(account: Account, **changed: str) -> dict[str, Any]:
    return {
        "account": str(account.pk),
        "application_key": KEY,
        "application_secret": SECRET,
        "label": "certbot",
        "used_by": "web-1.example.com",
        **changed,
    }


def reveals() -> list[tuple[str, str, int]]:
    entries = AuditEntry.objects.filter(action=AuditAction.SECRET_REVEALED).order_by("seq")
    return [(entry.actor, entry.outcome, entry.details["version"]) for entry in entries]


def test_an_application_is_stored_and_revealed_as_it_was_typed(
    browser_of_alice: Browser, account: Account
) -> None:
    blanks = given(account, application_key=f" {KEY}\t", application_secret=f"\n{SECRET} ")
    browser_of_alice.post(NEW, blanks)
    stored = Application.objects.get()
    assert (stored.application_key, stored.label) == (KEY, "certbot")
    assert vault.reveal(stored, actor=SYSTEM).expose() == SECRET


def test_a_stray_character_is_placed_and_only_the_secret_is_lost(
    browser_of_alice: Browser, account: Account
) -> None:
    page = text(browser_of_alice.post(NEW, given(account, application_key="7f6e 5d4c3b2a")))
    assert "The application key has a character at place 5" in page
    assert "Paste it again. Secrets are never shown back." in page
    assert 'value="web-1.example.com"' in page
    assert SECRET not in page
    assert not Entry.objects.exists()


def test_a_secret_with_a_stray_character_is_never_repeated(
    browser_of_alice: Browser, account: Account
) -> None:
    page = text(browser_of_alice.post(NEW, given(account, application_secret=f"{SECRET}é")))
    assert "The application secret has a character at place" in page
    assert SECRET not in page


def test_what_is_kept_already_is_said_and_not_kept_twice(
    browser_of_alice: Browser, account: Account, application: Application
) -> None:
    same_key = given(account, application_key=application.application_key)
    page = text(browser_of_alice.post(NEW, same_key))
    assert "This application key is stored already, as dns-updater." in page
    assert "Paste it again" in page
    same_secret = given(account, application_secret=SECRETS["application"])
    page = text(browser_of_alice.post(NEW, same_secret))
    assert "This secret is stored already, in dns-updater." in page
    assert Entry.objects.count() == 1


def test_what_another_team_keeps_is_kept_here_too_and_not_told_of(
    sign_in: SignIn, charlie: Person, application: Application
) -> None:
    own = Team.objects.get(name="Charlie's team")
    account = vault.add_account(own, label="Elsewhere", endpoint="sandbox", actor=SYSTEM)
    same = given(
        account,
        application_key=application.application_key,
        application_secret=SECRETS["application"],
    )
    answer = sign_in(charlie).confirm().post(NEW, same)
    stored = Application.objects.get(account=account)
    assert answer["Location"] == url("detail", stored)
    page = sign_in(charlie).page(url("detail", stored))
    assert not [word for word in ("dns-updater", "Harbour", "Main account") if word in page]


def test_the_owner_is_a_member_of_the_accounts_team(
    browser_of_alice: Browser, account: Account, charlie: Person
) -> None:
    page = text(browser_of_alice.post(NEW, given(account, owner=str(charlie.pk))))
    assert "Select a valid choice" in page


def test_a_reveal_answers_once_is_not_kept_and_is_on_the_record(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    answer = browser_of_alice.post(url("reveal", consumer_key), headers={"HX-Request": "true"})
    assert SECRETS["consumer_key"] in text(answer)
    assert "<html" not in text(answer)
    assert "no-store" in answer["Cache-Control"]
    assert reveals() == [("alice@example.com", "done", 1)]


def test_without_script_the_whole_page_comes_with_the_value_in_place(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    answer = browser_of_alice.post(url("reveal", consumer_key))
    assert SECRETS["consumer_key"] in text(answer)
    assert "<h1>dns-updater key</h1>" in text(answer)
    assert "no-store" in answer["Cache-Control"]


def test_a_secret_is_in_no_page_that_is_got_and_in_no_session(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    browser_of_alice.post(url("reveal", consumer_key))
    for page in (LIST, url("detail", consumer_key), url("replace", consumer_key)):
        assert SECRETS["consumer_key"] not in browser_of_alice.page(page)
    sessions = "".join(str(session.get_decoded()) for session in Session.objects.all())
    assert SECRETS["consumer_key"] not in sessions
    assert browser_of_alice.get(url("reveal", consumer_key)).status_code == 405


def test_revealing_asks_who_it_is_first(
    sign_in: SignIn, alice: Person, consumer_key: ConsumerKey
) -> None:
    answer = sign_in(alice).post(url("reveal", consumer_key))
    assert answer["Location"].startswith("/sign-in/confirm/")
    assert reveals() == []


def test_who_saw_which_version_stands_on_the_page(
    browser_of_alice: Browser, application: Application
) -> None:
    vault.replace_secret(application, "newer0secret0000", actor=SYSTEM)
    browser_of_alice.post(url("reveal", application))
    answer = browser_of_alice.post(url("reveal", application, 1))
    assert SECRETS["application"] in text(answer)
    assert [version for _, _, version in reveals()] == [2, 1]
    page = browser_of_alice.page(url("detail", application))
    for version in (1, 2):
        assert (
            f'<span class="grow">alice@example.com<br><small>revealed version {version}</small>'
            in page
        )


def test_a_value_that_cannot_be_opened_says_so_with_the_key_id(
    browser_of_alice: Browser, application: Application
) -> None:
    version = application.versions.get()
    SecretVersion.objects.update(token=f"{version.token[:-4]}AAAA")
    page = text(browser_of_alice.post(url("reveal", application)))
    assert f"Cannot open (key id {version.token.split('.')[2]})." in page
    assert reveals() == [("alice@example.com", "failed", 1)]


def test_a_replaced_secret_is_a_new_version_and_the_old_one_stays(
    browser_of_alice: Browser, application: Application
) -> None:
    browser_of_alice.post(url("replace", application), {"secret": SECRET})
    assert [version.number for version in application.versions.all()] == [2, 1]
    assert vault.reveal(application, actor=SYSTEM).expose() == SECRET
    assert vault.reveal(application, actor=SYSTEM, number=1).expose() == SECRETS["application"]


@pytest.mark.parametrize(
    ("secret", "sentence"),
    [
        (SECRETS["application"], "Version 1 of dns-updater is this very value."),
        (SECRETS["consumer_key"], "This secret is stored already, in dns-updater key."),
        ("short", "The application secret has 5 characters; such keys have 8 to 128."),
    ],
)
def test_a_value_that_is_kept_already_or_none_at_all_is_refused(
    browser_of_alice: Browser,
    application: Application,
    consumer_key: ConsumerKey,
    secret: str,
    sentence: str,
) -> None:
    page = text(browser_of_alice.post(url("replace", application), {"secret": secret}))
    assert sentence in page
    assert f'"{secret}"' not in page
    assert application.versions.count() == 1


def test_destroying_takes_the_word_and_is_final(
    browser_of_alice: Browser, application: Application
) -> None:
    destroy = url("destroy", application, 1)
    browser_of_alice.post(destroy, {"typed": "destroyed"})
    assert application.versions.get().token
    browser_of_alice.post(destroy, {"typed": "destroy"})
    assert not application.versions.get().token
    assert browser_of_alice.get(destroy).status_code == 404
    again = browser_of_alice.post(destroy, {"typed": "destroy"}, follow=True)
    assert "Version 1 holds nothing any more." in again.content.decode()
    page = text(browser_of_alice.post(url("reveal", application)))
    assert "Nothing is stored for dns-updater any more: it was destroyed." in page


def rows(*models: type[Model]) -> dict[type[Model], dict[str, object]]:
    """The one row of each table, by its columns."""
    return {model: dict(model._default_manager.values().get()) for model in models}


def test_what_a_form_does_not_list_changes_nothing(
    browser_of_alice: Browser, application: Application, alice: Person
) -> None:
    """Every column of the row and of its own kind, posted beside what the form asks for."""
    before = rows(Entry, Application)
    details = {"label": "certbot", "owner": str(alice.pk), "environment": "staging", "purpose": "x"}
    others = {name: "1" for row in before.values() for name in row if name not in details}
    browser_of_alice.post(
        url("edit", application), {**others, "token": "x", "team": "1", **details}
    )
    for model, now in rows(*before).items():
        row = before[model]
        changed = {name for name in row if row[name] != now[name]}
        written = {"label", "owner_id", "environment", "purpose", "never_reveal", "proof"}
        found_by = {"name", "owner_name", "search_text"}  # lists sort and search by these
        assert changed <= written | found_by, model
    assert Entry.objects.get().label == "certbot"


def test_the_details_change_and_the_secret_does_not(
    browser_of_alice: Browser, application: Application, alice: Person
) -> None:
    details = {"label": "certbot", "owner": alice.pk, "environment": "staging", "purpose": "Zones"}
    browser_of_alice.post(url("edit", application), details)
    entry = Entry.objects.get()
    assert (entry.label, entry.owner, entry.environment) == ("certbot", alice, "staging")
    assert vault.reveal(application, actor=SYSTEM).expose() == SECRETS["application"]
