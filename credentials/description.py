"""Reading OVHcloud's own description of its API, whole or not at all (api 7). Needs no key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final

from credentials.catalogue import Snapshot, SnapshotError, schemas
from credentials.catalogue.snapshot import Row, read_rows
from credentials.client import Limits
from credentials.client.call import Access, Call
from credentials.client.caller import Caller
from credentials.client.clock import clock_of
from credentials.client.identity import KeyIdentity
from credentials.endpoints import Endpoint
from credentials.enums import Method
from credentials.errors import ApiError
from credentials.sentences import gettext_noop, say

_BRANCHES: Final = (("v1", ""), ("v2", "/v2"))
_NOT_FOUND: Final = 404

Report = Callable[[str, int], None]


def read(endpoint: Endpoint, *, limits: Limits, report: Report | None = None) -> Snapshot:
    """Every operation the endpoint describes today. ``report`` hears of each section as it is read,
    with its number of operations.

    Raises ``ApiError`` when a section cannot be read, ``SnapshotError`` when it is none.
    """
    caller = _nobody(endpoint, limits)
    try:
        rows = list(_rows(caller, endpoint, report or _silent))
    finally:
        caller.close()
    return Snapshot(endpoint.name, datetime.now(UTC).date(), read_rows(_once(rows)))


def _rows(caller: Caller, endpoint: Endpoint, report: Report) -> Iterator[Row]:
    for version, prefix in _BRANCHES:
        for section in _sections(caller, endpoint, prefix):
            rows = schemas.rows(_get(caller, f"{prefix}{section}.json"), version)
            report(f"{prefix}{section}", len(rows))
            yield from rows


def _sections(caller: Caller, endpoint: Endpoint, prefix: str) -> list[str]:
    """The sections of a branch. The second one is OVHcloud's alone: its other brands have none."""
    try:
        return schemas.sections(_get(caller, f"{prefix}/"))
    except ApiError as error:
        if prefix and error.status == _NOT_FOUND and not endpoint.has_service_accounts:
            return []
        raise


def _get(caller: Caller, path: str) -> object:
    return caller.ask(Call(Method.GET, path, access=Access.OPEN)).value


def _once(rows: list[Row]) -> list[Row]:
    """The rows, where two sections describe an operation the first. Raises ``SnapshotError``."""
    first: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        first.setdefault((row["version"], row["path"], row["method"]), row)
    if not first:
        raise SnapshotError(say(gettext_noop("The description has no operation at all.")))
    return list(first.values())


def _nobody(endpoint: Endpoint, limits: Limits) -> Caller:
    """A caller without any key: the description is open to everyone."""
    identity = KeyIdentity("", "", "", clock_of(endpoint.api_root))
    return Caller(endpoint, identity, limits)


def _silent(_section: str, _operations: int) -> None:
    return None
