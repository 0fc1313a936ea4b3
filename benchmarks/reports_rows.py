"""What runs inside a Keydesk whose reports are measured: filling it, then writing each report."""

from __future__ import annotations

import json
import sys
import time
import tracemalloc
from collections.abc import Iterable
from typing import Final

from benchmarks.findings_rows import filled_account
from credentials import reports
from credentials.models import Finding, LiveCredential, Team

_BATCH: Final = 2000


def measure(keys: int) -> None:
    """Fill a Keydesk with keys and a finding in each, write each report and print the figures."""
    account = filled_account(keys)
    numbers = LiveCredential.objects.order_by("pk").values_list("pk", flat=True)
    rows = (
        Finding(
            team=account.team, account=account, credential_id=number, subject=f"key:{number}",
            label=str(number), code="no-expiry", severity="medium", rank=2,
            opened_at=account.created_at,
        )
        for number in numbers.iterator(chunk_size=_BATCH)
    )  # fmt: skip
    Finding.objects.bulk_create(rows, batch_size=_BATCH)
    teams = Team.objects.all()
    inventory, findings = reports.REPORTS["inventory"], reports.REPORTS["findings"]
    figures = {
        "inventory csv": _written(reports.csv_lines(inventory.rows(teams), inventory.columns)),
        "inventory json": _written(
            reports.document_lines("inventory", inventory.rows(teams), made_at="now")
        ),
        "findings sarif": _written(reports.sarif_lines(findings.rows(teams))),
        "evidence pack": _written(reports.evidence_of(teams)),
    }
    sys.stdout.write(f"{json.dumps(figures)}\n")


def _written(chunks: Iterable[str | bytes]) -> tuple[float, float]:
    """Seconds of processor, and the most MiB that writing took."""
    tracemalloc.start()
    started = time.process_time()
    for _chunk in chunks:
        pass
    took, (_now, most) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return took, most / 2**20
