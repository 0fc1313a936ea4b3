"""The sandbox's pages in a real browser: accessible, without a message in the console."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.real_browser import needs_browser

pytestmark = [pytest.mark.slow, pytest.mark.browser, needs_browser()]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium")}


@pytest.fixture(params=[("light", 390), ("dark", 1280)], ids=["light-phone", "dark-desktop"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    scheme, width = request.param
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    yield page
    context.close()
    assert messages == []


def assert_accessible(page: Page) -> None:
    """No axe violation, and nothing wider than the window."""
    violations = Axe().run(page).response["violations"]
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in violations] == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_keys_are_created_in_a_browser(page: Page, served: Running) -> None:
    page.goto(f"{served.url}/createToken/?GET=/me&POST=/domain/zone/*")
    assert_accessible(page)
    page.get_by_label("aa11111-ovh Alice Example").check()
    page.get_by_role("button", name="Sign in").click()
    assert_accessible(page)
    page.get_by_label("Application name").fill("tool")
    page.get_by_label("Application description").fill("does things")
    page.get_by_label("Application description").press("Enter")
    page.get_by_role("heading", name="Keys created").wait_for()
    assert_accessible(page)


@pytest.mark.parametrize(("button", "state"), [("Accept", "validated"), ("Refuse", "refused")])
def test_an_answered_request_redirects_to_another_origin(
    page: Page, served: Running, demo: DemoWorld, button: str, state: str
) -> None:
    key = served.sandbox.world.credentials[demo.of("pending")[0].credential_id]
    # localhost is another origin than 127.0.0.1: the policy has to let the form lead there.
    redirection = f"http://localhost:{served.port}/sandbox/sign-in"
    served.sandbox.world.keep(replace(key, redirection=redirection))
    page.goto(f"{served.url}/auth/?credentialToken={key.token}")
    page.get_by_label("aa11111-ovh Alice Example").check()
    page.get_by_role("button", name="Sign in").click()
    assert_accessible(page)
    page.get_by_label("Validity").select_option("Unlimited")
    page.get_by_role("button", name=button).click()
    page.wait_for_url(redirection)
    assert served.sandbox.world.credentials[key.id].status == state


@pytest.mark.parametrize("path", ["/", "/createApp/", "/sandbox/sign-in"])
def test_other_pages_are_accessible(page: Page, served: Running, path: str) -> None:
    page.goto(f"{served.url}{path}")
    assert_accessible(page)
