"""The console as a person at a browser meets it: real input, and a look at every page."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, expect

from credentials.models import Person
from tests.people import PASSWORD

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What is in order is not described, which takes longer than finding what is not.
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}


class Desk:
    """A page of the console, with the words a person would use for what they do there."""

    def __init__(self, page: Page, origin: str) -> None:
        self.origin = origin
        self.said: list[str] = []
        self.page = page
        page.set_default_timeout(8_000)
        page.on("console", self._hear)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.origin}{path}")

    def click(self, name: str, *, role: Any = "button", exact: bool = True) -> None:
        self.page.get_by_role(role, name=name, exact=exact).first.click()

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(label).first.fill(value)

    def sign_in(self, person: Person) -> None:
        self.open("/sign-in/")
        self.page.locator("input[name=login]").fill(person.email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Overview")

    def confirm(self) -> None:
        """Confirm who sits here, where the console asks for it."""
        self.page.wait_for_url("**/sign-in/confirm/**")
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "/sign-in/" not in url)

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def check(self) -> None:
        """No axe violation on this page, no overflow, and nothing refused by the policy."""
        found = Axe().run(self.page, options=OPTIONS).response["violations"]
        told = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
        assert told == [], f"{self.page.url}: {told}"
        width = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, f"{self.page.url} is {width} px too wide"
        assert self.said == [], f"{self.page.url}: {self.said}"

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(message.text)
