"""From a group of fields to candidates: which kind, at which endpoint, what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from credentials.core import EntryKind, gettext_noop, say
from credentials.models import ENTRY_MODELS
from credentials.onboarding.reading_keys.candidates import (
    CLEAR,
    CLIENT,
    TRIPLE,
    Candidate,
    Field,
    Leftover,
)
from credentials.onboarding.reading_keys.frames import Frame, Group
from credentials.sealing import Secret

#: The kinds by the field that has their secret.
_KINDS: Final = {model.about.sealed_as: model.about.kind for model in ENTRY_MODELS}
_NOT_OVH: Final = gettext_noop(
    "Nothing says that this client id is OVHcloud's, and it is sent to nobody else."
)
_OVH_CLIENT: Final = re.compile(r"(?:EU|CA|US)\.", re.ASCII)
#: Titles of containers that say nothing of the key in them.
_PLAIN_TITLE: Final = re.compile(
    r"default|data|stringdata|env|environments?|config|provider|ovh|ovhcloud|credentials?|secrets?"
    r"|keys|variables|spec|values|build|args|solvers?|webhook|dns|containers|services|tls"
    r"|resources|params|options|pargs|providers|service|application|accounts?",
    re.IGNORECASE,
)
_SHOWN_ENDPOINT: Final = re.compile(r"[\w.:/-]{1,80}", re.ASCII)
_MOST_LABEL: Final = 80

RegionOf = Callable[[str], str]


def candidates_of(
    group: Group, frame: Frame, name: str, region_of: RegionOf
) -> Iterator[Candidate | Leftover]:
    """What the group is: a key, an application, a service account, or several of them."""
    endpoint_name = group.values.get(Field.ENDPOINT, "") or _inherited(frame)
    titled = "" if group.values.get(Field.ENDPOINT) else _titled(frame, region_of)
    endpoint = titled or region_of(endpoint_name)
    common = Candidate(
        kind=EntryKind.CONSUMER_KEY,
        line=group.line,
        column=group.column,
        label=_label(frame, name, region_of),
        endpoint=endpoint,
        named_endpoint=endpoint_name if _SHOWN_ENDPOINT.fullmatch(endpoint_name) else "",
    )
    for fields in (TRIPLE, CLIENT):
        if not any(group.holds(field) for field in fields):
            continue
        if fields is CLIENT and not _is_ovh_client(group, endpoint):
            yield Leftover(group.line, group.column, Field.CLIENT_ID, say(_NOT_OVH))
            continue
        yield _candidate(group, fields, common)


def _candidate(group: Group, fields: tuple[Field, ...], common: Candidate) -> Candidate:
    secrets = {
        field: Secret(group.values[field])
        for field in fields
        if field in group.values and field not in CLEAR
    }
    unread = {name: leftover for name, leftover in group.unread.items() if not group.holds(name)}
    problems = [
        problem
        for field, problem in (*group.problems.items(), *unread.items())
        if field in fields or field is Field.ENDPOINT
    ]
    return replace(
        common,
        kind=_kind(group, fields),
        identifier=group.values.get(fields[0], ""),
        secrets=MappingProxyType(secrets),
        missing=tuple(field for field in fields if field not in group.values),
        problems=tuple(problems),
    )


def _kind(group: Group, fields: tuple[Field, ...]) -> EntryKind:
    """An application where there is no consumer key, else the kind that has all the fields."""
    held = tuple(field for field in fields if group.holds(field) or field in group.unread)
    return _KINDS[TRIPLE[1] if held == TRIPLE[:2] else fields[-1]]


def _is_ovh_client(group: Group, endpoint: str) -> bool:
    client = group.values.get(Field.CLIENT_ID, "")
    return group.is_of_ovh or bool(endpoint) or bool(_OVH_CLIENT.match(client))


def _inherited(frame: Frame) -> str:
    return next((outer.endpoint for outer in frame.around() if outer.endpoint), "")


def _titled(frame: Frame, region_of: RegionOf) -> str:
    """The region that a section or a block is called by."""
    return next((region_of(outer.title) for outer in frame.around() if outer.title), "")


def _label(frame: Frame, name: str, region_of: RegionOf) -> str:
    titles = [outer.title for outer in frame.around() if outer.title]
    own = (title for title in titles if not _PLAIN_TITLE.fullmatch(title) and not region_of(title))
    return " ".join(filter(None, (next(own, ""), name)))[:_MOST_LABEL]
