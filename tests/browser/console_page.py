"""The console as a person at a browser meets it: real input, and a look at every page."""

from __future__ import annotations

import re
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import ConsoleMessage, Page, expect

from credentials.models import Person
from tests import people
from tests.people import PASSWORD

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: The rules among them that look at colours, which take longer than all the others.
COLOURS = ["color-contrast", "link-in-text-block"]
OF_COLOURS = {"runOnly": {"type": "rule", "values": COLOURS}}
OF_ALL_ELSE = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {rule: {"enabled": False} for rule in COLOURS},
}
#: What is in order is not described, which takes longer than finding what is not.
_VIOLATIONS = """
    (options) => axe.run(document, { ...options, resultTypes: ["violations"], preload: false })
      .then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map((n) => n.html)]))
"""
#: The buttons that stand at the very edge of the card around them.
_BUTTONS_AT_AN_EDGE = """
    () => [...document.querySelectorAll(".card .btn")].filter((button) => {
      const box = button.getBoundingClientRect();
      const card = button.closest(".card").getBoundingClientRect();
      return box.width && Math.abs(box.left - card.left) < 4;  // a drawer lies elsewhere
    }).map((button) => button.outerHTML)
"""

#: What htmx says of a request that a newer one took the place of, as it is to.
REPLACED = ("htmx:afterRequest", "htmx:sendAbort")
#: Every wait is for a condition and ends with it; this bound only ends a test that is broken.
LONGEST_WAIT_MS = 120_000


class ConsolePage:
    """A page of the console, with the words a person would use for what they do there."""

    def __init__(self, page: Page, origin: str) -> None:
        self.origin = origin
        self.console_errors: list[str] = []
        self.page = page
        page.set_default_timeout(LONGEST_WAIT_MS)
        page.on("console", self._keep_error)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.origin}{path}")

    def click(self, name: str, *, role: Any = "button", exact: bool = True) -> None:
        self.page.get_by_role(role, name=name, exact=exact).first.click()

    def follow(self, name: str, *, role: Any = "link") -> None:
        """Click what leads to another page, and wait for that page."""
        with self.page.expect_navigation():
            self.click(name, role=role)

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(label).first.fill(value)

    def sign_in(self, person: Person) -> None:
        """With a session of theirs; ``test_sign_in`` types the password."""
        session = people.sign_in(person).cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.add_cookies(
            [{"name": session.key, "value": session.value, "url": self.origin}]
        )
        self.open("/")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Overview")

    def confirm(self) -> None:
        """Confirm who is here, where the console asks for it."""
        self.page.wait_for_url("**/sign-in/confirm/**")
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "/sign-in/confirm/" not in url)

    def expect_step(self, name: str) -> None:
        """The wizard is at the step called so in its addresses."""
        self.page.wait_for_url(re.compile(rf"/{name}/(\?.*)?$"))

    def expect_text(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def check(self) -> None:
        """No axe violation on this page, its colours aside, no overflow, no button at the edge of
        its card, and nothing refused by the policy."""
        self._check_by(OF_ALL_ELSE)
        width = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, f"{self.page.url} is {width} px too wide"
        buttons = self.page.evaluate(_BUTTONS_AT_AN_EDGE)
        assert buttons == [], f"{self.page.url}: at the edge of its card: {buttons}"
        assert self.console_errors == [], f"{self.page.url}: {self.console_errors}"

    def check_with_colours(self) -> None:
        """The same, and no axe violation by the colours."""
        self.check()
        self._check_by(OF_COLOURS)

    def check_everywhere(self) -> None:
        """With its colours, on a phone in the light theme and on a desktop in the dark one."""
        self.page.set_viewport_size({"width": 390, "height": 900})
        self.page.emulate_media(color_scheme="light")
        self.check_with_colours()
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.page.emulate_media(color_scheme="dark")
        self.check_with_colours()

    def _check_by(self, options: dict[str, Any]) -> None:
        if self.page.evaluate("typeof axe") == "undefined":  # once a document
            self.page.evaluate(AXE_SCRIPT)
        self.page.evaluate("scrollTo(0, 0)")  # what the header hides at the moment is not small
        violations = self.page.evaluate(_VIOLATIONS, options)
        assert violations == [], f"{self.page.url}: {violations}"

    def _keep_error(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(REPLACED):
            self.console_errors.append(message.text)
