"""Choose who is signed in. No password: nothing here is worth one, and the page says so."""

from __future__ import annotations

from sandbox.pages.visit import COOKIE, Visit, identities, page, redirect
from sandbox.wire import Response


def show(visit: Visit) -> Response:
    """The form, and its answer: a cookie and the way back."""
    chosen = visit.field("identity")
    if visit.is_post and chosen in identities(visit.world):
        cookie = f"{COOKIE}={chosen}; Path=/; HttpOnly; SameSite=Lax"
        return redirect(_way_back(visit), **{"Set-Cookie": cookie})
    return ask(visit)


def ask(visit: Visit) -> Response:
    """The form, shown in place of the page that needs somebody signed in."""
    people = [_person(visit, name) for name in identities(visit.world)]
    way_back = visit.query().get("next", [visit.request.target])[0]
    return page(visit, "sign_in.html", title="Who is signing in?", people=people, next=way_back)


def _way_back(visit: Visit) -> str:
    target = visit.field("next") or "/"
    local = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if local and target.isascii() and target.isprintable() else "/"


def _person(visit: Visit, name: str) -> dict[str, str]:
    nic, _, user = name.partition("/")
    account = visit.world.accounts[nic]
    label = f"local user {user}" if user else f"{account.first_name} {account.name}".strip()
    return {"name": name, "label": label}
