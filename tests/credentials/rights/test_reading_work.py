"""A text of 300 KB takes work in proportion to its length, whatever it repeats."""

from __future__ import annotations

import pytest

from credentials.rights import read_rules
from tests.steps import steps_of

#: Calls a character, of the shortest pieces: each of them is a token or two, and a leftover.
MOST = 40

REPEATED = [
    *(
        "/a\n",
        "/a ",
        "GET\n",
        "GET ",
        '"',
        "'",
        "[",
        "(",
        "{",
        "`",
        "|",
        "&amp;",
        " ",
        "\n",
        "\r\n",
    ),
    *("https://", "\\", "*", "?", "é", "/a:\n", "get: /a\n", "@Get(", "~/", "GET /a b "),
    *("|GET|x|\n", "|GET|/a|\n", "* - GET\n", "{|\n", "|===\n", "^a^\n", "a & b \\\\\n"),
    *("path: /a\n", "get: true\n", 's:3:"GET";', "a:1:{", '"get":true,'),
]


def work_of(text: str) -> int:
    return steps_of(lambda: read_rules(text))


@pytest.mark.parametrize("length", [10_000, pytest.param(300_000, marks=pytest.mark.slow)])
def test_a_text_of_one_piece_takes_work_in_proportion(length: int) -> None:
    work = {part: work_of((part * length)[:length]) for part in REPEATED}
    assert [part for part, steps in work.items() if steps > MOST * length] == []
