"""Texts of every kind are read without an exception, and only paths get into paths."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from hypothesis import assume, given
from hypothesis import strategies as st

from credentials import ovhcloud
from credentials.core import Method
from credentials.rights import (
    NOTATIONS,
    AccessRule,
    Notation,
    bundled_catalogue,
    explain_refusal,
    read_rules,
)
from credentials.rights.api_versions import VERSION
from credentials.rights.reading_rules.paths.stand_ins import MISSING
from tests.credentials.rights.rule_strategies import written_rules
from tests.steps import steps_of

#: More than any text was seen to take; a quadratic one takes more soon.
STEPS_A_CHARACTER, STEPS_AT_LEAST = 40, 800
VERSIONED = re.compile(r"/1\.0|/v1")
GOES_ON = re.compile(rf"/\*|{VERSION}(?:/|$)")
PATH_ALPHABET = re.compile(r"/[A-Za-z0-9/*_.{}~%@:+-]*")

WRAPPINGS = st.sampled_from(
    ["{}", "`{}`", "({})", "[{}]", "<{}>", '"{}"', "'{}'", "{}.", "{},", "{};", "{}!", "* {}",
     "- {}",
     "> {}", "see {} please", "({}).", "{} # a note", "\t{}\r"]
)  # fmt: skip
MARKUP = ["**{}**", "<b>{}</b>", "<li><code>{}</code></li>", "[code]{}[/code]", "“{}”", "«{}»",
          "&gt; {}<br>", "&quot;{}&quot;", '\\"{}\\"', "{}\\n", "（{}）", "{{{{{}}}}}", "{}，",
          "{}\r\n"]  # fmt: skip
PLACEHOLDERS = ["${0}", "${{{0}}}", "<{0}>", "{{{0}}}", "{{{{ {0} }}}}", ":{0}", "%s", "%({0})s",
                "&lt;{0}&gt;", "…", "#{{{0}}}"]  # fmt: skip
FORMS = st.sampled_from(
    ["{0} {1}", '{{"method": "{0}", "path": "{1}"}}', "{{path: '{1}', method: '{0}'}}",
     "['method' => '{0}', 'path' => '{1}']", "add_rule(\"{0}\", \"{1}\")", "{0} https://eu.api.ovh.com/1.0{1}",
     "curl -X {0} https://eu.api.ovh.com/v1{1}", "https://eu.api.ovh.com/createToken/?{0}={1}",
     "method: {0}\npath: {1}", "| {0} | {1} |"]
)  # fmt: skip


COLUMNS = (Method.GET, Method.POST, Method.PUT, Method.DELETE)
MARKS = [("x", ""), ("X", "-"), ("yes", "no"), ("✓", "✗"), ("✓", "x"), ("1", "0"), ("oui", "non")]
COLOURS = ["\x1b[0m", "\x1b[1;32m", "\x1b[38;5;208m", "\\x1b[31m", "\\033[0m", "^[[36m", "\x1b[K"]


class TableForm(NamedTuple):
    """How a table is written: what stands before, between and after cells, and below the header."""

    before: str
    between: str
    after: str
    ruler: str

    def text(self, header: list[str], rows: list[list[str]]) -> str:
        lines = [f"{self.before}{self.between.join(row)}{self.after}" for row in (header, *rows)]
        return "\n".join([lines[0], *([self.ruler] if self.ruler else []), *lines[1:]])


TABLES = [
    TableForm("| ", " | ", " |", "|---|:-:|---|---|---|"),
    TableForm("|", "|", "|", "|--|--|--|--|--|"),
    TableForm("", ",", "", ""),
    TableForm("", ";", "\r", ""),
    TableForm("", "\t", "", ""),
    TableForm("> | ", " | ", " |", "> |---|---|---|---|---|"),
    TableForm("<tr><td>", "</td><td>", "</td></tr>", ""),
]
#: Paths that no text takes for anything else: of letters, no x that stands for a name, no file.
real_paths = (
    st.lists(st.from_regex("[a-w]{1,6}", fullmatch=True), min_size=1, max_size=4)
    .map(lambda names: "/me/" + "/".join(names))
    .filter(lambda path: not MISSING.search(path))
)


@given(st.lists(st.tuples(written_rules, FORMS, WRAPPINGS), min_size=1, max_size=5))
def test_any_notation_in_any_wrapping_reads_back(
    parts: list[tuple[AccessRule, str, str]],
) -> None:
    # A slash before a space and a word looks like a path that was parted.
    assume(all(rule.path != "/" for rule, _, _ in parts))
    # With a star or another version right behind it, the version stays: no rule is widened.
    assume(not any(GOES_ON.match(rule.path) and VERSIONED.search(form) for rule, form, _ in parts))
    pieces = [wrap.format(form.format(rule.method, rule.path)) for rule, form, wrap in parts]
    text = "\n\n".join(pieces)
    assert [str(rule) for rule in read_rules(text).rules] == [str(rule) for rule, _, _ in parts]


@given(written_rules, st.sampled_from(MARKUP))
def test_markup_around_a_rule_stays_outside_of_it(rule: AccessRule, markup: str) -> None:
    assume(rule.path != "/")
    # Within a path, two stars or tildes would end the emphasis as well.
    assume(not any(mark in rule.path for mark in ("**", "~~", "*~", "~*")))
    text = f"1. see {markup.format(rule)} below"
    assert [str(read) for read in read_rules(text).rules] == [str(rule)]


@given(st.lists(written_rules, min_size=1, max_size=6, unique=True), st.sampled_from(NOTATIONS))
def test_what_is_printed_reads_back(rules: list[AccessRule], notation: Notation) -> None:
    assert list(read_rules(notation.text(rules)).rules) == rules


@given(st.lists(written_rules, min_size=1, max_size=6, unique=True))
def test_a_link_to_createtoken_reads_back(rules: list[AccessRule]) -> None:
    pairs = [(rule.method.value, rule.path) for rule in rules]
    for endpoint in ovhcloud.endpoints().values():
        assert list(read_rules(endpoint.create_token_url(pairs)).rules) == rules


@given(written_rules, st.text("'\"`)]}>,;!?|=&#\\", min_size=1, max_size=6))
def test_punctuation_after_a_path_stays_outside_of_it(rule: AccessRule, signs: str) -> None:
    assume("~~" not in rule.path)  # what stands between two of these is struck
    reading = read_rules(f"Use {rule}{signs} for it")
    assert all(str(read) == str(rule) for read in reading.rules)
    assert reading.rules or reading.leftovers


@given(written_rules, st.sampled_from(PLACEHOLDERS), st.from_regex("[a-z]{2,8}", fullmatch=True))
def test_a_placeholder_is_a_blank_in_every_form(rule: AccessRule, form: str, name: str) -> None:
    reading = read_rules(f"{rule.method} /domain/zone/{form.format(name)}{rule.path}")
    (read,) = reading.rules
    assert len(reading.blanks) == 1
    assert read.path == f"/domain/zone/{{{reading.blanks[0]}}}{rule.path}"


@given(
    st.lists(
        st.tuples(real_paths, st.lists(st.booleans(), min_size=4, max_size=4)),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(TABLES),
    st.sampled_from(MARKS),
)
def test_a_table_with_a_column_for_each_method_gives_what_is_marked(
    rows: list[tuple[str, list[bool]]], table: TableForm, marks: tuple[str, str]
) -> None:
    # Where nothing is ticked, an x says yes.
    assume(marks != ("✓", "x") or any(allowed for _, row in rows for allowed in row))
    cells = [[path, *(marks[0] if allowed else marks[1] for allowed in row)] for path, row in rows]
    text = table.text(["Path", *map(str, COLUMNS)], cells)
    expected = [
        f"{method} {path}"
        for path, row in rows
        for method, allowed in zip(COLUMNS, row, strict=True)
        if allowed
    ]
    assert [str(rule) for rule in read_rules(text).rules] == expected


@given(
    st.dictionaries(
        real_paths, st.sets(st.sampled_from(COLUMNS), min_size=1), min_size=1, max_size=4
    ),
    st.sampled_from([0, 2, None]),
)
def test_a_description_of_an_api_gives_its_operations(
    paths: dict[str, set[Method]], indent: int | None
) -> None:
    described = {
        path: {method.lower(): {"summary": "GET /x", "tags": ["{"]} for method in sorted(methods)}
        for path, methods in paths.items()
    }
    text = json.dumps({"paths": described}, indent=indent)
    assert [str(rule) for rule in read_rules(text).rules] == [
        f"{method} {path}" for path, methods in paths.items() for method in sorted(methods)
    ]


@given(
    st.lists(
        st.tuples(real_paths, st.lists(st.sampled_from(COLUMNS), min_size=1, unique=True)),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["", "- ", "  * ", "    "]),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
)
def test_methods_in_lines_below_their_path_belong_to_it(
    parts: list[tuple[str, list[Method]]], bullet: str, end: str
) -> None:
    lines = [line for path, methods in parts for line in (path, *(f"{bullet}{m}" for m in methods))]
    assert [str(rule) for rule in read_rules(end.join(lines)).rules] == [
        f"{method} {path}" for path, methods in parts for method in methods
    ]


@given(written_rules, st.sampled_from(COLOURS), st.sampled_from(COLOURS))
def test_colours_of_a_terminal_are_no_part_of_a_rule(
    rule: AccessRule, before: str, after: str
) -> None:
    text = f"{before}{rule.method}{after} {before}{rule.path}{after}"
    assert [str(read) for read in read_rules(text).rules] == [str(rule)]


_PARTS = ["GET", "/me", "curl ", "https://eu.api.ovh.com/1.0", "?GET=", "<a>", "${x}", "\\/",
          "&amp;", "method: ", "path", "\n", " ", "é", "\0"]  # fmt: skip


TEXTS = (
    st.text()
    | st.text("GETPOSTget /*?&=[]{}\"'`:<>.,;%2$\\\n-#|", max_size=60)
    | st.lists(st.sampled_from(_PARTS)).map("".join)
)  # fmt: skip


@given(TEXTS)
def test_nothing_outside_the_alphabet_enters_a_path(text: str) -> None:
    for rule in read_rules(text).rules:
        assert PATH_ALPHABET.fullmatch(rule.path)


@given(TEXTS)
def test_reading_takes_steps_in_proportion_to_the_text(text: str) -> None:
    bundled_catalogue()  # loaded once, by whichever text needs it first
    assert steps_of(lambda: read_rules(text)) <= STEPS_A_CHARACTER * len(text) + STEPS_AT_LEAST


@given(TEXTS, st.sampled_from(["", "403 Client Error", "This service does not exist", "badsys"]))
def test_any_text_is_explained_by_paths_of_that_alphabet(text: str, error: str) -> None:
    explanation = explain_refusal(bundled_catalogue(), f"{text} {error}")
    assert str(explanation.sentence)
    for rule in explanation.missing:
        assert PATH_ALPHABET.fullmatch(rule.path)
