"""Rules and calls for property tests: few letters, many stars, so that they meet often."""

from __future__ import annotations

from hypothesis import strategies as st

from credentials.enums import Method
from credentials.rights import AccessRule

methods = st.sampled_from([Method.GET, Method.POST])
rule_paths = st.text("a/*", max_size=8).map(lambda rest: f"/{rest}")
call_paths = st.text("a/", max_size=8).map(lambda rest: f"/{rest}")
short_rules = st.builds(AccessRule, methods, rule_paths)
rule_lists = st.lists(short_rules, max_size=8)

# Anything parse takes: visible characters, and no blank at the end.
typed_paths = st.text(st.characters(codec="utf-8"), max_size=12).map(
    lambda text: f"/{''.join(filter(str.isprintable, text))}".rstrip()
)
typed_rules = st.builds(AccessRule, st.sampled_from(Method), typed_paths)
