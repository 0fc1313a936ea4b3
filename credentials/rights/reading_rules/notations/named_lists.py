"""Lists of methods and of paths, each below a key of its own: every method is meant on every path.

``methods: [GET, POST]`` above ``paths: [/me, /vps/*]``, in either order and any notation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from credentials.rights.reading_rules.paths.parted_paths import is_parted
from credentials.rights.reading_rules.paths.text_path import Pair
from credentials.rights.reading_rules.pieces import MOST_RULES
from credentials.rights.reading_rules.tokens.tokenizer import Kind, Token

_KEYS: Final = {
    **dict.fromkeys(
        ("method", "methods", "verb", "verbs", "méthode", "méthodes", "methode", "methoden",
         "método", "métodos", "metodo", "metodi", "metoda", "metody", "httpmethods",
         "http_methods"),
        Kind.METHODS,
    ),
    **dict.fromkeys(
        ("path", "paths", "route", "routes", "url", "urls", "endpoints", "resources", "chemin",
         "chemins", "pfad", "pfade", "ruta", "rutas", "percorso", "percorsi", "ścieżka", "ścieżki",
         "caminho", "caminhos", "camino", "caminos"),
        Kind.PATH,
    ),
}  # fmt: skip
#: Between a key and its list, and between what it lists.
_SMALL: Final = frozenset(
    ("are", "is", "and", "the", "sont", "et", "les", "sind", "und", "die", "son", "y", "los", "las",
     "sono", "e", "i", "le", "są", "oraz")
)  # fmt: skip
_MOST_TOKENS: Final = 8 * MOST_RULES
_MOST_LINES: Final = 2


@dataclass(slots=True)
class _Lists:
    """The tokens of one or two such lists, of which the ``halves`` are what they list."""

    tokens: list[Token] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    halves: dict[Kind, list[Token]] = field(
        default_factory=lambda: {Kind.METHODS: [], Kind.PATH: []}
    )

    @property
    def is_whole(self) -> bool:
        """Whether both lists have something, and one has several: one of each is read anyhow."""
        methods, paths = (len(self.halves[kind]) for kind in (Kind.METHODS, Kind.PATH))
        return bool(methods and paths) and methods + paths > 2

    def awaits(self, kind: Kind) -> bool:
        """Whether a key of the other list may follow."""
        is_first = len(self.kinds) == 1 and kind is not self.kinds[0]
        return is_first and bool(self.halves[self.kinds[0]])

    def takes(self, token: Token) -> bool:
        """Whether a token is a part of the list that is read."""
        is_star = token.kind is Kind.PATH and token.text == "*"
        if is_star and self.tokens[-1].kind is Kind.LINE:
            return False  # a bullet
        if token.kind in self.halves:
            is_apart = token.kind is Kind.METHODS or self.tokens[-1].kind is not Kind.PATH
            return token.kind is self.kinds[-1] and is_apart and len(self.tokens) < _MOST_TOKENS
        if token.kind is Kind.WORD:
            return token.text.lower() in _SMALL
        if token.kind is Kind.LINE:
            return [each.kind for each in self.tokens[-_MOST_LINES:]] != [Kind.LINE] * _MOST_LINES
        return token.kind is Kind.SIGN and "}" not in token.text

    def is_parted_by(self, token: Token) -> bool:
        """Whether a blank alone parts the last path from the rest of its route: it is marked."""
        last = self.tokens[-1]
        if last.kind is not Kind.PATH or token.kind not in {Kind.PATH, Kind.WORD}:
            return False
        if is_parted(last.path.path, [token.text]):
            last.path = last.path._replace(stray=" ")
            return True
        return False

    def last_method(self) -> list[Token]:
        """The tokens from the last method on, taken out, where it stands in the line of the path
        that follows: that is a rule of its own."""
        last = max(
            (place for place, token in enumerate(self.tokens) if token.kind is Kind.METHODS),
            default=len(self.tokens),
        )
        rest = self.tokens[last:]
        if any(token.kind is Kind.LINE for token in rest):
            return []
        del self.tokens[last:]
        self.halves[Kind.METHODS] = self.halves[Kind.METHODS][:-1]
        return rest


def with_named_lists(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens; those of two such lists are one token with its rules."""
    lists = _Lists()
    for token in tokens:
        kind = _KEYS.get(token.text.lower().lstrip("$")) if token.kind is Kind.WORD else None
        if kind and lists.awaits(kind):
            lists.kinds.append(kind)
            lists.tokens.append(token)
        elif kind:
            yield from _read(lists)
            lists = _Lists([token], [kind])
        elif not lists.kinds:
            yield token
        elif lists.is_parted_by(token):
            lists.tokens.append(token)
        elif lists.takes(token):
            lists.tokens.append(token)
            if token.kind in lists.halves:
                lists.halves[token.kind].append(token)
        else:
            rest = lists.last_method() if token.kind is Kind.PATH else []
            yield from _read(lists)
            yield from rest
            yield token
            lists = _Lists()
    yield from _read(lists)


def _read(lists: _Lists) -> Iterator[Token]:
    if not lists.is_whole:
        yield from lists.tokens
        return
    methods = tuple(
        dict.fromkeys(each for token in lists.halves[Kind.METHODS] for each in token.methods)
    )
    paths = lists.halves[Kind.PATH]
    halves = [token for token in lists.tokens if token.kind in lists.halves]
    pairs = tuple(Pair(path.start, path.end, methods, path.path) for path in paths)
    yield Token(Kind.RULES, halves[0].start, halves[-1].end, pairs=pairs)
    yield from (token for token in lists.tokens if token.start >= halves[-1].end)
