"""Choose who is signed in. Without a password, as the page says."""

from __future__ import annotations

from sandbox.pages.page_request import COOKIE, PageRequest, identities, page, redirect
from sandbox.wire import Response


def show(visit: PageRequest) -> Response:
    """The form, and its answer: a cookie and a redirect to the page that was asked for."""
    identity = visit.field("identity")
    if visit.is_post and identity in identities(visit.world):
        cookie = f"{COOKIE}={identity}; Path=/; HttpOnly; SameSite=Lax"
        return redirect(_return_target(visit), **{"Set-Cookie": cookie})
    return ask(visit)


def ask(visit: PageRequest) -> Response:
    """The form, shown in place of the page that needs somebody signed in."""
    people = [_choice(visit, name) for name in identities(visit.world)]
    return_target = visit.query().get("next", [visit.request.target])[0]
    return page(
        visit, "sign_in.html", title="Who is signing in?", people=people, next=return_target
    )


def _return_target(visit: PageRequest) -> str:
    target = visit.field("next") or "/"
    is_local = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if is_local and target.isascii() and target.isprintable() else "/"


def _choice(visit: PageRequest, name: str) -> dict[str, str]:
    nic, _, user = name.partition("/")
    account = visit.world.accounts[nic]
    label = f"local user {user}" if user else f"{account.first_name} {account.name}".strip()
    return {"name": name, "label": label}
