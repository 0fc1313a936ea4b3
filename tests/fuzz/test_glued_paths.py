"""A path that something is glued to, or that blanks part, gives its own rule or none at all."""

from __future__ import annotations

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from credentials.core import Method
from credentials.rights import AccessRule, bundled_catalogue, read_rules
from credentials.rights.reading_rules.rule_reader import RuleReading

#: Routes without names to fill in: what is left of one is no route by chance.
ROUTES = sorted({each.path for each in bundled_catalogue().operations if "{" not in each.path})
PATH_ALPHABET = re.compile(r"[A-Za-z0-9/*_.{}~%@:+-]")
FORMS = st.sampled_from(
    ["{0} {1}", "- {0} {1}", "{0}\t{1}", "{0}: {1}", "| {0} | {1} |", "method: {0}\npath: {1}",
     '{{"method": "{0}", "path": "{1}"}}', "['method' => '{0}', 'path' => '{1}']",
     'add_rule("{0}", "{1}")', "{0} {1} HTTP/1.1", "1. {0} {1}", "> {0} {1}", "{0} {1} # a note"]
)  # fmt: skip
#: What people's tools and keyboards leave in a text, and any other character that no path has.
JUNK = st.sampled_from(
    "~^#?!&%@+$§€£¤°·•¬…—–→\u200b\u200e\u00ad\ufeff\u0301éßøДж中,;|)]}>\"'`\\=<([{"
) | st.characters(exclude_categories=["Cs"]).filter(
    lambda character: not PATH_ALPHABET.fullmatch(character) and not character.isspace()
)
methods = st.sampled_from(list(Method))
routes = st.sampled_from(ROUTES)


def is_said(reading: RuleReading, rule: AccessRule) -> bool:
    """Whether the rule was read, and no other; or none was and something of it was marked."""
    if reading.rules:
        return [str(read) for read in reading.rules] == [str(rule)]
    return bool(reading.leftovers)


@given(methods, routes, FORMS, JUNK)
def test_a_character_glued_before_a_path_is_said(
    method: Method, path: str, form: str, junk: str
) -> None:
    reading = read_rules(form.format(method, f"{junk}{path}"))
    assert is_said(reading, AccessRule(method, path))


@given(methods, routes, FORMS, JUNK, st.data())
def test_a_character_within_a_path_is_said(
    method: Method, path: str, form: str, junk: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(2, len(path) - 1))
    assume(not PATH_ALPHABET.fullmatch(junk) and "/" not in path[place - 1 : place + 1])
    assume(junk != "\\" or path[place] not in "nrt")  # these are a line break and a tab
    assume(junk != "|" or "|" not in form)  # that begins another cell
    reading = read_rules(form.format(method, f"{path[:place]}{junk}{path[place:]}"))
    # What cannot be seen is taken out, and wide signs become the usual ones: both are said.
    is_said_as_taken = all(piece.changes for piece in reading.pieces)
    assert is_said_as_taken or reading.blanks
    assert reading.said_parts or reading.blanks


@given(methods, routes, FORMS, st.sampled_from([" ", "  ", "\t", "\u00a0"]), st.data())
def test_a_blank_within_a_route_is_said(
    method: Method, path: str, form: str, blank: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(1, len(path) - 1))
    reading = read_rules(form.format(method, f"{path[:place]}{blank}{path[place:]}"))
    assert is_said(reading, AccessRule(method, path))
