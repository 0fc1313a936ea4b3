"""The files of the image are enough to serve, and no more: neither the sandbox nor the demo."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.as_production import environment
from tests.project_files import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that COPY makes, by ``.dockerignore``."""
    place = tmp_path_factory.mktemp("image")
    rules = (ROOT / ".dockerignore").read_text().split()
    left_out = [rule for rule in rules[1:] if not rule.startswith("!")]

    def ignored(folder: str, names: list[str]) -> set[str]:
        paths = {name: str((Path(folder) / name).relative_to(ROOT)) for name in names}
        return {name for name in names if any(fnmatch(paths[name], rule) for rule in left_out)}

    for name in (rule.removeprefix("!") for rule in rules if rule.startswith("!")):
        source = ROOT / name
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, place / name, ignore=ignored)
        elif source.exists():
            shutil.copy(source, place / name)
    return place


def test_the_image_has_no_sandbox_no_demo_and_no_tests(image: Path) -> None:
    names = {str(path.relative_to(image)) for path in image.rglob("*.py")}
    assert "credentials/management/commands/db_worker.py" in names
    assert [name for name in names if re.search("sandbox/|demo|test", name)] == []


def test_the_image_gathers_its_files_and_loads(image: Path) -> None:
    recipe = (ROOT / "Dockerfile").read_text().replace("\\\n", "")
    command = re.search(r"^RUN (SECRET_KEY=.+?collectstatic --no-input)", recipe, re.MULTILINE)
    assert command
    path = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for words, env in (
        (["sh", "-c", command[1].replace("/tmp/build", str(image / "var"))], path),
        (["python", "manage.py", "check"], {**environment(), **path}),
    ):
        own = {**env, "KEYDESK_VAR": str(image / "var")}
        done = subprocess.run(
            words, cwd=image, env=own, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert (image / "staticfiles").is_dir()
