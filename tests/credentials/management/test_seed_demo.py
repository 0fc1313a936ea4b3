"""The demo starts with whatever people made of it: an account that cannot be read ends nothing."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from django.core.management import call_command

from credentials import onboarding, vault
from credentials.audit import SYSTEM
from credentials.models import Account, Person, Team
from sandbox.demo_world import NIC_A, DemoWorld
from sandbox.server import Running


def seed(settings: Any, var: Path) -> str:
    settings.DEMO, settings.VAR_DIR = True, var
    errors = io.StringIO()
    call_command("seed_demo", stderr=errors)
    return errors.getvalue()


def test_an_account_that_keys_were_taken_into_has_none_to_read_it_with(
    settings: Any, tmp_path: Path, account: Account
) -> None:
    assert seed(settings, tmp_path) == ""
    assert not account.syncs.exists()


def test_an_account_whose_key_ended_is_said(
    settings: Any,
    tmp_path: Path,
    team: Team,
    account: Account,
    demo: DemoWorld,
    alice: Person,
    sandbox_server: Running,
) -> None:
    vault.bind_account(account, NIC_A, seen="", actor=SYSTEM)
    key = demo.management(NIC_A)
    triple = onboarding.KeyTriple(
        application_key=key.application_key,
        application_secret=key.application_secret,
        consumer_key=key.consumer_key,
    )
    metadata = vault.EntryMetadata(label="keydesk", owner=alice)
    adopted = onboarding.adopt(account, triple, metadata=metadata, actor=SYSTEM)
    vault.choose_management_key(account, adopted, actor=SYSTEM)
    del demo.world.credentials[key.credential_id]
    assert f"{account} could not be read" in seed(settings, tmp_path)
