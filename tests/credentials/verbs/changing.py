"""What the packages export that changes something, told from its source: it writes rows or
entries, or calls what does."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from textwrap import dedent
from types import FunctionType, ModuleType
from typing import Any, Final

from credentials import audit
from credentials.models import row_writing
from credentials.sealing import instance_key

_WRITES: Final = frozenset(
    {"save", "delete", "create", "create_user", "bulk_create", "update_or_create", "enqueue"}
)
_ATTEMPTS: Final = frozenset({audit.attempt, audit.attempt_call, audit.record})
_WRITERS: Final = frozenset(
    {row_writing.insert_rows, row_writing.write_columns, row_writing.add_to_rows}
)
#: Whether a row may be believed is a question, though a row that may not is noted; and the key of
#: the log is made when it is first asked for.
_QUESTIONS: Final = frozenset(
    {audit.genuine_or_logged, audit.holds_or_logged, audit.holding_or_logged}
    | {audit.guard_genuine, audit.guard_holds, audit.guard_person}
    | {made for _, made in inspect.getmembers(instance_key, inspect.isfunction)}
)


PACKAGES: Final = (
    "audit",
    "teams",
    "people",
    "vault",
    "onboarding",
    "live",
    "service_accounts",
    "findings",
    "rotations",
    "seen_calls",
    "bulk",
    "notices",
    "log_streams",
    "traps",
    "leak_checks",
    "campaigns",
    "reports",
)


def exported() -> dict[str, Callable[..., Any]]:
    """The functions and tasks that the packages give, by package and name."""
    modules = {name: importlib.import_module(f"credentials.{name}") for name in PACKAGES}
    members = {
        f"{package}.{name}": _plain(getattr(module, name))
        for package, module in modules.items()
        for name in module.__all__
    }
    return {name: member for name, member in members.items() if inspect.isfunction(member)}


def changes_something(function: Callable[..., Any]) -> bool:
    """Whether the function, or one of the domain that it calls, writes."""
    plain = _plain(function)
    return plain not in _PLAIN_QUESTIONS and _writes(plain, set())


def takes_actor(function: Callable[..., Any]) -> bool:
    """Whether its caller says who acts."""
    return "actor" in inspect.signature(_plain(function)).parameters


def _plain(function: Any) -> Any:
    """What is below a task and below decorators."""
    return inspect.unwrap(getattr(function, "func", function))


def _writes(function: Any, asked: set[object]) -> bool:
    if not isinstance(function, FunctionType) or function in asked:
        return False
    asked.add(function)
    return any(_is_write(call, function.__globals__, asked) for call in _calls(function))


def _calls(function: FunctionType) -> Iterator[ast.expr]:
    tree = ast.parse(dedent(inspect.getsource(function)))
    return (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))


def _is_write(called: ast.expr, names: dict[str, Any], asked: set[object]) -> bool:
    meant = _named(called, names)
    if meant is not None:
        plain = _plain(meant)
        is_ours = (getattr(plain, "__module__", "") or "").startswith("credentials.")
        return plain in _PLAIN_WRITERS or (
            is_ours and plain not in _PLAIN_QUESTIONS and _writes(plain, asked)
        )
    if not isinstance(called, ast.Attribute):
        return False
    is_of_rows = isinstance(called.value, ast.Call | ast.Attribute)  # a dictionary is a name
    return called.attr in _WRITES or (called.attr == "update" and is_of_rows)


def _named(called: ast.expr, names: dict[str, Any]) -> Any:
    """The function that a name of the module means; None for anything else."""
    match called:
        case ast.Name(id=name):
            meant = names.get(name)
        case ast.Attribute(value=ast.Name(id=name), attr=attribute) if isinstance(
            names.get(name), ModuleType
        ):
            meant = getattr(names[name], attribute, None)
        case _:
            return None
    return meant if callable(meant) and not inspect.isclass(meant) else None


_PLAIN_WRITERS: Final = frozenset(_plain(function) for function in _ATTEMPTS | _WRITERS)
_PLAIN_QUESTIONS: Final = frozenset(_plain(function) for function in _QUESTIONS)
