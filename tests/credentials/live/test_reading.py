from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from credentials import live, vault
from credentials.audit import SYSTEM
from credentials.core import ApiError, CredentialState, KeyState, Method, NotFound, NotGranted
from credentials.live import foreign_applications, reading
from credentials.live.upsert import Table
from credentials.models import Account, ConsumerKey, LiveApplication, LiveCredential
from credentials.ovhcloud import Credential, ListItem, OvhClient
from credentials.rights import AccessRule
from sandbox.demo_world import NIC_B, DemoWorld
from sandbox.server import Running
from tests.live_world import LiveWorld, take_over

KEYS = Table(
    LiveCredential,
    "credential_id",
    reading._credential,
    never_read={"are_addresses_known": False},
)


def ignore(done: int, total: int) -> None:
    """Progress that nobody follows."""


def found(number: int, *, unknown_rules: int = 0) -> ListItem[int, Credential]:
    value = Credential(
        credential_id=number,
        application_id=7,
        status=CredentialState.VALIDATED,
        rules=(),
        allowed_ips=None,
        creation=None,
        expiration=None,
        last_use=None,
        ovh_support=False,
        unknown_rules=unknown_rules,
    )
    return ListItem(number, value)


def damaged(number: int) -> ListItem[int, Credential]:
    value = found(number).value
    assert value is not None
    return ListItem(number, replace(value, has_unread_addresses=True))


def failed(number: int, error: ApiError) -> ListItem[int, Credential]:
    return ListItem(number, error=error)


def row(account: Account, number: int = 1) -> LiveCredential:
    return account.live_credentials.get(credential_id=number)


class TestTable:
    def test_an_object_read_twice_is_one_row_with_its_first_date(self, account: Account) -> None:
        early = timezone.now() - timedelta(days=1)
        KEYS.write(account, [found(1)], begun=early)
        KEYS.write(account, [found(1)], begun=timezone.now())
        assert row(account).first_seen_at == early
        assert account.live_credentials.count() == 1

    def test_an_unreadable_object_keeps_its_facts(self, account: Account) -> None:
        KEYS.write(account, [found(1)], begun=timezone.now())
        KEYS.write(account, [failed(1, NotGranted())], begun=timezone.now())
        assert row(account).status == "validated"
        assert str(row(account).cause) == "The key's rights do not allow this call."

    def test_an_object_never_read_is_still_a_row(self, account: Account) -> None:
        KEYS.write(account, [failed(1, NotGranted())], begun=timezone.now())
        (key,) = live.listed_keys(Account.objects.all())
        assert (key.credential_id, key.state) == (1, live.KEY_UNREAD)

    def test_an_object_that_vanished_is_gone_and_makes_no_row(self, account: Account) -> None:
        KEYS.write(account, [found(1)], begun=timezone.now())
        KEYS.write(account, [failed(1, NotFound()), failed(2, NotFound())], begun=timezone.now())
        assert row(account).gone_at is not None
        assert account.live_credentials.count() == 1

    def test_an_object_revoked_during_the_reading_stays_gone(self, account: Account) -> None:
        begun = timezone.now()
        KEYS.write(account, [found(1)], begun=begun - timedelta(hours=1))
        account.live_credentials.update(gone_at=timezone.now())
        KEYS.write(account, [found(1)], begun=begun)
        assert row(account).gone_at is not None

    def test_an_object_gone_before_the_reading_returns_when_listed(self, account: Account) -> None:
        KEYS.write(account, [found(1)], begun=timezone.now())
        account.live_credentials.update(gone_at=timezone.now() - timedelta(hours=1))
        KEYS.write(account, [found(1)], begun=timezone.now())
        assert row(account).gone_at is None

    def test_rows_that_are_unreadable_or_newer_are_not_marked_gone(self, account: Account) -> None:
        begun = timezone.now()
        KEYS.write(account, [found(1), found(2)], begun=begun - timedelta(hours=1))
        KEYS.write(account, [found(3)], begun=begun + timedelta(seconds=1))
        KEYS.mark_gone(account, [2], begun=begun)
        gone = account.live_credentials.exclude(gone_at=None)
        assert list(gone.values_list("credential_id", flat=True)) == [1]

    def test_rules_that_are_not_understood_are_told_of(self, account: Account) -> None:
        KEYS.write(account, [found(1, unknown_rules=2)], begun=timezone.now())
        said = "Its rules came in a form that Keydesk does not know (2 of them)."
        assert str(row(account).cause) == said

    def test_addresses_that_came_damaged_are_not_known_and_stay_as_they_were(
        self, account: Account
    ) -> None:
        KEYS.write(account, [damaged(1), failed(2, NotGranted())], begun=timezone.now())
        for number in (1, 2):
            assert not row(account, number).are_addresses_known
        said = "Its allowed addresses came in a form that Keydesk does not know."
        assert str(row(account).cause) == said
        read = found(1).value
        assert read is not None
        bound = ListItem(1, replace(read, allowed_ips=("198.51.100.0/24",)))
        for item in (bound, damaged(1)):
            KEYS.write(account, [item], begun=timezone.now())
            assert row(account).are_addresses_known
            assert row(account).allowed_ips == ["198.51.100.0/24"]
        KEYS.write(account, [found(1)], begun=timezone.now())
        assert (row(account).allowed_ips, row(account).are_addresses_known) == ([], True)

    def test_accounts_keep_their_rows_apart(self, account: Account) -> None:
        other = Account.objects.create(team=account.team, label="Other", endpoint="sandbox")
        KEYS.write(account, [found(1)], begun=timezone.now())
        KEYS.mark_gone(other, [], begun=timezone.now())
        assert row(account).gone_at is None


