"""A package is entered by its ``__init__``: it says what belongs there, and lists what it gives."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests import import_graph
from tests.import_graph import Import
from tests.planted_lines import append, copy_packages
from tests.project_files import ROOT, files, name_of

#: The product's packages that list what they give.
EXPORTING = import_graph.exporting_packages(ROOT, "credentials", "dashboard", "sandbox")
_OF_CREDENTIALS = [name for name in EXPORTING if name.startswith("credentials.")]
#: What nothing but tests uses yet, and why it stays.
_FOR_LATER = {
    "credentials.sealing.MasterKeys": "what a key service outside of this project implements",
    "credentials.vault.known_to": "when a member leaves: what they know",
}


@pytest.mark.parametrize("module", files("__init__.py"), ids=name_of)
def test_every_package_has_a_docstring(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text()))


@pytest.mark.parametrize(
    "module",
    [path for top in import_graph.PRODUCT for path in files("__init__.py", below=top)],
    ids=name_of,
)
def test_a_package_of_the_product_says_what_belongs_in_it_and_what_does_not(module: Path) -> None:
    said = ast.get_docstring(ast.parse(module.read_text())) or ""
    assert len(said.splitlines()) >= 3
    assert re.search(r"``|[Nn]ot here|[Nn]othing", said), "where does the rest go?"


def test_only_packages_of_credentials_give_anything_and_folders_inside_them_do_not() -> None:
    packages = [path.parent for path in files("__init__.py", below="credentials")]
    giving = {path.name for path in packages if not _is_docstring_alone(path / "__init__.py")}
    assert giving == {name.removeprefix("credentials.") for name in _OF_CREDENTIALS}
    assert all(name.count(".") == 1 for name in _OF_CREDENTIALS)


def test_nothing_imports_past_a_public_interface() -> None:
    assert list(_past_interfaces(ROOT)) == []


@pytest.mark.parametrize(
    "line",
    [
        "from credentials.vault.opening import reveal",
        "import credentials.vault.opening",
        "from credentials import vault\nvault.opening",
        "from dashboard.rights_builder.draft import Draft",
        "from .rights_builder.draft import Draft",
        "from .rights_builder import draft\ndraft.Draft",
    ],
)
def test_a_planted_import_past_an_interface_is_found(line: str, tmp_path: Path) -> None:
    copy_packages(tmp_path)
    append(tmp_path / "dashboard" / "labels.py", line)
    assert {past.importer for past in _past_interfaces(tmp_path)} == {"dashboard.labels"}


@pytest.mark.parametrize("package", EXPORTING)
def test_a_package_exports_what_exists_in_order(package: str) -> None:
    module = importlib.import_module(package)
    missing = [name for name in module.__all__ if not hasattr(module, name)]
    assert [name for name in missing if not find_spec(f"{package}.{name}")] == []
    assert module.__all__ == sorted(module.__all__, key=_isort)


@pytest.mark.parametrize("package", _OF_CREDENTIALS)
def test_every_public_function_and_class_has_a_docstring(package: str) -> None:
    interface = importlib.import_module(package)
    public = {name: getattr(interface, name, None) for name in interface.__all__}
    described = {name: value for name, value in public.items() if _is_described_here(value)}
    assert described
    assert [name for name, value in described.items() if not _has_docstring(value)] == []


@pytest.mark.parametrize("package", _OF_CREDENTIALS)
def test_every_public_function_of_a_module_exported_whole_has_a_docstring(package: str) -> None:
    interface = importlib.import_module(package)
    modules = {name for name in interface.__all__ if find_spec(f"{package}.{name}")}
    public = [
        (f"{name}.{public}", value)
        for name in modules
        for public, value in vars(importlib.import_module(f"{package}.{name}")).items()
        if not public.startswith("_") and _is_described_here(value)
    ]
    assert [name for name, value in public if not _has_docstring(value)] == []


def test_every_exported_name_is_used_outside_its_package() -> None:
    assert _unused_exports(ROOT) - _FOR_LATER.keys() == set()


def test_what_is_kept_for_later_is_not_used_yet() -> None:
    assert _FOR_LATER.keys() - _unused_exports(ROOT) == set()


def test_a_planted_export_that_nothing_uses_is_found(tmp_path: Path) -> None:
    copy_packages(tmp_path)
    interface = tmp_path / "credentials" / "vault" / "__init__.py"
    interface.write_text(interface.read_text().replace('"archive",', '"archive", "unplanned",'))
    planted = _unused_exports(tmp_path) - _unused_exports(ROOT)
    assert planted == {"credentials.vault.unplanned"}


def _is_docstring_alone(module: Path) -> bool:
    return len(ast.parse(module.read_text()).body) <= 1


def _past_interfaces(root: Path) -> Iterator[Import]:
    """Uses of a module inside another package, or of a name that the package does not export."""
    exported = {name: import_graph.public_names(root, name) for name in EXPORTING}
    known = import_graph.modules(root)
    for use in import_graph.uses(root, *import_graph.PRODUCT):
        if use.module in known and any(_is_past(use, name, exported[name]) for name in exported):
            yield use


def _is_past(use: Import, package: str, exported: set[str]) -> bool:
    """A module that the package exports is open as well: ``sealing.instance_key``."""
    if not _is_within(use.module, package) or _is_within(use.importer, package):
        return False
    if use.module == package:
        return use.name not in exported
    return use.module not in {f"{package}.{name}" for name in exported}


def _unused_exports(root: Path) -> set[str]:
    """Exported names that no other package of the product takes; the sandbox is there for tests."""
    used = {
        (use.module, use.name)
        for use in import_graph.uses(root, *import_graph.PRODUCT)
        if not _is_within(use.importer, use.module)
    }
    return {
        f"{package}.{name}"
        for package in EXPORTING
        if not _is_within(package, "sandbox")
        for name in import_graph.public_names(root, package)
        if (package, name) not in used
    }


def _is_within(module: str, package: str) -> bool:
    return f"{module}.".startswith(f"{package}.")


def _is_described_here(value: object) -> bool:
    """Whether a public name is a function or a class of ours; constants and types are not."""
    is_described = inspect.isfunction(value) or inspect.isclass(value)
    return is_described and str(getattr(value, "__module__", "")).startswith("credentials.")


def _has_docstring(value: Any) -> bool:
    """Whether somebody wrote one: a dataclass without has its signature instead."""
    return bool(value.__doc__) and not value.__doc__.startswith(f"{value.__name__}(")


def _isort(name: str) -> tuple[int, str]:
    """Constants, classes, then functions, as the linter sorts them."""
    rank = 0 if name.isupper() else 1 if name[0].isupper() else 2
    return rank, name
