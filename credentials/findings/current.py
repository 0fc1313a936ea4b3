"""The verdict on things that there are, worked out from their facts as they stand now."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from django.db.models import Q
from django.utils import timezone

from credentials import teams
from credentials.findings import reading
from credentials.findings.engine import evaluate, worst_first
from credentials.findings.exceptions import muted_codes
from credentials.findings.facts import Context, KeyFacts
from credentials.findings.team_thresholds import thresholds_of
from credentials.findings.verdict import Band, Verdict, verdict_on, verdict_on_key
from credentials.models import ConsumerKey, Entry, LiveApplication, LiveCredential, Team


def verdicts_on_live_keys(keys: Sequence[LiveCredential]) -> dict[int, Verdict]:
    """The verdict on each of these live keys, by the id of its row. The number of queries does not
    depend on how many keys there are."""
    numbers = [key.pk for key in keys]
    rows = list(reading.judged_keys(Q(pk__in=numbers)))
    around = reading.around_keys({row.account.team for row in rows}, Q(pk__in=numbers))
    facts = reading.facts_of_keys(rows, around)
    muted = _muted_keys(rows)
    contexts = {team: context_of(team) for team in {row.account.team for row in rows}}
    return {
        row.pk: _on_key(key, contexts[row.account.team], muted.get(f"key:{row.pk}", frozenset()))
        for row, key in zip(rows, facts, strict=True)
    }


def verdict_on_application(application: LiveApplication, on_keys: Collection[Verdict]) -> Verdict:
    """The verdict on an application and its keys together, whose verdicts are given."""
    facts = reading.application_facts(application, keys=len(on_keys))
    team, subject = application.account.team, f"application:{application.pk}"
    muted = muted_codes(team.pk, [subject]).get(subject, frozenset())
    own = evaluate(facts, context_of(team), muted=muted)
    of_keys = [finding for verdict in on_keys for finding in verdict.findings]
    findings = worst_first([*own, *of_keys])
    if application.is_deleted or application.gone_at is not None:
        return Verdict(Band.NONE, findings)
    return verdict_on(findings)


def verdict_on_entry(entry: Entry) -> Verdict:
    """The verdict on a vault entry; on a consumer key that OVHcloud lists that on the live key."""
    if isinstance(entry, ConsumerKey):
        row = _live_key_of(entry)
        if row is not None:
            return verdicts_on_live_keys([row])[row.pk]
    team = entry.account.team
    around = reading.surroundings_of([team], Q(pk__in=()))
    subject = f"entry:{entry.pk}"
    muted = muted_codes(team.pk, [subject]).get(subject, frozenset())
    if isinstance(entry, ConsumerKey):
        (key,) = reading.facts_of_stored([entry], around)
        return _on_key(key, context_of(team), muted)
    (facts,) = reading.entry_facts([entry], around)
    return verdict_on(evaluate(facts, context_of(team), muted=muted))


def _live_key_of(key: ConsumerKey) -> LiveCredential | None:
    """The key as OVHcloud lists it, once both are known to be the same."""
    if key.credential_id is None:
        return None
    return LiveCredential.objects.filter(
        account_id=key.account_id, credential_id=key.credential_id
    ).first()


def context_of(team: Team) -> Context:
    """What things of the team are judged by, now."""
    thresholds, policy = thresholds_of(team), teams.policy_of(team)
    return Context(now=timezone.now(), thresholds=thresholds, policy=policy)


def _muted_keys(rows: Sequence[LiveCredential]) -> dict[str, frozenset[str]]:
    """The muted codes of live keys, by their subjects; a query for each of their teams."""
    by_team: dict[uuid.UUID, list[str]] = {}
    for row in rows:
        by_team.setdefault(row.account.team_id, []).append(f"key:{row.pk}")
    parts = [muted_codes(team_id, subjects) for team_id, subjects in by_team.items()]
    return {subject: codes for part in parts for subject, codes in part.items()}


def _on_key(key: KeyFacts, context: Context, muted: Collection[str]) -> Verdict:
    return verdict_on_key(key, evaluate(key, context, muted=muted))
