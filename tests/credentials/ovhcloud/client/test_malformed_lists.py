"""Servers that answer lists in ways nobody documented: everything is still read, and read once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from credentials.core import ApiError, Unreadable
from credentials.ovhcloud import Strategy
from tests.credentials.ovhcloud.client.conftest import BRISK, ClientMaker
from tests.credentials.ovhcloud.client.scripted import Scripted, Sent, http, refusal

IDS = [11, 12, 13, 14, 15]
LIMITS = replace(BRISK, page_size=2, batch_size=2, attempts=1, read_timeout=10, deadline=20)
LIST = "/1.0/me/api/credential"

Pages = Callable[[int], bytes]


def _object(number: int) -> dict[str, object]:
    return {"credentialId": number, "status": "validated"}


def _page(number: int, *, total: object = 5, size: object = 2) -> bytes:
    start = (number - 1) * 2
    headers = {"X-Pagination-Elements": str(total), "X-Pagination-Size": str(size)}
    return http(200, [_object(number) for number in IDS[start : start + 2]], headers)


def _serve(scripted: Scripted, pages: Pages, batch: Callable[[list[int]], bytes]) -> None:
    """Ids and single reads as they should be; pages and batches as a test wants them."""

    def route(sent: Sent) -> bytes:
        last = sent.target.removeprefix(LIST).strip("/")
        if not last:
            number = sent.headers.get("x-pagination-number")
            return pages(int(number)) if number else http(200, IDS)
        numbers = [int(part) for part in last.split(",")]
        return batch(numbers) if "x-ovh-batch" in sent.headers else http(200, _object(numbers[0]))

    scripted.route = route


def _no_batch(_: list[int]) -> bytes:
    return refusal(404, "This object does not exist")


def _ids(_: int) -> bytes:
    return http(200, IDS)


PAGES: dict[str, tuple[Pages, int | None]] = {
    "as they should be": (_page, 3),
    "ids instead": (_ids, 1),
    "ids with headers of pages": (lambda number: http(200, IDS, {"X-Pagination-Elements": "5"}), 1),
    "no total": (lambda number: http(200, [_object(11), _object(12)]), 2),
    "a wrong total": (lambda number: _page(number, total=10**8), None),
    "a total too long to be one": (lambda number: _page(number, total="9" * 5000), 2),
    "a total of nonsense": (lambda number: _page(number, total="²"), 2),
    "a size of zero": (lambda number: _page(number, size=0), 3),
    "a wrong size": (lambda number: _page(number, size=1000), 3),
    "the first page each time": (lambda number: _page(1), 4),
    "all on one page": (
        lambda number: http(
            200, [_object(known_id) for known_id in IDS], {"X-Pagination-Elements": "5"}
        ),
        None,
    ),
    "with a null": (
        lambda number: http(
            200,
            [_object(11), None] if number == 1 else [_object(IDS[number * 2 - 2])],
            {"X-Pagination-Elements": "5"},
        ),
        4,
    ),
    "mixed with ids": (lambda number: http(200, [_object(11), 12]), 2),
    "nameless objects": (lambda number: http(200, [{}, {"credentialId": "x"}]), 2),
    "an object": (lambda number: http(200, {"a": 1}), 2),
    "nothing": (lambda number: http(200, None), 2),
    "refused": (lambda number: refusal(400, "Unknown header"), 2),
    "not acceptable": (lambda number: refusal(406, "Unknown header"), 2),
    "broken": (lambda number: http(500, b"oops"), 2),
    "broken after the first": (lambda number: _page(1) if number == 1 else http(500, b""), None),
    "empty though there are some": (
        lambda number: http(200, [], {"X-Pagination-Elements": "5"}),
        2,
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_any_kind_lose_nothing(ask: ClientMaker, scripted: Scripted, name: str) -> None:
    pages, list_calls = PAGES[name]
    _serve(scripted, pages, _no_batch)
    reads = list(ask(LIMITS).credentials())
    assert sorted(read.id for read in reads) == IDS
    assert all(read.value and read.error is None for read in reads)
    assert len(scripted.sent) < 25
    if list_calls is not None:
        assert scripted.targets().count(f"GET {LIST}") == list_calls


def _wrapped(numbers: list[int], **more: object) -> list[dict[str, object]]:
    return [
        {"key": str(number), "value": _object(number), "error": None} | more for number in numbers
    ]


BATCHES: dict[str, Callable[[list[int]], bytes]] = {
    "as they should be": lambda numbers: http(200, _wrapped(numbers)),
    "values alone": lambda numbers: http(200, [{"value": _object(number)} for number in numbers]),
    "the wrong way round": lambda numbers: http(200, _wrapped(numbers[::-1])),
    "some left out": lambda numbers: http(200, _wrapped(numbers[:1])),
    "repeated": lambda numbers: http(200, _wrapped(numbers * 3)),
    "others": lambda numbers: http(200, _wrapped([number + 1000 for number in numbers])),
    "bare objects": lambda numbers: http(200, [_object(number) for number in numbers]),
    "one object": lambda numbers: http(200, _object(numbers[0])),
    "errors as text": lambda numbers: http(200, _wrapped(numbers, value=None, error="no")),
    "errors without words": lambda numbers: http(200, _wrapped(numbers, value=None, error={})),
    "nonsense": lambda numbers: http(200, [None, 5, [], {}, {"value": 7}, {"error": {"a": []}}]),
    "unknown": _no_batch,
    "refused": lambda numbers: refusal(400, "Too many"),
    "broken": lambda numbers: http(502, b"<html>"),
}


@pytest.mark.parametrize("name", BATCHES)
def test_batches_of_any_kind_lose_nothing(ask: ClientMaker, scripted: Scripted, name: str) -> None:
    _serve(scripted, _ids, BATCHES[name])
    reads = list(ask(LIMITS).credentials())
    assert sorted(read.id for read in reads) == IDS
    assert all(read.value and read.error is None for read in reads)
    assert len(scripted.sent) <= 1 + 3 + 5


@pytest.mark.parametrize("ids", [{"a": 1}, None, 5, "11,12", [None], [True], [-1], [2**63], [[1]]])
def test_a_list_of_what_are_no_ids_is_unreadable(
    ask: ClientMaker, scripted: Scripted, ids: object
) -> None:
    scripted.answers = [http(200, ids)]
    with pytest.raises(Unreadable, match="GET /me/api/credential"):
        list(ask(LIMITS).credentials())


def test_ids_as_text_and_repeated_are_taken_once(ask: ClientMaker, scripted: Scripted) -> None:
    _serve(scripted, lambda number: http(200, ["11", 11, 12]), _no_batch)
    listing = ask(LIMITS).credentials()
    assert listing.total == 2
    assert sorted(read.id for read in listing) == [11, 12]


def test_an_object_that_is_another_one_is_not_taken_for_it(
    ask: ClientMaker, scripted: Scripted
) -> None:
    scripted.route = lambda sent: http(200, IDS if sent.target == LIST else _object(11))
    listing = ask(replace(LIMITS, strategies=(Strategy.SINGLE,))).credentials()
    errors = {read.id: read.error for read in listing}
    assert errors.pop(11) is None
    assert {type(error) for error in errors.values()} == {Unreadable}


def test_what_is_gone_in_a_batch_needs_no_second_look(ask: ClientMaker, scripted: Scripted) -> None:
    gone = {"httpCode": "404 Not Found", "message": "gone"}
    _serve(scripted, _ids, lambda numbers: http(200, _wrapped(numbers, value=None, error=gone)))
    reads = list(ask(LIMITS).credentials())
    assert {type(read.error).__name__ for read in reads} == {"NotFound"}
    assert all(isinstance(read.error, ApiError) and read.error.status == 404 for read in reads)
    assert len(scripted.sent) == 1 + 3
