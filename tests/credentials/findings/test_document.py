"""docs/findings.md has every code as the registry has it, and no other."""

from __future__ import annotations

from credentials.findings.facts import Thresholds
from credentials.findings.registry import CODES, Code
from tests.project_files import ROOT

PAGE = (ROOT / "docs" / "findings.md").read_text()


def row_of(code: Code) -> str:
    controls = "; ".join(map(str, code.controls))
    return (
        f"| `{code.name}` | {code.severity} | {code.title} | {code.why} | {code.to_do} "
        f"| {controls} |"
    )


def test_the_page_has_every_code_and_no_other() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| `")]
    assert rows == [row_of(CODES[name]) for name in sorted(CODES)]


def test_the_page_says_what_has_a_grace() -> None:
    waiting = ", ".join(f"`{name}`" for name in sorted(CODES) if CODES[name].waits)
    assert f"a grace of {Thresholds().grace} days" in PAGE
    assert f"puts at risk: {waiting}." in PAGE
