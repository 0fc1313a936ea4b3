"""Calls that were seen in an account: what OVHcloud's logs say was called, when and from where.

Reading those logs, and taking in forwarded ones; which calls may be a key's, and how sure that is;
which of its rules they support, and what others would have refused. Keys themselves are read by
``live``; what a call needs is judged by ``rights``.
"""

from __future__ import annotations

from credentials.seen_calls.forwarded_logs import LeftOut
from credentials.seen_calls.grades import Grade, GradedCall
from credentials.seen_calls.kept_calls import prune_calls
from credentials.seen_calls.key_calls import KeyCalls, calls_of_key
from credentials.seen_calls.reading import (
    obstacle_to_reading_calls,
    read_calls,
    read_calls_by_the_clock,
    start_reading_calls,
)
from credentials.seen_calls.rule_use import (
    Replay,
    RuleUse,
    narrower_rules,
    replay,
    rule_uses,
)
from credentials.seen_calls.taking_in import take_in_forwarded_log

__all__ = [
    "Grade",
    "GradedCall",
    "KeyCalls",
    "LeftOut",
    "Replay",
    "RuleUse",
    "calls_of_key",
    "narrower_rules",
    "obstacle_to_reading_calls",
    "prune_calls",
    "read_calls",
    "read_calls_by_the_clock",
    "replay",
    "rule_uses",
    "start_reading_calls",
    "take_in_forwarded_log",
]
