"""The hardening is there: read back from compose.yaml, the Dockerfile and real answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests import scratch
from tests.project_files import ROOT
from tests.served import Served, serve

pytestmark = pytest.mark.slow

_COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
_A_YEAR = "max-age=31536000"
_SERVICES: dict[str, dict[str, Any]] = _COMPOSE["services"]


@pytest.mark.parametrize("name", ["migrate", "web", "worker", "database"])
def test_a_container_can_do_little(name: str) -> None:
    service = _SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert service["pids_limit"]
    assert all(":size=" in folder for folder in service["tmpfs"])
    assert "privileged" not in service


def test_no_container_is_left_out() -> None:
    assert set(_SERVICES) == {"migrate", "web", "worker", "database"}


def test_no_container_runs_as_root() -> None:
    assert _SERVICES["database"]["user"] == "999:999"
    assert re.search(r"^USER keydesk$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)


def test_the_database_uses_tls_and_is_reached_from_inside_alone() -> None:
    database = _SERVICES["database"]
    assert "ssl=on" in database["command"]
    assert database["networks"] == ["inside"]
    assert _COMPOSE["networks"]["inside"]["internal"] is True
    assert "ports" not in database


def test_what_serves_is_not_what_owns_the_tables() -> None:
    owner = "/run/secrets/database_owner_url"
    assert _SERVICES["migrate"]["environment"]["DATABASE_URL_FILE"] == owner
    for name in ("web", "worker"):
        assert _SERVICES[name]["environment"]["DATABASE_URL_FILE"] != owner
        assert "database_owner_url" not in _SERVICES[name]["secrets"]


def test_images_may_be_named_by_their_digests() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert set(re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)) == {"${PYTHON_IMAGE}"}
    assert "PYTHON_IMAGE" in _SERVICES["web"]["build"]["args"]
    assert _SERVICES["database"]["image"].startswith("${POSTGRES_IMAGE:-")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("hardened")
    with serve(scratch.empty(folder, keys="ab" * 32), TRUSTED_PROXIES="1") as running:
        yield running


#: Of every kind of answer one: its status, how it is asked for, and how that differs from a page.
ANSWERS: dict[str, tuple[int, str, str, dict[str, str]]] = {
    "a page": (200, "GET", "/sign-in/", {}),
    "health": (200, "GET", "/healthz", {}),
    "a file": (200, "GET", "/static/vendor/lucide.svg", {}),
    "a redirect to TLS": (301, "GET", "/sign-in/", {"X-Forwarded-Proto": "http"}),
    "a redirect to the page with a slash": (301, "GET", "/sign-in", {}),
    "a redirect to the sign-in": (302, "GET", "/vault/", {}),
    "a host of others": (400, "GET", "/sign-in/", {"Host": "example.net"}),
    "an address with a NUL": (400, "GET", "/a%00b", {}),
    "a form of another site": (403, "POST", "/sign-in/", {}),
    "nothing there": (404, "GET", "/nowhere/", {}),
    "no such file": (404, "GET", "/static/nothing.css", {}),
    "no such method": (405, "TRACE", "/healthz", {}),
    "a method for other pages": (405, "GET", "/theme/", {}),
    "a body that is too long": (413, "POST", "/sign-in/", {"Content-Length": "260000000"}),
}
_PAGE = {"Host": "keydesk.example.com", "X-Forwarded-Proto": "https"}


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer_says_what_a_browser_may_do_with_it(served: Served, kind: str) -> None:
    status, method, path, differing = ANSWERS[kind]
    answer, _ = served.ask(path, method=method, headers={**_PAGE, **differing})
    expected = {
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
    }
    assert answer.status == status
    assert {name: answer.getheader(name) for name in expected} == expected
    assert "default-src 'none'" in (answer.getheader("Content-Security-Policy") or "")
    assert "camera=()" in (answer.getheader("Permissions-Policy") or "")
    assert not re.search(r"\d", answer.getheader("Server") or "")
    assert not [name for name in answer.headers if name.startswith("Access-Control-")]
    over_tls = "http" not in differing.values()
    assert answer.getheader("Strict-Transport-Security") == (_A_YEAR if over_tls else None)


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer_names_its_type_and_texts_their_encoding(served: Served, kind: str) -> None:
    _, method, path, differing = ANSWERS[kind]
    answer, body = served.ask(path, method=method, headers={**_PAGE, **differing})
    named = {"health": "application/json", "a file": "image/svg+xml"}
    if body:
        assert answer.getheader("Content-Type") == named.get(kind, "text/html; charset=utf-8")


@pytest.mark.parametrize("name", ["css", "js"])
def test_a_style_sheet_and_a_script_name_their_encoding(served: Served, name: str) -> None:
    folder = ROOT / "static"
    file = next(iter(sorted((folder / name).rglob(f"*.{name}"))))
    answer, _ = served.ask(f"/static/{file.relative_to(folder)}", headers=_PAGE)
    expected = {"css": "text/css", "js": "text/javascript"}[name]
    assert answer.getheader("Content-Type") == f'{expected}; charset="utf-8"'


def test_a_file_sets_no_cookie_and_is_kept_by_its_name(served: Served) -> None:
    answer, _ = served.ask("/static/vendor/lucide.svg", headers=_PAGE)
    assert answer.getheader("Set-Cookie") is None
    assert answer.getheader("Vary") in (None, "Accept-Encoding")
    assert "public" in (answer.getheader("Cache-Control") or "")
    assert "Clear-Site-Data" not in answer.headers


def test_health_is_kept_by_nobody(served: Served) -> None:
    answer, _ = served.ask("/healthz", headers=_PAGE)
    assert answer.getheader("Cache-Control") == "no-store"


def test_cookies_are_bound_to_this_host(served: Served) -> None:
    answer, _ = served.ask("/sign-in/", Host="keydesk.example.com", X_Forwarded_Proto="https")
    cookies = [value for name, value in answer.getheaders() if name == "Set-Cookie"]
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"HttpOnly", "Path=/", "SameSite=Lax", "Secure"} <= set(cookie.split("; "))
        assert "Domain=" not in cookie
