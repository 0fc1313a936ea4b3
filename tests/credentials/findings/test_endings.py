"""Every finding is resolved once its fact is gone, with what had it judged; none is hidden."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from credentials import live
from credentials.core import FindingCause, FindingStep
from credentials.findings import Band, verdicts_on_live_keys
from credentials.findings.engine import evaluate
from credentials.findings.evaluation import judge_account
from credentials.findings.registry import CODES
from credentials.findings.store import Judged, keep
from credentials.models import Account, Finding, FindingChange, LiveCredential, Team
from credentials.rights import parse_rules, rules_to_api
from tests.credentials.findings.endings import ENDINGS
from tests.credentials.findings.examples import CONTEXT, EXAMPLES

#: As OVHcloud lists keys that open nothing.
_SHUT: dict[str, dict[str, Any]] = {
    "expired": {"status": "expired"},
    "refused": {"status": "refused"},
    "past its end": {"status": "validated", "expiration": -timedelta(days=1)},
}


def test_every_code_has_an_ending() -> None:
    assert ENDINGS.keys() == CODES.keys()


@pytest.mark.django_db
def test_every_finding_is_resolved_once_its_fact_is_gone_and_says_by_what(team: Team) -> None:
    _keep(team, [(case.code, case.planted) for case in EXAMPLES], FindingCause.READING)
    for cause in FindingCause:
        ended = [(code, facts) for code, (facts, by) in ENDINGS.items() if by is cause]
        _keep(team, ended, cause)
    for code, (_facts, cause) in ENDINGS.items():
        row = Finding.objects.filter(subject=code, code=code).get()
        assert row.resolved_at is not None, code
        steps = list(FindingChange.objects.filter(finding=row).order_by("pk"))
        assert [(step.step, step.cause) for step in steps] == [
            (FindingStep.OPENED, FindingCause.READING),
            (FindingStep.RESOLVED, cause),
        ], code


@pytest.mark.django_db
def test_what_is_expired_or_refused_is_in_no_band_and_counted_in_none(account: Account) -> None:
    now = timezone.now()
    for number, columns in enumerate(_SHUT.values()):
        end = columns.get("expiration")
        LiveCredential.objects.create(
            account=account,
            credential_id=number,
            rules=rules_to_api(parse_rules("GET,POST,PUT,DELETE /*")),
            allowed_ips=[],
            creation=now - timedelta(days=300),
            first_seen_at=now,
            read_at=now,
            status=columns["status"],
            expiration=now + end if end else None,
        )
    judge_account(account, cause=FindingCause.READING)
    verdicts = verdicts_on_live_keys(list(LiveCredential.objects.all()))
    assert {verdict.band for verdict in verdicts.values()} == {Band.NONE}
    groups = live.key_counts(Account.objects.all())
    assert {group.risk_band for group in groups} == {live.OPENS_NOTHING}
    assert sum(groups.values()) == len(_SHUT)


def _keep(team: Team, things: Sequence[tuple[str, Any]], cause: FindingCause) -> None:
    """Keep what is found in each of the facts, under their codes as subjects."""
    judged = [
        Judged(subject=name, label=name, findings=evaluate(facts, CONTEXT))
        for name, facts in things
    ]
    keep(team.pk, judged, cause=cause)
