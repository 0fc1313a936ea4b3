"""The parts of the origin that answer in JSON."""

from __future__ import annotations

from typing import NamedTuple

TOKEN_PATHS = ("/auth/oauth2/token", "/oauth2/token")


class Branch(NamedTuple):
    """A part of the origin that answers in JSON: its version, and the prefix of its paths."""

    version: str
    prefix: str


_BRANCHES = (Branch("v1", "/1.0"), Branch("v1", "/v1"), Branch("v2", "/v2"))


def branch_of(path: str) -> Branch | None:
    """The branch that answers ``path``; None for the pages that people see."""
    if path.rstrip("/") in TOKEN_PATHS:
        return Branch("token", "")
    for branch in _BRANCHES:
        if path == branch.prefix or path.startswith(f"{branch.prefix}/"):
            return branch
    return None
