"""The environment the tests run in, set before Django reads its settings.

Production's own settings, with throw-away secrets; DATABASE_URL chooses the engine.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

_VAR = tempfile.mkdtemp(prefix="keydesk-tests-")
_STATIC = Path(_VAR) / "static"
_STATIC.mkdir()

os.environ.update(
    {
        "SECRET_KEY": secrets.token_hex(32),
        "KEYDESK_MASTER_KEYS": secrets.token_hex(32),
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "PUBLIC_URL": "https://testserver",
        "CACHE_URL": "locmemcache://",
        "EMAIL_URL": "memorymail://",
        "KEYDESK_VAR": _VAR,
        "KEYDESK_STATIC": str(_STATIC),
        "OVH_CALLS_PER_SECOND": "0",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }
)
for unwanted in ("KEYDESK_DEMO", "DEBUG", "OVH_EXTRA_ENDPOINTS", "HTTPS_PROXY", "HTTP_PROXY"):
    os.environ.pop(unwanted, None)
