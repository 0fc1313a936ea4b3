"""What is documented exists, and what exists is documented."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from tests.house import ROOT, files, name_of

_OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
_PAGES = [*files("*.md", below="docs"), *sorted(ROOT.glob("*.md"))]
_SETTINGS = (ROOT / "dashboard" / "settings.py").read_text()


def _variables() -> set[str]:
    """Every environment variable that the settings read."""
    direct = re.findall(r"\b(?:env\.\w+|_number|_port)\(\s*\"([A-Z_]+)\"", _SETTINGS)
    given = re.findall(r"\b_(?:given|secret)\(\"([A-Z_]+)\"", _SETTINGS)
    return {*direct, *given, *(f"{name}_FILE" for name in given)}


def _own_commands() -> set[str]:
    return {name for name, app in get_commands().items() if app in {"credentials", "sandbox"}}


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_every_variable_is_in_the_table_of_settings() -> None:
    assert len(_variables()) > 20
    rows = [line for line in _OPERATIONS.splitlines() if line.startswith("| `")]
    listed = {name for line in rows for name in re.findall(r"`([A-Z_]{4,})`", line.split("|")[1])}
    assert listed == _variables()


def test_every_variable_is_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text()
    assert set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE)) == _variables()


def test_defaults_in_the_example_are_off_for_production() -> None:
    example = (ROOT / ".env.example").read_text()
    assert re.findall(r"^[A-Z_]+=.*", example, re.MULTILINE) == [
        "SECRET_KEY=",
        "KEYDESK_MASTER_KEYS=",
        "ALLOWED_HOSTS=",
    ]


def test_every_command_is_documented() -> None:
    assert {name for name in _own_commands() if f"`{name}" not in _OPERATIONS} == set()


def test_every_documented_command_exists() -> None:
    rows = _OPERATIONS.split("| `python manage.py …`")[1].split("\n\n")[0].splitlines()[2:]
    named = [name for row in rows for name in re.findall(r"`([a-z_]+)", row.split("|")[1])]
    assert len(named) > 5
    assert set(named) <= set(get_commands())


def test_every_make_target_is_documented() -> None:
    table = _OPERATIONS.split("| `make …`")[1].split("\n\n")[0]
    assert set(re.findall(r"`([a-z-]+)`", table)) == _targets()


@pytest.mark.parametrize("page", _PAGES, ids=name_of)
def test_make_targets_that_pages_name_exist(page: Path) -> None:
    named = re.findall(r"[`\s]make ([a-z-]+)(?= [A-Z_]+=|`)", page.read_text())
    assert set(named) <= _targets()


@pytest.mark.parametrize("page", _PAGES, ids=name_of)
def test_files_that_pages_name_exist(page: Path) -> None:
    text = page.read_text()
    linked = re.findall(r"\]\(([^)#:]+)\)", text)
    rooms = "docs|static|templates|tests|dashboard|credentials|requirements"
    paths = re.findall(rf"`((?:{rooms})/[\w./-]+)`", text)
    missing = [one for one in linked if not (page.parent / one).exists()]
    assert missing + [one for one in paths if not (ROOT / one).exists()] == []


def test_the_picture_of_the_floors_is_the_one_that_is_held() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    held = [set(layer.split(" | ")) for layer in contracts["contracts"][0]["layers"]]
    table = (ROOT / "docs" / "architecture.md").read_text().split("| storey |")[1].split("\n\n")[0]
    rows = [line.split("|")[1] for line in table.splitlines()[2:]]
    assert [set(re.findall(r"`([\w.]+)`", row)) for row in rows] == held


def test_the_readme_starts_with_two_commands() -> None:
    blocks = re.findall(r"(?:^    .+\n)+", (ROOT / "README.md").read_text(), re.MULTILINE)
    first = [line.split("#")[0].strip() for line in blocks[0].splitlines()]
    assert first == ["make demo", "make test"]


def test_ci_runs_what_check_runs_and_the_tools() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    check = re.search(r"^check: ([\w -]+) ##", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert check
    targets = re.findall(r"^(?:[A-Z_]+='.*' )?make ([a-z-]+)$", script, re.MULTILINE)
    assert targets == [*check[1].split(), "interop"]


def test_no_tool_is_skipped_in_ci() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert "PYTEST_ADDOPTS='-p tests.nothing_skipped' make interop" in script
    for package in ("lego", "pebble", "npm"):
        assert package in script.partition("make lint")[0]


def test_the_containers_give_secrets_as_files_that_settings_read() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    for name in ("migrate", "web", "worker"):
        given = services[name]["environment"]
        assert set(given) <= _variables()
        assert {key for key in given if "KEY" in key or "URL" in key} <= {
            key for key in given if key.endswith("_FILE")
        }


def test_the_image_runs_as_nobody_in_particular() -> None:
    recipe = (ROOT / "Dockerfile").read_text()
    assert recipe.rindex("\nUSER keydesk\n") > recipe.rindex("\nRUN ")
