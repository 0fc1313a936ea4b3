"""Reading OVHcloud's own description of its API, whole or not at all (api 7). Needs no key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from credentials import rights
from credentials.core import ApiError, Method, gettext_noop, say
from credentials.ovhcloud.client.api_session import ApiSession
from credentials.ovhcloud.client.call import Access, Call
from credentials.ovhcloud.client.clock import clock_of
from credentials.ovhcloud.client.identity import KeyIdentity
from credentials.ovhcloud.client.limits import Limits
from credentials.ovhcloud.endpoints import Endpoint
from credentials.rights import Snapshot, SnapshotError, SnapshotRow, read_snapshot_rows

_PREFIXES: Final = {"v1": "", "v2": "/v2"}
_NOT_FOUND: Final = 404

DescriptionProgress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Description:
    """``snapshot`` has every operation, ``details`` what they take and answer: the archive of it,
    empty where the description has no types."""

    snapshot: Snapshot
    details: bytes


def read_description(
    endpoint: Endpoint, *, limits: Limits, report: DescriptionProgress | None = None
) -> Description:
    """Every operation the endpoint describes today. ``report`` hears of each section as it is read,
    with its number of operations.

    Raises ``ApiError`` when a section cannot be read, ``SnapshotError`` when it is none.
    """
    session = _anonymous_session(endpoint, limits)
    rows: list[SnapshotRow] = []
    details: dict[str, str] = {}
    try:
        for version, name, section in _every_section(session, endpoint):
            own = rights.schema_rows(section, version)
            (report or _ignore_progress)(f"{_PREFIXES[version]}{name}", len(own))
            rows += own
            if text := rights.described_section(section, version, name):
                details[f"{version}{name}"] = text
    finally:
        session.close()
    operations = read_snapshot_rows(_without_duplicates(rows))
    snapshot = Snapshot(endpoint.name, datetime.now(UTC).date(), operations)
    return Description(snapshot, rights.archive_of(details) if details else b"")


def _every_section(session: ApiSession, endpoint: Endpoint) -> Iterator[tuple[str, str, object]]:
    """Each section by the version of its branch and its name."""
    for version, prefix in _PREFIXES.items():
        for name in _sections(session, endpoint, prefix):
            yield version, name, _get(session, f"{prefix}{name}.json")


def _sections(session: ApiSession, endpoint: Endpoint, prefix: str) -> list[str]:
    """The sections of a branch. The second one is OVHcloud's alone: its other brands have none."""
    try:
        return rights.schema_sections(_get(session, f"{prefix}/"))
    except ApiError as error:
        if prefix and error.status == _NOT_FOUND and not endpoint.has_service_accounts:
            return []
        raise


def _get(session: ApiSession, path: str) -> object:
    return session.ask(Call(Method.GET, path, access=Access.OPEN)).value


def _without_duplicates(rows: list[SnapshotRow]) -> list[SnapshotRow]:
    """The rows, where two sections describe an operation the first. Raises ``SnapshotError``."""
    first: dict[tuple[str, str, str], SnapshotRow] = {}
    for row in rows:
        first.setdefault((row["version"], row["path"], row["method"]), row)
    if not first:
        raise SnapshotError(say(gettext_noop("The description has no operation at all.")))
    return list(first.values())


def _anonymous_session(endpoint: Endpoint, limits: Limits) -> ApiSession:
    """A session without any key: the description is open to everyone."""
    identity = KeyIdentity("", "", "", clock_of(endpoint.api_root))
    return ApiSession(endpoint, identity, limits)


def _ignore_progress(_section: str, _operations: int) -> None:
    return None
