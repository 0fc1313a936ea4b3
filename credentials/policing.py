"""Holding keys to the policy of their team. A key against it is not asked for; one that there is
already is told of wherever it is shown, by what is known of it then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from credentials import audit, catalogues
from credentials.audit import Actor
from credentials.enums import AuditAction, Environment, KeyState, Outcome
from credentials.errors import NotAllowedError
from credentials.house_policy import FOR_EVER, Breach, Plan, judge, judge_rules, together
from credentials.models import Account, Application, ConsumerKey, Team
from credentials.rights import AccessRule, from_api

_HOME = "ovh-eu"
_OPENING = frozenset({KeyState.PENDING, KeyState.VALIDATED})


def breaches(account: Account, plan: Plan) -> list[Breach]:
    """What is against the policy in a key of the account that is planned so."""
    return judge(account.team.policy, plan, catalogues.of(account.endpoint))


def breaches_in_rules(team: Team, rules: Iterable[AccessRule]) -> list[Breach]:
    """The same of rules alone, before an account is chosen."""
    return judge_rules(team.policy, rules, catalogues.of(_HOME))


def breaches_of(key: ConsumerKey) -> list[Breach]:
    """What is against the policy in a key that is kept; nothing, for one that opens nothing."""
    return breaches(key.account, _plan_of(key)) if key.state in _OPENING else []


def guard(application: Application, plan: Plan, *, actor: Actor) -> None:
    """Refuse a key of the application that is against the policy; a refusal is in the log."""
    found = breaches(application.account, plan)
    if not found:
        return
    audit.record(
        AuditAction.KEY_REQUESTED,
        actor=actor,
        subject=audit.subject_of(application),
        outcome=Outcome.DENIED,
        details={"breaches": [breach.code for breach in found]},
    )
    raise NotAllowedError(
        together(breach.sentence for breach in found),
        next_step=together(breach.next_step for breach in found),
    )


def _plan_of(key: ConsumerKey) -> Plan:
    return Plan(
        rules=from_api(key.rules),
        allowed_ips=key.allowed_ips,
        environment=Environment(key.environment),
        has_owner=key.owner_id is not None,
        lasts=_lasts(key) if key.state == KeyState.VALIDATED else None,
    )


def _lasts(key: ConsumerKey) -> timedelta:
    if key.expires_at is None:
        return FOR_EVER
    return key.expires_at - (key.validated_at or key.created_at)
