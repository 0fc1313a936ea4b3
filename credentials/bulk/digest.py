"""What a job acts on, in one value: by it the job's row proves its items."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable

from credentials.core import BulkItemState
from credentials.models import BulkJob


def digest_of(job: BulkJob) -> str:
    """The SHA-256 of what the job acts on, in hexadecimal digits; left out is what is excluded."""
    items = job.items.exclude(state=BulkItemState.EXCLUDED).order_by("account_id", "number")
    return digest_of_numbers(job, items.values_list("account_id", "number").iterator())


def digest_of_numbers(job: BulkJob, numbers: Iterable[tuple[uuid.UUID, int]]) -> str:
    """The same of accounts and OVHcloud's numbers in them, in their order."""
    digest = hashlib.sha256(f"{job.action}\n".encode())
    for account_id, number in numbers:
        digest.update(f"{account_id} {number}\n".encode())
    return digest.hexdigest()
