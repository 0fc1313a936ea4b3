"""A text with keys: found, asked about at OVHcloud, ticked, kept; nothing of it stays behind."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from credentials.core import AuditAction, KeyState, Outcome
from credentials.models import Account, AuditEntry, ConsumerKey, ServiceAccount
from sandbox.demo_world import NIC_A, NIC_B, NIC_C, DemoKey
from tests.dashboard.wizard_driver import WizardDriver

PAGE, KEEP = "/keys/take-in/", "/keys/take-in/keep/"
#: Keys that OVHcloud accepts from here; the last is the management key of another account.
USABLE = ("terraform laptop", "audit trial", "shop deployment", "the other")


def message_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def section(key: DemoKey, name: str = "") -> str:
    title = f"[{name or key.label}]\nendpoint=sandbox\n"
    return (
        f"{title}application_key={key.application_key}\n"
        f"application_secret={key.application_secret}\nconsumer_key={key.consumer_key}\n"
    )


def conf(wizard: WizardDriver, *labels: str) -> str:
    return "".join(section(planned(wizard, label), label) for label in labels)


def planned(wizard: WizardDriver, label: str) -> DemoKey:
    return wizard.demo.management(NIC_B) if label == "the other" else wizard.planned(label)


def look(wizard: WizardDriver, text: str, **more: object) -> Any:
    fields = {"team": wizard.account.team_id, "text": text, "endpoint": "", **more}
    return wizard.browser.post(PAGE, fields)


def sealed(page: str) -> str:
    match = re.search(r'name="sealed" value="([^"]+)"', page)
    assert match
    return match[1]


def keep(wizard: WizardDriver, preview: Any, *places: int, **more: object) -> Any:
    page = preview.content.decode()
    fields = {"team": wizard.account.team_id, "sealed": sealed(page), "keep": list(places)}
    return wizard.browser.post(KEEP, {**fields, **more}, follow=True)


def test_what_was_found_is_shown_with_whose_it_is_and_nothing_is_kept(wizard: WizardDriver) -> None:
    preview = look(wizard, conf(wizard, "terraform laptop", "shop deployment"))
    page = message_of(preview)
    assert "2 of 2 can be stored. Nothing is stored yet." in page
    for word in (NIC_A, NIC_C, "Main account", "an account is added for it", "Accepted"):
        assert word in page
    assert not ConsumerKey.objects.exists()
    assert "no-store" in preview["Cache-Control"]


def test_ticked_keys_are_kept_each_in_the_account_it_is_of(wizard: WizardDriver) -> None:
    preview = look(wizard, conf(wizard, *USABLE))
    answer = keep(wizard, preview, *range(4), environment="staging")
    assert "4 keys are kept." in message_of(answer)
    keys = ConsumerKey.objects.select_related("account")
    assert {(key.label, key.account.nic, key.state, key.environment) for key in keys} == {
        (label, planned(wizard, label).account, KeyState.VALIDATED, "staging") for label in USABLE
    }
    assert set(Account.objects.values_list("nic", flat=True)) == {NIC_A, NIC_B, NIC_C}


def test_what_is_not_ticked_is_not_kept(wizard: WizardDriver) -> None:
    keep(wizard, look(wizard, conf(wizard, *USABLE)), 1)
    assert ConsumerKey.objects.get().label == USABLE[1]


def test_a_second_time_everything_is_known(wizard: WizardDriver) -> None:
    text = conf(wizard, "terraform laptop", "terraform laptop")
    first = look(wizard, text)
    assert "Twice in the text" in message_of(first)
    keep(wizard, first, 0)
    page = message_of(look(wizard, text))
    assert "0 of 2 can be stored" in page
    assert "It is stored already, as terraform laptop." in page
    assert ConsumerKey.objects.count() == 1


def test_dead_keys_are_said_to_be_and_cannot_be_ticked(wizard: WizardDriver) -> None:
    preview = look(wizard, conf(wizard, "sms sender", "terraform laptop"))
    assert "Refused by OVHcloud" in message_of(preview)
    assert "it is pending, refused, expired or revoked" in message_of(preview)
    assert preview.content.decode().count('name="keep"') == 1


def test_what_is_missing_is_named_and_what_was_left_is_said(wizard: WizardDriver) -> None:
    text = "OVH_AK=0a1b2c3d4e5f6071\nOVH_CK=${OVH_CK}\n# consumer_key=0a1b2c3d4e5f6071\n"
    page = message_of(look(wizard, text))
    assert "Missing: application secret, consumer key." in page
    assert "Line 2, OVH_CK : This names a place where the value is kept." in page
    assert "The text names no endpoint for it." in page
    assert "Left in the text" in page


def test_more_that_is_left_than_a_page_shows_is_counted(wizard: WizardDriver) -> None:
    text = "".join(f"// 0a1b2c3d4e5f60718293a4b5c6d7{number:04x}\n" for number in range(101))
    page = message_of(look(wizard, text))
    assert "This looks like a key, and nothing here says which one it is." in page
    assert "These are the first 100 of 101." in page
    assert "These are the first" not in message_of(look(wizard, text[: text.rindex("//")]))


def test_the_endpoint_that_is_chosen_counts_where_the_text_names_none(wizard: WizardDriver) -> None:
    text = section(wizard.planned("terraform laptop")).replace("endpoint=sandbox\n", "")
    assert "0 of 1 can be stored" in message_of(look(wizard, text))
    assert "1 of 1 can be stored" in message_of(look(wizard, text, endpoint="sandbox"))


def test_a_service_account_is_taken_in_as_well(wizard: WizardDriver) -> None:
    client = wizard.demo.clients[0]
    text = (
        f"OVH_ENDPOINT=sandbox\nOVH_CLIENT_ID={client.client_id}\n"
        f"OVH_CLIENT_SECRET={client.client_secret}\n"
    )
    keep(wizard, look(wizard, text), 0)
    stored = ServiceAccount.objects.get()
    assert (stored.client_id, stored.account.nic) == (client.client_id, client.account)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_as_a_text_is(wizard: WizardDriver, encoding: str) -> None:
    content = conf(wizard, "terraform laptop").encode(encoding)
    preview = look(wizard, "", file=SimpleUploadedFile("ovh.conf", content))
    assert "1 of 1 can be stored" in message_of(preview)


def test_a_browser_asks_for_the_team_before_the_text_leaves_it(wizard: WizardDriver) -> None:
    """The text is never shown again, so a form that is sent back has lost it."""
    form = wizard.browser.page(PAGE).partition('enctype="multipart/form-data"')
    assert form[1]
    assert "novalidate" not in f"{form[0][-200:]}{form[2][:200]}"


def test_a_file_that_is_no_text_is_refused_with_a_sentence(wizard: WizardDriver) -> None:
    page = message_of(look(wizard, "", file=SimpleUploadedFile("x.bin", b"\x80\x81\xfe")))
    assert "This file is not a text in UTF-8." in page


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no text to read."),
        ("nothing of that kind", "No key is in this text."),
        (
            "".join(f"[{number}]\nOVH_AK=0a1b2c3d{number:08}\n" for number in range(101)),
            "The text holds 101 keys, and a page takes 100.",
        ),
    ],
)
def test_a_text_that_cannot_be_taken_says_why(
    wizard: WizardDriver, text: str, sentence: str
) -> None:
    assert sentence in message_of(look(wizard, text))


def test_no_page_shows_a_secret_or_the_text_again(wizard: WizardDriver) -> None:
    text = conf(wizard, "terraform laptop") + "planted words"
    pages = [look(wizard, text), look(wizard, text, team="")]
    pages.append(keep(wizard, pages[0], 0))
    key = wizard.planned("terraform laptop")
    for page in pages:
        for value in (key.consumer_key, key.application_secret, "planted"):
            assert value not in page.content.decode()


def test_nothing_of_the_text_is_in_the_session(wizard: WizardDriver) -> None:
    look(wizard, conf(wizard, "terraform laptop"))
    key = wizard.planned("terraform laptop")
    kept = json.dumps(dict(wizard.browser.session.items()), default=str)
    assert key.application_key not in kept
    assert key.consumer_key not in kept


def test_what_was_sealed_for_one_person_opens_for_nobody_else(
    wizard: WizardDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = look(wizard, conf(wizard, "terraform laptop"))
    token = sealed(preview.content.decode())
    changed = token[:-2] + ("AA" if token[-2:] != "AA" else "BB")
    answer = keep(wizard, preview, 0, sealed=changed)
    assert "What was found in the text is not here any more." in message_of(answer)
    monkeypatch.setattr("credentials.onboarding.sealed_keys._LASTS", -1)
    answer = keep(wizard, look(wizard, conf(wizard, "terraform laptop")), 0)
    assert "Nothing was kept. Paste the text once more" in message_of(answer)
    assert not ConsumerKey.objects.exists()


def test_nothing_ticked_is_said(wizard: WizardDriver) -> None:
    assert "Nothing was ticked" in message_of(keep(wizard, look(wizard, conf(wizard, *USABLE))))


def test_a_key_that_fails_by_then_ends_no_other(wizard: WizardDriver) -> None:
    preview = look(wizard, conf(wizard, "terraform laptop", "audit trial"))
    ended = wizard.planned("terraform laptop").credential_id
    wizard.sandbox.world.drop(wizard.sandbox.world.credentials[ended])
    page = message_of(keep(wizard, preview, 0, 1))
    assert "Stored: 1. Not stored: 1." in page
    assert ConsumerKey.objects.get().label == "audit trial"


def test_the_log_says_how_many_were_asked_about_and_no_value(wizard: WizardDriver) -> None:
    look(wizard, conf(wizard, "terraform laptop", "sms sender"))
    entry = AuditEntry.objects.get(action=AuditAction.KEYS_CHECKED)
    assert (entry.outcome, entry.details, entry.subject) == (Outcome.DONE, {"keys": 2}, "Harbour")
