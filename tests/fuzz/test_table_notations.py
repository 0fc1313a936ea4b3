"""Tables of every markup, and settings with a key for each method, give what is marked in them."""

from __future__ import annotations

import json
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from credentials.core import Method
from credentials.rights import read_rules
from tests.fuzz.test_reading import COLUMNS, real_paths

#: A table: its paths, and what is allowed on each in the order of ``COLUMNS``.
Table = dict[str, list[bool]]
Writer = Callable[[list[list[str]]], str]

TABLES = st.dictionaries(
    real_paths, st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=4
)
MARKS = st.sampled_from([("x", ""), ("yes", "no"), ("✓", "-"), ("1", "0"), ("true", "false")])


def list_table(rows: list[list[str]]) -> str:
    lines = [f"   {'*' if not n else ' '} - {cell}" for row in rows for n, cell in enumerate(row)]
    return "\n".join([".. list-table:: Rights", "   :header-rows: 1", "", *lines])


def wiki_table(rows: list[list[str]]) -> str:
    head, *others = rows
    lines = [f"! {cell}" for cell in head]
    for row in others:
        lines += ["|-", *(f"| {cell}" for cell in row)]
    return "\n".join(['{| class="wikitable"', *lines, "|}"])


def asciidoc(rows: list[list[str]]) -> str:
    head, *others = rows
    lines = [f"|{cell}" for row in others for cell in row]
    return "\n".join(["|===", " ".join(f"|{cell}" for cell in head), "", *lines, "|==="])


def latex(rows: list[list[str]]) -> str:
    return "\n".join(f"{' & '.join(row)} \\\\" for row in rows)


def dokuwiki(rows: list[list[str]]) -> str:
    head, *others = rows
    return "\n".join([f"^ {' ^ '.join(head)} ^", *(f"| {' | '.join(row)} |" for row in others)])


def markdown(rows: list[list[str]]) -> str:
    head, *others = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, f"|{'---|' * len(rows[0])}", *others])


def html(rows: list[list[str]]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def delimited(sign: str) -> Writer:
    return lambda rows: "\n".join(sign.join(row) for row in rows)


WRITERS = [list_table, wiki_table, asciidoc, latex, dokuwiki, markdown, html]
SIDE_WRITERS = [markdown, html, delimited(","), delimited("\t"), delimited(";")]


def allowed(table: Table) -> set[str]:
    return {
        f"{method} {path}"
        for path, row in table.items()
        for method, is_allowed in zip(COLUMNS, row, strict=True)
        if is_allowed
    }


def rules_in(text: str) -> list[str]:
    return sorted(str(rule) for rule in read_rules(text).rules)


@given(TABLES, st.sampled_from(WRITERS), MARKS)
def test_a_table_of_any_markup_gives_what_is_marked(
    table: Table, write: Writer, marks: tuple[str, str]
) -> None:
    rows = [[path, *(marks[not mark] for mark in row)] for path, row in table.items()]
    assert rules_in(write([["Path", *COLUMNS], *rows])) == sorted(allowed(table))


@given(TABLES, st.sampled_from(SIDE_WRITERS), MARKS)
def test_a_table_with_methods_down_the_side_gives_what_is_marked(
    table: Table, write: Writer, marks: tuple[str, str]
) -> None:
    rows = [
        [method.value, *(marks[not row[place]] for row in table.values())]
        for place, method in enumerate(COLUMNS)
    ]
    assert rules_in(write([["", *table], *rows])) == sorted(allowed(table))


def yaml_flags(objects: list[dict[str, object]]) -> str:
    return "\n".join(
        f"{'-' if not place else ' '} {key}: {json.dumps(value).strip(chr(34))}"
        for each in objects
        for place, (key, value) in enumerate(each.items())
    )


@given(TABLES, st.booleans(), st.booleans(), st.sampled_from([yaml_flags, json.dumps]))
def test_methods_beside_a_path_are_those_that_say_yes(
    table: Table, is_path_first: bool, is_lower: bool, write: Callable[[object], str]
) -> None:
    objects: list[dict[str, object]] = []
    for path, row in table.items():
        names = [method.lower() if is_lower else method.value for method in COLUMNS]
        flags: dict[str, object] = dict(zip(names, row, strict=True))
        objects.append({"path": path, **flags} if is_path_first else {**flags, "path": path})
    assert rules_in(write(objects)) == sorted(allowed(table))


def serialised(value: object) -> str:
    """What PHP's serialize() makes of it."""
    if isinstance(value, dict):
        parts = "".join(serialised(key) + serialised(each) for key, each in value.items())
        return f"a:{len(value)}:{{{parts}}}"
    return f"i:{value};" if isinstance(value, int) else f's:{len(str(value))}:"{value}";'


@given(st.lists(st.tuples(st.sampled_from(list(Method)), real_paths), min_size=1, max_size=5))
def test_what_php_serialised_reads_back(pairs: list[tuple[Method, str]]) -> None:
    for keys in (("method", "path"), ("path", "method")):
        rules = {
            number: {key: method.value if key == "method" else path for key in keys}
            for number, (method, path) in enumerate(pairs)
        }
        read = [str(rule) for rule in read_rules(serialised(rules)).rules]
        assert read == [f"{method} {path}" for method, path in pairs]
