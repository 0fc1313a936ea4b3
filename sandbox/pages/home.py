"""The front page: what the sandbox is, and links to its pages."""

from __future__ import annotations

from sandbox.pages.page_request import PageRequest, page
from sandbox.wire import Response


def show(visit: PageRequest) -> Response:
    """The page."""
    api_root = f"{visit.request.origin}/1.0"
    return page(visit, "home.html", title="A local OVHcloud", api_root=api_root)
