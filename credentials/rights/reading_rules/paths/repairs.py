"""What is taken off a path that a text's marks got into, and what is worth saying of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.api_versions import why_nothing, why_taken_off
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.paths.blank_names import NAMELESS, BlankNames
from credentials.rights.reading_rules.paths.parted_paths import is_named, is_route
from credentials.rights.reading_rules.paths.stand_ins import MISSING, OF_EXAMPLES, with_blanks
from credentials.rights.reading_rules.paths.text_path import TextPath, blanks_of

_ENCODED_BLANK: Final = r"%(?:20|09|0[ADad]|00)"
#: Marks behind the last star or name of a path: of emphasis, of a comment's end, of a sentence.
_MARKS: Final = re.compile(rf"(?<=[\w*}}/])(?:[_+~:@.-]|{_ENCODED_BLANK})+$")
_STARS: Final = re.compile(r"\*{2}")
#: An ellipsis behind a star is the sentence's.
_ELLIPSIS: Final = re.compile(r"(?<=\*)\{\}$")
_AFTER_STAR: Final = re.compile(r"\*(?=[\w.-])")
#: Signs that end a name and belong to none; two colons end a block of IPv6 addresses as well.
_MARK_WITHIN: Final = re.compile(
    rf"(?!::?/\d{{1,3}}(?:/|$))(?:[_+~:@.-]|{_ENCODED_BLANK})+(?=[/*])"
)
#: The first word of another sentence, or of what a colon leads to.
_GLUED: Final = re.compile(r"(?:[.:]|--)(?:(?P<capital>[A-Z][a-z]{1,30})|[a-z]{2,30})$")
_SECOND_BRANCH: Final = "/v2"


@dataclass(frozen=True, slots=True)
class Repaired:
    """A path as it becomes a rule; ``changes`` say what was taken off it, ``remarks`` what else is
    to be looked at."""

    path: TextPath
    changes: tuple[Sentence, ...] = ()
    remarks: tuple[Sentence, ...] = ()


def repaired(path: TextPath, names: BlankNames) -> Repaired:
    """The path without a text's marks, every blank named."""
    spelled, changes = _without_marks(path.path)
    if path.is_batch:
        spelled = f"{spelled.rpartition('/')[0]}/*"
        changes.append(say(_BATCH, path=visible_text(spelled)))
    spelled, more = _without_sentence(spelled)
    changes += more
    spelled = spelled if path.stray else with_blanks(spelled)
    spelled = names.named(MISSING.sub(NAMELESS, spelled))
    whole = path._replace(path=spelled, blanks=blanks_of(spelled))
    return Repaired(whole, tuple(changes), tuple(_remarks(whole)))


def as_called(path: TextPath, names: BlankNames) -> TextPath:
    """The path as a call has it, whatever it is, every blank named."""
    spelled = names.named(path.path)
    return path._replace(path=spelled, blanks=blanks_of(spelled))


def _without_marks(path: str) -> tuple[str, list[Sentence]]:
    changes = []
    for pattern in (_ELLIPSIS, _MARKS):
        match = pattern.search(path)
        if match and match.start() > 1:
            sign, path = "…" if pattern is _ELLIPSIS else match[0], path[: match.start()]
            changes.append(say(_TAKEN_OFF, sign=visible_text(sign), path=visible_text(path)))
    return path, changes


def _without_sentence(path: str) -> tuple[str, list[Sentence]]:
    """The path without the word of the next sentence that is glued to it: /me.It works."""
    match = _GLUED.search(path)
    if match is None or match.start() < 2 or is_named(path):
        return path, []
    before = path[: match.start()]
    is_whole = match["capital"] and (before.endswith("*") or is_route(before))
    if not is_whole and not is_named(before):
        return path, []
    return before, [say(_TAKEN_OFF, sign=visible_text(match[0]), path=visible_text(before))]


def _remarks(path: TextPath) -> Iterator[Sentence]:
    if path.version == _SECOND_BRANCH:
        yield why_taken_off(path.version, path.path)
    elif reason := why_nothing(path.path):
        yield reason
    if path.is_address_of_all:
        yield say(_ALL)
    if path.has_plus:
        yield say(_PLUS, path=visible_text(path.path))
    if path.host:
        yield say(_ELSEWHERE, host=visible_text(path.host))
    if _STARS.search(path.path):
        yield say(_ONE_STAR, path=visible_text(path.path))
    if mark := _MARK_WITHIN.search(path.path):
        yield say(_MARKED, part=visible_text(mark[0]), path=visible_text(path.path))
    if _AFTER_STAR.search(path.path):
        yield say(_NAME_AFTER_STAR, path=visible_text(path.path))
    if example := OF_EXAMPLES.search(path.path):
        yield say(_EXAMPLE, name=example[0])


_TAKEN_OFF: Final = gettext_noop(
    "“%(sign)s” was taken off its end, as no path ends so: %(path)s is the rule's."
)
_BATCH: Final = gettext_noop(
    "Several names stand at its end. A star was put in their place: %(path)s holds every one."
)
_ALL: Final = gettext_noop("The address is of every path of the API, so /* was taken. Is it meant?")
_PLUS: Final = gettext_noop(
    "%(path)s has a plus sign, which may stand for a space in a link. No path has a space."
)
_ELSEWHERE: Final = gettext_noop("%(host)s is no host of OVHcloud's API. Is the call meant for it?")
_ONE_STAR: Final = gettext_noop("%(path)s has stars in a row: they are no more than one star.")
_MARKED: Final = gettext_noop(
    "A part of %(path)s ends with “%(part)s”, as no name of a route does. Is it meant?"
)
_NAME_AFTER_STAR: Final = gettext_noop(
    "In %(path)s a name goes on behind a star. It is taken as it stands; look whether it is meant."
)
_EXAMPLE: Final = gettext_noop("“%(name)s” is a name of examples. Is it meant?")
