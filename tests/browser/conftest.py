"""A real browser at the console: real clicks, nothing said on the console, and axe at every page.

DevTools-driven clicks would switch the ban on eval off, so everything here is real input.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.test.utils import override_settings
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser.desk import Desk

#: No errands of the browser's own, no graphics card: nothing but the pages costs time.
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
    without = pytest.mark.skip(reason="Chromium is not installed")
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if not shutil.which("chromium"):
                item.add_marker(without)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium"),
        "args": list(_ALONE),
    }


@pytest.fixture(scope="session", autouse=True)
def _plain_http() -> Iterator[None]:
    """The live server speaks no TLS: what insists on it stands back."""
    with override_settings(
        SECURE_SSL_REDIRECT=False, SESSION_COOKIE_SECURE=False, CSRF_COOKIE_SECURE=False
    ):
        yield


@pytest.fixture
def desk(live_server: LiveServer, browser: Browser) -> Iterator[Desk]:
    # Without motion: axe would measure colours half-way through a transition.
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    desk = Desk(context.new_page(), live_server.url)
    yield desk
    context.close()
    assert desk.said == []
