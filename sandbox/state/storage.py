"""A world as one JSON file, mode 0600, replaced whole so that no crash leaves half of it."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from sandbox.state.records import ZoneRecord
from sandbox.state.world import World

_FORMAT = 1


def save(world: World, file: Path) -> None:
    """Write ``world`` to ``file`` in one step."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(json.dumps(_as_plain(world), default=_fields, separators=(",", ":")))
    Path(name).replace(file)


def load(file: Path) -> World:
    """The world written by ``save``. Raises ValueError when ``file`` is something else."""
    plain = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(plain, dict) or plain.get("format") != _FORMAT:
        raise ValueError(f"{file} is not a sandbox state file")
    world = World()
    for kind in world.tables():
        for fields in plain.get(kind.__name__, []):
            world.keep(kind(**_tuples(fields)))
    world.last_use = {int(key): moment for key, moment in plain["last_use"].items()}
    world.last_id = plain["last_id"]
    return world


def _as_plain(world: World) -> dict[str, Any]:
    tables = {kind.__name__: list(table.values()) for kind, table in world.tables().items()}
    return {"format": _FORMAT, "last_id": world.last_id, "last_use": world.last_use, **tables}


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def _tuples(fields: dict[str, Any]) -> dict[str, Any]:
    names = {"records", "served"} & fields.keys()
    zone_records = {name: tuple(ZoneRecord(**line) for line in fields[name]) for name in names}
    return {name: zone_records.get(name, _frozen(value)) for name, value in fields.items()}


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
