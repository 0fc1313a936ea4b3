"""Changes by described routes, where the description says what they come to.

A PUT changes what the same path reads; a POST to a list whose items can be read adds one, a DELETE
of such an item removes it, as long as the reading is by the description alone. Anything else has a
meaning that the description does not tell, and gets a 501.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from credentials.rights import TypeName
from sandbox import errors
from sandbox.call import Call, Match
from sandbox.routes.described.members import naming_field
from sandbox.routes.described.owned import product_at
from sandbox.routes.described.played import Played, played
from sandbox.routes.described.reading import read
from sandbox.schema.models import Field
from sandbox.schema.operation_facts import facts_of
from sandbox.state.records import Change


def change(call: Call) -> object:
    """Keep the fields sent; what the path reads has them from then on."""
    asked = played(call)
    shown = _reading(call, call.route.template)
    if shown is None or not shown.facts.models.is_object(shown.facts.response):
        raise errors.not_played()
    fields, sent = shown.fields(shown.facts.response), _usable(shown, call.data())
    writable = {name: value for name, value in sent.items() if not fields[name].read_only}
    known = call.world.changes.get(shown.place) or Change(shown.place, "", "")
    call.world.keep(replace(known, fields={**known.fields, **writable}))
    return _answer(asked, shown)


def create(call: Call) -> object:
    """Add an item to the list at the path. Raises a 409 for one that is there."""
    asked = played(call)
    listed = _reading(call, call.route.template)
    item = _reading(call, listed.call.route.item) if listed else None
    if listed is None or item is None or product_at(call.version, call.route.template):
        raise errors.not_played()
    fields = item.fields(item.facts.response)
    naming = naming_field(list(fields), listed.item_parameter)
    sent = _usable(item, call.data())
    name = str(sent.get(naming) or _new_name(item, fields.get(naming)))
    within = listed.place
    kept = call.world.changes.get(f"{within}/{name}")
    if kept and not kept.deleted:
        raise errors.of_status(409)
    call.world.keep(Change(f"{within}/{name}", within, name, sent, created=True))
    return _answer(asked, _with_name(item, name))


def delete(call: Call) -> object:
    """Remove the item that the path names from its list."""
    asked = played(call)
    listed = _reading(call, call.route.template.rpartition("/")[0])
    is_item = call.route.template.endswith("}")
    if not is_item or listed is None or product_at(call.version, listed.call.route.template):
        raise errors.not_played()
    name = call.params[call.route.last_parameter]
    place = f"{listed.place}/{name}"
    kept = call.world.changes.get(place)
    if kept and kept.created:
        call.world.drop(kept)
    else:
        call.world.keep(Change(place, listed.place, name, deleted=True))
    return _answer(asked, None)


def _reading(call: Call, template: str) -> Played | None:
    """The described route that reads what a template names, as this call would ask it."""
    routes = call.match.routes if call.match else None
    route = routes.reading(call.version, template) if routes and template else None
    facts = facts_of(call, "GET", template) if route else None
    if route is None or facts is None or route.handler is not read:
        return None
    return Played(replace(call, match=Match(route, call.params, routes=routes)), facts)


def _with_name(item: Played, name: str) -> Played:
    params = {**item.call.params, item.call.route.last_parameter: name}
    match = replace(item.call.match, params=params) if item.call.match else None
    return Played(replace(item.call, match=match), item.facts)


def _usable(shown: Played, sent: dict[str, Any]) -> dict[str, Any]:
    """What was sent of the fields that the model has, each of its type there."""
    fields = shown.fields(shown.facts.response)
    return {
        name: value
        for name, value in sent.items()
        if name in fields and value is not None and shown.fits(value, fields[name])
    }


def _new_name(item: Played, naming: Field | None) -> object:
    seed = f"{item.call.world.next_id()}"
    return item.examples.of(naming or Field(item.call.route.last_parameter, "string"), seed)


def _answer(asked: Played, shown: Played | None) -> object:
    """What the operation answers: nothing, the object itself, or one of another model (a task)."""
    response = asked.facts.response
    if response in ("", "void"):
        return None
    if shown and response == shown.facts.response:
        return shown.made(response, place=shown.place, known=shown.named_in_path(response))
    if TypeName(response).is_list or not asked.facts.models.is_object(response):
        return asked.examples.of(Field("", response), asked.place)
    return asked.made(response, place=f"{asked.place} {asked.call.world.next_id()}", known={})
