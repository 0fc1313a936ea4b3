"""Our scripts run no text, keep nothing in the browser, and take no messages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.project_files import ROOT, name_of

_SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
_BARRED = re.compile(
    r"\beval\b|\bnew Function\b|document\.(write|cookie|domain)|insertAdjacentHTML|outerHTML\s*="
    r"|innerHTML\s*=|localStorage|sessionStorage|indexedDB|postMessage|__proto__|WebSocket"
    r"|(on|\")message\b|setTimeout\(\s*[\"'`]"
)

#: A row of the builder is a copy of the page's own template, with a number in it.
_ALLOWED = {"rule-rows.js": {"insertAdjacentHTML"}}


@pytest.mark.parametrize("script", _SCRIPTS, ids=name_of)
def test_a_script_uses_no_forbidden_feature(script: Path) -> None:
    barred = {match[0] for match in _BARRED.finditer(script.read_text())}
    assert barred <= _ALLOWED.get(script.name, set())


@pytest.mark.parametrize(
    "planted", ["row.innerHTML = text", "localStorage.key = 1", 'addEventListener("message", f)']
)
def test_a_planted_line_is_found(planted: str) -> None:
    assert _BARRED.search(planted)
