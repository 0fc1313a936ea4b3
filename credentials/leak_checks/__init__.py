"""Whether stored secrets are known to have leaked, by a service that is told a part of their hash.

Off unless ``KEYDESK_LEAK_SERVICE`` names a service; nothing here knows one. Scanners of files go by
the rules of ``docs/leaks.md``, and which values of a text are stored is told by ``onboarding``.
"""

from __future__ import annotations

from credentials.leak_checks.checking import check_entry
from credentials.leak_checks.service import LeakService, leak_service

__all__ = ["LeakService", "check_entry", "leak_service"]
