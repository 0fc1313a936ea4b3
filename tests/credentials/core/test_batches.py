"""Cutting a long row of values into batches."""

from __future__ import annotations

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from credentials.core import Severity, in_batches


@given(st.lists(st.integers(), max_size=50), st.integers(1, 9))
def test_batches_hold_every_value_in_its_order(values: list[int], size: int) -> None:
    batches = list(in_batches(values, size))
    assert [value for batch in batches for value in batch] == values
    assert all(len(batch) == size for batch in batches[:-1])
    assert all(0 < len(batch) <= size for batch in batches)


def test_no_more_than_a_batch_is_read_ahead() -> None:
    numbers = count()
    assert next(in_batches(numbers, 3)) == [0, 1, 2]
    assert next(numbers) == 3


def test_severities_rank_from_the_worst() -> None:
    assert sorted(Severity, key=lambda severity: severity.rank) == list(Severity)
    assert Severity.CRITICAL.rank == 0
