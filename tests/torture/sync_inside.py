"""What runs inside a Keydesk in a process of its own: accounts to read, and how far that is."""

from __future__ import annotations

import json
import sys

from credentials import teams, vault
from credentials.audit import SYSTEM
from credentials.models import Account, LiveCredential, Person, Sync
from sandbox.demo_world import NIC_A, NIC_B, build_world
from tests.live_world import adopt


def fill(*endpoints: str) -> None:
    """A team with another account of the demo world at each endpoint."""
    alice = Person.objects.create_user("alice@example.com")
    team = teams.create_team("Harbour", admin=alice, actor=SYSTEM)
    demo = build_world()
    for endpoint, nic in zip(endpoints, (NIC_A, NIC_B), strict=True):
        account = vault.add_account(team, label=endpoint, endpoint=endpoint, actor=SYSTEM)
        vault.choose_management_key(account, adopt(account, demo.management(nic)), actor=SYSTEM)


def look() -> None:
    """Print of each account how far its reading is, as JSON."""
    states = {}
    for account in Account.objects.all():
        keys = LiveCredential.objects.filter(account=account, gone_at=None).count()
        sync = Sync.objects.filter(account=account).order_by("created_at").first()
        states[account.label] = (sync.state, sync.tries, keys) if sync else ("", 0, keys)
    sys.stdout.write(json.dumps(states))
