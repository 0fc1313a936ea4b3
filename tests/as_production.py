"""Run a command in production's settings with throw-away secrets and nothing else set.

``python -m tests.as_production python manage.py check --deploy``
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys


def environment() -> dict[str, str]:
    """The least that production starts with."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "SECRET_KEY": secrets.token_hex(32),
        "KEYDESK_MASTER_KEYS": secrets.token_hex(32),
        "ALLOWED_HOSTS": "keydesk.example.com",
        "PUBLIC_URL": "https://keydesk.example.com",
    }


if __name__ == "__main__":
    sys.exit(subprocess.run(sys.argv[1:], env=environment(), check=False).returncode)
