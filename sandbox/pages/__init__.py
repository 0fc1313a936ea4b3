"""The pages that people see: sign in, create keys, validate a request (api 1.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox.pages import consent, create, home, sign_in
from sandbox.pages.visit import Visit, message, stylesheet
from sandbox.wire import Request, Response

if TYPE_CHECKING:
    from sandbox.app import Sandbox

_PAGES: dict[str, Callable[[Visit], Response]] = {
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


def answer(sandbox: Sandbox, request: Request) -> Response:
    """The page at the request's path."""
    path = request.path.rstrip("/")
    if path == "/sandbox/style.css":
        return stylesheet()
    page = _PAGES.get(path)
    visit = Visit(sandbox, request)
    if page is None:
        return message(visit, "No such page", "Nothing is at this address.", status=404)
    return page(visit)
