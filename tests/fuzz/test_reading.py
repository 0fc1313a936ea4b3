"""Texts of every kind are read without an exception, and only paths get into paths."""

from __future__ import annotations

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from credentials import ovhcloud
from credentials.rights import (
    NOTATIONS,
    AccessRule,
    Notation,
    bundled_catalogue,
    explain_refusal,
    read_rules,
)
from tests.credentials.rights.rule_strategies import written_rules
from tests.steps import steps_of

#: More than any text was seen to take; a quadratic one takes more soon.
STEPS_A_CHARACTER, STEPS_AT_LEAST = 40, 400
VERSIONED = re.compile(r"/1\.0|/v1")
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


@given(st.lists(st.tuples(written_rules, FORMS, WRAPPINGS), min_size=1, max_size=5))
def test_any_notation_in_any_wrapping_reads_back(
    parts: list[tuple[AccessRule, str, str]],
) -> None:
    # With a star right behind the version, the version stays: no rule is widened.
    assume(not any("/*" in rule.path[:2] and VERSIONED.search(form) for rule, form, _ in parts))
    pieces = [wrap.format(form.format(rule.method, rule.path)) for rule, form, wrap in parts]
    text = "\n\n".join(pieces)
    assert [str(rule) for rule in read_rules(text).rules] == [str(rule) for rule, _, _ in parts]


@given(written_rules, st.sampled_from(MARKUP))
def test_markup_around_a_rule_stays_outside_of_it(rule: AccessRule, markup: str) -> None:
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
    reading = read_rules(f"Use {rule}{signs} for it")
    assert all(str(read) == str(rule) for read in reading.rules)
    assert reading.rules or reading.leftovers


@given(written_rules, st.sampled_from(PLACEHOLDERS), st.from_regex("[a-z]{2,8}", fullmatch=True))
def test_a_placeholder_is_a_blank_in_every_form(rule: AccessRule, form: str, name: str) -> None:
    reading = read_rules(f"{rule.method} /domain/zone/{form.format(name)}{rule.path}")
    (read,) = reading.rules
    assert len(reading.blanks) == 1
    assert read.path == f"/domain/zone/{{{reading.blanks[0]}}}{rule.path}"


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
    assert steps_of(lambda: read_rules(text)) <= STEPS_A_CHARACTER * len(text) + STEPS_AT_LEAST


@given(TEXTS, st.sampled_from(["", "403 Client Error", "This service does not exist", "badsys"]))
def test_any_text_is_explained_by_paths_of_that_alphabet(text: str, error: str) -> None:
    explanation = explain_refusal(bundled_catalogue(), f"{text} {error}")
    assert str(explanation.sentence)
    for rule in explanation.missing:
        assert PATH_ALPHABET.fullmatch(rule.path)
