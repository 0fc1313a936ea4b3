"""A page request of a person: the form sent, who is signed in, and how a page is rendered."""

from __future__ import annotations

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from django.template import Context, Engine

from sandbox.state.sandbox_state import SandboxState
from sandbox.state.world import World
from sandbox.wire import HTML_TYPE, Request, Response

COOKIE = "sandbox_identity"
_HERE = Path(__file__).parent
_ENGINE = Engine(dirs=[str(_HERE / "templates")], autoescape=True)
_STYLE = (_HERE / "style.css").read_bytes()
_POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'{target}; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page request and the state of the sandbox it is made to."""

    state: SandboxState
    request: Request

    @property
    def world(self) -> World:
        """The world of the sandbox that is visited."""
        return self.state.world

    @property
    def is_post(self) -> bool:
        """Whether a form was sent, from a page of this origin."""
        origin = self.request.headers.get("origin", self.request.origin)
        return self.request.method == "POST" and origin == self.request.origin

    def query(self) -> dict[str, list[str]]:
        """The query's parameters, each with its values in the order sent."""
        return parse_qs(self.request.query, keep_blank_values=True)

    def form(self) -> dict[str, list[str]]:
        """The fields of the form sent, each with its values in the order sent."""
        return parse_qs(self.request.body.decode("utf-8", "replace"), keep_blank_values=True)

    def field(self, name: str) -> str:
        """One field of the form, trimmed; empty when absent."""
        return self.form().get(name, [""])[0].strip()

    @property
    def identity(self) -> str:
        """Who is signed in: ``nic`` or ``nic/user``; empty for nobody."""
        choices = identities(self.world)
        identity = _cookie(self.request.headers.get("cookie", ""))
        if identity in choices:
            return identity
        return choices[0] if len(choices) == 1 else ""


def identities(world: World) -> list[str]:
    """Everybody who can sign in: each account, then its local users."""
    return [
        name
        for account in world.accounts.values()
        for name in (account.nic, *(f"{account.nic}/{user}" for user in account.users))
    ]


def page(
    visit: PageRequest, template: str, *, status: int = 200, target: str = "", **values: Any
) -> Response:
    """A rendered page. ``target``: an address that its form may lead to beside the sandbox."""
    context_values = values | {
        "identity": visit.identity,
        "several": len(identities(visit.world)) > 1,
    }
    here = f"?next={quote(visit.request.target, safe='')}"
    context = Context(context_values | {"sign_in": f"/sandbox/sign-in{here}"}, use_l10n=False)
    body = _ENGINE.get_template(template).render(context)
    return Response(status, body.encode(), _headers(target))


def message(visit: PageRequest, title: str, text: str, *, status: int = 200) -> Response:
    """A page with a title and one paragraph."""
    return page(visit, "message.html", status=status, title=title, text=text)


def redirect(location: str, **headers: str) -> Response:
    """A 302 to ``location``, with more headers."""
    return Response(302, b"", {"Location": location, "Cache-Control": "no-store", **headers})


def stylesheet() -> Response:
    """The style of all pages."""
    headers = {"Content-Type": "text/css; charset=utf-8", "Cache-Control": "max-age=60"}
    return Response(200, _STYLE, headers)


def is_web_address(url: str) -> bool:
    """Whether a browser may be sent to ``url``: http or https, printable ASCII without spaces."""
    parts = urlsplit(url)
    is_plain = url.isascii() and url.isprintable() and " " not in url
    return is_plain and parts.scheme in ("http", "https") and bool(parts.hostname)


def _headers(target: str) -> dict[str, str]:
    parts = urlsplit(target)
    # Browsers check the redirect after a form against form-action too.
    origin = f" {parts.scheme}://{parts.netloc}" if is_web_address(target) else ""
    return {
        "Content-Type": HTML_TYPE,
        "Cache-Control": "no-store",
        "Content-Security-Policy": _POLICY.format(target=origin.replace(";", "")),
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }


def _cookie(header: str) -> str:
    try:
        morsel = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""
