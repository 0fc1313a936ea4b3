"""Every code finds its example, and nothing else does; an exception never makes a key clean."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials.core import Environment, Method, Severity, pack, unpack
from credentials.findings import Band
from credentials.findings.engine import evaluate
from credentials.findings.facts import (
    Context,
    EntryFacts,
    KeyFacts,
    PlannedRights,
    StoredKey,
    Thresholds,
)
from credentials.findings.registry import CODES
from credentials.findings.verdict import verdict_on, verdict_on_key, verdict_on_rights
from credentials.rights import AccessRule, bundled_catalogue
from tests.credentials.findings.destructive import DESTRUCTIVE
from tests.credentials.findings.examples import CONTEXT, EXAMPLES, NOW, ago, key, rules


def codes_in(facts: Any, context: Context = CONTEXT) -> set[str]:
    return {finding.code.name for finding in evaluate(facts, context)}


def test_every_code_has_an_example() -> None:
    assert {example.code for example in EXAMPLES} == CODES.keys()
    assert len(EXAMPLES) == len(CODES)


def test_every_code_finds_its_example_and_no_near_miss() -> None:
    missed = [case.code for case in EXAMPLES if case.code not in codes_in(case.planted)]
    wrong = [case.code for case in EXAMPLES if case.code in codes_in(case.near_miss)]
    assert (missed, wrong) == ([], [])


def test_what_is_new_has_a_grace_where_its_code_says_so_and_only_there() -> None:
    for example in EXAMPLES:
        assert CODES[example.code].waits == (example.within_grace is not None), example.code
        if example.within_grace is not None:
            assert example.code not in codes_in(example.within_grace), example.code
            strict = replace(CONTEXT, thresholds=Thresholds(grace=0))
            assert example.code in codes_in(example.within_grace, strict), example.code


def test_an_exception_mutes_its_code_alone_and_never_makes_clean() -> None:
    for example in EXAMPLES:
        findings = evaluate(example.planted, CONTEXT, muted={example.code})
        assert [finding.code.name for finding in findings if finding.is_muted] == [example.code]
        every = {finding.code.name for finding in findings}
        assert every == codes_in(example.planted)
        band = verdict_on(evaluate(example.planted, CONTEXT, muted=every)).band
        is_info_alone = all(finding.severity is Severity.INFO for finding in findings)
        assert band is Band.MUTED or is_info_alone, example.code


def test_nothing_is_found_in_a_key_that_is_in_order() -> None:
    assert codes_in(key()) == set()
    assert verdict_on_key(key(), []).band is Band.NOTHING_FOUND


def test_what_opens_nothing_is_in_no_band_and_its_rules_put_nothing_at_risk() -> None:
    expired = key("GET,POST,PUT,DELETE /*", opens=False, allowed_ips=(), expires_at=ago(1))
    assert codes_in(expired) == set()
    assert verdict_on_key(expired, []).band is Band.NONE


@pytest.mark.parametrize("text", DESTRUCTIVE)
def test_keys_that_look_harmless_are_at_risk_and_told_what_they_can_do(text: str) -> None:
    planned = PlannedRights(catalogue=bundled_catalogue(), rules=rules(text))
    verdict = verdict_on_rights(planned, CONTEXT)
    assert verdict.band is Band.AT_RISK
    assert DESTRUCTIVE[text] in " ".join(str(finding.sentence) for finding in verdict.findings)
    assert str(verdict.sentence)


def test_the_spelling_of_rules_decides_nothing() -> None:
    spelled = "\n".join(
        f"GET,POST,PUT,DELETE /{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"
    )
    assert "full-access" in codes_in(key(spelled))


def test_ending_services_is_less_where_each_is_named() -> None:
    for text, severity in (
        ("POST /vps/vps-1/terminate", Severity.MEDIUM),
        ("POST /vps/vps-1/*\nDELETE /domain/zone/example.com/*", Severity.MEDIUM),
        ("POST /vps/vps-*/terminate", Severity.HIGH),
        ("POST /vps/vps-1/terminate\nPOST /vps/*/terminate", Severity.HIGH),
    ):
        graded = {finding.code.name: finding.severity for finding in evaluate(key(text), CONTEXT)}
        assert graded["destroys-services"] is severity, text


def test_only_the_tightest_step_before_an_end_is_told() -> None:
    steps = ((30, "low"), (14, "low"), (7, "medium"), (1, "high"), (0.5, "high"))
    for days, severity in steps:
        (step,) = (
            finding
            for finding in evaluate(key(expires_at=ago(-days)), CONTEXT)
            if finding.code.name == "expires-soon"
        )
        assert step.severity == severity, days


def test_any_address_is_worse_with_full_access() -> None:
    graded = {}
    for text in ("GET,POST,PUT,DELETE /*", "GET /vps"):
        findings = evaluate(key(text, allowed_ips=()), CONTEXT)
        graded[text] = next(
            finding.severity for finding in findings if finding.code.name == "no-ip"
        )
    assert [*graded.values()] == [Severity.HIGH, Severity.MEDIUM]


def test_thresholds_decide_from_when_on_a_team_is_told() -> None:
    idle = key(last_use=ago(10), since=ago(20), expires_at=ago(-40))
    own = Thresholds(unused=9, expires=60)
    assert codes_in(idle) == {"differs-from-vault"}
    assert codes_in(idle, replace(CONTEXT, thresholds=own)) >= {"unused", "expires-soon"}


def test_the_worst_comes_first_and_the_sentence_says_how_many_more() -> None:
    findings = evaluate(key("GET,POST /*", allowed_ips=(), expires_at=None), CONTEXT)
    ranks = [list(Severity).index(finding.severity) for finding in findings]
    assert ranks == sorted(ranks)
    assert str(verdict_on(findings).sentence).endswith(f"And {len(findings) - 1} more.")


def test_what_is_found_goes_into_a_column_and_comes_back() -> None:
    for example in EXAMPLES:
        for finding in evaluate(example.planted, CONTEXT):
            assert str(unpack(pack(finding.sentence))) == str(finding.sentence)


def test_every_code_says_why_what_to_do_and_which_control_it_touches() -> None:
    for code in CODES.values():
        assert code.title
        assert code.why.endswith(".")
        assert code.to_do.endswith(".")
        assert code.controls


_MOMENTS = st.none() | st.datetimes(
    datetime(1, 1, 2),  # noqa: DTZ001 -- hypothesis adds the zone
    datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.just(UTC),
)
_TEXTS = st.text(max_size=12)
_BLOCKS = st.lists(
    st.sampled_from(["0.0.0.0/0", "::/1", "8000::/1", "10.0.0.0/8", "192.0.2.7", "none", ""])
    | _TEXTS,
    max_size=4,
).map(tuple)
_RULES = st.lists(
    st.builds(
        AccessRule,
        st.sampled_from(Method),
        st.sampled_from(["/*", "*", "", "/", "/me", "/vps/*/terminate", "/v2/iam/*", "/x?y=1"])
        | _TEXTS.map(lambda text: f"/{text}"),
    ),
    max_size=4,
).map(tuple)


@settings(deadline=None, max_examples=60)
@given(
    facts=st.builds(
        KeyFacts,
        catalogue=st.just(bundled_catalogue()),
        rules=_RULES,
        allowed_ips=_BLOCKS,
        opens=st.booleans(),
        is_pending=st.booleans(),
        is_listed=st.booleans(),
        is_gone=st.booleans(),
        is_read=st.booleans(),
        since=_MOMENTS,
        expires_at=_MOMENTS,
        last_use=_MOMENTS,
        is_support=st.booleans(),
        is_own=st.booleans(),
        same=st.integers(0, 9),
        stored=st.none()
        | st.builds(
            StoredKey,
            allowed_ips=_BLOCKS,
            expires_at=_MOMENTS,
            opens=st.booleans(),
            environment=st.sampled_from(Environment),
            validated_at=_MOMENTS,
        ),
        entry=st.none()
        | st.builds(EntryFacts, since=_MOMENTS, owner=_TEXTS, leavers=st.just(("%s %(x)s",))),
    )
)
def test_odd_facts_are_judged_without_a_failure(facts: KeyFacts) -> None:
    findings = evaluate(facts, CONTEXT)
    assert all(str(finding.sentence) for finding in findings)
    assert verdict_on_key(facts, findings).band in Band


def test_a_clock_that_is_behind_finds_nothing_old() -> None:
    early = Context(now=NOW - timedelta(days=4000))
    assert codes_in(key(), early) == set()
