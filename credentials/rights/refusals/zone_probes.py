"""The zone that a tool looked for part by part of a name, from the longest down to the suffix.

acme.sh asks for ``/domain/zone/a.example.com``, ``/domain/zone/example.com`` and
``/domain/zone/com``, and takes each refusal for a zone that is not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from credentials.core import entry_of_text
from credentials.rights.refusals import zones
from credentials.rights.refusals.error_text import ErrorText
from credentials.rights.refusals.logged_calls import LoggedCall


def without_probes(calls: Sequence[LoggedCall]) -> list[LoggedCall]:
    """The calls, with one for each search that got to the suffix: that for the zone meant. Where
    its own answer is not told, it has that of the last one."""
    return [_meant(group) for group in _groups(calls)]


def _groups(calls: Sequence[LoggedCall]) -> Iterator[list[LoggedCall]]:
    """Calls for a zone, then the name above it, and so on, together."""
    group = list(calls[:1])
    for before, call in pairwise(calls):
        if not _is_above(before, call):
            yield group
            group = []
        group.append(call)
    if group:
        yield group


def _is_above(before: LoggedCall, call: LoggedCall) -> bool:
    lower, higher = zones.probed_zone(before.path), zones.probed_zone(call.path)
    is_next = bool(higher) and lower.partition(".")[2] == higher
    return is_next and before.methods == call.methods


def _meant(group: Sequence[LoggedCall]) -> LoggedCall:
    last = group[-1]
    if len(group) == 1 or not zones.is_no_zone(zones.probed_zone(last.path)):
        return last
    names = "\n".join(call.path for call in group)
    likely = [call for call in group if _may_be(zones.probed_zone(call.path), names)]
    if not likely:
        return last
    meant = likely[-1]
    if _tells_why(meant.error):
        return meant
    below = last.refusal_text.partition("\n")[2]
    return replace(meant, refusal_text=f"{meant.refusal_text.rstrip()}\n{below}")


def _tells_why(error: ErrorText) -> bool:
    return bool(error.status or error.is_refused or entry_of_text(error.text))


def _may_be(zone: str, names: str) -> bool:
    return not zones.is_no_zone(zone) and not zones.is_cut_short(zone, names, ())
