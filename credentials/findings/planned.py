"""The verdict on rights before there is a key: what the builder, Review and a consent page say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone

from credentials.findings.facts import Context, PlannedRights
from credentials.findings.verdict import Verdict, verdict_on_rights
from credentials.rights import AccessRule, Catalogue, TeamPolicy


def verdict_on_plan(
    catalogue: Catalogue,
    rules: Iterable[AccessRule],
    *,
    allowed_ips: Sequence[str] | None = None,
    policy: TeamPolicy | None = None,
) -> Verdict:
    """The verdict on a key with these rules; of addresses nothing is said where none were asked
    for yet (None), and of a policy nothing without one."""
    planned = PlannedRights(
        catalogue=catalogue,
        rules=tuple(rules),
        allowed_ips=None if allowed_ips is None else tuple(allowed_ips),
    )
    return verdict_on_rights(planned, Context(now=timezone.now(), policy=policy or TeamPolicy()))
