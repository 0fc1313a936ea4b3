"""A key service wraps in place of our own master keys: nothing above the interface changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from pytest_django import Settings

from credentials import audit, vault
from credentials.audit import SYSTEM
from credentials.core import KeyringError
from credentials.models import Account, Application, Team
from credentials.sealing import Binding, Key, instance_key, key_id, master_keys
from credentials.vault import seal_locations
from tests.conftest import SECRETS
from tests.scratch import Scratch


class FarAway:
    """A key service: it keeps the keys, and gives out numbers in place of tokens.

    What it wrapped stays with it; a token is ``far.w.<key id>.<number>`` and opens for its place.
    """

    def __init__(self) -> None:
        self.ids: tuple[str, ...] = ("one",)
        self.kept: list[tuple[Key, Binding]] = []
        self.asked = 0

    @property
    def first_id(self) -> str:
        return self.ids[0]

    def wrap(self, key: Key, binding: Binding) -> str:
        self.kept.append((key, binding))
        return f"far.w.{self.first_id}.{len(self.kept) - 1}"

    def unwrap(self, token: str, binding: Binding) -> Key:
        self.asked += 1
        if key_id(token) not in self.ids:
            raise KeyringError(key_id(token))
        key, place = self.kept[int(token.rsplit(".", 1)[1])]
        if place != binding:
            raise KeyringError(key_id(token))
        return key

    def needs_rewrap(self, token: str) -> bool:
        return key_id(token) != self.first_id


@pytest.fixture(autouse=True)
def service(settings: Settings) -> FarAway:
    settings.KEYDESK_MASTER_KEYS = ""
    settings.KEYDESK_MASTER_KEY_PROVIDER = f"{__name__}.FarAway"
    provided = master_keys.keyring()
    assert isinstance(provided, FarAway)
    return provided


def test_no_master_key_of_ours_is_needed(settings: Settings) -> None:
    call_command("check")
    assert not settings.KEYDESK_MASTER_KEYS


def test_production_starts_with_a_provider_in_place_of_keys(tmp_path: Path) -> None:
    place = Scratch("", "", tmp_path)
    show = "from dashboard import settings; print([settings.KEYDESK_MASTER_KEYS])"
    assert place.run("-c", show).returncode == 1
    assert place.run("-c", show, KEYDESK_MASTER_KEY_PROVIDER="a.b").stdout == "['']\n"


def test_a_provider_that_is_not_there_stops_the_start(settings: Settings) -> None:
    settings.KEYDESK_MASTER_KEY_PROVIDER = "nowhere.at_all"
    with pytest.raises(SystemCheckError, match=r"E001.*nowhere\.at_all: nothing there"):
        call_command("check")


def test_a_key_service_wraps_and_everything_works(
    application: Application, service: FarAway
) -> None:
    assert vault.reveal(application, actor=SYSTEM).expose() == SECRETS["application"]
    assert application.account.data_key.startswith("far.w.one.")
    assert (instance_key.token() or "").startswith("far.w.one.")
    assert audit.verify().verdict == 0
    assert service.asked > 0


def test_a_wrapped_key_of_a_key_service_opens_in_its_place_alone(
    account: Account, team: Team
) -> None:
    other = vault.add_account(team, label="Second", endpoint="sandbox", actor=SYSTEM)
    account.data_key = other.data_key
    with pytest.raises(KeyringError):
        seal_locations.data_key(account)


def test_a_key_service_rotates_by_the_same_command(
    application: Application, service: FarAway, capsys: pytest.CaptureFixture[str]
) -> None:
    service.ids = ("two", "one")
    call_command("reseal_vault")
    assert "To rewrap: 2 under one" in capsys.readouterr().out
    service.ids = ("two",)
    entry = Application.objects.get()
    assert vault.reveal(entry, actor=SYSTEM).expose() == SECRETS["application"]


def test_a_key_that_the_service_no_longer_has_is_named(
    application: Application, service: FarAway
) -> None:
    service.ids = ("three",)
    with pytest.raises(KeyringError, match="one"):
        vault.reveal(application, actor=SYSTEM)
