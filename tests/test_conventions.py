"""What a machine can check of CONTRIBUTING.md in single files: sizes, names, what they may hold."""

from __future__ import annotations

import ast
import hashlib
import re
import statistics
import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests import import_graph
from tests.project_files import ROOT, files, functions, lines, name_of, source_files

_LONGEST_FILE = {"*.py": 300, "*.css": 120, "*.js": 60, "*.html": 80}
#: Names of variables that say nothing of what is in them; more of them in what is shipped.
_PLACEHOLDERS = frozenset({"one", "found"})
_MORE = frozenset({"it", "made", "said", "stuff", "thing", "things", "told", "what"})
_NAMED_BY_NOUNS = {
    **dict.fromkeys(("benchmarks", "tests"), _PLACEHOLDERS),
    **dict.fromkeys(("credentials", "dashboard", "sandbox"), _PLACEHOLDERS | _MORE),
}
_TEXTS = ("*.py", "*.html", "*.css", "*.js", "*.md", "*.toml", "*.yaml", "*.lock", "*.txt",
          "*.jsonl", "Makefile", "Dockerfile", ".env.example", "run")  # fmt: skip


@pytest.mark.parametrize(("pattern", "most"), _LONGEST_FILE.items())
def test_no_file_is_too_long(pattern: str, most: int) -> None:
    others = [other for other in _LONGEST_FILE if other != pattern and other.endswith(pattern[1:])]
    ours = [path for path in files(pattern) if not any(path.match(other) for other in others)]
    checked = [path for path in ours if "migrations" not in path.parts]
    assert checked
    assert {name_of(path): lines(path) for path in checked if lines(path) > most} == {}


@pytest.mark.parametrize("tops", [import_graph.PRODUCT, ("tests", "benchmarks")], ids=" ".join)
def test_functions_are_short(tops: tuple[str, ...]) -> None:
    paths = [path for top in tops for path in files("*.py", below=top)]
    sizes = _sizes([path for path in paths if "migrations" not in path.parts])
    assert {name: size for name, size in sizes.items() if size > 40} == {}
    assert statistics.median(sizes.values()) <= 6
    assert statistics.quantiles(sizes.values(), n=10)[8] <= 16


def test_views_are_thin() -> None:
    sizes = _sizes(files("*.py", below="dashboard/views"))
    views = {name: size for name, size in sizes.items() if ":_" not in name}
    assert {name: size for name, size in views.items() if size > 20} == {}


def test_no_parameter_takes_a_bare_yes_or_no() -> None:
    offenders = [
        f"{name_of(path)}:{function.name}"
        for path in source_files()
        for function in functions(path)
        for argument in function.args.args
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


def test_production_code_silences_no_type_check() -> None:
    silenced = re.compile(r"#\s*type:\s*ignore")
    assert [name_of(path) for path in source_files() if silenced.search(path.read_text())] == []


def test_no_module_has_a_vague_name() -> None:
    vague = {"utils.py", "helpers.py", "services.py", "manager.py", "misc.py", "common.py"}
    assert [name_of(path) for path in source_files() if path.name in vague] == []


@pytest.mark.parametrize("package", _NAMED_BY_NOUNS)
def test_no_variable_has_a_placeholder_for_a_name(package: str) -> None:
    modules, names = files("*.py", below=package), _NAMED_BY_NOUNS[package]
    assert modules
    assert [name for path in modules for name in _placeholders(path, names)] == []


def test_a_planted_placeholder_is_found(tmp_path: Path) -> None:
    module = tmp_path / "planted.py"
    module.write_text("def f(one):\n    found = [one for one in ()]\n    return found\n")
    assert [name.split(":")[1:] for name in _placeholders(module, _PLACEHOLDERS)] == [
        ["1", "one"],
        ["2", "found"],
        ["2", "one"],
    ]


def test_no_unfinished_code_is_left() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|(?i:stub|NotImplementedError|coming soon))\b")
    texts = [path for path in files("*.py", "*.html", "*.js", "*.md") if "tests" not in path.parts]
    assert [name_of(path) for path in texts if words.search(path.read_text())] == []


def test_no_file_names_a_package_index_or_this_machine() -> None:
    index = r"https?://[^\s\"']+/(simple|packages)/|registry\s*=\s*[\"']http|pypi\.org|pythonhosted"
    machine = r"/(home|Users)/[a-z]+/|/root/|(?<![\w.-])" + re.escape(f"{ROOT}/")
    forbidden = re.compile(f"{index}|{machine}")
    texts = [path for path in files(*_TEXTS) if path != Path(__file__)]
    assert len(texts) > 100
    assert [name_of(path) for path in texts if forbidden.search(path.read_text())] == []


def test_no_group_of_a_pattern_is_possessive() -> None:
    """Python 3.11 before 3.11.5, which Debian 12 has, does not match them right."""
    possessive = re.compile(r"(?<!\\)\)(?:[*+?]|\{\d*,?\d*\})\+|\(\?>")
    assert possessive.search("(?:a|b+)*+c")
    texts = [path for path in source_files() if path.name != "signing.py"]
    assert [name_of(path) for path in texts if possessive.search(path.read_text())] == []


def test_no_lock_file_that_records_addresses_is_kept() -> None:
    ignored = (ROOT / ".gitignore").read_text().split()
    assert {"uv.lock", "pylock.toml", ".env", "var/", "secrets/"} <= set(ignored)


@pytest.mark.django_db
def test_the_migrations_are_complete() -> None:
    output = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=output)
    assert "No changes detected" in output.getvalue()


def test_vendored_files_are_unchanged() -> None:
    vendor = ROOT / "static" / "vendor"
    listed = {
        item["path"]: item["sha256"]
        for package in tomllib.loads((vendor / "vendor.toml").read_text()).values()
        for item in package["files"]
    }
    present = {path.name: path for path in vendor.iterdir() if path.name != "vendor.toml"}
    assert {n: hashlib.sha256(p.read_bytes()).hexdigest() for n, p in present.items()} == listed


def _sizes(paths: list[Path]) -> dict[str, int]:
    """The lines of every function, by ``file:function``."""
    return {
        f"{name_of(path)}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in paths
        for function in functions(path)
    }


def _placeholders(path: Path, names: frozenset[str]) -> list[str]:
    """``file:line:name`` of every variable or parameter with such a name."""
    bound = sorted(
        (node.lineno, node.arg if isinstance(node, ast.arg) else node.id)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.arg)
        or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    )
    return [f"{path.name}:{line}:{name}" for line, name in bound if name in names]
