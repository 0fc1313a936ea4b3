"""What `make sbom` writes: every locked package of production with its hashes, as CycloneDX."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from tests.project_files import ROOT


def test_every_locked_package_is_listed_and_the_list_fits_its_schema(tmp_path: Path) -> None:
    recipe = (ROOT / "Makefile").read_text().partition("\nsbom:")[2].partition("\n\n")[0]
    command = recipe.partition("$(BIN)/")[2].replace("\\\n", " ").split()
    command[command.index("sbom.json")] = str(tmp_path / "sbom.json")
    program = [str(ROOT / ".venv" / "bin" / command[0]), *command[1:], "--validate", "-v"]
    made = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "schema-valid" in made.stderr or "Validating result" in made.stderr
    listed = json.loads((tmp_path / "sbom.json").read_text())
    assert listed["bomFormat"] == "CycloneDX"
    locked = re.findall(
        r"^([a-z0-9.-]+)==", (ROOT / "requirements/base.lock").read_text(), re.MULTILINE
    )
    assert {part["name"].lower() for part in listed["components"]} == set(locked)
    for part in listed["components"]:
        assert [file for file in part["externalReferences"] if file.get("hashes")], part["name"]
