"""The benchmark of rights sets like beside like, and its page is the rights builder's own."""

from __future__ import annotations

import json
from datetime import date

import pytest

from benchmarks import rights as program
from benchmarks import rights_page
from credentials.rights import bundled_catalogue, parse_rules, reach

Output = pytest.CaptureFixture[str]


def test_a_plain_scan_and_ours_reach_the_same(capsys: Output) -> None:
    ratio = program._reach(
        bundled_catalogue(), parse_rules("GET /vps/*\nPOST /vps/*/reboot"), runs=1
    )
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("reach of the rules: plain scan ")
    assert f"ratio {ratio:.0f} (wanted: 10)" in line


def test_the_rules_are_thirty_and_reach_no_more_than_a_plain_scan_finds() -> None:
    rules = parse_rules(program.RULES)
    assert len(rules) == 30
    ours = bundled_catalogue().operations_in(
        reach(bundled_catalogue(), rules, on=date(2026, 11, 23)).bits
    )
    plain = program._PlainReach(bundled_catalogue()).reached(rules)
    assert {str(operation) for operation in ours} <= {str(operation) for operation in plain}
    assert len(ours) > len(plain) / 2


def test_a_plain_search_finds_what_is_typed() -> None:
    calls = [
        str(operation)
        for operation in program._PlainSearch(bundled_catalogue()).found("zone record post")
    ]
    assert "POST /domain/zone/{zoneName}/record" in calls


@pytest.mark.django_db
def test_the_page_is_asked_as_somebody_types(capsys: Output) -> None:
    rights_page.preview(2)
    figures = json.loads(capsys.readouterr().out)
    assert [len(figures[name]) for name in ("clock", "processor")] == [2, 2]
    assert 0 < figures["processor"][0] <= figures["processor"][1]
