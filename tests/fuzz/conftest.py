"""The profile that ``--hypothesis-profile=fuzz`` names, and what the fuzzing tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.credentials.ovhcloud.client.scripted import Scripted

if "fuzz" not in settings._profiles:
    settings.register_profile(
        "fuzz", max_examples=20_000, deadline=None, suppress_health_check=list(HealthCheck)
    )


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    server = Scripted()
    yield server
    server.close()
