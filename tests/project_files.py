"""The files of the project, for the tests that read them."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
_NOT_OURS = {
    ".git", ".venv", "var", "staticfiles", "secrets", "node_modules", "__pycache__", "vendor",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache",
}  # fmt: skip


def files(*patterns: str, below: str = "") -> list[Path]:
    """Our files that match one of the patterns, in order; what a tool left behind is not ours."""
    paths = (
        path for path in _walk(ROOT / below) if any(path.match(pattern) for pattern in patterns)
    )
    return sorted(paths)


def source_files() -> list[Path]:
    """The Python of the three packages, without migrations."""
    packages = [files("*.py", below=name) for name in ("credentials", "dashboard", "sandbox")]
    return [path for package in packages for path in package if "migrations" not in path.parts]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def name_of(path: Path) -> str:
    """The path as a reader would write it."""
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def _walk(top: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name not in _NOT_OURS]
        yield from (Path(folder) / name for name in names)
