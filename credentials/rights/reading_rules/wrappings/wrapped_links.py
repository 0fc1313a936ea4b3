"""Links that a mail or a terminal broke into lines: joined where it is certain that they go on."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from enum import Enum
from itertools import accumulate
from typing import Final
from urllib.parse import unquote

from credentials.rights.reading_rules.method_names import METHOD_NAMES
from credentials.rights.reading_rules.paths.parted_paths import is_named, is_route

#: Begins a query of rules, of a link or alone.
_BEGINS: Final = re.compile(
    rf"createtoken[^\s\"'`<>?#]{{0,40}}[?#]|(?<![\w/])\?(?=(?:{METHOD_NAMES})=)", re.IGNORECASE
)
_RUN: Final = re.compile(r"[^\s\"'`<>]*")
_BREAK: Final = re.compile(r"\\?[ \t]*\r?\n[ \t]*(?:>[ \t]?){0,5}(?=[^\s>])")
#: The same between two rows of a table, of which the second has no method.
_ROW_BREAK: Final = re.compile(
    r"[ \t`*_]*[|│║┃][^\n/]{0,80}\n(?:[ \t>]*[-+=|:─━═┼├┤╬╠╣]{3}[^\n/\w]*\n)?[ \t>]*[|│║┃]"
    r"(?:[ \t]*[|│║┃]){1,4}[ \t`*_]*(?=[^\s|│║┃])"
)
#: A path alone in the next line or row, behind a rule that ends its own.
_REST: Final = re.compile(
    r"[ \t`*_\"',|│║┃]*(?:[|│║┃][^\n/]{0,80})?(?:\r?\n[ \t]*){1,3}"
    r"(?:[ \t>]*[-+=|:─━═┼├┤╬╠╣]{3}[^\n/\w]*\n)?"
    r"[ \t>|│║┃`*_\"']*(?P<path>/[\w./*~@:+{}-]+)[ \t|│║┃`*_\"',.]*(?:[|│║┃][^\n/]{0,80})?"
    r"\r?(?:\n|\Z)"
)
_KEY: Final = re.compile(rf"(?:{METHOD_NAMES})=", re.IGNORECASE)
_PAIR: Final = re.compile(rf"(?:{METHOD_NAMES})=(?P<path>(?:/|%2F|\*).*)", re.IGNORECASE)
_MORE_PAIRS: Final = re.compile(rf"[&;](?:{METHOD_NAMES})=", re.IGNORECASE)
_OTHER: Final = re.compile(
    rf"(?:{METHOD_NAMES})(?:=|\b(?![/.-]))|https?:|//|\*+/$|[-*+•#|$]$|-{{2}}|\d{{1,3}}[.)]?$|@"
    r"|[\w.-]{1,40}@[\w.-]{1,60}:|_[^_]{1,60}_$",
    re.IGNORECASE,
)
_PATH: Final = re.compile(r"(?:[\w/*.~@:+{}$-]|%[0-9A-Fa-f]{2})+")
_PATH_SIGNS: Final = re.compile(r"[/*%{]")
_PROSE: Final = re.compile(r"[ \t]+[\w(]")
_UNFINISHED: Final = frozenset(("/", ".", "-", "_"))
_MOST_BREAKS: Final = 40


class _Answer(Enum):
    """Whether a link goes on in the next line."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


@dataclass(slots=True)
class WrappedLinks:
    """``breaks`` are the places of a text that part a link and are none of it; ``doubts`` the ends
    of lines behind which one may go on."""

    breaks: list[tuple[int, int]] = field(default_factory=list)
    doubts: list[int] = field(default_factory=list)

    def joined_places(self) -> list[int]:
        """Where the breaks were, in the text without them."""
        return self._moved([start for start, _ in self.breaks])

    def doubtful_places(self) -> list[int]:
        """Where the doubts are, in the text without the breaks."""
        return self._moved(self.doubts)

    def _moved(self, places: list[int]) -> list[int]:
        ends = [end for _, end in self.breaks]
        lengths = [0, *accumulate(end - start for start, end in self.breaks)]
        return [place - lengths[bisect_right(ends, place)] for place in places]


def wrapped_links(text: str) -> WrappedLinks:
    """Every place of a text at which a link of rules is broken."""
    links = WrappedLinks()
    place = 0
    while begin := _BEGINS.search(text, place):
        place = _follow(text, begin.end(), links)
    return links


