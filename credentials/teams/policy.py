"""Holding keys to the policy of their team. A key against it is not asked for; one that there is
already is told of wherever it is shown, by what is known of it then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from credentials import ovhcloud
from credentials.audit import Attempt
from credentials.core import Environment, KeyState, NotAllowedError
from credentials.models import Account, Application, ConsumerKey, Team
from credentials.rights import (
    HOME_ENDPOINT,
    UNLIMITED_VALIDITY,
    AccessRule,
    PlannedKey,
    PolicyBreach,
    TeamPolicy,
    check_policy,
    check_rules_against_policy,
    joined_sentences,
    rules_from_api,
)

_ACCEPTED = frozenset({KeyState.VALIDATED, KeyState.UNCONFIRMED})
_OPENING = _ACCEPTED | {KeyState.PENDING}


def policy_of(team: Team) -> TeamPolicy:
    """What the team asks of its keys."""
    return TeamPolicy(
        team=team.name,
        forbids_whole_account=team.forbids_whole_account,
        requires_addresses=team.requires_addresses,
        requires_owner=team.requires_owner,
        longest_days=team.longest_days,
    )


def policy_breaches(account: Account, plan: PlannedKey) -> list[PolicyBreach]:
    """What is against the policy in a key of the account that is planned so."""
    return check_policy(policy_of(account.team), plan, ovhcloud.catalogue_of(account.endpoint))


def breaches_in_rules(
    team: Team, rules: Iterable[AccessRule], *, endpoint: str = HOME_ENDPOINT
) -> list[PolicyBreach]:
    """The same of rules alone, by the operations of an endpoint, before there is a key."""
    return check_rules_against_policy(policy_of(team), rules, ovhcloud.catalogue_of(endpoint))


def breaches_of_key(key: ConsumerKey) -> list[PolicyBreach]:
    """What is against the policy in a key that is kept; nothing, for one that opens nothing."""
    return policy_breaches(key.account, _plan_of(key)) if key.state in _OPENING else []


def guard_policy(application: Application, plan: PlannedKey, *, attempt: Attempt) -> None:
    """Refuse a key of the application that is against the policy; the attempt's entry says why."""
    breaches = policy_breaches(application.account, plan)
    if not breaches:
        return
    attempt.details["breaches"] = [breach.code for breach in breaches]
    raise NotAllowedError(
        joined_sentences(breach.sentence for breach in breaches),
        next_step=joined_sentences(breach.next_step for breach in breaches),
    )


def _plan_of(key: ConsumerKey) -> PlannedKey:
    return PlannedKey(
        rules=rules_from_api(key.rules),
        allowed_ips=key.allowed_ips,
        environment=Environment(key.environment),
        has_owner=key.owner_id is not None,
        lasts=_lasts(key) if key.state in _ACCEPTED else None,
    )


def _lasts(key: ConsumerKey) -> timedelta:
    if key.expires_at is None:
        return UNLIMITED_VALIDITY
    return key.expires_at - (key.validated_at or key.created_at)
