"""A program that makes one call: with a credential in it, or with none.

``sdk`` gives formats the program of a first call; ``call_examples`` prints any call, with the
credential left where the SDK looks for it by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from credentials.core import EntryKind
from credentials.onboarding.formats.syntax import Syntax

KEY, CLIENT = EntryKind.CONSUMER_KEY, EntryKind.SERVICE_ACCOUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """``address`` is path and query as the SDKs take it, ``body`` is JSON or empty.

    ``url`` is the whole address and ``clock`` that of OVHcloud's time, as words of a shell, like
    the ``headers`` that curl sends along.
    """

    method: str
    address: str
    url: str
    clock: str
    body: str = ""
    headers: str = ""

    @property
    def verb(self) -> str:
        return self.method.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """``texts`` are the programs by kind of credential, with places for the client and ``words``.

    ``clients`` make the client from values, which are blanks; ``own_clients`` from what the SDK
    finds by itself, so ``<endpoint>`` is their only blank. ``needs`` is what it takes to run it.
    """

    tool: str
    needs: str
    syntax: Syntax
    texts: Mapping[EntryKind, str]
    clients: Mapping[EntryKind, str]
    own_clients: Mapping[EntryKind, str]
    words: Callable[[Call], dict[str, str]]

    def with_blanks(self, call: Call) -> dict[EntryKind, str]:
        """The program of each kind, with blanks for the values of a credential."""
        return {kind: self._text(kind, client, call) for kind, client in self.clients.items()}

    def without_credential(self, kind: EntryKind, call: Call, *, endpoint: str) -> str:
        """The program with no value in it but the name of the endpoint."""
        client = self.own_clients[kind].replace("<endpoint>", self.syntax.quote(endpoint))
        return self._text(kind, client, call)

    def _text(self, kind: EntryKind, client: str, call: Call) -> str:
        return self.texts[kind] % {"client": client, **self.words(call)}


def of_both(text: str) -> dict[EntryKind, str]:
    """The same text for a key and for a service account."""
    return {KEY: text, CLIENT: text}
