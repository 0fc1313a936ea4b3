"""``python -m tests.interop``: install the tools that can be installed without root."""

from __future__ import annotations

import sys

from tests.interop.tools import TOOLS

for tool in TOOLS:
    tool.install()
    if obstacle := tool.obstacle():
        sys.stderr.write(f"{obstacle}\n")
