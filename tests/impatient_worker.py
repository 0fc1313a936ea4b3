"""Keydesk's gunicorn worker, which gives slow clients up at once."""

from __future__ import annotations

from dashboard.serving import BufferingWorker


class ImpatientWorker(BufferingWorker):
    """As long as a test waits, and not as people may need."""

    patience = 0.5
