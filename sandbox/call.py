"""One API call: the request, who makes it, the route it goes to, and what its handler may use.

``Route`` and ``Match`` are here too: a call holds its match, and a route's handler takes a call.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qs

from sandbox import errors
from sandbox.state.fault_switches import CallFaults
from sandbox.state.records import Account, Application, Client, Credential
from sandbox.state.sandbox_state import SandboxState
from sandbox.state.world import World
from sandbox.wire import Request


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls. ``method`` is ``auth.MethodEnum``; root accounts are not bound by policies."""

    account: str
    method: str
    identities: tuple[str, ...]
    credential: Credential | None = None
    application: Application | None = None
    client: Client | None = None
    user: str = ""

    @property
    def is_root(self) -> bool:
        """Whether the account itself calls, not a local user or a service account."""
        return self.method == "account"


@dataclass(slots=True)
class Call:
    """What a handler gets. ``path`` is without version and query, as sent.

    ``headers`` are those that the answer gets beside the usual ones.
    """

    state: SandboxState
    request: Request
    version: str
    path: str
    faults: CallFaults
    match: Match | None = None
    application: Application | None = None
    caller: Caller | None = None
    matched_url: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def world(self) -> World:
        """The world of the sandbox that is called."""
        return self.state.world

    @property
    def now(self) -> float:
        """The sandbox's clock, in epoch seconds."""
        return self.state.clock.now()

    @property
    def method(self) -> str:
        """The method of the route: a HEAD is a GET whose answer is sent without its body."""
        return "GET" if self.request.method == "HEAD" else self.request.method

    @property
    def route(self) -> Route:
        """The route of the call. Raises a 404 before there is one."""
        if self.match is None:
            raise errors.invalid_url()
        return self.match.route

    @property
    def params(self) -> dict[str, str]:
        """The values of the route's parameters, decoded; empty before there is a route."""
        return self.match.params if self.match else {}

    @property
    def who(self) -> Caller:
        """The caller; a route that asks for one is never reached without. Raises a 401."""
        if self.caller is None:
            raise errors.not_signed_in()
        return self.caller

    @property
    def account(self) -> Account:
        """The account of the caller."""
        return self.world.accounts[self.who.account]

    def header(self, name: str) -> str:
        """A request header by its lower-case name; empty when absent."""
        return self.request.headers.get(name, "")

    def query(self, name: str) -> list[str]:
        """Every value of a query parameter, in the order sent."""
        return parse_qs(self.request.query, keep_blank_values=True).get(name, [])

    def data(self) -> dict[str, Any]:
        """The JSON object sent; an absent body is an empty one. Raises a 400 on anything else."""
        data = self.json() if self.request.body else {}
        if not isinstance(data, dict):
            raise errors.bad_request("Received a body that is no object")
        return data

    def json(self) -> object:
        """The JSON value sent. Raises a 400 on anything else."""
        try:
            return json.loads(self.request.body)
        except ValueError:
            raise errors.bad_request("Received invalid JSON") from None

    def text(self, name: str) -> str:
        """A mandatory text field of the body. Raises a 400 when it is absent or empty."""
        value = self.data().get(name)
        if not isinstance(value, str) or not value:
            raise errors.bad_field(name, errors.MISSING_FIELD)
        return value


Handler = Callable[[Call], object]


@dataclass(frozen=True, slots=True)
class Route:
    """``template`` is the path with ``{params}``, without version.

    ``action``: the IAM action a policy must grant. ``resource``: the URN type it is granted on,
    with the parameter that names it (``account``, ``dnsZone:zoneName``). ``signed``: needs a
    caller. ``ruled``: needs a rule (``/auth/*`` needs none, api 3.1). ``typed``: what is sent has
    to be of the types described. ``item``: on a list of ids, the template that reads one object.
    ``cursors``: a v2 list.
    """

    method: str
    template: str
    handler: Handler
    version: str = "v1"
    action: str = ""
    resource: str = "account"
    signed: bool = True
    ruled: bool = True
    typed: bool = True
    item: str = ""
    cursors: bool = False

    @property
    def last_parameter(self) -> str:
        """The name of the last parameter in the template; empty when it has none."""
        return self.template.rpartition("{")[2].partition("}")[0] if "{" in self.template else ""


class Routes(Protocol):
    """The routes of the API, as a handler asks for those it goes by."""

    def reading(self, version: str, template: str) -> Route | None:
        """The route that reads what the template names; None where there is none."""


@dataclass(frozen=True, slots=True)
class Match:
    """The route of a call, the values of its parameters, on a list the route of an item, and the
    routes it was found among."""

    route: Route
    params: dict[str, str]
    item_route: Route | None = None
    routes: Routes | None = None
