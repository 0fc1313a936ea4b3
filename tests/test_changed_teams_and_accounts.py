"""Teams, accounts and entries that somebody changed in the database: a group of the identity
provider opens no other team, and no secret is used under another identity or sent elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.migrations import Migration
from django.db.models import Model
from django.urls import reverse
from pytest_django import Settings

from credentials import audit, onboarding, people, teams, vault
from credentials.audit import SYSTEM
from credentials.core import (
    AuditAction,
    HostFamily,
    KeyState,
    NotAllowedError,
    Role,
    RowChangedOutside,
)
from credentials.models import (
    Account,
    Application,
    AuditEntry,
    ConsumerKey,
    KeyRequest,
    Membership,
    Person,
    ServiceAccount,
    Team,
)
from credentials.sealing import row_proofs
from tests.database_writer import kept_of, put_back, rows_of
from tests.people import Browser, change_access, join, make_team
from tests.world import World

pytestmark = pytest.mark.django_db


def _sign_in_by(groups: list[str], person: Person | None = None) -> Person:
    email = person.email if person else "dora@example.com"
    return people.admit_by_groups(email, groups, known=person, address="192.0.2.1")


@pytest.fixture
def mapped(team: Team, alice: Person, settings: Settings) -> Team:
    """The team that the group "ops" opens, beside the one that "helpers" do."""
    make_team("Cellar", alice)
    settings.OIDC_GROUPS = [("ops", "Harbour", "operator"), ("helpers", "Cellar", "auditor")]
    return team


def test_two_teams_that_swap_names_are_opened_by_no_group(mapped: Team) -> None:
    assert teams.role_in(_sign_in_by(["helpers"]), mapped.pk) is None
    rows_of(Team).filter(name="Cellar").update(name="between")
    rows_of(Team).filter(pk=mapped.pk).update(name="Cellar")
    rows_of(Team).filter(name="between").update(name="Harbour")
    with pytest.raises(RowChangedOutside, match="was changed outside Keydesk"):
        _sign_in_by(["helpers"])
    assert not Membership.objects.filter(team=mapped, person__email="dora@example.com").exists()


def test_a_role_that_a_group_gave_does_not_stay_where_its_team_is_renamed(mapped: Team) -> None:
    """Renamed for the moment of the sign-in that would end the role, and named back after it."""
    dora = _sign_in_by(["ops"])
    rows_of(Team).filter(pk=mapped.pk).update(name="elsewhere")
    with pytest.raises(RowChangedOutside):
        _sign_in_by(["helpers"], dora)


def test_a_role_that_a_group_gave_does_not_come_back_where_its_row_was_hidden(
    mapped: Team,
) -> None:
    """Taken away for the moment of the sign-in that would end it, and put back after it."""
    dora = _sign_in_by(["ops"])
    membership = Membership.objects.get(team=mapped, person=dora)
    kept = kept_of(membership)
    rows_of(Membership).filter(pk=membership.pk).delete()
    for _ in range(2):
        _sign_in_by(["helpers"], dora)
    put_back(Membership, kept)
    assert teams.membership_of(dora, mapped) is None
    removed = AuditEntry.objects.filter(action=AuditAction.MEMBER_REMOVED)
    assert [entry.details for entry in removed] == [
        {
            "person": "dora@example.com",
            "identity": str(dora.identity),
            "person_id": dora.pk,
            "role": "operator",
        }
    ]


def test_a_policy_that_somebody_else_weakened_opens_no_page_and_no_secret(
    team: Team, alice: Person, browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    change_access(team, teams.AccessTerms(requires_purpose=True))
    kept = kept_of(team)
    with pytest.raises(NotAllowedError, match="asks what for"):
        vault.reveal(consumer_key, actor=audit.actor_of(alice))
    rows_of(Team).filter(pk=team.pk).update(requires_purpose=False)
    _guard_team_is_closed(browser_of_alice, alice, consumer_key)
    put_back(Team, kept)
    change_access(team, teams.AccessTerms(requires_purpose=True, allowed_networks=("::1/128",)))
    put_back(Team, kept)
    _guard_team_is_closed(browser_of_alice, alice, consumer_key)


def _guard_team_is_closed(browser: Browser, alice: Person, key: ConsumerKey) -> None:
    key = ConsumerKey.objects.get(pk=key.pk)
    for url in (reverse("vault:detail", args=[key.pk]), reverse("overview:home")):
        page = browser.get(url)
        assert page.status_code == 403
        assert "was changed outside Keydesk" in page.content.decode()
    for purpose in ("", "a new server"):
        with pytest.raises(RowChangedOutside):
            vault.reveal(key, actor=audit.actor_of(alice), purpose=purpose)


@pytest.fixture
def others(charlie: Person) -> Account:
    """An account of Charlie's team, with a key that manages it."""
    account = vault.add_account(
        charlie.teams.get(), label="Other", endpoint="sandbox", actor=SYSTEM
    )
    application = vault.store_application(
        account,
        metadata=vault.EntryMetadata(label="other"),
        application_key="9f8e7d6c5b4a3210",
        secret="other0application0secret00000001",
        actor=SYSTEM,
    )
    vault.store_consumer_key(
        application,
        metadata=vault.EntryMetadata(label="other"),
        secret="other0consumer0key00000000000001",
        state=KeyState.VALIDATED,
        rules=[],
        allowed_ips=[],
        actor=SYSTEM,
    )
    return account


def _account() -> Account:
    return Account.objects.get(label="Main account")


def _key() -> ConsumerKey:
    return ConsumerKey.objects.get(account=_account(), label="dns-updater key")


def _management_client() -> object:
    return vault.management_client(_account(), actor=SYSTEM, purpose="test")


