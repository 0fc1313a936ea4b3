"""Names of services are taken from the cache in the shape they were kept in, and in no other."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from credentials.live.service_names import ServiceNames

NAMES = ServiceNames(("a.example", "b.example"), 2, datetime(2026, 11, 26, tzinfo=UTC))
WHEN = NAMES.read_at.isoformat()


def test_what_was_kept_comes_back() -> None:
    assert ServiceNames.from_cache(NAMES.to_kept()) == NAMES


@pytest.mark.parametrize(
    "planted",
    [
        None,
        True,
        7,
        "words",
        [],
        {},
        {"a": [1]},
        [["a.example"], 1],
        ["a.example", 1, WHEN],
        [[None], 1, WHEN],
        [[["a.example"]], 1, WHEN],
        [["a.example"], "1", WHEN],
        [["a.example"], 1, 7],
        [["a.example"], 1, "yesterday"],
        [["a.example"], 1, "2026-11-26T00:00:00"],
    ],
)
def test_another_shape_is_as_if_nothing_were_kept(planted: object) -> None:
    assert ServiceNames.from_cache(planted) is None
