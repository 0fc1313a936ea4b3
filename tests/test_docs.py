"""What is documented exists, and what exists is documented."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from credentials import onboarding
from credentials.core import Permission, Role
from credentials.teams import allows
from dashboard import labels, rate_limits
from tests.project_files import ROOT, files, name_of

_OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
_PAGES = [*files("*.md", below="docs"), *sorted(ROOT.glob("*.md"))]
_SETTINGS = "".join(path.read_text() for path in files("*.py", below="dashboard/settings"))


def _variables() -> set[str]:
    """Every environment variable that the settings read."""
    direct = re.findall(r"\b(?:env\.\w+|number|port|word)\(\s*\"([A-Z_]+)\"", _SETTINGS)
    given = re.findall(r"\b(?:given|secret)\(\"([A-Z_]+)\"", _SETTINGS)
    return {*direct, *given, *(f"{name}_FILE" for name in given)}


def _is_module(path: Path) -> bool:
    return path.is_dir() or path.with_suffix(".py").exists()


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
        "PUBLIC_URL=",
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
    folders = "docs|static|templates|tests|dashboard|credentials|requirements"
    paths = re.findall(rf"`((?:{folders})/[\w./-]+)`", text)
    missing = [link for link in linked if not (page.parent / link).exists()]
    assert missing + [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("contract", [0, 1], ids=["credentials", "dashboard"])
def test_the_layers_in_the_document_are_those_of_the_contract(
    contract: int, request: pytest.FixtureRequest
) -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = [set(layer.split(" | ")) for layer in settings["contracts"][contract]["layers"]]
    heading = f"| layer of `{request.node.callspec.id}` |"
    page = (ROOT / "docs" / "architecture.md").read_text()
    table = page.split(heading)[1].split("\n\n")[0]
    rows = [line.split("|")[1] for line in table.splitlines()[2:]]
    assert [set(re.findall(r"`([\w.]+)`", row)) for row in rows] == layers


def test_every_package_is_in_the_table_of_packages() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    table = page.split("| package | what it holds |")[1].split("\n\n")[0]
    named = set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))
    folders = {path.name for path in (ROOT / "credentials").iterdir() if path.is_dir()}
    assert named == folders - {"__pycache__", "migrations"}


def test_files_and_modules_that_the_architecture_names_by_their_package_exist() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    tops = (ROOT, ROOT / "credentials")
    named = set(re.findall(r"`([\w./]+/[\w.]*)`", page))
    assert len(named) > 20
    assert {name for name in named if not any((top / name).exists() for top in tops)} == set()
    modules = {name.replace(".", "/") for name in re.findall(r"\*\*`([\w.]+)`\*\*", page)}
    assert len(modules) > 10
    assert {name for name in modules if not any(_is_module(top / name) for top in tops)} == set()


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
    for target in ("test", "interop"):
        assert f"PYTEST_ADDOPTS='-p tests.nothing_skipped' make {target}\n" in script
    for package in ("lego", "pebble", "npm", "chromium", "libatomic1"):
        assert package in script.partition("make lint")[0]


def test_the_containers_give_secrets_as_files_that_settings_read() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    for name in ("migrate", "web", "worker"):
        given = services[name]["environment"]
        assert set(given) <= _variables()
        secret = {key for key in given if "KEY" in key or "URL" in key} - {"PUBLIC_URL"}
        assert secret <= {key for key in given if key.endswith("_FILE")}


def test_the_image_runs_as_an_unprivileged_user() -> None:
    recipe = (ROOT / "Dockerfile").read_text()
    assert recipe.rindex("\nUSER keydesk\n") > recipe.rindex("\nRUN ")


def test_the_table_of_roles_says_what_roles_allow() -> None:
    text = (ROOT / "docs" / "security.md").read_text()
    rows = re.findall(r"^\| (.+) \|$", text.split("| a member may")[1], re.MULTILINE)
    rows = rows[: len(Permission)]
    settings_table = {cells[0]: cells[1:] for cells in (row.split(" | ") for row in rows)}
    assert settings_table == {
        str(labels.PERMISSIONS[right]): ["yes" if allows(role, right) else "no" for role in Role]
        for right in Permission
    }


def test_the_table_of_limits_is_what_is_counted() -> None:
    text = (ROOT / "docs" / "security.md").read_text().split("## Limits")[1].split("\n## ")[0]
    documented = [
        (int(most), int(span)) for most, span in re.findall(r"\| (\d+) \| (\d+) minutes? \|", text)
    ]
    groups = (
        rate_limits.BY_ADDRESS,
        rate_limits.BY_ACCOUNT_AND_ADDRESS,
        rate_limits.BY_ACCOUNT,
        rate_limits.BY_BROWSER,
        rate_limits.CODES_BY_PERSON_AND_ADDRESS,
        rate_limits.CODES_BY_PERSON,
        rate_limits.CODES_BY_BROWSER,
        rate_limits.BY_SESSION,
        rate_limits.BY_PERSON,
        rate_limits.RESETS_BY_ADDRESS,
        rate_limits.RESETS_BY_ACCOUNT,
        rate_limits.PROVIDER_BY_ADDRESS,
    )
    limits = [limit for group in groups for limit in group]
    assert documented == [(limit.most, limit.window.total_seconds() // 60) for limit in limits]


def test_every_format_is_in_its_table_as_it_is() -> None:
    page = (ROOT / "docs" / "formats.md").read_text()
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert rows == [_format_row(form) for form in onboarding.FORMATS.values()]


def _format_row(form: onboarding.Format) -> str:
    oauth2 = "yes" if form.takes_oauth2 else "no"
    return f"| `{form.name}` | {form.tool} | {oauth2} | {form.file} | {form.source} |"