class TestForeignApplications:
    @pytest.fixture
    def world(self, account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
        return take_over(account, demo, sandbox_server, nic=NIC_B)

    @pytest.fixture
    def ovh(self, world: LiveWorld) -> OvhClient:
        return vault.management_client(world.account, actor=SYSTEM, purpose="test")

    def read(self, world: LiveWorld, ovh: OvhClient) -> None:
        applications = reading.OwnApplications(world.account, ovh, progress=ignore)
        applications.read_many_a_call()
        reading.read_credentials(world.account, ovh, begun=timezone.now(), progress=ignore)
        applications.read_others()
        foreign_applications.read_foreign_applications(world.account, ovh, progress=ignore)

    def test_only_a_key_that_is_still_there_proves_its_application_deleted(
        self, world: LiveWorld, ovh: OvhClient
    ) -> None:
        self.read(world, ovh)
        deleted = world.planned("old dashboard")
        world.demo.world.drop(world.demo.world.credentials[deleted.credential_id])
        LiveApplication.objects.update(is_deleted=False)
        foreign_applications.read_foreign_applications(world.account, ovh, progress=ignore)
        assert not LiveApplication.objects.get(application_id=deleted.application_id).is_deleted

    def test_a_refused_reading_is_a_cause_and_proves_nothing(
        self, world: LiveWorld, ovh: OvhClient
    ) -> None:
        world.fail("status=403 path=/me/api/credential/*/application")
        self.read(world, ovh)
        application_id = world.planned("old dashboard").application_id
        application = LiveApplication.objects.get(application_id=application_id)
        assert not application.is_deleted
        assert "/application" in str(application.cause)


class TestSettle:
    def test_what_expired_at_ovhcloud_expires_in_the_vault(
        self, account: Account, consumer_key: ConsumerKey
    ) -> None:
        begun = timezone.now()
        ConsumerKey.objects.update(credential_id=1, validated_at=begun)
        KEYS.write(account, [found(1)], begun=begun)
        account.live_credentials.update(status="expired")
        reading.finish(account, begun=begun)
        consumer_key.refresh_from_db()
        assert consumer_key.state == KeyState.EXPIRED

    def test_a_key_validated_during_the_reading_is_not_called_gone(
        self, account: Account, consumer_key: ConsumerKey
    ) -> None:
        begun = timezone.now()
        ConsumerKey.objects.update(credential_id=1, validated_at=begun + timedelta(seconds=1))
        reading.finish(account, begun=begun)
        consumer_key.refresh_from_db()
        assert consumer_key.state == KeyState.VALIDATED

    def test_the_keys_of_a_dead_application_end(
        self, account: Account, consumer_key: ConsumerKey
    ) -> None:
        now = timezone.now()
        ConsumerKey.objects.update(credential_id=1, validated_at=now - timedelta(days=1))
        KEYS.write(account, [found(1)], begun=now)
        LiveApplication.objects.create(
            account=account, application_id=7, is_deleted=True, first_seen_at=now
        )
        reading.finish(account, begun=now)
        consumer_key.refresh_from_db()
        assert consumer_key.state == KeyState.REVOKED


class TestStoredKeysFollow:
    """OVHcloud's facts of a key that the vault keeps are those of the last reading."""

    @pytest.fixture
    def stored(self, account: Account, consumer_key: ConsumerKey) -> ConsumerKey:
        yesterday = timezone.now() - timedelta(days=1)
        ConsumerKey.objects.update(credential_id=1, validated_at=yesterday)
        return consumer_key

    def read(self, account: Account, item: ListItem[int, Credential]) -> None:
        begun = timezone.now()
        KEYS.write(account, [item], begun=begun)
        reading.finish(account, begun=begun)

    def test_addresses_rules_end_and_state_follow_in_both_directions(
        self, account: Account, stored: ConsumerKey
    ) -> None:
        end = timezone.now() + timedelta(days=30)
        rule = AccessRule(Method.GET, "/me")
        for status, state in (("expired", KeyState.EXPIRED), ("validated", KeyState.VALIDATED)):
            value = found(1).value
            assert value is not None
            value = replace(
                value,
                status=status,
                allowed_ips=("198.51.100.0/24",),
                rules=(rule,),
                expiration=end,
            )
            self.read(account, ListItem(1, value))
            stored.refresh_from_db()
            assert (stored.state, stored.expires_at) == (state, end)
            assert stored.allowed_ips == ["198.51.100.0/24"]
            assert stored.rules == [{"method": "GET", "path": "/me"}]

    def test_what_could_not_be_read_stays_as_it_was_known(
        self, account: Account, stored: ConsumerKey
    ) -> None:
        known = stored.rules
        self.read(account, found(1, unknown_rules=1))
        stored.refresh_from_db()
        assert (stored.rules, stored.allowed_ips) == (known, [])
        self.read(account, failed(1, NotGranted()))
        stored.refresh_from_db()
        assert (stored.rules, stored.state) == (known, KeyState.VALIDATED)

    def test_addresses_that_came_damaged_stay_as_they_were_known(
        self, account: Account, stored: ConsumerKey
    ) -> None:
        self.read(account, damaged(1))
        stored.refresh_from_db()
        assert (stored.allowed_ips, stored.are_addresses_known) == (["192.0.2.0/24"], True)
        ConsumerKey.objects.update(are_addresses_known=False, allowed_ips=[])
        self.read(account, found(1))
        stored.refresh_from_db()
        assert stored.are_addresses_known

    def test_a_key_that_nobody_validated_is_left_alone(
        self, account: Account, stored: ConsumerKey
    ) -> None:
        ConsumerKey.objects.update(state=KeyState.UNCONFIRMED)
        self.read(account, found(1))
        stored.refresh_from_db()
        assert (stored.state, stored.allowed_ips) == (KeyState.UNCONFIRMED, ["192.0.2.0/24"])
