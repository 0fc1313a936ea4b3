"""The main job in each region: a key is asked for, validated, seen among the live keys, revoked."""

from __future__ import annotations

from pytest_django import Settings

from credentials import live, vault
from credentials.audit import SYSTEM
from credentials.core import KeyState
from credentials.models import Person as Colleague
from credentials.models import Team
from credentials.ovhcloud import Deleted
from credentials.rights import RECIPES
from sandbox import server
from sandbox.demo_world import NIC_A, build_world
from tests.interop.keydesk import make_key
from tests.live_world import take_over
from tests.sandbox.people import Person


def test_a_key_is_requested_validated_listed_and_revoked_in_every_region(
    team: Team, alice: Colleague, settings: Settings
) -> None:
    for region in ("eu", "ca", "us"):
        demo = build_world(region=region)
        with server.start(demo.world) as running:
            settings.OVH_EXTRA_ENDPOINTS = f"{region}-sandbox={running.api_root}"
            account = vault.add_account(
                team, label=region, endpoint=f"{region}-sandbox", actor=SYSTEM
            )
            world = take_over(account, demo, running)
            rules = RECIPES["certbot-zone"].rules(zone="example.com")
            customer = Person(running.url, NIC_A)
            key = make_key(account, rules, colleague=alice, customer=customer)
            assert key.state == KeyState.VALIDATED
            world.sync()
            number = key.credential_id or 0
            listed = account.live_credentials.get(credential_id=number)
            assert live.revoke(listed, actor=SYSTEM) is Deleted.DONE
            assert number not in demo.world.credentials
            assert running.sandbox.record.objections == []