def _signed_client() -> object:
    return vault.signed_client(_key(), actor=SYSTEM, purpose="test")


def _bearer_client() -> object:
    return vault.bearer_client(ServiceAccount.objects.get(), actor=SYSTEM, purpose="test")


def _unsigned_client() -> object:
    return vault.unsigned_client(_key().application)


def _locked_account() -> object:
    """What decides whether a key is the account's, by ``nic``."""
    return vault.locked_account(_account())


def _export() -> object:
    entries = [_key().application, _key()]
    return vault.export(entries, actor=SYSTEM, form="test", destination="file")


_USES: list[tuple[Callable[[], object], type[Model], dict[str, Any]]] = [
    (_management_client, Account, {"management_key": "others"}),
    (_management_client, Account, {"endpoint": "ovh-us"}),
    (_signed_client, Account, {"endpoint": "ovh-us"}),
    (_signed_client, Account, {"host_family": "newer"}),
    (_signed_client, Application, {"application_key": "9f8e7d6c5b4a3210"}),
    (_signed_client, ConsumerKey, {"application": "others"}),
    (_bearer_client, Account, {"endpoint": "ovh-us"}),
    (_bearer_client, ServiceAccount, {"client_id": "EU.9f8e7d6c5b4a3210"}),
    (_unsigned_client, Account, {"endpoint": "ovh-us"}),
    (_unsigned_client, Application, {"application_key": "9f8e7d6c5b4a3210"}),
    (_locked_account, Account, {"nic": "zz99999-ovh"}),
    (_export, Account, {"endpoint": "ovh-us"}),
    (_export, Application, {"application_key": "9f8e7d6c5b4a3210"}),
    (_export, ConsumerKey, {"application": "others"}),
]


@pytest.mark.parametrize(
    ("use", "model", "columns"), _USES, ids=lambda case: getattr(case, "__name__", str(case))
)
def test_no_secret_is_used_under_another_identity_or_sent_elsewhere(
    use: Callable[[], object],
    model: type[Model],
    columns: dict[str, Any],
    one_of_each: World,
    others: Account,
) -> None:
    assert use()
    other = {
        "management_key": ConsumerKey.objects.filter(account=others).first(),
        "application": Application.objects.filter(account=others).first(),
    }
    of_others = {others.pk, *others.entries.values_list("pk", flat=True)}
    changed = rows_of(model).exclude(pk__in=of_others)
    changed.update(**{name: other.get(name, value) for name, value in columns.items()})
    with pytest.raises(RowChangedOutside, match="was changed outside Keydesk"):
        use()


def test_no_account_is_as_it_was_before_the_log_changed_it(
    one_of_each: World, account: Account
) -> None:
    def rebind() -> None:
        vault.bind_account(account, "bb22222-ovh", seen=account.nic, actor=SYSTEM)

    def choose() -> None:
        vault.choose_management_key(account, None, actor=SYSTEM)

    def rehost() -> None:
        vault.change_account(account, label="Main account", hosts=HostFamily.NEWER, actor=SYSTEM)

    for change in (rehost, rebind, choose):
        kept = kept_of(account)
        change()
        assert _locked_account()
        now = kept_of(account)
        put_back(Account, kept)
        with pytest.raises(RowChangedOutside):
            _locked_account()
        put_back(Account, now)


def test_a_page_of_consent_that_was_planted_is_not_linked(one_of_each: World) -> None:
    """Also of OVHcloud's own host: it may ask there for somebody else's key."""
    request = KeyRequest.objects.get()
    assert onboarding.consent_page(request)
    rows_of(KeyRequest).update(validation_url="http://127.0.0.1:9/auth/?credentialToken=x")
    assert onboarding.consent_page(KeyRequest.objects.get()) == ""


def test_what_earlier_proofs_did_not_cover_is_proven_once(
    one_of_each: World, account: Account, others: Account
) -> None:
    """An account that was moved before the upgrade stays one that is not believed."""
    for model in (Team, Application, ConsumerKey, ServiceAccount, KeyRequest):
        rows_of(model).update(proof="")
    for row in (account, others):
        proof = row_proofs.prove_values(row, [str(row.team_id)])
        rows_of(Account).filter(pk=row.pk).update(proof=proof)
    rows_of(Account).filter(pk=others.pk).update(team=one_of_each.team)
    plan = [(Migration("0022_more_row_proofs", "credentials"), False)]
    audit.on_migrated_rows(plan=plan)
    assert [row.pk for row in audit.changed_rows()] == [others.pk]
    assert _management_client()
    rows_of(Team).update(proof="")
    audit.on_migrated_rows(plan=plan)
    assert len(list(audit.changed_rows())) > 1
    assert AuditEntry.objects.filter(action=AuditAction.ROWS_PROVEN).count() == 1


def test_no_secret_is_kept_in_an_account_by_the_label_of_another(
    browser_of_alice: Browser, account: Account, others: Account, alice: Person
) -> None:
    """The labels of two accounts, of teams that Alice is in, are exchanged while she chooses."""
    join(others.team, alice, Role.OPERATOR)
    for row, label in ((account, "kept"), (others, account.label), (account, others.label)):
        rows_of(Account).filter(pk=row.pk).update(label=label)
    for name in ("onboarding:paste", "service_accounts:create"):
        assert account.label not in browser_of_alice.page(reverse(name))
    with pytest.raises(RowChangedOutside):
        vault.store_application(
            Account.objects.get(pk=others.pk),
            metadata=vault.EntryMetadata(label="new"),
            application_key="a0new0key",
            secret="a0new0secret0of0an0application01",
            actor=SYSTEM,
        )
