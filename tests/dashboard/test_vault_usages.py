"""Where an entry is in use is a list on its page; what is marked so is used and never revealed."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, NotAllowedError, Outcome
from credentials.models import AuditEntry, Entry, ServiceAccount, Usage
from tests.conftest import SECRETS
from tests.people import Browser

EDIT = {"label": "reporting", "environment": "", "purpose": ""}


def url(name: str, entry: Entry) -> str:
    return reverse(f"vault:{name}", args=[entry.pk])


def used_by(entry: Entry) -> str:
    return Entry.objects.get(pk=entry.pk).used_by


def test_places_are_added_written_anew_and_removed(
    browser_of_alice: Browser, service_account: ServiceAccount
) -> None:
    line = {"place": "web-1", "owner": "Bob", "restart_note": "systemctl reload caddy"}
    browser_of_alice.post(url("add_usage", service_account), line)
    browser_of_alice.post(url("add_usage", service_account), line | {"owner": "Charlie"})
    browser_of_alice.post(url("add_usage", service_account), {"place": "db-1"})
    page = browser_of_alice.page(url("detail", service_account))
    for words in ("web-1", "Charlie", "systemctl reload caddy", "db-1"):
        assert words in page
    assert "Bob" not in page
    assert used_by(service_account) == "db-1, web-1"
    web = Usage.objects.get(place="web-1")
    browser_of_alice.post(reverse("vault:remove_usage", args=[web.pk]))
    assert used_by(service_account) == "db-1"


def test_a_place_without_a_name_is_refused(
    browser_of_alice: Browser, service_account: ServiceAccount
) -> None:
    browser_of_alice.post(url("add_usage", service_account), {"place": " "})
    assert not Usage.objects.exists()


def test_a_new_entry_begins_its_list(service_account: ServiceAccount) -> None:
    metadata = vault.EntryMetadata(label="new", used_by="web-1")
    stored = vault.store_service_account(
        service_account.account, metadata=metadata, client_id="EU.1", secret="x" * 32, actor=SYSTEM
    )
    assert [usage.place for usage in stored.usages.all()] == ["web-1"]


def test_editing_the_details_leaves_the_list(
    browser_of_alice: Browser, service_account: ServiceAccount
) -> None:
    browser_of_alice.post(url("add_usage", service_account), {"place": "web-1"})
    browser_of_alice.post(url("edit", service_account), EDIT | {"purpose": "Bills"})
    assert used_by(service_account) == "web-1"
    assert Entry.objects.get(pk=service_account.pk).purpose == "Bills"


def test_an_export_adds_where_it_goes(
    browser_of_alice: Browser, service_account: ServiceAccount
) -> None:
    fields = {"name": "ovh.conf", "used_by": "pipeline 7"}
    assert browser_of_alice.post(url("export", service_account), fields).status_code == 200
    assert used_by(service_account) == "pipeline 7"


def test_the_command_adds_where_it_goes(service_account: ServiceAccount, tmp_path: Path) -> None:
    call_command("export_credential", "reporting", to=str(tmp_path / "ovh.conf"), used_by="web-1")
    assert used_by(service_account) == "web-1"


def test_an_export_to_a_place_that_is_known_leaves_what_is_known_of_it(
    browser_of_alice: Browser, service_account: ServiceAccount, tmp_path: Path
) -> None:
    known = {"place": "web-1", "owner": "Bob", "restart_note": "systemctl reload caddy"}
    browser_of_alice.post(url("add_usage", service_account), known)
    browser_of_alice.post(url("export", service_account), {"name": "ovh.conf", "used_by": "web-1"})
    call_command("export_credential", "reporting", to=str(tmp_path / "new"), used_by=" web-1\n")
    assert Usage.objects.values("place", "owner", "restart_note").get() == known


@pytest.fixture
def marked(browser_of_alice: Browser, service_account: ServiceAccount) -> ServiceAccount:
    browser_of_alice.post(url("edit", service_account), EDIT | {"never_reveal": "on"})
    return service_account


def test_what_is_marked_is_neither_revealed_nor_copied_whoever_asks(
    browser_of_alice: Browser, marked: ServiceAccount
) -> None:
    for name in ("reveal", "copy"):
        page = browser_of_alice.post(url(name, marked)).content.decode()
        assert SECRETS["service_account"] not in page
        assert "used and never revealed" in page
    with pytest.raises(NotAllowedError):
        vault.reveal(marked, actor=SYSTEM)
    assert vault.exposures_of(marked.entry) == []
    refused = AuditEntry.objects.filter(action=AuditAction.SECRET_REVEALED)
    assert {entry.outcome for entry in refused} == {Outcome.DENIED}


def test_what_is_marked_is_exported_replaced_and_used(
    browser_of_alice: Browser, marked: ServiceAccount
) -> None:
    answer = browser_of_alice.post(url("export", marked), {"name": "ovh.conf"})
    assert SECRETS["service_account"] in answer.content.decode()
    assert vault.use(marked, actor=SYSTEM, purpose="test").expose() == SECRETS["service_account"]
    vault.replace_secret(marked, "a0newer0client0secret00000000001", actor=SYSTEM)
    assert Entry.objects.get(pk=marked.pk).versions.count() == 2


def test_the_mark_is_in_the_log_and_on_the_page(
    browser_of_alice: Browser, marked: ServiceAccount
) -> None:
    changed = AuditEntry.objects.get(action=AuditAction.ENTRY_CHANGED)
    assert changed.details == {"label": marked.label, "never reveal": True}
    page = browser_of_alice.page(url("detail", marked))
    assert "Used, never revealed" in page
    assert url("reveal", marked) not in page
