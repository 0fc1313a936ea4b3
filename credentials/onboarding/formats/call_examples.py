"""The same call for a terminal and for OVHcloud's SDKs. No example holds a key or a secret."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from credentials.core import EntryKind
from credentials.onboarding.formats.curl_program import CURL
from credentials.onboarding.formats.program import Call
from credentials.onboarding.formats.sdk_programs import CSHARP, GO, NODE, PERL, PHP, PYTHON
from credentials.onboarding.formats.syntax import SHELL
from credentials.ovhcloud import Endpoint
from credentials.rights import FilledCall

_PROGRAMS: Final = {
    "curl": CURL,
    "python": PYTHON,
    "node": NODE,
    "go": GO,
    "php": PHP,
    "csharp": CSHARP,
    "perl": PERL,
}


@dataclass(frozen=True, slots=True)
class CallExample:
    """``name`` is the language, ``needs`` what it takes to run it."""

    id: str
    name: str
    needs: str
    text: str


def call_examples(filled: FilledCall, endpoint: Endpoint, *, kind: EntryKind) -> list[CallExample]:
    """The call in every language in which a credential of the kind can make it.

    No SDK sends the header of a batch.
    """
    call = _call(filled, endpoint)
    return [
        CallExample(
            name,
            program.tool,
            program.needs,
            program.without_credential(kind, call, endpoint=endpoint.name),
        )
        for name, program in _PROGRAMS.items()
        if kind in program.own_clients and (program is CURL or not filled.headers)
    ]


def _call(filled: FilledCall, endpoint: Endpoint) -> Call:
    return Call(
        method=filled.method,
        address=filled.shown,
        url=SHELL.quote(endpoint.url_of(filled.shown)),
        headers=" ".join(
            f"-H {SHELL.quote(f'{name}: {value}')}" for name, value in filled.headers.items()
        ),
        clock=SHELL.quote(endpoint.url_of("/auth/time")),
        body=json.dumps(filled.shown_body, ensure_ascii=False) if filled.body is not None else "",
    )
