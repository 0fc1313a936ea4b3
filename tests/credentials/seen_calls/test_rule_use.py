"""What supports a rule, which narrower rules would do, and what those would have refused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from credentials.core import Method, Sentence
from credentials.rights import (
    AccessRule,
    bundled_catalogue,
    granting_rule,
    parse_rules,
)
from credentials.seen_calls import (
    Grade,
    GradedCall,
    narrower_rules,
    replay,
    rule_uses,
)
from credentials.seen_calls.grades import CallFacts

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ZONE = "/domain/zone/example.com"
READS = frozenset({Method.GET})
CATALOGUE = bundled_catalogue()


def call(text: str, grade: Grade = Grade.LIKELY, *, days_ago: int = 1) -> GradedCall:
    method, path = text.split()
    facts = CallFacts(at=NOW - timedelta(days=days_ago), method=method, path=path)
    return GradedCall(facts, grade, Sentence(""))


def narrowed(rules: str, *calls: GradedCall, unseen: Collection[Method] = READS) -> list[str]:
    own = parse_rules(rules)
    return [str(rule) for rule in narrower_rules(CATALOGUE, own, calls, unseen=unseen)]


def test_each_rule_says_what_supports_it() -> None:
    rules = parse_rules(f"POST {ZONE}/*\nDELETE {ZONE}/*\nGET /me\nPOST /*")
    calls = [
        call(f"POST {ZONE}/refresh", Grade.UNPROVEN),
        call(f"POST {ZONE}/record", Grade.PROVEN, days_ago=3),
    ]
    post, delete, get, everything = rule_uses(rules, calls, unseen=READS)
    assert (post.grade, post.count, post.latest) == (Grade.PROVEN, 2, NOW - timedelta(days=1))
    assert everything.grade is Grade.PROVEN
    assert (delete.grade, delete.is_unseen) == (None, False)
    assert str(delete.sentence) == "No call that was seen needs it."
    assert (get.grade, get.is_unseen) == (None, True)
    assert "Not known" in str(get.sentence)


def test_narrower_rules_are_those_that_the_calls_need() -> None:
    calls = [call(f"POST {ZONE}/refresh"), call(f"DELETE {ZONE}/record/5012345678")]
    wide = "GET /domain/zone/*\nPOST /domain/zone/*\nDELETE /domain/zone/*\nPUT /domain/zone/*"
    assert narrowed(wide, *calls) == [
        "GET /domain/zone/*",
        f"POST {ZONE}/refresh",
        f"DELETE {ZONE}/record/*",
    ]


def test_reads_go_where_logs_would_show_them() -> None:
    calls = [call(f"POST {ZONE}/refresh"), call("GET /me")]
    assert narrowed("GET /*\nPOST /*", *calls, unseen=()) == ["GET /me", f"POST {ZONE}/refresh"]


def test_where_no_log_was_read_nothing_is_taken_away() -> None:
    assert narrowed("GET /me\nPOST /vps/*", unseen=list(Method)) == ["GET /me", "POST /vps/*"]


def test_no_rule_goes_beyond_the_one_that_it_replaces() -> None:
    exact = f"DELETE {ZONE}/record/5012345678"
    assert narrowed(exact, call(exact)) == [exact]


def test_a_rule_with_too_many_ways_of_use_stays() -> None:
    calls = [call(f"POST /domain/zone/zone{number}.example/refresh") for number in range(60)]
    assert narrowed("POST /domain/zone/*", *calls) == ["POST /domain/zone/*"]


def test_a_replay_says_what_would_have_been_refused_and_why() -> None:
    calls = [
        call(f"POST {ZONE}/refresh"),
        call(f"DELETE {ZONE}/record/7", days_ago=2),
        call(f"DELETE {ZONE}/record/7", Grade.UNPROVEN, days_ago=5),
        call("POST /v2/iam/policy", days_ago=9),
    ]
    done = replay(CATALOGUE, parse_rules(f"POST {ZONE}/refresh"), calls)
    assert (done.allowed, done.refused_calls) == (1, 3)
    record, policy = done.refused
    assert (record.method, record.path, record.count) == (Method.DELETE, f"{ZONE}/record/7", 2)
    assert (record.grade, record.latest) == (Grade.LIKELY, NOW - timedelta(days=2))
    assert record.why
    assert policy.path == "/v2/iam/policy"
    everything = replay(CATALOGUE, parse_rules("POST /*\nDELETE /*"), calls)
    assert (everything.allowed, everything.refused) == (4, ())


texts = st.lists(
    st.tuples(
        st.sampled_from(list(Method)),
        st.sampled_from(
            (
                f"{ZONE}/refresh",
                f"{ZONE}/record/7",
                f"{ZONE}/record",
                "/me/api/credential/12",
                "/vps/vps-1.example/reboot",
                "/v2/iam/policy",
                "/no/such/route/8",
                "/domain/zone/a%2Fb/record",
            )
        ),
    ),
    max_size=8,
).map(lambda made: [call(f"{method} {path}") for method, path in made])
some_rules = st.lists(
    st.builds(
        AccessRule,
        st.sampled_from(list(Method)),
        st.sampled_from(
            ("/*", "/domain/zone/*", f"{ZONE}/record/*", f"{ZONE}/record/7", "/me/*", "/iam/*")
        ),
    ),
    max_size=6,
)


@given(some_rules, texts, st.sets(st.sampled_from(list(Method))))
def test_narrower_rules_allow_each_call_that_the_rules_allow_and_nothing_more(
    rules: Sequence[AccessRule], calls: Sequence[GradedCall], unseen: set[Method]
) -> None:
    narrow = narrower_rules(CATALOGUE, rules, calls, unseen=unseen)
    for rule in narrow:
        assert rule in rules or granting_rule(rules, rule.method, rule.path), rule
    may = [each for each in calls if granting_rule(rules, each.call.method, each.call.path)]
    assert replay(CATALOGUE, narrow, may).refused == ()
