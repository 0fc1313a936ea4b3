"""A secret is copied or exported on the record, by who may, and who knows it stands on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from credentials import audit, vault
from credentials.audit import SYSTEM, Actor
from credentials.core import AuditAction, KeyState, Outcome, Role
from credentials.models import (
    AuditEntry,
    ConsumerKey,
    Entry,
    Membership,
    Person,
    SecretVersion,
    ServiceAccount,
)
from credentials.onboarding import FORMATS
from credentials.rights import RECIPES, rules_to_api
from tests.conftest import SECRETS
from tests.people import Browser, rewrite

SignIn = Callable[[Person], Browser]


def url(name: str, entry: Entry, *more: object) -> str:
    return reverse(f"vault:{name}", args=[entry.pk, *more])


def text(answer: Any) -> str:
    return str(answer.content.decode())


def acts(action: AuditAction) -> list[tuple[str, str]]:
    entries = AuditEntry.objects.filter(action=action).order_by("seq")
    return [(entry.actor, entry.outcome) for entry in entries]


def test_a_copy_is_the_value_alone_and_is_on_the_record(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    answer = browser_of_alice.post(url("copy", consumer_key))
    assert text(answer) == SECRETS["consumer_key"]
    assert answer["Content-Type"].startswith("text/plain")
    assert "no-store" in answer["Cache-Control"]
    assert acts(AuditAction.SECRET_COPIED) == [("alice@example.com", Outcome.DONE)]


def test_an_older_version_is_copied_by_its_number(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    vault.replace_secret(consumer_key, "newer0secret0000", actor=SYSTEM)
    assert text(browser_of_alice.post(url("copy", consumer_key, 1))) == SECRETS["consumer_key"]
    assert text(browser_of_alice.post(url("copy", consumer_key))) == "newer0secret0000"


@pytest.mark.parametrize("name", ["copy", "reveal"])
def test_what_is_gone_is_said_and_was_never_there_is_said_too(
    browser_of_alice: Browser, consumer_key: ConsumerKey, name: str
) -> None:
    vault.destroy(consumer_key, 1, actor=SYSTEM)
    for number in (1, 0, 2**70):
        answer = browser_of_alice.post(url(name, consumer_key, number))
        assert answer.status_code == (409 if name == "copy" else 200)
        assert name == "reveal" or "it was destroyed" in text(answer)


@pytest.mark.parametrize("name", ["copy", "export", "reveal"])
def test_nothing_is_taken_without_a_fresh_confirmation(
    sign_in: SignIn, alice: Person, consumer_key: ConsumerKey, name: str
) -> None:
    answer = sign_in(alice).post(url(name, consumer_key), {"name": "shell"})
    assert answer["Location"].startswith("/sign-in/confirm/")
    htmx = sign_in(alice).post(url(name, consumer_key), headers={"HX-Request": "true"})
    assert htmx["HX-Redirect"].startswith("/sign-in/confirm/")
    assert not AuditEntry.objects.filter(action__startswith="vault:secret:").exists()


def test_an_export_is_a_file_to_take_away_and_is_on_the_record(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    answer = browser_of_alice.post(url("export", consumer_key), {"name": "shell"})
    assert f"export OVH_CONSUMER_KEY={SECRETS['consumer_key']}\n" in text(answer)
    assert answer["Content-Disposition"] == 'attachment; filename="ovh.sh"'
    assert "no-store" in answer["Cache-Control"]
    assert acts(AuditAction.SECRET_EXPORTED) == [("alice@example.com", Outcome.DONE)] * 2


def test_an_export_goes_to_the_clipboard_and_the_log_says_so(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    sent = {"name": "lego", "to": "clipboard"}
    answer = browser_of_alice.post(url("export", consumer_key), sent)
    assert f"export OVH_CONSUMER_KEY={SECRETS['consumer_key']}\n" in text(answer)
    assert "Content-Disposition" not in answer
    assert "no-store" in answer["Cache-Control"]
    log = browser_of_alice.page(reverse("activity:list"))
    assert "as lego, into the clipboard" in log


def test_a_copy_that_is_refused_is_a_sentence(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    vault.destroy(consumer_key, 1, actor=SYSTEM)
    for name, words in (("lego", "it was destroyed"), ("pickle", "Select a valid choice")):
        sent = {"name": name, "to": "clipboard"}
        answer = browser_of_alice.post(url("export", consumer_key), sent)
        assert (answer.status_code, words in text(answer)) == (409, True)


def test_the_page_of_an_export_shows_a_format_with_dots_and_no_secret(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    page = browser_of_alice.page(url("export", consumer_key))
    assert "You are on the record as knowing both secrets." in page
    assert page.count("<option ") == len(FORMATS)
    for chosen, shown in (("certbot", "dns_ovh_consumer_key = ••••••••"), ("x", "consumer_key=•")):
        page = browser_of_alice.page(f"{url('export', consumer_key)}?name={chosen}")
        assert shown in page
        assert not [secret for secret in SECRETS.values() if secret in page]
    assert acts(AuditAction.SECRET_EXPORTED) == []


def test_a_tool_that_cannot_use_a_service_account_is_named_with_the_reason(
    browser_of_alice: Browser, service_account: ServiceAccount
) -> None:
    page = browser_of_alice.page(url("export", service_account))
    assert page.count("<option ") == len([form for form in FORMATS.values() if form.takes_oauth2])
    assert "certbot signs its calls itself, with the three keys of an application." in page
    answer = browser_of_alice.post(url("export", service_account), {"name": "certbot"})
    assert "It has no OAuth2." in text(answer)
    assert acts(AuditAction.SECRET_EXPORTED) == [("alice@example.com", Outcome.DENIED)]


def test_a_key_of_a_recipe_is_offered_the_file_of_its_tool(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    rules = RECIPES["certbot-zone"].rules(zone="example.com")
    ConsumerKey.objects.update(rules=rules_to_api(rules))
    page = browser_of_alice.page(url("export", consumer_key))
    assert '<option value="certbot" selected>' in page


def test_what_cannot_be_exported_says_why_on_the_form(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    ConsumerKey.objects.update(state=KeyState.PENDING)
    assert url("export", consumer_key) not in browser_of_alice.page(url("detail", consumer_key))
    for page in (
        browser_of_alice.page(url("export", consumer_key)),
        text(browser_of_alice.post(url("export", consumer_key), {"name": "shell"})),
    ):
        assert "dns-updater key is not validated: it opens nothing." in page
        assert "Export file" not in page
    page = text(browser_of_alice.post(url("export", consumer_key), {"name": "pickle"}))
    assert "Select a valid choice" in page


def test_who_knows_which_version_and_how_stands_on_the_page(
    browser_of_alice: Browser, service_account: ServiceAccount, alice: Person, bob: Person
) -> None:
    for _ in range(2):
        browser_of_alice.post(url("reveal", service_account))
    vault.replace_secret(service_account, "newer0secret0000", actor=SYSTEM)
    browser_of_alice.post(url("copy", service_account))
    browser_of_alice.post(url("export", service_account), {"name": "ovh.conf"})
    sending = vault.Sending(sender=alice, to=bob.email, link="a link", form="ovh.conf")
    vault.send([service_account], sending, actor=Actor("whoever has the link"), burn=lambda: None)
    page = " ".join(browser_of_alice.page(url("detail", service_account)).split())
    for words in (
        "alice@example.com<br><small>revealed version 1, 2 times</small>",
        "alice@example.com<br><small>copied version 2</small>",
        "alice@example.com<br><small>exported version 2 as ovh.conf</small>",
        "bob@example.com<br><small>opened version 2 by a link of alice@example.com</small>",
    ):
        assert words in page


def test_what_did_not_open_is_shown_with_its_key_and_nobody_knows_it(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    token = consumer_key.versions.get().token
    SecretVersion.objects.update(token=f"{token[:-4]}AAAA")
    answer = browser_of_alice.post(url("copy", consumer_key))
    key_id = token.split(".")[2]
    assert (answer.status_code, f"Cannot open (key id {key_id})." in text(answer)) == (409, True)
    page = browser_of_alice.page(url("detail", consumer_key))
    assert f"Cannot open (key id {key_id})" in page
    assert "tried version 1" in page
    log = browser_of_alice.page(reverse("activity:list"))
    assert f"cannot open (key id {key_id})" in log


def test_a_role_that_is_taken_away_on_the_way_counts(
    consumer_key: ConsumerKey, teammate: Callable[[Role], Person]
) -> None:
    bob = teammate(Role.OPERATOR)
    actor = audit.actor_of(bob, "192.0.2.1")
    assert vault.reveal(consumer_key, actor=actor).expose() == SECRETS["consumer_key"]
    rewrite(Membership.objects.filter(person=bob), role=Role.AUDITOR)
    for verb in (vault.reveal, vault.copy):
        with pytest.raises(Exception, match="Your role does not include this any more"):
            verb(consumer_key, actor=actor)
    assert acts(AuditAction.SECRET_COPIED) == [("bob@example.com", Outcome.DENIED)]


@pytest.mark.parametrize("actor", [Actor("anonymous"), Actor("keydesk", None, "192.0.2.1")])
def test_nobody_without_a_name_opens_anything(consumer_key: ConsumerKey, actor: Actor) -> None:
    with pytest.raises(Exception, match="Your role does not include this"):
        vault.reveal(consumer_key, actor=actor)
