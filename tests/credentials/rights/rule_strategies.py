"""Rules and calls for property tests: few letters, many stars, so that they meet often."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from credentials.core import Method
from credentials.rights import AccessRule
from credentials.rights.reading_rules.paths.stand_ins import MISSING, STANDS_IN

methods = st.sampled_from([Method.GET, Method.POST])
rule_paths = st.text("a/*", max_size=8).map(lambda rest: f"/{rest}")
call_paths = st.text("a/", max_size=8).map(lambda rest: re.sub("/+", "/", f"/{rest}"))
short_rules = st.builds(AccessRule, methods, rule_paths)
rule_lists = st.lists(short_rules, max_size=8)

# Anything parse takes: visible characters, and no blank at the end.
typed_paths = st.text(st.characters(codec="utf-8"), max_size=12).map(
    lambda text: f"/{''.join(filter(str.isprintable, text))}".rstrip()
)
typed_rules = st.builds(AccessRule, st.sampled_from(Method), typed_paths)

# Paths as routes are written, with a star at the end of a part: marks at the end of one are taken
# off, some names stand for one to be filled in (xxx, null), and two dots within a name say that it
# is cut (a1b2..9f). None of these is read without a word.
_SEGMENT = st.from_regex(r"(?:[a-z0-9](?:[a-z0-9.~@+_-]{0,6}[a-z0-9])?\*?|\*)", fullmatch=True)
written_paths = st.lists(_SEGMENT, max_size=4).map(lambda names: "/" + "/".join(names))
written_rules = st.builds(AccessRule, st.sampled_from(Method), written_paths).filter(
    lambda rule: (
        not rule.path.startswith(("/v1/", "/v2/"))
        and not STANDS_IN.search(rule.path)
        and not MISSING.search(rule.path)
        and ".." not in rule.path
    )
)
