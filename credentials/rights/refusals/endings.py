"""Of the calls in a log, the one whose failure ended the run, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from credentials.core import Method, entry_of_text
from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.refusals.answered_calls import (
    own_line,
    with_methods_above,
    with_own_refusals,
)
from credentials.rights.refusals.doings import DOINGS
from credentials.rights.refusals.logged_calls import LoggedCall, calls_in
from credentials.rights.refusals.refused_texts import is_refusal, is_refused
from credentials.rights.refusals.summaries import Summary, summary_of
from credentials.rights.refusals.tool_errors import tool_error_in
from credentials.rights.refusals.zone_probes import without_probes

_NO_CALL: Final = LoggedCall("", ())
#: A failure that a tool goes on after: tidying up, and what it only warns of.
_TOLERATED: Final = re.compile(r"clean(?:ing)?[ -]?up|\bwarn(?:ing)?\b|\bignor(?:ed|ing)\b")
#: Another try that went well, told in words alone.
_RETRIED: Final = re.compile(
    r"\b(?:retr(?:y|ies|ied|ying)|(?:attempt|try) #?\d+|(?:second|third|next) (?:attempt|try))\b"
    r"[^\n]{0,40}(?<!not )\b(?:succeeded|successful|ok|worked|passed|went well)\b"
    r"|(?<!not )\b(?:succeeded|successful|worked) (?:after|on|at|in) (?:\w{1,20} ){0,3}"
    r"(?:retr|attempt|try|tries)"
)
#: Whose failure ended the run: "failed because of task A".
_REASON: Final = re.compile(
    r"\b(?:because of|due to|caused by|on account of|wegen|aufgrund von|à cause de|en raison de"
    r"|a causa di|a causa de|debido a|z powodu)[ \t]+[\"'`(\[]?(\w.*)"
)
#: What stands before a call at the beginning of its line: "task A: PUT /me".
_LABEL: Final = re.compile(r"^\W{0,4}(\w[\w.-]{0,40}(?: [\w.-]{1,40})?)\W{1,3}(?=[a-z]{3,6}\b)")
_BLANK: Final = re.compile(r"\{[^{}/]*\}")
_LONGEST_LINE: Final = 500

_Key = tuple[str, tuple[Method, ...]]


@dataclass(frozen=True, slots=True)
class Ending:
    """``call`` ended the run, as far as the log tells; its path is "" where the log has none.

    ``others`` were refused as well, and no fine call follows them. ``goes_on``: fine calls follow
    the refusal. ``is_answered``: what was refused was tried again, and answered. ``candidates``:
    calls right before that the log tells no answer of, so that this one may be theirs.
    ``earlier``: what OVHcloud said of the call before, with another cause. ``is_elsewhere``: the
    refusal is another service's.
    """

    call: LoggedCall = _NO_CALL
    others: tuple[LoggedCall, ...] = ()
    goes_on: bool = False
    is_answered: bool = False
    candidates: tuple[LoggedCall, ...] = ()
    earlier: str = ""
    is_elsewhere: bool = False

    def blaming(self, call: LoggedCall) -> Ending:
        """With one of the candidates for its call."""
        kept = (*(other for other in self.candidates if other != call), self.call)
        refused = replace(call, refusal_text=self.call.refusal_text)
        return replace(self, call=refused, candidates=kept)


def ending_of(catalogue: Catalogue, text: str) -> Ending:
    """The last refused call whose failure ended the run; without a refused one, the first call.

    A refusal that a fine call follows was a probe; one at tidying up came after the failure, and
    one of a call that was answered later was passing.
    """
    calls = without_probes(with_methods_above(calls_in(catalogue, text)))
    summary = summary_of(calls)
    named = summary.failed
    calls = calls if named else with_own_refusals(calls)
    refused = [place for place, call in enumerate(calls) if is_refusal(call.error)]
    answers = _answers(calls, refused)
    lasting = [
        place
        for place in _not_tidying(calls, refused)
        if answers.get(_key(calls[place]), -1) < place
        and not _RETRIED.search(calls[place].refusal_text.lower())
    ]
    if not lasting and named:
        return Ending(_with_names(_told_by(summary), calls))
    elsewhere = [call.elsewhere for call in calls if call.elsewhere]
    if elsewhere and not lasting:
        return Ending(replace(_NO_CALL, refusal_text=elsewhere[-1]), is_elsewhere=True)
    if not lasting:
        first = calls[refused[-1] if refused else 0] if calls else _NO_CALL
        return Ending(_with_names(first, calls), is_answered=bool(refused))
    last_fine = max(_fine_places(calls, refused), default=-1)
    grave = [place for place in lasting if not _TOLERATED.search(calls[place].refusal_text.lower())]
    ending = [place for place in grave if place > last_fine]
    likely = [calls[place] for place in ending or grave[-1:] or lasting[-1:]]
    chosen = _chosen([call for call in likely if call in named] or likely, text)
    others = () if chosen in named else _others(likely, chosen)
    goes_on = not ending and last_fine > lasting[-1] and chosen not in named
    candidates = _candidates(calls, chosen)
    if blamed := [call for call in candidates if call in named and chosen not in named]:
        return Ending(replace(blamed[0], refusal_text=chosen.refusal_text))
    candidates = () if chosen in named else candidates
    chosen = _with_reason(chosen, [calls[place] for place in lasting])
    return Ending(_with_names(chosen, calls), others, goes_on, candidates=candidates)


def _told_by(summary: Summary) -> LoggedCall:
    """The last call that a summary names, with what it says of it."""
    call = summary.failed[-1]
    return replace(call, refusal_text=f"{call.refusal_text.rstrip()}\n{summary.text}")


def _with_reason(chosen: LoggedCall, refused: Sequence[LoggedCall]) -> LoggedCall:
    """The call with the words of the same refusal, where its own last mention has none."""
    error = chosen.error
    if not error.status or entry_of_text(error.text) or tool_error_in(error.text):
        return chosen
    for call in reversed(refused):
        entry = entry_of_text(call.refusal_text.lower()) if _key(call) == _key(chosen) else None
        if entry and entry.status == error.status:
            return replace(chosen, refusal_text=call.refusal_text)
    return chosen


def _others(likely: Sequence[LoggedCall], chosen: LoggedCall) -> tuple[LoggedCall, ...]:
    return tuple(dict.fromkeys(call for call in likely if _key(call) != _key(chosen)))


def _with_names(chosen: LoggedCall, calls: Sequence[LoggedCall]) -> LoggedCall:
    """The call with the names that another line has, where its own has blanks for them."""
    if "{" not in chosen.path:
        return chosen
    template = re.compile("[^/]+".join(map(re.escape, _BLANK.split(chosen.path))))
    paths = {
        call.path
        for call in calls
        if "{" not in call.path and call.methods == chosen.methods and template.fullmatch(call.path)
    }
    return replace(chosen, path=paths.pop(), blanks=()) if len(paths) == 1 else chosen


def _candidates(calls: Sequence[LoggedCall], chosen: LoggedCall) -> tuple[LoggedCall, ...]:
    """The calls right before the chosen one without an answer, where its own is in a line below."""
    first_line, _, below = chosen.refusal_text.partition("\n")
    if is_refused(first_line) or not is_refused(below):
        return ()
    before = takewhile(_is_unanswered, reversed(calls[: calls.index(chosen)]))
    return tuple({_key(call): call for call in before if _key(call) != _key(chosen)}.values())


def _is_unanswered(call: LoggedCall) -> bool:
    error = call.error
    return not (error.is_fine or error.is_failure or error.status or is_refusal(error))


def _key(call: LoggedCall) -> _Key:
    return call.path, call.methods


def _answers(calls: Sequence[LoggedCall], refused: Sequence[int]) -> dict[_Key, int]:
    """Of each call, the last place where nothing but a good answer is told of it."""
    bad = frozenset(refused)
    return {
        _key(call): place
        for place, call in enumerate(calls)
        if place not in bad and call.error.is_fine
    }


def _fine_places(calls: Sequence[LoggedCall], refused: Sequence[int]) -> Iterator[int]:
    """Calls that nothing bad is said of, at no mention; tidying up tells nothing."""
    blamed = {_key(calls[place]) for place in refused}
    for place, call in enumerate(calls):
        is_tidying = call.methods == (Method.DELETE,)
        if _key(call) not in blamed and not is_tidying:
            yield place


def _not_tidying(calls: Sequence[LoggedCall], refused: Sequence[int]) -> Iterator[int]:
    """The refused ones, but for removing what a refused call before them was to make."""
    unmade: set[str] = set()
    for place in refused:
        path, methods = _key(calls[place])
        if methods == (Method.POST,):
            unmade.add(path)
        if methods != (Method.DELETE,) or path.rpartition("/")[0] not in unmade:
            yield place


def _chosen(likely: Sequence[LoggedCall], text: str) -> LoggedCall:
    """The last one: but the one that the log's last line speaks of, and not tidying up after
    another failure."""
    line = _last_line(text)
    for is_meant in (_is_reason, _is_named):
        named = [call for call in likely if is_meant(call, line)]
        if named and len(named) < len(likely):
            return named[-1]
    others = [call for call in likely if call.methods != (Method.DELETE,)]
    is_of_one_path = any(call.path == likely[-1].path for call in others)
    return likely[-1] if is_of_one_path else (others or likely)[-1]


def _is_reason(call: LoggedCall, line: str) -> bool:
    """Whether a line gives the failure of a call for the reason, by what stands before the call."""
    reason, label = _REASON.search(line), _LABEL.match(own_line(call).lower())
    if reason is None or label is None:
        return False
    return re.match(rf"{re.escape(label[1])}\b", reason[1]) is not None


def _is_named(call: LoggedCall, line: str) -> bool:
    doing = DOINGS.get(call.methods[0]) if len(call.methods) == 1 else None
    return doing is not None and doing.search(line) is not None


def _last_line(text: str) -> str:
    """What the log ends with, where that is no call."""
    line = text.rstrip().rpartition("\n")[2][-_LONGEST_LINE:].lower()
    return "" if "/" in line else line
