"""What belongs where: the packages and their layers, no circles, one reader of the environment."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests import import_graph
from tests.planted_lines import append, copy_packages
from tests.project_files import ROOT, name_of, source_files


def test_every_module_has_a_layer() -> None:
    layers = {
        name.strip()
        for contract in _contracts()
        if contract["type"] == "layers"
        for layer in contract["layers"]
        for name in layer.split("|")
    }
    present = {
        f"{package}.{path.stem}"
        for package in ("credentials", "dashboard")
        for path in (ROOT / package).iterdir()
        if not path.name.startswith("_") and (path.suffix == ".py" or path.is_dir())
    }
    commands = {"credentials.chain", "credentials.keyring"}  # run with -m, imported by nothing
    loaded_by_django = {
        "credentials.apps", "credentials.migrations", "dashboard.apps", "dashboard.settings",
    }  # fmt: skip
    assert present - layers - commands - loaded_by_django == set()


def test_the_packages_have_ten_layers_or_fewer() -> None:
    assert len(_contracts()[0]["layers"]) <= 10


def test_the_layers_hold() -> None:
    linted = _lint_imports(ROOT)
    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("credentials/vault/opening.py", "from credentials import live", "Packages of credentials"),
        ("dashboard/labels.py", "from dashboard import tables", "The console's packages"),
        ("credentials/rights/glob.py", "import django", "The lowest packages import"),
        ("dashboard/labels.py", "import cryptography", "The console neither encrypts"),
        ("dashboard/labels.py", "from credentials.management import worker", "The console takes"),
        ("sandbox/state/clock.py", "from credentials import sealing", "The sandbox knows"),
        ("dashboard/http.py", "from sandbox import server", "Only the demo"),
        ("sandbox/wire.py", "from sandbox import gate", "The sandbox keeps its state"),
        (
            "credentials/rights/reading_rules/paths/glued.py",
            "from credentials.rights.reading_rules.grammar import gaps",
            "Reading rules goes",
        ),
    ],
)
def test_a_planted_breach_of_a_contract_is_found(
    module: str, line: str, contract: str, tmp_path: Path
) -> None:
    copy_packages(tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    append(tmp_path / module, line)
    linted = _lint_imports(tmp_path)
    assert linted.returncode == 1
    assert re.search(rf"^{contract}.* BROKEN$", linted.stdout, re.MULTILINE), linted.stdout


def test_no_files_import_each_other_in_a_circle() -> None:
    assert import_graph.circles(import_graph.graph(ROOT)) == []


def test_a_planted_circle_is_found(tmp_path: Path) -> None:
    copy_packages(tmp_path)
    append(
        tmp_path / "credentials" / "core" / "sentences.py", "from credentials.core import errors"
    )
    circles = import_graph.circles(import_graph.graph(tmp_path))
    assert [group >= {"credentials.core.sentences", "credentials.core.errors"} for group in circles]


def test_settings_alone_read_the_environment() -> None:
    reads = re.compile(
        r"os\.environ(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE)|getenv|import environ"
    )
    readers = [name_of(path) for path in source_files() if reads.search(path.read_text())]
    assert readers == ["dashboard/settings/environment.py"]
    imports = import_graph.graph(ROOT).items()
    importers = {name for name, targets in imports if "dashboard.settings.environment" in targets}
    assert importers
    assert {name for name in importers if not name.startswith("dashboard.settings")} == set()


def _contracts() -> list[dict[str, Any]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    contracts: list[dict[str, Any]] = settings["contracts"]
    return contracts


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
