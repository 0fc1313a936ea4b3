"""Many rules are edited a page of rows at a time; all of them count on every page."""

from __future__ import annotations

import re

import pytest

from tests.people import Browser

PAGE = "/rights/"
LINES = [f"GET /domain/zone/{number}.example.com" for number in range(250)]
QUERY = "&".join(f"rule=GET+/{number}" for number in range(130))


def sent(browser: Browser, do: str, **fields: object) -> str:
    answer = browser.post(PAGE, {"do": do, **fields})
    return (
        str(answer.content.decode())
        if answer.status_code == 200
        else browser.page(answer["Location"])
    )


def form_of(page: str) -> dict[str, object]:
    """What the page's form would send of its rows."""
    form: dict[str, object] = {"page": "".join(re.findall(r'name="page" value="(\d+)"', page))}
    for place, path in re.findall(r'name="rules-(\d+)-path" value="([^"]*)"', page):
        form[f"rules-{place}-path"], form[f"rules-{place}-methods"] = path, ["GET"]
    for name in ("before", "after"):
        words = re.findall(rf'name="rules-{name}" hidden>\n(.*?)</textarea>', page, re.DOTALL)
        form[f"rules-{name}"] = "".join(words)
    return form


def shown(page: str) -> list[str]:
    return re.findall(r'name="rules-\d+-path" value="([^"]+)"', page)


def test_a_long_list_is_shown_in_pages_and_none_of_it_is_lost(browser_of_alice: Browser) -> None:
    first = sent(browser_of_alice, "paste", pasted="\n".join(LINES))
    assert "Rows 1 to 120 of 250; the rules are all of them." in first
    second = sent(browser_of_alice, "rows 2", **form_of(first))
    third = sent(browser_of_alice, "rows 3", **form_of(second))
    paths = [*shown(first), *shown(second), *shown(third)]
    assert paths == [line.removeprefix("GET ") for line in LINES]
    assert "Rows 241 to 250 of 250" in third


def test_an_address_of_many_rules_opens_at_its_page(browser_of_alice: Browser) -> None:
    assert shown(browser_of_alice.page(f"{PAGE}?{QUERY}&page=2"))[0] == "/120"


@pytest.mark.parametrize(("do", "left"), [("remove 120", 129), ("add", 131)])
def test_a_row_is_taken_out_or_added_on_any_page(
    browser_of_alice: Browser, do: str, left: int
) -> None:
    page = browser_of_alice.page(f"{PAGE}?{QUERY}&page=2")
    assert f"of {left}" in sent(browser_of_alice, do, **form_of(page))


def test_the_page_that_has_a_problem_says_so(browser_of_alice: Browser) -> None:
    form = form_of(browser_of_alice.page(f"{PAGE}?{QUERY}&page=2"))
    page = sent(browser_of_alice, "rows 1", **{**form, "rules-125-path": "no slash"})
    assert page.count("Something is wrong with a row of it.") == 1


def test_typing_on_a_page_changes_no_row_of_another(browser_of_alice: Browser) -> None:
    form = form_of(browser_of_alice.page(f"{PAGE}?{QUERY}"))
    answer = browser_of_alice.post(PAGE, {**form, "rules-500-path": "/me"}, HTTP_HX_REQUEST="true")
    live = answer.content.decode()
    assert 'id="rules-500-says"' in live
    assert 'id="rules-119-says"' in live
    assert 'id="rules-120-says"' not in live
