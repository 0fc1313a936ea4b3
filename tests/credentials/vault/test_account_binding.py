"""An account is bound to an OVHcloud account by somebody who manages accounts, never by a key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from credentials import audit, onboarding, vault
from credentials.audit import SYSTEM, Actor
from credentials.core import AuditAction, KeyState, NotAllowedError, Outcome, Role, SyncState
from credentials.models import (
    Account,
    Application,
    AuditEntry,
    ConsumerKey,
    LiveCredential,
    Membership,
    Person,
    Sync,
)
from sandbox.demo_world import NIC_A, NIC_B, DemoWorld
from sandbox.server import Running
from tests.live_world import adopt
from tests.people import rewrite

Teammate = Callable[[Role], Person]


def acting(person: Person) -> Actor:
    return audit.actor_of(person)


def entries(action: AuditAction) -> list[tuple[str, str, dict[str, object]]]:
    audit_entries = AuditEntry.objects.filter(action=action).order_by("seq")
    return [(entry.actor, entry.outcome, entry.details) for entry in audit_entries]


@pytest.fixture
def operator(teammate: Teammate) -> Actor:
    return acting(teammate(Role.OPERATOR))


@pytest.fixture
def waiting(
    account: Account, demo: DemoWorld, sandbox_server: Running, operator: Actor
) -> dict[str, ConsumerKey]:
    """Keys of two OVHcloud accounts, pasted into one account that is bound to none."""
    return {nic: adopt(account, demo.management(nic), actor=operator) for nic in (NIC_A, NIC_B)}


def states(account: Account) -> dict[str, str]:
    keys = ConsumerKey.objects.filter(account=account)
    return {key.nic: key.state for key in keys}


def test_the_first_key_binds_nothing_and_waits(
    account: Account, waiting: dict[str, ConsumerKey]
) -> None:
    account.refresh_from_db()
    assert account.nic == ""
    assert states(account) == {NIC_A: KeyState.UNCONFIRMED, NIC_B: KeyState.UNCONFIRMED}
    asked = vault.binding_questions(Account.objects.all())
    assert [(question.nic, question.keys) for question in asked] == [
        (NIC_A, [waiting[NIC_A]]),
        (NIC_B, [waiting[NIC_B]]),
    ]


def test_a_key_that_waits_is_opened_for_nobody(
    account: Account, waiting: dict[str, ConsumerKey], operator: Actor
) -> None:
    key = waiting[NIC_A]
    for open_key in (
        lambda: vault.reveal(key, actor=operator),
        lambda: vault.copy(key, actor=SYSTEM),
        lambda: vault.use(key, actor=SYSTEM, purpose="sync"),
        lambda: vault.replace_secret(key, "another0consumer0key000000001", actor=operator),
        lambda: onboarding.export_entry(
            key, form=onboarding.FORMATS["shell"], actor=operator, destination=onboarding.DOWNLOAD
        ),
    ):
        with pytest.raises(NotAllowedError, match="Nobody has confirmed yet whose"):
            open_key()
    with pytest.raises(NotAllowedError, match="Only a validated key"):
        vault.choose_management_key(account, key, actor=operator)
    assert entries(AuditAction.SECRET_REVEALED)[0][1] == Outcome.DENIED


def test_confirming_an_account_validates_its_keys_and_marks_the_others_foreign(
    account: Account, waiting: dict[str, ConsumerKey], operator: Actor
) -> None:
    vault.bind_account(account, NIC_A, seen="", actor=operator)
    account.refresh_from_db()
    assert account.nic == NIC_A
    assert states(account) == {NIC_A: KeyState.VALIDATED, NIC_B: KeyState.FOREIGN}
    assert vault.reveal(waiting[NIC_A], actor=operator).expose()
    assert vault.binding_questions(Account.objects.all()) == []
    details = {"nic": NIC_A, "nic before": ""}
    assert entries(AuditAction.ACCOUNT_BOUND) == [(operator.name, Outcome.DONE, details)]
    assert len(entries(AuditAction.KEY_VALIDATED)) == len(entries(AuditAction.KEY_FOREIGN)) == 1


def test_an_account_is_confirmed_with_its_key_or_not_at_all(
    account: Account, waiting: dict[str, ConsumerKey], operator: Actor
) -> None:
    with pytest.raises(NotAllowedError, match="Only a validated key"):
        vault.confirm_binding(account, NIC_A, seen="", manages=waiting[NIC_B], actor=operator)
    account.refresh_from_db()
    assert account.nic == ""
    assert [outcome for _, outcome, _ in entries(AuditAction.ACCOUNT_BOUND)] == [Outcome.DENIED]
    vault.confirm_binding(account, NIC_A, seen="", manages=waiting[NIC_A], actor=operator)
    account.refresh_from_db()
    assert (account.nic, account.management_key) == (NIC_A, waiting[NIC_A])


def test_refusing_an_account_marks_its_keys_foreign_and_leaves_it_unbound(
    account: Account, waiting: dict[str, ConsumerKey], operator: Actor
) -> None:
    vault.refuse_binding(account, NIC_B, actor=operator)
    account.refresh_from_db()
    assert account.nic == ""
    assert states(account) == {NIC_A: KeyState.UNCONFIRMED, NIC_B: KeyState.FOREIGN}
    assert entries(AuditAction.BINDING_REFUSED) == [(operator.name, Outcome.DONE, {"nic": NIC_B})]


@pytest.mark.parametrize("role", [Role.REQUESTER, Role.AUDITOR])
def test_an_answer_is_refused_when_the_role_was_removed_meanwhile(
    account: Account, waiting: dict[str, ConsumerKey], operator: Actor, role: Role
) -> None:
    rewrite(Membership.objects.filter(person__email=operator.name), role=role)
    answers: list[Callable[[], None]] = [
        lambda: vault.bind_account(account, NIC_A, seen="", actor=operator),
        lambda: vault.refuse_binding(account, NIC_A, actor=operator),
    ]
    for answer in answers:
        with pytest.raises(NotAllowedError, match="Your role does not include this"):
            answer()
    account.refresh_from_db()
    assert (account.nic, states(account)[NIC_A]) == ("", KeyState.UNCONFIRMED)
    assert entries(AuditAction.ACCOUNT_BOUND)[0][1] == Outcome.DENIED
    assert entries(AuditAction.BINDING_REFUSED)[0][1] == Outcome.DENIED


def test_of_two_answers_the_second_finds_the_account_bound(
    account: Account, waiting: dict[str, ConsumerKey], operator: Actor
) -> None:
    vault.bind_account(account, NIC_A, seen="", actor=operator)
    with pytest.raises(NotAllowedError, match=f"became the OVHcloud account {NIC_A}"):
        vault.bind_account(account, NIC_B, seen="", actor=operator)
    with pytest.raises(NotAllowedError, match=f"became the OVHcloud account {NIC_A}"):
        vault.refuse_binding(account, NIC_A, actor=operator)
    assert states(account) == {NIC_A: KeyState.VALIDATED, NIC_B: KeyState.FOREIGN}


def test_an_account_named_beforehand_takes_its_own_keys_alone(
    account: Account, demo: DemoWorld, sandbox_server: Running, operator: Actor
) -> None:
    vault.bind_account(account, NIC_A, seen="", actor=operator)
    assert adopt(account, demo.management(NIC_A), actor=operator).state == KeyState.VALIDATED
    with pytest.raises(NotAllowedError, match=f"belongs to the OVHcloud account {NIC_B}, not to"):
        adopt(account, demo.management(NIC_B), actor=operator)


def test_a_key_that_keydesk_itself_adopts_binds_the_account(
    account: Account, demo: DemoWorld, sandbox_server: Running
) -> None:
    assert adopt(account, demo.management(NIC_B), actor=SYSTEM).state == KeyState.VALIDATED
    account.refresh_from_db()
    assert account.nic == NIC_B
    assert entries(AuditAction.ACCOUNT_BOUND)[0][:2] == (SYSTEM.name, Outcome.DONE)


def test_rebinding_brings_the_owners_key_back_and_drops_what_was_the_others(
    account: Account, waiting: dict[str, ConsumerKey], operator: Actor
) -> None:
    vault.bind_account(account, NIC_B, seen="", actor=operator)
    waiting[NIC_B].refresh_from_db()
    vault.choose_management_key(account, waiting[NIC_B], actor=operator)
    seen_at = timezone.now()
    LiveCredential.objects.create(account=account, credential_id=7, first_seen_at=seen_at)
    under_way = Sync.objects.create(account=account, state=SyncState.RUNNING)

    vault.bind_account(account, NIC_A, seen=NIC_B, actor=operator)
    account.refresh_from_db()
    under_way.refresh_from_db()
    assert states(account) == {NIC_A: KeyState.VALIDATED, NIC_B: KeyState.FOREIGN}
    assert account.management_key is None
    assert not account.live_credentials.exists()
    assert under_way.state == SyncState.FAILED
    details = {"nic": NIC_A, "nic before": NIC_B}
    assert entries(AuditAction.ACCOUNT_BOUND)[-1] == (operator.name, Outcome.DONE, details)


def test_rebinding_leaves_what_had_ended_as_it_ended(
    account: Account, waiting: dict[str, ConsumerKey], operator: Actor
) -> None:
    vault.bind_account(account, NIC_B, seen="", actor=operator)
    ConsumerKey.objects.filter(pk=waiting[NIC_B].pk).update(state=KeyState.REVOKED)
    vault.bind_account(account, NIC_A, seen=NIC_B, actor=operator)
    assert states(account)[NIC_B] == KeyState.REVOKED


@pytest.mark.parametrize("nic", ["", NIC_A])
def test_nothing_is_rebound_to_no_account_or_to_the_same(
    account: Account, operator: Actor, nic: str
) -> None:
    vault.bind_account(account, NIC_A, seen="", actor=operator)
    with pytest.raises(NotAllowedError):
        vault.bind_account(account, nic, seen=NIC_A, actor=operator)
    assert entries(AuditAction.ACCOUNT_BOUND)[-1][1] == Outcome.DENIED


@pytest.fixture
def untold(account: Account, application: Application) -> ConsumerKey:
    """A key of which OVHcloud did not say whose it is."""
    return vault.store_consumer_key(
        application,
        metadata=vault.EntryMetadata(label="untold"),
        secret="untold0consumer0key000000000001",
        state=vault.state_by_binding(account, ""),
        rules=[],
        allowed_ips=[],
        actor=SYSTEM,
    )


@pytest.mark.parametrize(
    ("own", "told", "state"),
    [
        ("", "", KeyState.UNCONFIRMED),
        ("", NIC_A, KeyState.UNCONFIRMED),
        (NIC_A, "", KeyState.UNCONFIRMED),
        (NIC_A, NIC_A, KeyState.VALIDATED),
        (NIC_A, NIC_B, KeyState.FOREIGN),
    ],
)
def test_a_key_counts_where_it_is_known_whose_it_is(
    account: Account, own: str, told: str, state: KeyState
) -> None:
    account.nic = own
    assert vault.state_by_binding(account, told) is state


def test_a_key_of_nobody_knows_whom_waits_until_somebody_says_whose_it_is(
    account: Account, untold: ConsumerKey, operator: Actor
) -> None:
    assert untold.state == KeyState.UNCONFIRMED
    with pytest.raises(NotAllowedError):
        vault.reveal(untold, actor=operator)
    with pytest.raises(NotAllowedError, match="has to be named"):
        vault.confirm_binding(account, "", seen="", manages=None, actor=operator)
    vault.bind_account(account, NIC_A, seen="", actor=operator)
    assert states(account) == {"": KeyState.UNCONFIRMED}
    asked = vault.binding_questions(Account.objects.all())
    assert [(question.nic, question.keys) for question in asked] == [("", [untold])]
    vault.confirm_binding(account, "", seen=NIC_A, manages=None, actor=operator)
    assert states(account) == {NIC_A: KeyState.VALIDATED}


def test_a_key_of_nobody_knows_whom_may_be_refused(
    account: Account, untold: ConsumerKey, operator: Actor
) -> None:
    vault.bind_account(account, NIC_A, seen="", actor=operator)
    vault.refuse_binding(account, "", actor=operator)
    assert states(account) == {"": KeyState.FOREIGN}
