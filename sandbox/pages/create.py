"""``createApp`` and ``createToken``: the only ways to create an application (api 1.3)."""

from __future__ import annotations

from typing import Any

from credentials.core import Method
from sandbox.credential_fields import read_addresses, read_rules
from sandbox.errors import RefusalError
from sandbox.keys import new_key
from sandbox.pages import sign_in
from sandbox.pages.page_request import PageRequest, page
from sandbox.pages.validity import VALIDITIES, expiry_after
from sandbox.state.records import Application, Credential, Rule
from sandbox.wire import Response

_SPARE_ROWS = 3


def application(visit: PageRequest) -> Response:
    """Ask for a name and a description; show AK and AS once."""
    if not visit.identity:
        return sign_in.ask(visit)
    problem = _missing(visit) if visit.is_post else ""
    if visit.is_post and not problem:
        created = _new_application(visit)
        return page(visit, "created.html", title="Application created", application=created)
    return _form(visit, "create_app.html", title="Create an application", problem=problem)


def token(visit: PageRequest) -> Response:
    """Ask for rights and validity too; show AK, AS and CK once."""
    if not visit.identity:
        return sign_in.ask(visit)
    if not visit.is_post or visit.field("do") == "more":
        return _token_form(visit)
    problem = _missing(visit)
    try:
        rights = read_rules([{"method": method, "path": path} for method, path in _typed(visit)])
        addresses = read_addresses(visit.field("addresses").split())
    except RefusalError as refusal:
        problem = problem or refusal.message
    if problem or not rights:
        return _token_form(visit, problem=problem or "Give at least one right.")
    created = _new_application(visit)
    key = _new_credential(visit, created, rules=rights, addresses=addresses)
    return page(visit, "created.html", title="Keys created", application=created, credential=key)


def _token_form(visit: PageRequest, problem: str = "") -> Response:
    rows: list[Rule] = _typed(visit) if visit.is_post else _prefilled(visit)
    return _form(
        visit,
        "create_token.html",
        title="Create keys",
        problem=problem,
        rows=[*rows, *[("GET", "")] * _SPARE_ROWS],
        methods=[method.value for method in Method],
        validities=VALIDITIES,
    )


def _form(visit: PageRequest, template: str, *, problem: str, **values: Any) -> Response:
    typed = {name: _text(visit, name) for name in ("name", "description", "validity", "addresses")}
    status = 400 if problem else 200
    return page(visit, template, status=status, typed=typed, problem=problem, **values)


def _text(visit: PageRequest, name: str) -> str:
    prefilled = visit.query().get(name, [""])[0] if visit.state.quirks.prefilled_words else ""
    return visit.field(name) if visit.is_post else prefilled


def _missing(visit: PageRequest) -> str:
    filled = visit.field("name") and visit.field("description")
    return "" if filled else "Give the application a name and a description."


def _prefilled(visit: PageRequest) -> list[Rule]:
    """The rights in the query: ``?GET=/path&POST=/path``, a bare ``*`` for everything."""
    query = visit.query()
    return [
        (method.value, "/*" if path == "*" else path)
        for method in Method
        for path in query.get(method.value, [])
    ]


def _typed(visit: PageRequest) -> list[Rule]:
    form = visit.form()
    pairs = zip(form.get("method", []), form.get("path", []), strict=False)
    return [(method, path) for method, path in pairs if path]


def _new_application(visit: PageRequest) -> Application:
    created = Application(
        id=visit.world.next_id(),
        key=new_key(16),
        secret=new_key(32),
        owner=visit.identity.partition("/")[0],
        name=visit.field("name"),
        description=visit.field("description"),
    )
    visit.world.keep(created)
    return created


def _new_credential(
    visit: PageRequest,
    application: Application,
    *,
    rules: tuple[Rule, ...],
    addresses: tuple[str, ...] | None,
) -> Credential:
    account, _, user = visit.identity.partition("/")
    now = visit.state.clock.now()
    key = Credential(
        id=visit.world.next_id(),
        consumer_key=new_key(32),
        application_id=application.id,
        rules=rules,
        creation=now,
        status="validated",
        account=account,
        user=user,
        expiration=expiry_after(visit.field("validity"), now),
        allowed_ips=addresses,
    )
    visit.world.keep(key)
    return key
