"""A trap is harmless and kept nowhere; its use opens a critical finding, once it was laid."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from credentials import audit, traps
from credentials.audit import SYSTEM
from credentials.core import FindingCause, KeyState, NotAllowedError, NoticeKind
from credentials.findings import evaluation
from credentials.models import Account, Finding, LiveCredential, Notice, Trap
from tests.credentials.notices.driver import list_key

pytestmark = pytest.mark.django_db
TRAP = "deploy.sh of the old repository"


def codes(account: Account) -> set[str]:
    evaluation.judge_account(account, cause=FindingCause.READING)
    open_rows = Finding.objects.filter(account=account, resolved_at=None)
    return set(open_rows.values_list("code", flat=True))


def use(key: LiveCredential, **ago: float) -> None:
    key.last_use = timezone.now() - timedelta(**ago)
    key.save()


@pytest.fixture
def key(account: Account) -> LiveCredential:
    listed: LiveCredential = list_key(account, 1, "GET /auth/time", allowed_ips=[])
    return listed


def test_any_use_after_it_was_laid_is_critical_and_told_at_once(
    account: Account, key: LiveCredential
) -> None:
    traps.lay(key, TRAP, actor=SYSTEM)
    assert "canary-used" not in codes(account), "its use before is nobody's"
    use(key, days=-1)
    assert "canary-used" in codes(account)
    (finding,) = Finding.objects.filter(code="canary-used", resolved_at=None)
    assert finding.severity == "critical"
    assert TRAP in str(finding.sentence)
    assert Notice.objects.filter(kind=NoticeKind.CRITICAL).exists()
    traps.take_up(key, actor=SYSTEM)
    assert "canary-used" not in codes(account)


def test_what_a_trap_is_for_is_not_held_against_it(account: Account, key: LiveCredential) -> None:
    key.creation = key.first_seen_at = timezone.now() - timedelta(days=400)
    key.expiration = None
    use(key, days=300)
    upkeep = {"not-in-vault", "dormant", "no-ip", "no-expiry", "old"}
    assert upkeep <= codes(account)
    traps.lay(key, TRAP, actor=SYSTEM)
    assert not upkeep & codes(account)


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("POST /auth/time", "more than read"),
        ("GET /*", "could do harm"),
        ("GET /okms/resource/*/secret/*", "could do harm"),
    ],
)
def test_a_key_that_could_do_harm_is_no_trap(account: Account, rules: str, said: str) -> None:
    with pytest.raises(NotAllowedError, match=said):
        traps.lay(list_key(account, 2, rules), TRAP, actor=SYSTEM)
    assert not Trap.objects.exists()


def test_a_key_that_is_kept_used_or_does_not_work_is_no_trap(
    account: Account, key: LiveCredential, consumer_key: object
) -> None:
    with pytest.raises(NotAllowedError, match="works"):
        traps.lay(list_key(account, 3, "GET /auth/time", status="expired"), TRAP, actor=SYSTEM)
    traps.lay(key, TRAP, actor=SYSTEM)
    with pytest.raises(NotAllowedError, match="already"):
        traps.lay(key, TRAP, actor=SYSTEM)
    assert KeyState.VALIDATED
    assert consumer_key


def test_a_trap_that_was_planted_moved_or_put_back_is_none(
    account: Account, key: LiveCredential
) -> None:
    trap = traps.lay(key, TRAP, actor=SYSTEM)
    use(key, days=-1)
    Trap._base_manager.filter(pk=trap.pk).update(place="elsewhere")
    assert traps.trap_of(key) is None
    assert "canary-used" not in codes(account)
    Trap._base_manager.filter(pk=trap.pk).update(place=TRAP)
    assert "canary-used" in codes(account)
    traps.take_up(key, actor=SYSTEM)
    trap._state.adding = True
    trap.save_base(raw=True, force_insert=True)
    assert not audit.holds_or_logged(trap)
    assert "canary-used" not in codes(account)
