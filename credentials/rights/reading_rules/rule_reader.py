"""A text as pieces that are rules and pieces that were left."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import Final

from credentials.core import RuleError, Sentence, gettext_noop, say
from credentials.rights.reading_rules.grammar import parser
from credentials.rights.reading_rules.grammar.text_tokens import text_tokens
from credentials.rights.reading_rules.meaning.answers import answered_in
from credentials.rights.reading_rules.meaning.called_functions import called_functions
from credentials.rights.reading_rules.meaning.columns import Cell, cells_beside
from credentials.rights.reading_rules.meaning.comments import (
    changed_in_comments,
    comments_in,
    without_comment_signs,
    without_comments,
)
from credentials.rights.reading_rules.meaning.cut_paths import cut_in, ellipses_behind
from credentials.rights.reading_rules.meaning.differences import MAY_BE_REMOVED, may_be_removed
from credentials.rights.reading_rules.meaning.doubts import doubts_in
from credentials.rights.reading_rules.meaning.elsewhere import elsewhere_in
from credentials.rights.reading_rules.meaning.forbidden import forbidden_in
from credentials.rights.reading_rules.meaning.granting_columns import (
    forbidden_by_columns,
    without_other_columns,
)
from credentials.rights.reading_rules.meaning.headings import HEADING, without_heading_signs
from credentials.rights.reading_rules.meaning.idle_rules import idle_rules
from credentials.rights.reading_rules.meaning.other_services import other_services
from credentials.rights.reading_rules.meaning.past_ends import ended_in
from credentials.rights.reading_rules.meaning.relative_paths import relative_in
from credentials.rights.reading_rules.meaning.sentences import from_sentences
from credentials.rights.reading_rules.meaning.server_settings import settings_in
from credentials.rights.reading_rules.meaning.set_aside import (
    Aside,
    apart,
    asides_in,
    without_asides,
)
from credentials.rights.reading_rules.meaning.tails import tails_in
from credentials.rights.reading_rules.meaning.whole_links import (
    several_links,
    with_whole_links,
    without_whole_links,
)
from credentials.rights.reading_rules.notations.line_lists import with_line_lists
from credentials.rights.reading_rules.notations.named_lists import with_named_lists
from credentials.rights.reading_rules.pieces import MOST_RULES, Leftover, Parts, Piece
from credentials.rights.reading_rules.tokens.method_values import is_chosen
from credentials.rights.reading_rules.tokens.tokenizer import Kind, Token, tokens_of
from credentials.rights.reading_rules.wrappings.plain_text import INVISIBLE, WIDE, Cut, unwrapped
from credentials.rights.reading_rules.wrappings.wiki_signs import with_drawn_signs
from credentials.rights.reading_rules.wrappings.wrapped_links import (
    WrappedLinks,
    line_goes_on,
    wrapped_links,
)
from credentials.rights.rule import AccessRule

LONGEST_TEXT: Final = 300_000
#: What a request for a key sends, and that call itself.
_ASKING: Final = re.compile(r"\baccessRules\b", re.IGNORECASE)
_REQUESTED: Final = re.compile(r"(?P<version>/(?:1\.0|v1))?/auth/credential/?(?![\w/*])")
_REQUEST: Final = say(
    gettext_noop("This call asks for the key and needs no right. Its rules are in what it sends.")
)
_JOINED: Final = say(
    gettext_noop(
        "A link was broken into lines within it, and was joined. Look whether it is whole."
    )
)
_EVERY: Final = re.compile(r"\b(?:ALL|ANY)\b")
_FOUR: Final = say(gettext_noop("It names every method: GET, POST, PUT and DELETE were taken."))
_BOTH: Final = say(
    gettext_noop("Code takes one of two methods here. Both were taken: look which is meant.")
)
_GOES_ON: Final = say(
    gettext_noop("The path seems to go on in the next line, so it is left. Paste it in one line.")
)
_INVISIBLE: Final = say(
    gettext_noop("Characters that cannot be seen stood within it and were taken out.")
)
_USUAL: Final = say(
    gettext_noop("Its path is written with wide characters. They were taken as the usual ones.")
)


@dataclass(frozen=True, slots=True)
class RuleReading:
    """A text, the pieces that were read in it and those that were left, both in its order.

    ``problems`` are those leftovers that look like whole rules and are none.
    """

    text: str
    pieces: tuple[Piece, ...]
    leftovers: tuple[Leftover, ...]
    problems: tuple[Leftover, ...] = ()

    @property
    def rules(self) -> tuple[AccessRule, ...]:
        """Every rule, in the order of the text."""
        return tuple(rule for piece in self.pieces for rule in piece.rules)

    @property
    def blanks(self) -> tuple[str, ...]:
        """Every name that is to be filled in, once each."""
        return tuple(dict.fromkeys(name for piece in self.pieces for name in piece.blanks))

    @property
    def said_parts(self) -> tuple[Leftover, ...]:
        """What is to be said of the text, in its order: what was left, and what was taken and is
        not as it stands there, is to be looked at, or reaches nothing."""
        remarks = [
            Leftover(piece.start, piece.end, sentence)
            for piece in self.pieces
            for sentence in (*piece.changes, *piece.remarks)
        ]
        parts = [*self.leftovers, *remarks, *idle_rules(self.text, self.pieces)]
        return tuple(sorted(parts, key=lambda part: part.start))

    def line_of(self, place: int) -> int:
        """The number of the line in which a place of the text is, from 1."""
        return self.text.count("\n", 0, place) + 1


def read_rules(text: str, *, most: int = MOST_RULES, is_log: bool = False) -> RuleReading:
    """The first ``most`` rules in a text of any kind. Raises ``RuleError`` for more than 300 KB.

    Reading ends early as well where 10,000 parts were left; then the rest is left too. What a text
    comments out, strikes or forbids is left; of a log (``is_log``) the calls are read, whatever it
    says of them.
    """
    if len(text) > LONGEST_TEXT:
        raise RuleError(say(gettext_noop("This is too much text for rules: more than 300 KB.")))
    marked = unwrapped(text)
    links = wrapped_links(marked.text)
    plain = marked.after(lambda _: [Cut(*line_break) for line_break in links.breaks])
    parts = _calls(plain.text, most) if is_log else _meant(plain.text, most)
    parts = parts if is_log else _with_lines(parts, plain.text, links)
    if asking := _ASKING.search(plain.text):
        is_request = _is_request(plain.text, asking.start())
        parts = parts.without((piece, _REQUEST) for piece in parts.pieces if is_request(piece))
    if plain.text is not text:
        parts = parts.moved(plain.original_span)
    pieces = tuple(parts.pieces)
    if not text.isascii():
        pieces = tuple(_with_changes(text, piece) for piece in pieces)
    return RuleReading(text, pieces, tuple(parts.leftovers), tuple(parts.problems))


def _with_lines(parts: Parts, text: str, links: WrappedLinks) -> Parts:
    """The parts, a path that was joined over lines being said, and one that may go on left."""
    doubts, joins = set(links.doubtful_places()), links.joined_places()
    parts = parts.without(
        (piece, _GOES_ON)
        for piece in parts.pieces
        if piece.end in doubts or line_goes_on(piece.rules[-1].path, text, piece.end)
    )
    parts.pieces = [
        replace(piece, remarks=(*piece.remarks, *_remarks(text, piece, joins)))
        for piece in parts.pieces
    ]
    return parts


def _remarks(text: str, piece: Piece, joins: Sequence[int]) -> Iterator[Sentence]:
    """What is to be said of a piece as it stands in the text."""
    if joins and _is_within(joins, piece):
        yield _JOINED
    if len(piece.rules) > 1 and _EVERY.search(text, piece.start, piece.end):
        yield _FOUR
    if len(piece.rules) > 1 and is_chosen(text, piece.start, piece.end):
        yield _BOTH


def _is_within(places: Sequence[int], piece: Piece) -> bool:
    return bisect_right(places, piece.start) < bisect_left(places, piece.end)


def _with_changes(text: str, piece: Piece) -> Piece:
    """The piece, what was changed of its characters being said."""
    written = text[piece.start : piece.end]
    if INVISIBLE.search(written):
        piece = piece.changed(_INVISIBLE)
    if WIDE.search(written) and not all(rule.path in written for rule in piece.rules):
        piece = piece.changed(_USUAL)
    return piece


def _calls(text: str, most: int) -> Parts:
    tokens = with_line_lists(text_tokens(text, []))
    return parser.parse(tokens, most=most, is_log=True).with_rest(text, most=most)


def _meant(text: str, most: int) -> Parts:
    """The rules that are meant; those that are not are left, each with the reason."""
    headed = without_heading_signs(text)
    text = with_drawn_signs(headed.text)
    every_aside = asides_in(text)
    asides, blocks = apart(every_aside), list[Token]()
    meant = without_asides(text, asides)
    parts = _parsed(meant, most, blocks)
    if not parts.pieces and not parts.problems and (comments := comments_in(text, asides)):
        asides = apart(without_comments(every_aside, comments))
        text = without_comment_signs(text, comments)
        meant = without_asides(text, asides)
        blocks.clear()
        parts = _parsed(meant, most, blocks)
        parts.pieces = changed_in_comments(parts.pieces, comments)
    parts = with_whole_links(parts)
    spans = [(block.start, block.end) for block in blocks]
    cells = cells_beside(meant, parts.pieces)
    headed_text = without_other_columns(meant, cells)
    parts = parts.judged(forbidden_in(headed_text, parts.pieces, spans))
    parts = parts.judged(forbidden_by_columns(meant, cells, spans))
    parts = parts.without(elsewhere_in(meant, parts.pieces))
    parts = parts.judged(other_services(meant, parts.pieces))
    parts = parts.faulted(tails_in(parts.pieces))
    parts = parts.judged(relative_in(meant, parts))
    parts = parts.remarked(
        (piece, HEADING) for piece in parts.pieces if headed.has_heading(piece.start)
    )
    parts = _with_doubts(parts, meant, text, spans, cells)
    parts = without_whole_links(parts.doubted(several_links(parts.pieces)))
    parts = parts.faulted(cut_in(meant, parts.pieces))
    parts = parts.remarked(ellipses_behind(meant, parts.pieces))
    parts.leave(_aside_rules(text, asides, parts.pieces))
    return parts


def _parsed(text: str, most: int, blocks: list[Token]) -> Parts:
    tokens = with_line_lists(with_named_lists(text_tokens(text, blocks)))
    return parser.parse(tokens, most=most).with_rest(text, most=most)


def _with_doubts(
    parts: Parts,
    meant: str,
    text: str,
    blocks: Sequence[tuple[int, int]],
    cells: Sequence[tuple[Piece, Cell]],
) -> Parts:
    """The same, what around a piece makes it doubtful being said; ``meant`` is without asides."""
    parts = parts.remarked(
        (piece, MAY_BE_REMOVED) for piece in parts.pieces if may_be_removed(meant, piece.start)
    )
    parts = parts.remarked(ended_in(meant, parts.pieces, cells))
    parts = parts.remarked(called_functions(meant, parts.pieces))
    parts = parts.remarked(from_sentences(meant, parts.pieces, blocks))
    parts = parts.remarked(doubts_in(text, parts.pieces))
    parts = parts.doubted(settings_in(meant, parts.pieces))
    return parts.doubted(answered_in(meant, parts.pieces))


def _aside_rules(text: str, asides: Sequence[Aside], taken: Sequence[Piece]) -> Iterator[Leftover]:
    """The rules in what is not meant; nothing that was taken elsewhere."""
    ends = sorted(piece.end for piece in taken)
    starts = sorted(piece.start for piece in taken)
    for reason, group in groupby(asides, key=lambda aside: aside.reason):
        tokens = chain.from_iterable(_lines_of(text, aside) for aside in group)
        parts = parser.parse(tokens, most=MOST_RULES)
        spans = [(piece.start, piece.end) for piece in parts.pieces]
        spans += [(problem.start, problem.end) for problem in parts.problems]
        for start, end in spans:
            if bisect_right(ends, start) == bisect_left(starts, end):
                yield Leftover(start, end, reason)


def _lines_of(text: str, aside: Aside) -> Iterator[Token]:
    start = aside.start + (text.find("#", aside.start) - aside.start + 1 if aside.is_note else 0)
    yield from tokens_of(text, start, aside.end)
    yield Token(Kind.LINE, aside.end, aside.end)


def _is_request(text: str, rules_start: int) -> Callable[[Piece], bool]:
    """Whether a piece of the text is the call that asks for a key, which needs no right: before
    its rules, or with the version that no rule has."""

    def is_request(piece: Piece) -> bool:
        call = _REQUESTED.search(text, piece.start, piece.end)
        return call is not None and (bool(call["version"]) or piece.end <= rules_start)

    return is_request
