"""Fault switches: everything a network and an API can do wrong, on demand.

One line of text is one switch, the same on the command line, over the control route and in tests:
``status=503 path=/me/api/* method=GET count=2``. See ``sandbox.faults.fault`` for the kinds.
"""

from __future__ import annotations

from sandbox.faults.board import Board, Struck
from sandbox.faults.fault import Fault, Kind, parse

__all__ = ["Board", "Fault", "Kind", "Struck", "parse"]
