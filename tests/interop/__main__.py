"""``python -m tests.interop [all]``: install the tools that can be installed without root."""

from __future__ import annotations

import sys

from tests.interop.tools import SLOW_TOOLS, TOOLS

for tool in (*TOOLS, *(SLOW_TOOLS if "all" in sys.argv[1:] else ())):
    tool.install()
    if obstacle := tool.obstacle():
        sys.stderr.write(f"{obstacle}\n")
