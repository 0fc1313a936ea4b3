"""Every page, in both themes, on a desktop and on a phone: no axe violation, nothing too wide, no
button at the edge of its card."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from credentials.models import Person
from tests.browser.console_page import ConsolePage
from tests.dashboard.permission_tables import NO_PAGES, PAGES, TABLE
from tests.world import World

SEEN = [
    name
    for name in (*PAGES, *(name for name, rule in TABLE.items() if "GET" in rule.methods))
    if name not in NO_PAGES
]

pytestmark = pytest.mark.django_db(transaction=True)


def open_each(console: ConsolePage, world: World, person: Person) -> Iterator[None]:
    """Open one page after another, the person's identity freshly confirmed."""
    console.sign_in(person)
    console.open(world.url("team:add", "team_id"))
    console.confirm()
    for name in SEEN:
        console.open(world.url(name, TABLE[name].things if name in TABLE else ""))
        yield


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_for_everybody(
    console: ConsolePage, one_of_each: World, alice: Person, width: int
) -> None:
    console.page.set_viewport_size({"width": width, "height": 900})
    for _ in open_each(console, one_of_each, alice):
        console.check()


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_colours_of_every_page_can_be_told_apart(
    console: ConsolePage, one_of_each: World, alice: Person, theme: Any
) -> None:
    console.page.emulate_media(color_scheme=theme)
    for _ in open_each(console, one_of_each, alice):
        console.check_with_colours()


@pytest.mark.parametrize("path", ["/sign-in/", "/sign-in/password/reset/", "/nothing-here/"])
def test_pages_before_the_sign_in_are_for_everybody(console: ConsolePage, path: str) -> None:
    console.open(path)
    console.console_errors.clear()  # Chromium says of itself that a page answered 404
    console.check_with_colours()


@pytest.mark.parametrize(
    ("added", "rule"),
    [
        ("<img>", "image-alt"),
        ('<p style="color: #777">pale</p>', "color-contrast"),
        ('<div style="width: 3000px">wide</div>', "too wide"),
        ('<section class="card"><button class="btn">Go</button></section>', "at the edge"),
    ],
)
def test_what_is_wrong_with_a_page_is_found(console: ConsolePage, added: str, rule: str) -> None:
    console.open("/nothing-here/")
    console.console_errors.clear()
    console.page.locator("main").evaluate(
        "(main, html) => { const box = document.createElement('div'); box.innerHTML = html;"
        " for (const part of box.querySelectorAll('[style]'))"
        "   part.style.cssText = part.getAttribute('style'); main.append(box); }",
        added,
    )
    console.console_errors.clear()
    with pytest.raises(AssertionError, match=rule):
        console.check_with_colours()
