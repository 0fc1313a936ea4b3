"""A text of 300 KB takes work in proportion to its length, whatever it repeats."""

from __future__ import annotations

import pytest

from credentials.rights import bundled_catalogue, explain_refusal, read_rules
from tests.steps import steps_of

#: Calls a character, of the shortest pieces: each of them is a token or two, and a leftover.
MOST = 40
#: The same of a text whose reading ends early, with the most rules or with much that was left.
MOST_OF_CUT = 8

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
    *("|GET|x|\n", "|GET|/a|\n", "* - GET\n", "{|\n", "|===\n", "a & b \\\\\n"),
    *("^a^\n", "%2F", "x=/a,", "(GET) ", "GET x\n", "|GET|/a|/b|\n"),
    *("x + '/a' ", "'/a' '/a' ", "'/me' + ", "{a}/b ", "/a/1,2,3 ", "GET\n  /a\n", "?'GET':'PUT'"),
    *("path: /a\n", "get: true\n", 's:3:"GET";', "a:1:{", '"get":true,'),
    *("<!-- ", "/* a ", "// a\n", "~~a ", "<s>", "[s]", "- [ ] ", "not ", "# GET /a\n", "-GET a"),
    *(
        "?GET=/a\n",
        "createToken/?GET=/a\nb",
        "createToken/?GET=/domain/\nzone\n",
        "?GET=\n",
        '/a" + b',
        "\\(a",
        "/x*",
        "/a_",
        "{a,b}",
    ),
]


@pytest.fixture(autouse=True, scope="module")
def _catalogue() -> None:
    """Loaded before anything is counted."""
    bundled_catalogue()


def work_of(text: str) -> int:
    return steps_of(lambda: read_rules(text))


@pytest.mark.parametrize("length", [10_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_a_text_of_one_piece_takes_work_in_proportion(length: int) -> None:
    work = {part: work_of((part * length)[:length]) for part in REPEATED}
    assert [part for part, steps in work.items() if steps > MOST * length] == []


@pytest.mark.parametrize(
    "part", ["/a\n", "/a:\n", "GET\n", "GET /a\n", "|GET|/a|\n", "|GET|/a|/b|\n"]
)
def test_reading_ends_where_there_are_too_many_rules_or_too_much_else(part: str) -> None:
    text = (part * 100_000)[:300_000]
    assert work_of(text) < MOST_OF_CUT * len(text)


@pytest.mark.parametrize("part", ["a", "%s", "*", "-", "_", "{}", "$a", "/a", "{a}", "%2F"])
def test_a_path_longer_than_any_route_is_left(part: str) -> None:
    reading = read_rules(f"GET /me\nGET /me/{part * 20_000}\nGET /vps")
    assert [str(rule) for rule in reading.rules] == ["GET /me", "GET /vps"]
    assert "longer than any route" in str(reading.leftovers[0].reason)


def test_rules_that_are_too_many_are_said_to_be() -> None:
    lines = "".join(f"GET /vps/server-{number}\n" for number in range(3_000))
    reading = read_rules(lines)
    (rest,) = reading.leftovers
    assert "more rules stand before it" in str(rest.reason)
    assert lines[rest.end :] == ""
    assert lines[rest.start :].strip().startswith(f"GET /vps/server-{len(reading.rules)}")


def test_what_is_not_read_of_a_long_text_is_said() -> None:
    text = "/a\n" * 20_000 + "GET /me\n"
    reading = read_rules(text)
    (rest,) = reading.problems
    assert (reading.leftovers[-1], rest.end) == (rest, len(text))
    assert len(reading.leftovers) < 10_005
    assert "The rest was not read" in str(rest.reason)
    assert read_rules("/a\n" * 10_000).problems == ()


def test_the_end_of_a_long_log_is_read_whatever_stands_before_it() -> None:
    for before in ("/a\n" * 50_000, "GET /a\n" * 20_000, "word " * 60_000):
        text = f"{before}\nPOST /sms/x/jobs 403"
        explanation = explain_refusal(bundled_catalogue(), text, ())
        assert [str(rule) for rule in explanation.missing] == ["POST /sms/x/jobs"]
