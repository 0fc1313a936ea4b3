"""Which page is at a path."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.pages import consent, create, home, sign_in
from sandbox.pages.page_request import PageRequest, message, stylesheet
from sandbox.state.sandbox_state import SandboxState
from sandbox.wire import Request, Response

_PAGES: dict[str, Callable[[PageRequest], Response]] = {
    "": home.show,
    "/sandbox/sign-in": sign_in.show,
    "/auth": consent.show,
    "/createApp": create.application,
    "/auth/api/createApp": create.application,
    "/api/createApp": create.application,
    "/createToken": create.token,
    "/createToken/index.cgi": create.token,
    "/auth/api/createToken": create.token,
    "/api/createToken": create.token,
}


def answer_page(state: SandboxState, request: Request) -> Response:
    """The page at the request's path; a 404 where there is none."""
    path = request.path.rstrip("/")
    if path == "/sandbox/style.css":
        return stylesheet()
    page = _PAGES.get(path)
    visit = PageRequest(state, request)
    if page is None:
        return message(visit, "No such page", "Nothing is at this address.", status=404)
    return page(visit)
