"""A world as one JSON file, mode 0600, replaced whole so that no crash leaves half of it."""

from __future__ import annotations

import glob
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from sandbox.state.records import ZoneRecord
from sandbox.state.world import World

_FORMAT = 1
#: What ``mkstemp`` puts at the end of a name.
_RANDOM = "[a-z0-9_]" * 8


def save(world: World, file: Path) -> None:
    """Write ``world`` to ``file`` in one step."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(json.dumps(_as_plain(world), default=_fields, separators=(",", ":")))
    Path(name).replace(file)


def load(file: Path) -> World:
    """The world written by ``save``. Raises ValueError, naming the file, for anything else."""
    try:
        return _world(json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        # The damaged text may hold keys, so nothing of it is repeated.
        raise ValueError(
            f"{file} is damaged, or no state file of a sandbox. "
            "Move it away to start with a new world."
        ) from error


def sweep(file: Path) -> None:
    """Remove what writing ``file`` left behind where the sandbox was killed meanwhile."""
    for left in file.parent.glob(f".{glob.escape(file.name)}.{_RANDOM}"):
        left.unlink(missing_ok=True)


def _world(plain: Any) -> World:
    if plain["format"] != _FORMAT:
        raise ValueError(plain["format"])
    world = World(plain.get("region", "eu"))
    for kind in world.tables():
        for fields in plain.get(kind.__name__, []):
            world.keep(kind(**_tuples(fields)))
    world.last_use = {int(key): moment for key, moment in plain["last_use"].items()}
    world.last_id = plain["last_id"]
    return world


def _as_plain(world: World) -> dict[str, Any]:
    tables = {kind.__name__: list(table.values()) for kind, table in world.tables().items()}
    numbers = {"last_id": world.last_id, "last_use": world.last_use}
    return {"format": _FORMAT, "region": world.region, **numbers, **tables}


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def _tuples(fields: dict[str, Any]) -> dict[str, Any]:
    names = {"records", "served"} & fields.keys()
    zone_records = {name: tuple(ZoneRecord(**line) for line in fields[name]) for name in names}
    return {name: zone_records.get(name, _frozen(value)) for name, value in fields.items()}


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
