"""What is worked out in one place is worked out nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.project_files import files, name_of, source_files

#: What may stand in these files alone, and what everybody else asks instead.
_PLACES = {
    r"[\"']HX-Request[\"']|HTTP_HX_REQUEST": [],  # http.is_htmx
    r"PUBLIC_ORIGIN\}\{": ["credentials/public_address.py"],
    r"management_key(\.|__)credential_id": ["credentials/vault/management_key.py"],
    r"has no management key": ["credentials/vault/management_key.py", "dashboard/pages/todo.py"],
    r"url_has_allowed_host_and_scheme": ["dashboard/http.py"],  # http.is_own_path
    r"memberships__team": [],  # teams.members_of: a membership that counts is genuine
}
_IN_TEMPLATES = {
    r"endpoint\.label\|default": "the filter region",
}


@pytest.mark.parametrize("pattern", _PLACES)
def test_it_stands_in_its_place_alone(pattern: str) -> None:
    assert _naming(pattern, source_files()) == _PLACES[pattern]


@pytest.mark.parametrize("pattern", _IN_TEMPLATES)
def test_no_template_works_it_out(pattern: str) -> None:
    assert _naming(pattern, files("*.html", below="templates")) == []


def _naming(pattern: str, paths: list[Path]) -> list[str]:
    return [name_of(path) for path in paths if re.search(pattern, path.read_text())]
