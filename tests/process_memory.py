"""What a process has learnt while it ran, forgotten: each test begins like a new process."""

from __future__ import annotations

from credentials import startup
from credentials.ovhcloud import catalogue_store
from credentials.sealing import row_proofs
from tests.endpoint_memory import forget_endpoints


def forget_process() -> None:
    """Forget what the process knows of endpoints, of its database, and of the instance."""
    forget_endpoints()
    catalogue_store._catalogues.clear()
    startup._process = startup._Process()
    row_proofs._key.clear()
