"""What Keydesk exports for a tool, Keydesk takes in."""

from __future__ import annotations

import pytest

from credentials import onboarding
from credentials.core import EntryKind
from credentials.onboarding import FORMATS, Candidate
from tests.credentials.onboarding.formats.samples import CASES, credential

_ID, _SECRET, _KEY = "0a1b2c3d4e5f6071", "f0e1d2c3b4a5968778695a4b", "00112233445566778899aabb"
#: Its key and its secret are in two documents, and documents are never put together.
_PARTED = ("cert-manager-baarde",)
_WHOLE = [(name, kind) for name, kind in CASES if name not in _PARTED]


@pytest.mark.parametrize(("name", "kind"), _WHOLE)
def test_every_export_is_read_back(name: str, kind: EntryKind) -> None:
    identifier = f"EU.{_ID}" if kind is EntryKind.SERVICE_ACCOUNT else _ID
    given = credential(kind, identifier, _SECRET, _KEY)
    parts = onboarding.read_keys(FORMATS[name].render(given).splitlines())
    read = [part for part in parts if isinstance(part, Candidate) and part.secrets]
    (candidate,) = read
    values = {field.value: secret.expose() for field, secret in candidate.secrets.items()}
    assert {candidate.identifier, *values.values()} == set(given.values.values())
    assert candidate.kind is kind
