"""The front page: what this is, and the pages there are."""

from __future__ import annotations

from sandbox.pages.visit import Visit, page
from sandbox.wire import Response


def show(visit: Visit) -> Response:
    api_root = f"{visit.request.origin}/1.0"
    return page(visit, "home.html", title="A local OVHcloud", api_root=api_root)
