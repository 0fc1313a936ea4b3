"""The rules of this house that a machine can hold: sizes, words, floors, nothing left about."""

from __future__ import annotations

import ast
import hashlib
import re
import shutil
import statistics
import subprocess
import sys
import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.house import ROOT, files, functions, lines, name_of, source_files

_LONGEST_FILE = {"*.py": 250, "test_*.py": 350, "*.css": 120, "*.js": 60, "*.html": 80}
_SETTINGS = ROOT / "dashboard" / "settings.py"  # one file, whatever its length
_TEXTS = ("*.py", "*.html", "*.css", "*.js", "*.md", "*.toml", "*.yaml", "*.lock", "Makefile",
          "Dockerfile", ".env.example", "run")  # fmt: skip


@pytest.mark.parametrize(("pattern", "most"), _LONGEST_FILE.items())
def test_no_file_is_longer_than_a_room(pattern: str, most: int) -> None:
    others = [other for other in _LONGEST_FILE if other != pattern and other.endswith(pattern[1:])]
    ours = [path for path in files(pattern) if not any(path.match(other) for other in others)]
    rooms = [path for path in ours if "migrations" not in path.parts and path != _SETTINGS]
    assert rooms
    assert {name_of(path): lines(path) for path in rooms if lines(path) > most} == {}


def test_functions_are_short() -> None:
    sizes = {
        f"{name_of(path)}:{one.name}": (one.end_lineno or 0) - one.lineno + 1
        for path in source_files()
        for one in functions(path)
    }
    assert {name: size for name, size in sizes.items() if size > 50} == {}
    assert statistics.median(sizes.values()) <= 8
    assert statistics.quantiles(sizes.values(), n=10)[8] <= 25


def test_views_are_thin() -> None:
    sizes = {
        f"{name_of(path)}:{one.name}": (one.end_lineno or 0) - one.lineno + 1
        for path in files("*.py", below="dashboard/views")
        for one in functions(path)
        if not one.name.startswith("_")
    }
    assert {name: size for name, size in sizes.items() if size > 20} == {}


def test_no_parameter_takes_a_bare_yes_or_no() -> None:
    offenders = [
        f"{name_of(path)}:{one.name}"
        for path in source_files()
        for one in functions(path)
        for argument in one.args.args
        if isinstance(argument.annotation, ast.Name) and argument.annotation.id == "bool"
    ]
    assert offenders == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        name_of(path)
        for path in source_files()
        if path.read_text().strip()
        and path.name != "apps.py"
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_no_room_is_a_lumber_room() -> None:
    lumber = {"utils.py", "helpers.py", "services.py", "manager.py", "misc.py", "common.py"}
    assert [name_of(path) for path in source_files() if path.name in lumber] == []


def test_nothing_is_left_half_done() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|stub|NotImplementedError|coming soon)\b", re.IGNORECASE)
    texts = [path for path in files("*.py", "*.html", "*.js", "*.md") if "tests" not in path.parts]
    assert [name_of(path) for path in texts if words.search(path.read_text())] == []


def test_no_file_names_a_package_index_or_this_machine() -> None:
    index = r"https?://[^\s\"']+/(simple|packages)/|registry\s*=\s*[\"']http|pypi\.org|pythonhosted"
    machine = r"/(home|Users)/[a-z]+/|/root/|" + re.escape(f"{ROOT}/")
    found = re.compile(f"{index}|{machine}")
    texts = [path for path in files(*_TEXTS) if path != Path(__file__)]
    assert len(texts) > 100
    assert [name_of(path) for path in texts if found.search(path.read_text())] == []


def test_no_lock_file_that_records_addresses_is_kept() -> None:
    ignored = (ROOT / ".gitignore").read_text().split()
    assert {"uv.lock", "pylock.toml", ".env", "var/", "secrets/"} <= set(ignored)


def test_settings_alone_read_the_environment() -> None:
    reads = re.compile(r"os\.environ(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE)|getenv|environ\.Env")
    readers = [path for path in source_files() if reads.search(path.read_text())]
    assert readers == [_SETTINGS]


@pytest.mark.django_db
def test_the_migrations_are_complete() -> None:
    told = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=told)
    assert "No changes detected" in told.getvalue()


def test_files_of_others_are_as_they_came() -> None:
    vendor = ROOT / "static" / "vendor"
    listed = {
        item["path"]: item["sha256"]
        for package in tomllib.loads((vendor / "vendor.toml").read_text()).values()
        for item in package["files"]
    }
    present = {path.name: path for path in vendor.iterdir() if path.name != "vendor.toml"}
    assert {n: hashlib.sha256(p.read_bytes()).hexdigest() for n, p in present.items()} == listed


def test_every_room_has_a_floor() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]
    floors = {name.strip() for layer in layers for name in layer.split("|")}
    rooms = {
        f"{package}.{path.stem}"
        for package in ("credentials", "dashboard")
        for path in (ROOT / package).iterdir()
        if not path.name.startswith("_") and (path.suffix == ".py" or path.is_dir())
    }
    outside = {"credentials.apps", "dashboard.apps", "dashboard.settings", "credentials.migrations"}
    assert rooms - floors - outside - {"credentials.templates", "dashboard.locale"} == set()


def test_the_floors_hold() -> None:
    linted = _lint_imports(ROOT)
    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize(
    ("room", "line", "contract"),
    [
        ("credentials/rights/glob.py", "import django", "The ground floors know"),
        (
            "credentials/vault/opening.py",
            "from dashboard import http",
            "A storey imports only below",
        ),
        ("dashboard/labels.py", "import cryptography", "The console neither encrypts"),
        ("sandbox/clock.py", "from credentials import keyring", "The sandbox knows"),
        ("dashboard/http.py", "from sandbox import server", "Only the demo"),
    ],
)
def test_a_planted_breach_of_the_floors_is_found(
    room: str, line: str, contract: str, tmp_path: Path
) -> None:
    skip = shutil.ignore_patterns("__pycache__")
    for package in ("credentials", "dashboard", "sandbox"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=skip)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    breached = tmp_path / room
    breached.write_text(f"{breached.read_text()}\n{line}\n")
    linted = _lint_imports(tmp_path)
    assert linted.returncode == 1
    assert re.search(rf"^{contract}.* BROKEN$", linted.stdout, re.MULTILINE), linted.stdout


def _lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache"],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
