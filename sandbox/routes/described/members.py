"""What the path of a call names: each parameter has to be in the list that has its values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sandbox import errors
from sandbox.call import Call, Match, Route
from sandbox.errors import RefusalError
from sandbox.routes.described.owned import product_at, services_of
from sandbox.schema.models import Field
from sandbox.schema.operation_facts import OperationFacts
from sandbox.schema.regions import is_offered
from sandbox.schema.values import typed

#: Fields that name an object, where none is called as the parameter is.
_NAMING = ("id", "name", "key", "urn", "code")


def check_named(call: Call, facts: OperationFacts) -> None:
    """What the path names is the account's. Raises a 404, or a 400 for a value of another type."""
    for start, name in parameters(call.route.template):
        listed, value = facts.lists.get(name, start), call.params[name]
        known = _members(call, listed, name)
        if known is None:
            _check_type(call, facts, name)
        elif value not in known:
            raise _absent(call, listed, name=name)


def parameters(template: str) -> Iterator[tuple[str, str]]:
    """The parameters of a template in order, each after the path before it."""
    start = ""
    for segment in template.split("/")[1:]:
        if segment.startswith("{"):
            yield start, segment[1:-1]
        start += f"/{segment}"


def filled(template: str, params: Mapping[str, str]) -> str:
    """A template with the values of its parameters."""
    return template.format_map(params)


def naming_field(names: Iterable[str], parameter: str) -> str:
    """Which of an object's fields the parameter means: ``id`` for ``instanceId``, ``urn`` for
    ``resourceURN``; empty where none does."""
    own, word = set(names), parameter.lower()
    likely = sorted(_NAMING, key=lambda name: not word.endswith(name))
    return next((name for name in (parameter, *likely) if name in own), "")


def _members(call: Call, listed: str, parameter: str) -> frozenset[str] | None:
    """What the list holds; None where there is none, where its items have no names, or where it is
    somebody's and nobody signed the call."""
    route, product = _reading(call, listed), product_at(call.version, listed)
    if route and route.signed and call.caller is None:
        return None
    if product:
        own = services_of(call.world, call.who.account, product.kind)
        return frozenset(service.name for service in own)
    items = _listed(call, route) if route else None
    if not isinstance(items, list):
        return None
    names = [_identifier(item, parameter) for item in items]
    return None if "" in names else frozenset(names)


def _reading(call: Call, listed: str) -> Route | None:
    is_fillable = all(name in call.params for _, name in parameters(listed))
    routes = call.match.routes if call.match else None
    is_there = is_fillable and is_offered(call.world.region, call.version, f"GET {listed}")
    return routes.reading(call.version, listed) if routes and is_there else None


def _listed(call: Call, route: Route) -> object:
    """What a list answers, whatever the query of this call narrows; None where it is not played."""
    bare = replace(call.request, target=call.request.path)
    match = Match(route, call.params, routes=call.match.routes if call.match else None)
    try:
        return route.handler(replace(call, request=bare, match=match))
    except RefusalError as refusal:
        if refusal.status == errors.not_played().status:
            return None
        raise


def _identifier(item: object, parameter: str) -> str:
    if not isinstance(item, dict):
        return str(item)
    name = naming_field(list(item), parameter)
    return str(item[name]) if name else ""


def _check_type(call: Call, facts: OperationFacts, name: str) -> None:
    field = next((field for field in facts.path if field.name == name), Field(name, "string"))
    for complaint in typed(call.params[name], field, facts.models, place=name, partial=True):
        raise errors.bad_request(str(complaint))


def _absent(call: Call, listed: str, *, name: str) -> RefusalError:
    if product_at(call.version, listed):
        return errors.no_such_service()
    return errors.not_found(f"The requested object ({name} = {call.params[name]}) does not exist")
