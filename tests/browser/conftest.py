"""A real browser at the console: real clicks, nothing said on the console, and axe at every page.

DevTools-driven clicks would switch the ban on eval off, so everything here is real input.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test.utils import override_settings
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.console_page import LONGEST_WAIT_MS, ConsolePage
from tests.real_browser import needs_browser

#: No background requests of the browser's own, no graphics card: pages alone cost time.
_ALONE = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(needs_browser())


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium"),
        "args": list(_ALONE),
    }


@pytest.fixture(scope="session", autouse=True)
def _patient_expectations() -> None:
    expect.set_options(timeout=LONGEST_WAIT_MS)


@pytest.fixture(scope="package", autouse=True)
def _plain_http() -> Iterator[None]:
    """The live server speaks no TLS: what insists on it stands back, for these tests alone."""
    with override_settings(
        SECURE_SSL_REDIRECT=False,
        SESSION_COOKIE_SECURE=False,
        CSRF_COOKIE_SECURE=False,
        SESSION_COOKIE_NAME="keydesk_session",
        CSRF_COOKIE_NAME="keydesk_csrf",
        THEME_COOKIE_NAME="keydesk_theme",
        MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN=True,
    ):
        yield


@pytest.fixture(scope="package")
def live_server(_plain_http: None) -> Iterator[LiveServer]:
    """Started under the settings above, which its middleware reads once, and ended with them."""
    server = LiveServer("localhost")
    yield server
    server.stop()


@contextmanager
def _console_at(live_server: LiveServer, browser: Browser) -> Iterator[ConsolePage]:
    # Without motion: axe would measure colours half-way through a transition.
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    console = ConsolePage(context.new_page(), live_server.url)
    with override_settings(PUBLIC_URL=live_server.url, PUBLIC_ORIGIN=live_server.url):
        yield console
    context.close()
    assert console.console_errors == []


@pytest.fixture
def console(live_server: LiveServer, browser: Browser) -> Iterator[ConsolePage]:
    with _console_at(live_server, browser) as console:
        yield console


@pytest.fixture
def stranger(live_server: LiveServer, browser: Browser) -> Iterator[ConsolePage]:
    """A browser of somebody else, at which nobody is signed in."""
    with _console_at(live_server, browser) as console:
        yield console


@pytest.fixture(
    params=[
        pytest.param(("light", 1280), id="light-desktop"),
        pytest.param(("dark", 390), id="dark-phone", marks=pytest.mark.slow),
    ]
)
def each_screen(console: ConsolePage, request: pytest.FixtureRequest) -> ConsolePage:
    """The console on a desktop in one theme, and on a phone in the other."""
    theme, width = request.param
    console.page.set_viewport_size({"width": width, "height": 800})
    console.page.emulate_media(color_scheme=theme)
    return console
