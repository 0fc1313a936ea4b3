"""Which tokens belong together as a rule: a method and a path, in whatever notation.

A method comes before its path or, where a key says ``method``, after it. Between the two stand
only signs and words that belong to notations (``path``, ``url``, ``to``). Other words part them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from credentials.core import Method, Sentence
from credentials.rights.glob import STAR
from credentials.rights.reading_rules.grammar.gaps import METHOD_KEYS, PATH_KEYS, Gap, words_behind
from credentials.rights.reading_rules.grammar.neighbours import (
    LOOKED_AHEAD,
    LOOKED_BACK,
    are_in_lines,
    has_own_path,
    is_in_brackets,
    kind_at,
    leads_on_to_path,
    unknown_method,
)
from credentials.rights.reading_rules.notations.commands import MOST_TOKENS, command_at
from credentials.rights.reading_rules.paths.blank_names import BlankNames
from credentials.rights.reading_rules.paths.parted_paths import is_parted, is_route
from credentials.rights.reading_rules.paths.path_faults import fault_of
from credentials.rights.reading_rules.paths.repairs import Repaired, as_called, repaired
from credentials.rights.reading_rules.paths.text_path import TextPath, blanks_of, with_below
from credentials.rights.reading_rules.pieces import (
    METHOD_ALONE,
    MOST_LEFTOVERS,
    PATH_ALONE,
    Leftover,
    Parts,
    Piece,
)
from credentials.rights.reading_rules.tokens.tokenizer import Kind, Token
from credentials.rights.rule import AccessRule
from credentials.rights.rule_problems import no_method, no_path

_RECURSIVE: Final = frozenset(("add_recursive_rules", "addrecursiverules"))
#: Begins a path's own methods: "/me": "GET", /me (GET).
_OPENING: Final = frozenset(":=(|")
#: Keys of an address that a log has in the line after its method: url='https://…'.
_ADDRESS_KEYS: Final = ("url", "uri", "query")
_MOST_WORDS_BEFORE_BRACKET: Final = 4
_FEWEST_INDENTED: Final = 2
#: A long text is not held as tokens: so many at a time, never fewer than a command may have.
_HELD: Final = 4 * MOST_TOKENS


def parse(tokens: Iterable[Token], *, most: int, is_log: bool = False) -> Parts:
    """The first ``most`` rules in a row of tokens, and what was left of it.

    ``is_log``: they are calls, whose paths are as they were called.
    """
    return _Parser(tokens, most, is_log=is_log).parsed()


class _Parser:
    """Goes over the tokens once, holding a method or a path that waits for its other half."""

    def __init__(self, tokens: Iterable[Token], most: int, *, is_log: bool) -> None:
        self.coming = iter(tokens)
        self.tokens: list[Token] = []
        self.most = most
        self.is_log = is_log
        self.parts = Parts()
        self.count = 0
        self.methods: Token | None = None
        self.path: Token | None = None
        #: The other half of the rule before, which may have more: GET /me, /vps.
        self.used_methods: Token | None = None
        self.used_path: Token | None = None
        #: Where the line begins, and the column of those methods in it.
        self.line_start = 0
        self.column = 0
        self.is_below = False
        #: Whether a key says what the waiting half is.
        self.is_keyed = False
        self.gap = Gap()
        self.is_recursive = False
        self.word = ""
        #: How many lines were read, and the last in which methods were left without a path.
        self.line = 0
        self.left_line = -1
        self.names = BlankNames()

    def parsed(self) -> Parts:
        place = self._refilled(0)
        left = self.parts.leftovers
        while place < len(self.tokens) and self.count < self.most and len(left) < MOST_LEFTOVERS:
            stop = max(len(self.tokens) - MOST_TOKENS, place + 1)
            while place < stop and self.count < self.most and len(left) < MOST_LEFTOVERS:
                place = self._step(place)
            place = self._refilled(place)
        self._leave_path()
        self._leave_methods()
        return self.parts

    def _refilled(self, place: int) -> int:
        """Where the token at ``place`` is, once there are as many behind it as may be looked at."""
        passed = max(place - LOOKED_BACK, 0)
        self.tokens[:passed] = ()
        self.tokens += islice(self.coming, _HELD)
        return place - passed

    def _step(self, place: int) -> int:
        token = self.tokens[place]
        if token.kind is Kind.SIGN or token.kind is Kind.LINE:
            self.gap.add(token)
            if token.kind is Kind.LINE:
                self.line, self.line_start = self.line + 1, token.end
            return place + 1
        if token.kind is Kind.WORD and (command := command_at(self.tokens, place)):
            self._leave_path()
            self._leave_methods()
            if command.problem:
                self._problem(command.start, command.end, command.problem)
            else:
                self._emit(command.start, command.end, command.methods, command.path)
            self._reset()
            return command.next_place
        if token.kind is Kind.METHODS:
            self._take_methods(token, place)
        elif token.kind is Kind.PATH and (self.methods or token.text != STAR):
            self._take_path(token, place)
        elif token.kind is Kind.RULES:
            self._take_link(token)
        else:
            self._pass(token)
        return place + 1

    def _pass(self, token: Token) -> None:
        is_name = token.kind is Kind.WORD and "/" in token.text
        if is_name and self.methods and self.methods.is_sure and self._leads_to(token):
            self._problem(self.methods.start, token.end, no_path(token.text))
            return
        if is_name and self.used_methods and self._continues(token):
            self._problem(token.start, token.end, no_path(token.text))
            return
        self.gap.add(token)
        if token.kind is Kind.WORD:
            self.is_recursive = self.is_recursive or token.text.lower() in _RECURSIVE
            self.word = token.text.lower()

    def _continues(self, token: Token) -> bool:
        """Whether a word is a path more without its slash: GET /vps, vps/*."""
        is_list = not self.gap.lines and self.gap.signs == {","} and not self.gap.words
        return is_list and is_route(f"/{token.text}")

    def _take_methods(self, token: Token, place: int) -> None:
        if self.methods and self.methods.is_sure and self.gap.tells_to_put(token):
            self.gap = Gap()
            return
        is_keyed = bool(self.gap.words & METHOD_KEYS) or self.word in METHOD_KEYS
        if self.path and self._belongs_to_path(token, place, is_keyed=is_keyed):
            self.used_path, self.path = self.path, None
            self._emit(self.used_path.start, token.end, token.methods, self.used_path.path)
        elif self.used_path and self._is_another_method(token, place):
            self._emit(token.start, token.end, token.methods, self.used_path.path)
        elif self.methods and (self.gap.continues_methods() or are_in_lines(self.tokens, place)):
            first = self.methods
            methods = tuple(dict.fromkeys((*first.methods, *token.methods)))
            self.methods = replace(first, end=token.end, methods=methods, is_sure=True)
        else:
            self._leave_path()
            self._leave_methods()
            is_sure = token.is_sure or is_keyed
            self.methods = token if is_sure == token.is_sure else replace(token, is_sure=is_sure)
            self.used_path, self.is_keyed = None, is_keyed
        self.gap, self.word, self.used_methods = Gap(), "", None

    def _belongs_to_path(self, token: Token, place: int, *, is_keyed: bool) -> bool:
        """A method after its path: where a key says so, or beside it with no path of its own."""
        if is_keyed:
            return self.gap.leads_to_keyed_method(is_keyed=self.is_keyed)
        is_near = not self.gap.lines and len(self.gap.words) <= _MOST_WORDS_BEFORE_BRACKET
        if token.is_sure and is_near and is_in_brackets(self.tokens, place):
            return True
        if token.is_sure and self.gap.says_what_is_needed():
            return not leads_on_to_path(self.tokens, place)
        return token.is_sure and self.gap.leads_to_method(
            has_own_path=has_own_path(self.tokens, place),
            is_before_path=kind_at(self.tokens, place + 1) is Kind.PATH,
        )

    def _is_another_method(self, token: Token, place: int) -> bool:
        """A method more of the path before: {"/me": ["GET", "PUT"]}."""
        is_list = self.gap.continues_methods() and (not self.gap.lines or "-" in self.gap.signs)
        return token.is_sure and is_list and kind_at(self.tokens, place + 1) is not Kind.PATH

    def _take_path(self, token: Token, place: int) -> None:
        is_tail = token.path.is_tail and not self.gap.lines
        if self.methods and (is_tail or self._leads_to(token)):
            self.used_methods = self.methods if self.methods.is_sure else None
            self.is_below = bool(self.gap.lines)
            self.column = self.methods.start - self.line_start
            methods, self.methods = self.methods, None
            self._emit(methods.start, token.end, methods.methods, self._whole(place))
        elif name := unknown_method(self.tokens, place):
            self._problem(name.start, token.end, no_method(name.text))
        elif self.used_methods and self._is_another_path(place):
            self._emit(token.start, token.end, self.used_methods.methods, self._whole(place))
        else:
            self._leave_path()
            if self.methods and not self.methods.is_sure:
                self.methods = None
            self.path, self.is_keyed = token, self.word in PATH_KEYS
            self.used_methods = None
        self.gap, self.word, self.used_path = Gap(), "", None

    def _whole(self, place: int) -> TextPath:
        """The path at ``place``; one that a blank parts has that as a stray character."""
        path = self.tokens[place].path
        if path.stray or not is_parted(
            path.path, words_behind(self.tokens[place : place + LOOKED_AHEAD])
        ):
            return path
        return path._replace(stray=" ")

    def _leads_to(self, token: Token) -> bool:
        """Whether the waiting methods and a path belong together."""
        if self.methods is None:
            return False
        if not self.methods.is_sure:
            return self.gap.is_of_call()
        if token.is_address and self.word.endswith(_ADDRESS_KEYS) and self.gap.lines == 1:
            return True
        if self.gap.lines and self.left_line == self.line - self.gap.lines:
            return False  # the last column of a header: its path stands in none of its rows
        width = token.start - self.methods.end
        return self.gap.leads_to_path(width, is_keyed=self.is_keyed)

    def _is_another_path(self, place: int) -> bool:
        """A path more of the methods before: GET /me, /vps. Not one with methods of its own."""
        after = self.tokens[place + 1 : place + 3]
        has_own = [token.kind for token in after] == [Kind.SIGN, Kind.METHODS]
        if has_own and after[0].text.strip("\"'` ")[:1] in _OPENING:
            return False
        column = self.tokens[place].start - self.line_start
        is_indented = column >= max(self.column, 0) + _FEWEST_INDENTED
        return self.gap.continues_paths(is_below=self.is_below, is_indented=is_indented)

    def _take_link(self, token: Token) -> None:
        self._leave_path()
        self._leave_methods()
        for pair in token.pairs:
            self._emit(pair.start, pair.end, pair.methods, pair.path)
        if token.is_address and token.pairs:
            self.parts.links.append((token.start, token.end))
        for start, end, reason in token.problems:
            self._problem(start, end, reason)
        self._reset()

    def _emit(self, start: int, end: int, methods: Sequence[Method], path: TextPath) -> None:
        is_recursive, self.is_recursive = self.is_recursive, False
        called = Repaired(as_called(path, self.names)) if self.is_log else None
        whole = called or repaired(path, self.names)
        if reason := fault_of(whole.path, is_called=self.is_log):
            self._problem(start, end, reason)
            return
        spelled = whole.path.path
        blanks = whole.path.blanks
        paths = with_below(spelled) if is_recursive else (spelled,)
        if optional := whole.path.optional:
            paths = (spelled, f"{spelled}{optional}")
            blanks = blanks_of(paths[-1])
        rules = tuple(AccessRule(method, path) for path in paths for method in methods)
        self.count += len(rules)
        piece = Piece(start, end, rules, blanks, whole.changes, whole.remarks, path.is_tail)
        self.parts.pieces.append(piece)

    def _leave_path(self) -> None:
        if self.path:
            self.parts.leftovers.append(Leftover(self.path.start, self.path.end, PATH_ALONE))
        self.path = None

    def _leave_methods(self) -> None:
        if self.methods and self.methods.is_sure:
            leftover = Leftover(self.methods.start, self.methods.end, METHOD_ALONE)
            self.left_line = self.line - self.gap.lines
            self.parts.leftovers.append(leftover)
        self.methods = None

    def _problem(self, start: int, end: int, reason: Sentence) -> None:
        leftover = Leftover(start, end, reason)
        self.parts.leftovers.append(leftover)
        self.parts.problems.append(leftover)
        self.path = self.methods = self.used_methods = None

    def _reset(self) -> None:
        """Nothing after this belongs to anything before it."""
        self.gap, self.word = Gap(), ""
        self.used_methods = self.used_path = None
