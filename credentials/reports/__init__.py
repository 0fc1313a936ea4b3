"""Reports: findings, inventory, who knows what, who has access, how the log stands; and all of it
as an evidence pack that somebody else can verify.

Each report is a stream of rows, whatever their number. What is found is worked out in
``findings``, who knows what in ``vault``; pages and downloads are the console's.
"""

from __future__ import annotations

from credentials.reports.baseline import BaselineUnreadable, fingerprints_in
from credentials.reports.evidence import evidence_of
from credentials.reports.files import csv_lines, document_lines, json_lines
from credentials.reports.finding_rows import finding_rows
from credentials.reports.inventory_rows import LIVE_KEY_COLUMNS, live_key_rows
from credentials.reports.report import REPORTS
from credentials.reports.sarif import sarif_lines

__all__ = [
    "LIVE_KEY_COLUMNS",
    "REPORTS",
    "BaselineUnreadable",
    "csv_lines",
    "document_lines",
    "evidence_of",
    "finding_rows",
    "fingerprints_in",
    "json_lines",
    "live_key_rows",
    "sarif_lines",
]
