"""One call as data: what is asked, in the words people use for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypedDict
from urllib.parse import quote, urlencode

from credentials.core import Method
from credentials.ovhcloud.client.codec import compact
from credentials.ovhcloud.endpoints import Endpoint
from credentials.signing import quote_path

Query = tuple[tuple[str, str], ...]


class CallName(TypedDict):
    """The part of an ``ApiError`` that says which call it was."""

    method: str
    path: str


class Access(Enum):
    """How much of an identity a call carries (api 2.1)."""

    OPEN = "nothing"
    APPLICATION = "the application key"
    SIGNED = "a signature or a token"


@dataclass(frozen=True, slots=True)
class Call:
    """A method, a path without version prefix as people write it, and what goes along.

    ``body`` may hold secrets and stays out of ``repr``. ``is_void`` marks calls whose answer has
    no content. ``shown`` replaces the path wherever people read it. A path that ``is_quoted`` is
    percent-encoded already, for a name in it may have a slash. One that ``leaves_nothing`` changes
    nothing whatever its method. ``hears_refusal`` is told the JSON of an answer that is no success,
    which no error keeps.
    """

    method: Method
    path: str
    query: Query = ()
    body: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    access: Access = Access.SIGNED
    is_void: bool = False
    shown: str = ""
    is_quoted: bool = False
    leaves_nothing: bool = False
    hears_refusal: Callable[[object], None] | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return f"{self.method} {self.shown or self.path}"

    @property
    def is_write(self) -> bool:
        """Whether something may have changed where no answer came."""
        return self.method != Method.GET and not self.leaves_nothing

    @property
    def name(self) -> CallName:
        """The call's name as every ``ApiError`` keeps it."""
        return {"method": self.method.value, "path": self.shown or self.path}

    def address(self, endpoint: Endpoint) -> str:
        """The URL, quoted, before it is signed: what is signed is what is sent (api 2.3)."""
        query = f"?{urlencode(self.query, quote_via=quote)}" if self.query else ""
        path = self.path if self.is_quoted else quote_path(self.path)
        return endpoint.url_of(f"{path}{query}")


def get(path: str, *, query: Query = ()) -> Call:
    """A signed read."""
    return Call(Method.GET, path, query=query)


def post(path: str, content: object = None, *, access: Access = Access.SIGNED) -> Call:
    """A write with a JSON body, or with none."""
    return Call(Method.POST, path, body=compact(content), access=access)
