"""Who imports whom: read off the code, typing imports and imports inside functions included."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

PRODUCT = ("credentials", "dashboard", "sandbox")
PROJECT = (*PRODUCT, "benchmarks", "tests")


class Import(NamedTuple):
    """``importer`` takes ``name`` from ``module``; ``name`` is empty for a plain ``import``."""

    importer: str
    module: str
    name: str


def modules(root: Path) -> dict[str, Path]:
    """Every module of the project by its dotted name; a package by its own."""
    paths = (path for top in PROJECT for path in sorted((root / top).rglob("*.py")))
    return {_dotted(path.relative_to(root)): path for path in paths}


def imports_of(importer: str, path: Path) -> Iterator[Import]:
    """Every import of the file, wherever in it."""
    yield from _imports(importer, path.read_text(), is_package=path.name == "__init__.py")


def graph(root: Path) -> dict[str, set[str]]:
    """The modules that each module imports; a name that a package exports counts as the package."""
    known = modules(root)
    return {
        name: {_target(imported, known) for imported in imports_of(name, path)}
        & known.keys() - {name}
        for name, path in known.items()
    }


def uses(root: Path, *tops: str) -> Iterator[Import]:
    """Every import of the modules below ``tops``, and every name read off what was imported:
    ``vault.reveal`` is a use of ``reveal``, as ``from credentials.vault import reveal`` is.
    """
    for name, path in modules(root).items():
        if name.split(".")[0] in tops:
            source, is_package = path.read_text(), path.name == "__init__.py"
            yield from _imports(name, source, is_package=is_package)
            yield from _attributes_of_imports(name, source, is_package=is_package)


def circles(arrows: Mapping[str, set[str]]) -> list[set[str]]:
    """The groups of modules that import each other, directly or not (Kosaraju's components)."""
    return [group for group in _components(arrows) if len(group) > 1]


def exporting_packages(root: Path, *tops: str) -> list[str]:
    """The packages below ``tops`` that have an ``__all__``."""
    packages = [name for name, path in modules(root).items() if path.name == "__init__.py"]
    within = [name for name in packages if name.split(".")[0] in tops]
    return [name for name in within if public_names(root, name)]


def public_names(root: Path, package: str) -> set[str]:
    """What the ``__all__`` of a package lists."""
    return _listed((root / Path(*package.split(".")) / "__init__.py").read_text())


@cache
def _listed(source: str) -> set[str]:
    tree = ast.parse(source)
    lists = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id == "__all__"
    ]
    return {name for value in lists for name in ast.literal_eval(value)}


@cache
def _imports(importer: str, source: str, *, is_package: bool) -> tuple[Import, ...]:
    """Of a source once, in whichever copy of the project it stands."""
    imports: list[Import] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            module = _module_of(node, importer, is_package=is_package)
            imports += (Import(importer, module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            imports += (Import(importer, alias.name, "") for alias in node.names)
    return tuple(imports)


@cache
def _attributes_of_imports(importer: str, source: str, *, is_package: bool) -> tuple[Import, ...]:
    tree = ast.parse(source)
    imported = {
        alias.asname or alias.name: f"{_module_of(node, importer, is_package=is_package)}."
        f"{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    read = (
        (node.value.id, node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    )
    return tuple(Import(importer, imported[name], attr) for name, attr in read if name in imported)


def _module_of(node: ast.ImportFrom, importer: str, *, is_package: bool) -> str:
    """The dotted name that is imported from, dots in front of it worked out."""
    if not node.level:
        return node.module or ""
    parts = importer.split(".")
    above = node.level - is_package
    return ".".join([*parts[: len(parts) - above], *filter(None, [node.module])])


def _target(imported: Import, known: Mapping[str, Path]) -> str:
    submodule = f"{imported.module}.{imported.name}"
    return submodule if submodule in known else imported.module


def _dotted(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _components(arrows: Mapping[str, set[str]]) -> list[set[str]]:
    order: list[str] = []
    seen: set[str] = set()
    for start in arrows:
        _finish(start, arrows, seen=seen, order=order)
    backwards: dict[str, set[str]] = {name: set() for name in arrows}
    for name, others in arrows.items():
        for other in others:
            backwards[other].add(name)
    placed: set[str] = set()
    groups = []
    for name in reversed(order):
        group: list[str] = []
        _finish(name, backwards, seen=placed, order=group)
        groups.append(set(group))
    return groups


def _finish(
    start: str, arrows: Mapping[str, set[str]], *, seen: set[str], order: list[str]
) -> None:
    """Walk everything reachable and not seen, and append each module after what it imports."""
    if start in seen:
        return
    seen.add(start)
    stack = [(start, iter(sorted(arrows[start])))]
    while stack:
        name, others = stack[-1]
        following = next((other for other in others if other not in seen), None)
        if following is None:
            order.append(name)
            stack.pop()
        else:
            seen.add(following)
            stack.append((following, iter(sorted(arrows[following]))))
