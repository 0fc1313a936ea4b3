"""``/me/api/logs``: what was called, by whom and from where, without the key."""

from __future__ import annotations

from typing import Any

import ovh
import pytest

from sandbox.app import Sandbox
from sandbox.demo_world import DemoWorld
from sandbox.state.quirks import Quirks
from tests.sandbox.conftest import NIC_A, NIC_C, ClientMaker

ZONE = "/domain/zone/example.com"
OWN = "/me/api/logs/self"
BY_OTHERS = "/me/api/logs/services"


@pytest.fixture
def admin(demo: DemoWorld, client_of: ClientMaker) -> ovh.Client:
    """Alice's key with every right."""
    return client_of(demo.of("wide-open")[0])


def last(client: ovh.Client, log: str = OWN) -> dict[str, Any]:
    number = max(client.get(log))
    entry: dict[str, Any] = client.get(f"{log}/{number}")
    return entry


def test_the_log_holds_writes_without_their_keys(admin: ovh.Client, demo: DemoWorld) -> None:
    admin.post(f"{ZONE}/refresh")
    admin.get(f"{ZONE}/record")
    entry = last(admin)
    assert entry.keys() == {"logId", "date", "account", "ip", "method", "path", "route"}
    assert (entry["account"], entry["ip"], entry["method"]) == (NIC_A, "127.0.0.1", "POST")
    assert (entry["path"], entry["route"]) == (f"{ZONE}/refresh", "/domain/zone/{zoneName}/refresh")
    assert demo.of("wide-open")[0].consumer_key not in str(entry)


def test_the_log_of_services_holds_what_other_accounts_did(admin: ovh.Client) -> None:
    entry = last(admin, BY_OTHERS)
    assert (entry["account"], entry["path"]) == (NIC_C, f"{ZONE}/refresh")
    assert not set(admin.get(OWN)) & set(admin.get(BY_OTHERS))


def test_an_entry_of_another_log_or_account_is_not_found(
    admin: ovh.Client, sandbox: Sandbox
) -> None:
    other = next(each.id for each in sandbox.world.past_calls.values() if each.owner != NIC_A)
    for number in (other, max(admin.get(BY_OTHERS)), 1):
        with pytest.raises(ovh.exceptions.ResourceNotFoundError):
            admin.get(f"{OWN}/{number}")


def test_log_reads_has_the_log_hold_reads(admin: ovh.Client, sandbox: Sandbox) -> None:
    sandbox.quirks = Quirks(log_reads=True)
    admin.get(f"{ZONE}/record")
    entry = last(admin)
    assert (entry["method"], entry["path"]) == ("GET", f"{ZONE}/record")


def test_log_refused_has_the_log_hold_refused_calls(admin: ovh.Client, sandbox: Sandbox) -> None:
    def refused() -> int:
        with pytest.raises(ovh.exceptions.ResourceNotFoundError):
            admin.delete(f"{ZONE}/record/1")
        return len(admin.get(OWN))

    before = len(admin.get(OWN))
    assert refused() == before
    sandbox.quirks = Quirks(log_refused=True)
    assert refused() == before + 2


def test_log_order_turns_the_numbers_round(admin: ovh.Client, sandbox: Sandbox) -> None:
    oldest_first = admin.get(OWN)
    assert oldest_first == sorted(oldest_first)
    sandbox.quirks = Quirks(log_order="newest")
    assert admin.get(OWN) == oldest_first[::-1]


def test_log_days_has_the_log_forget(admin: ovh.Client, sandbox: Sandbox) -> None:
    whole = admin.get(OWN)
    sandbox.quirks = Quirks(log_days=30)
    kept = admin.get(OWN)
    assert 0 < len(kept) < len(whole)
    with pytest.raises(ovh.exceptions.ResourceNotFoundError):
        admin.get(f"{OWN}/{min(whole)}")
