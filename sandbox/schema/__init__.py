"""The API's description of itself (api 7), and every route it has whether played here or not."""

from __future__ import annotations

from sandbox.schema.sections import ROUTES
from sandbox.schema.unplayed import unplayed_routes

__all__ = ["ROUTES", "unplayed_routes"]
