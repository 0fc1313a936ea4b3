"""Opening, destroying and roles at the same moment: one after the other, and nobody is stuck."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from credentials import audit, teams, vault
from credentials.audit import SYSTEM
from credentials.core import NotAllowedError, Role
from credentials.models import Account, ConsumerKey, Membership, Person
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.live_world import adopt
from tests.two_at_once import second_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_export_waits_for_a_version_that_is_being_destroyed_and_takes_nothing(
    consumer_key: ConsumerKey,
) -> None:
    """With the log already locked it would wait for ever, and so would the other transaction."""
    application = consumer_key.application.entry
    with pytest.raises(NotAllowedError, match="Nothing is stored for dns-updater"):
        second_of(
            holds=lambda: list(application.versions.select_for_update()),
            then=lambda: vault.destroy(application, 1, actor=SYSTEM),
            other=lambda: vault.export(
                [consumer_key, application], actor=SYSTEM, form="shell", destination=""
            ),
        )


def test_a_reveal_waits_for_a_role_that_is_being_taken_away_and_shows_nothing(
    consumer_key: ConsumerKey, teammate: Callable[[Role], Person]
) -> None:
    bob = teammate(Role.OPERATOR)
    membership = Membership.objects.get(person=bob)
    with pytest.raises(NotAllowedError, match="Your role does not include this any more"):
        second_of(
            holds=lambda: teams.change_role(membership, Role.AUDITOR, actor=SYSTEM),
            then=lambda: None,
            other=lambda: vault.reveal(consumer_key, actor=audit.actor_of(bob)),
        )


def test_a_value_that_two_keep_at_once_is_kept_once(consumer_key: ConsumerKey) -> None:
    value = "the0same0value0twice"
    with pytest.raises(NotAllowedError, match="This secret is stored already"):
        second_of(
            holds=lambda: vault.replace_secret(consumer_key.entry, value, actor=SYSTEM),
            then=lambda: None,
            other=lambda: vault.replace_secret(consumer_key.application.entry, value, actor=SYSTEM),
        )


def test_an_answer_waits_for_another_answer_and_finds_the_account_bound(
    account: Account, alice: Person
) -> None:
    actor = audit.actor_of(alice)
    with pytest.raises(NotAllowedError, match="became the OVHcloud account aa11111-ovh"):
        second_of(
            holds=lambda: vault.bind_account(account, "aa11111-ovh", seen="", actor=actor),
            then=lambda: None,
            other=lambda: vault.bind_account(account, "bb22222-ovh", seen="", actor=actor),
        )
    account.refresh_from_db()
    assert account.nic == "aa11111-ovh"


def test_a_key_of_another_account_that_arrives_during_the_answer_is_refused(
    account: Account, alice: Person, demo: DemoWorld, sandbox_server: Running
) -> None:
    actor = audit.actor_of(alice)
    with pytest.raises(NotAllowedError, match="This key belongs to the OVHcloud account"):
        second_of(
            holds=lambda: vault.bind_account(account, "aa11111-ovh", seen="", actor=actor),
            then=lambda: None,
            other=lambda: adopt(account, demo.management("bb22222-ovh"), actor=actor),
        )
    assert not ConsumerKey.objects.exists()
