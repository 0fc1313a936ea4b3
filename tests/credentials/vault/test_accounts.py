"""What a management key reaches is told rule by rule; no label stands twice in a team."""

from __future__ import annotations

from typing import Any

import pytest

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, EndpointError, NotAllowedError, Outcome
from credentials.models import Account, AuditEntry, ConsumerKey, Team

READING = [
    {"method": "GET", "path": path}
    for path in (
        "/me/api/application",
        "/me/api/application/*",
        "/me/api/credential",
        "/me/api/credential/*",
    )
]


def test_no_key_lacks_everything() -> None:
    missing = [len(reach.missing) for reach in vault.management_key_reach(None)]
    assert missing == [4, 1, 1, 1, 5, 12, 4]


def test_a_management_key_that_reads_everything_lacks_nothing(
    account: Account, consumer_key: ConsumerKey
) -> None:
    consumer_key.rules = READING
    reading, *acts = vault.management_key_reach(consumer_key)
    assert reading.missing == ()
    assert [str(rule) for act in acts[:3] for rule in act.missing] == [
        "DELETE /me/api/credential/*",
        "DELETE /me/api/application/*",
        "PUT /me/api/credential/*",
    ]


def test_one_wide_rule_is_enough(consumer_key: ConsumerKey) -> None:
    consumer_key.rules = [{"method": "GET", "path": "/me/*"}]
    assert vault.management_key_reach(consumer_key)[0].missing == ()


def test_an_unknown_endpoint_adds_nothing(team: Team) -> None:
    with pytest.raises(EndpointError):
        vault.add_account(team, label="Web", endpoint="ovh-mars", actor=SYSTEM)
    assert not Account.objects.exists()
    entry = AuditEntry.objects.get(action=AuditAction.ACCOUNT_CREATED)
    assert (entry.outcome, entry.details) == (Outcome.FAILED, {"cause": "EndpointError"})


def test_a_label_taken_meanwhile_changes_nothing(account: Account) -> None:
    other = vault.add_account(account.team, label="Web", endpoint="sandbox", actor=SYSTEM)
    with pytest.raises(NotAllowedError):
        vault.change_account(other, label=account.label, actor=SYSTEM)
    other.refresh_from_db()
    assert other.label == "Web"


def test_counts_do_not_multiply_each_other(account: Account, consumer_key: ConsumerKey) -> None:
    for number in range(3):
        account.live_credentials.create(credential_id=number, first_seen_at=account.created_at)
    row: Any = vault.with_counts(Account.objects.all()).get()
    assert (row.entry_count, row.live_count) == (2, 3)
