"""A part that a path may have or not gives both rules: /me{,/*}."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.rights import read_rules


@pytest.mark.parametrize(
    "path", ["/me{,/*}", "/me(/*)", "/me[/*]", "/me{/*,}", "/me(/*)?", "/me[/*]?"]
)
@pytest.mark.parametrize("form", ["GET {}", "- `GET {}`: note", '{{"method":"GET","path":"{}"}}'])
def test_both_rules_are_read(path: str, form: str) -> None:
    rules = [str(rule) for rule in read_rules(form.format(path)).rules]
    assert rules == ["GET /me", "GET /me/*"]


def test_a_name_that_may_follow_is_a_blank_of_the_second_rule() -> None:
    reading = read_rules("GET /vps(/{serviceName})")
    assert [str(rule) for rule in reading.rules] == ["GET /vps", "GET /vps/{serviceName}"]
    assert reading.blanks == ("serviceName",)


@pytest.mark.parametrize(
    "text", ["GET /me(/*)x", "GET /vps[/{name}[/*]]", "GET /me{,/a,/b}", "GET /me/(a|b)"]
)
def test_what_is_no_such_part_is_left(text: str) -> None:
    reading = read_rules(text)
    assert reading.rules == ()
    assert reading.problems


@given(
    st.from_regex("/me/[a-w]{2,6}", fullmatch=True), st.sampled_from(["{{,{}}}", "({})", "({})?"])
)
def test_any_part_below_gives_both(path: str, form: str) -> None:
    text = f"PUT {path}{form.format('/*')}"
    assert [str(rule) for rule in read_rules(text).rules] == [f"PUT {path}", f"PUT {path}/*"]
