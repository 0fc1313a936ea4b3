"""One API call on its way: the request, who makes it, and what its handler may touch."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from sandbox import errors
from sandbox.routing import Match
from sandbox.wire import Request
from sandbox.world import Account, Application, Client, Credential, World

if TYPE_CHECKING:
    from sandbox.app import Sandbox
    from sandbox.faults import Struck


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
        return self.method == "account"


@dataclass(slots=True)
class Call:
    """What a handler gets. ``path`` is without version and query, as sent."""

    sandbox: Sandbox
    request: Request
    version: str
    path: str
    struck: Struck
    match: Match | None = None
    application: Application | None = None
    caller: Caller | None = None
    matched_url: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def world(self) -> World:
        return self.sandbox.world

    @property
    def now(self) -> float:
        return self.sandbox.clock.now()

    @property
    def params(self) -> dict[str, str]:
        return self.match.params if self.match else {}

    @property
    def who(self) -> Caller:
        """The caller; a route that asks for one is never reached without."""
        if self.caller is None:
            raise errors.not_signed_in()
        return self.caller

    @property
    def account(self) -> Account:
        return self.world.accounts[self.who.account]

    def header(self, name: str) -> str:
        return self.request.headers.get(name, "")

    def query(self, name: str) -> list[str]:
        """Every value of a query parameter, in the order sent."""
        return parse_qs(self.request.query, keep_blank_values=True).get(name, [])

    def data(self) -> dict[str, Any]:
        """The JSON object sent; an absent body is an empty one. Refuses anything else."""
        if not self.request.body:
            return {}
        try:
            data = json.loads(self.request.body)
        except ValueError:
            raise errors.bad_request("Received invalid JSON") from None
        if not isinstance(data, dict):
            raise errors.bad_request("Received a body that is no object")
        return data

    def text(self, name: str) -> str:
        """A mandatory text field of the body."""
        value = self.data().get(name)
        if not isinstance(value, str) or not value:
            raise errors.bad_request(f"[{name}] Mandatory field is missing")
        return value