def _follow(text: str, start: int, links: WrappedLinks) -> int:
    """Note the breaks of the link whose query begins at ``start``; where it ends."""
    query, place = "", start
    for _ in range(_MOST_BREAKS):
        run = _end_of_run(text, place)
        query += text[place:run]
        line_break = _BREAK.match(text, run)
        if line_break is None:
            return run
        last, is_folded = _last_pair(query)
        behind = _end_of_run(text, line_break.end())
        answer = _goes_on(last, text[line_break.end() : behind], text[behind : behind + 3])
        answer = _Answer.YES if is_folded and answer is not _Answer.NO else answer
        if answer is not _Answer.YES:
            links.doubts += [run - is_folded] if answer is _Answer.MAYBE else []
            return run
        links.breaks.append((run - is_folded, line_break.end()))
        query, place = query[: len(query) - is_folded], line_break.end()
    return place


def _end_of_run(text: str, place: int) -> int:
    match = _RUN.match(text, place)
    return match.end() if match else place


def _last_pair(query: str) -> tuple[str, bool]:
    """The last pair of a query, and whether the equals sign of a folded line stands behind it."""
    last = re.split(r"[&;]", query)[-1]
    is_folded = last.endswith("=") and not _KEY.fullmatch(last)
    return (last[:-1] if is_folded else last), is_folded


def line_goes_on(path: str, text: str, end: int) -> bool:
    """Whether a rule's path, which ends its line at ``end``, may go on in the next line or row."""
    if (rest := _REST.match(text, end)) and _is_rest(path, rest["path"]):
        return True
    line_break = _BREAK.match(text, end) or _ROW_BREAK.match(text, end)
    if line_break is None:
        return False
    behind = _end_of_run(text, line_break.end())
    following = text[line_break.end() : behind]
    if following.startswith("/") or _OTHER.match(following) or not _PATH_SIGNS.search(following):
        return False
    return _path_goes_on(path, following, text[behind : behind + 3]) is not _Answer.NO


def _is_rest(path: str, rest: str) -> bool:
    """Whether what stands alone in the next line or row is the rest of a route and none itself."""
    rest = rest.rstrip(".:").replace("*", "x")
    return not is_route(rest) and is_route(f"{path.rstrip('/').replace('*', 'x')}{rest}")


def _goes_on(last: str, following: str, behind: str) -> _Answer:
    """Whether what follows in the next line belongs to the query whose last pair is ``last``."""
    if _MORE_PAIRS.match(following):
        return _Answer.YES
    if not last or (last.isalpha() and len(last) < len("DELETE=")):
        return _Answer.YES if _KEY.match(f"{last}{following}") else _Answer.NO
    if _KEY.fullmatch(last):
        return _Answer.YES if _PAIR.match(f"{last}{following}") else _Answer.NO
    pair = _PAIR.match(last)
    if pair is None or _OTHER.match(following):
        return _Answer.NO
    return _path_goes_on(pair["path"], following, behind)


def _path_goes_on(path: str, following: str, behind: str) -> _Answer:
    if _MORE_PAIRS.search(following):
        return _Answer.YES
    match = _PATH.match(following)
    if match is None:
        return _Answer.NO
    rest = match[0].rstrip(".:")
    before, joined = unquote(path), unquote(f"{path}{rest}")
    is_whole = is_route(before) and before[-1] not in _UNFINISHED
    if _PATH_SIGNS.search(rest):
        is_place = is_route(joined.replace("*", "x")) or is_route(joined)
        if before.endswith("*") and not rest.startswith("/"):
            is_place = False
        if is_place:
            return _Answer.YES
        return _Answer.NO if is_whole else _Answer.MAYBE
    return _word_goes_on(before, joined, rest, behind, is_whole=is_whole)


def _word_goes_on(before: str, joined: str, word: str, behind: str, *, is_whole: bool) -> _Answer:
    """The same of a word alone, which may be the sentence's as well."""
    if before.endswith("*") or (_PROSE.match(behind) and word.isalpha() and not is_named(joined)):
        return _Answer.NO
    if is_named(joined):
        return _Answer.YES
    if is_route(joined) and before[-1] in _UNFINISHED - {"/"}:
        return _Answer.YES
    if is_named(before) and not is_route(joined):
        return _Answer.NO
    is_word = word.isalpha() and not word.islower()
    return _Answer.NO if is_word or (is_whole and word.isalpha()) else _Answer.MAYBE
