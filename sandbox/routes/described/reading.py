"""What a described route answers: services, lists of objects, one object, all of their models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from credentials.rights import TypeName
from sandbox import errors
from sandbox.call import Call, Match
from sandbox.routes.described.members import naming_field
from sandbox.routes.described.owned import (
    metadata,
    ordered_names,
    product_at,
    readable,
    services_of,
)
from sandbox.routes.described.played import Played, played
from sandbox.schema.examples import number
from sandbox.schema.models import Field
from sandbox.schema.operation_facts import facts_of
from sandbox.schema.products import Product
from sandbox.schema.scalars import from_query, reads_as
from sandbox.state.records import Service

_MOST_ITEMS = 2


def read(call: Call) -> object:
    """What the route answers. Raises a 404 for what is not the account's, a 501 where the
    description does not say what the answer is."""
    asked = played(call)
    if not asked.facts.response:
        raise errors.not_played()
    name = TypeName(asked.facts.response)
    if not name.is_map and name.is_list:
        return [item for item in _items(asked, name.inner) if _is_wanted(asked, item)]
    return _one(asked)


def modelled(call: Call, known: Mapping[str, object]) -> dict[str, Any]:
    """The object of the route's model, with what a handler knows of it."""
    facts = facts_of(call)
    if facts is None:
        raise errors.not_played()
    asked = Played(call, facts)
    stated = {**_of_service(call), **known}
    return asked.made(facts.response, place=asked.place, known=stated)


def _one(asked: Played) -> object:
    type_name = asked.facts.response
    if type_name == "void":
        return None
    if not asked.facts.models.is_object(type_name):
        return asked.examples.of(Field("", type_name), asked.place)
    known = {**_of_service(asked.call), **asked.named_in_path(type_name)}
    return asked.made(type_name, place=asked.place, known=known)


def _of_service(call: Call) -> dict[str, object]:
    """What the world knows of a service, where the route reads one."""
    path, _, parameter = call.route.template.rpartition("/")
    product = product_at(call.version, path)
    if product is None or not parameter.startswith("{"):
        return {}
    name = call.params[product.parameter]
    own = services_of(call.world, call.who.account, product.kind)
    return next((_known(call, product, each) for each in own if each.name == name), {})


def _known(call: Call, product: Product, service: Service) -> dict[str, object]:
    iam = metadata(call, product, service)
    shown = {"displayName": iam["displayName"], "name": service.name}
    return {**shown, **service.details, "iam": iam}


def _items(asked: Played, inner: str) -> list[object]:
    product = product_at(asked.call.version, asked.call.route.template)
    if product:
        services = readable(asked.call, product)
        return [_service(asked, inner, product=product, service=each) for each in services]
    ordered = ordered_names(asked.call)
    return list(ordered) if ordered is not None else _made(asked, inner)


def _service(asked: Played, inner: str, *, product: Product, service: Service) -> object:
    if not asked.facts.models.is_object(inner):
        return service.name
    name = naming_field(list(asked.fields(inner)), product.parameter)
    known = {**_known(asked.call, product, service), name: service.name}
    return asked.made(inner, place=f"{asked.place}/{service.name}", known=known)


def _made(asked: Played, inner: str) -> list[object]:
    """The items of a list that nothing but the description knows, with what calls made of it."""
    changes = [each for each in asked.call.world.changes.values() if each.within == asked.place]
    deleted = {each.name for each in changes if each.deleted}
    names = [name for name in _names(asked, inner) if str(name) not in deleted]
    names += [from_query(each.name, _naming(asked, inner).type) for each in changes if each.created]
    return [_item(asked, inner, name) for name in names]


def _names(asked: Played, inner: str) -> list[object]:
    """What the items are called, before any change."""
    place, naming = asked.place, _naming(asked, inner)
    count = 1 + number(place) % _MOST_ITEMS
    names = [asked.examples.of(naming, f"{place}/{each}") for each in range(count)]
    return [name for at, name in enumerate(names) if name not in names[:at]]


def _naming(asked: Played, inner: str) -> Field:
    """The field that names an item, or the item itself where it is no object."""
    if not asked.facts.models.is_object(inner):
        return Field(asked.item_parameter, inner)
    fields = asked.fields(inner)
    name = naming_field(list(fields), asked.item_parameter)
    return fields[name] if name else Field("", "string")


def _item(asked: Played, inner: str, name: object) -> object:
    if not asked.facts.models.is_object(inner):
        return name
    naming = _naming(asked, inner).name
    known = {naming: name} if naming else {}
    return asked.made(inner, place=f"{asked.place}/{name}", known=known)


def _is_wanted(asked: Played, item: object) -> bool:
    """Whether the item is what the query asks for, as far as its fields are called the same."""
    wanted = {field.name: asked.call.query(field.name) for field in asked.facts.query}
    wanted = {name: values for name, values in wanted.items() if any(values)}
    if not wanted:
        return True
    fields = item if isinstance(item, dict) else _read_item(asked.call, item)
    return all(
        any(reads_as(fields[name], text) for text in values)
        for name, values in wanted.items()
        if name in fields
    )


def _read_item(call: Call, item: object) -> dict[str, Any]:
    """The object that a name in a list stands for; empty where nothing reads one."""
    route = call.match.item_route if call.match else None
    if route is None:
        return {}
    params = call.params | {route.last_parameter: str(item)}
    match = Match(route, params, routes=call.match.routes if call.match else None)
    value = route.handler(replace(call, match=match))
    return value if isinstance(value, dict) else {}
