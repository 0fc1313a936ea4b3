"""What stands between a method and a path, and whether the two belong together across it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from credentials.rights.reading_rules.tokens.tokenizer import Kind, Token

#: Words of notations and of prose that lead from a method to its path.
_LEADING: Final = frozenset(
    [
        "path",
        "paths",
        "setpath",
        "withpath",
        "the",
        "right",
        "rights",
        "access",
        "permission",
        "permissions",
        "url",
        "uri",
        "endpoint",
        "route",
        "resource",
        "on",
        "to",
        "at",
        "for",
        "api",
        "ovh",
        "http",
        "call",
        "calls",
        "request",
        "requests",
        "f",
        "r",
        "b",
        "u",
        "methods",
        "rule",
        "accessrule",
        "array",
        "object",
        "target",
        "chemin",
        "à",
        "au",
        "aux",
        "sur",
        "pour",
        "pfad",
        "auf",
        "für",
        "zugriff",
        "recht",
        "rechte",
        "methode",
        "methoden",
        "aufruf",
        "aufrufe",
        "ruta",
        "en",
        "sobre",
        "para",
        "percorso",
        "camino",
        "ścieżka",
        "su",
        "per",
        "caminho",
        "pad",
        "op",
        "of",
        "de",
        "du",
        "des",
        "von",
        "di",
        "del",
        "na",
        "w",
        "dla",
        *("with", "under", "mit", "dem", "bei", "a", "al", "la", "avec", "le", "vers", "em"),
        *("voor", "met", "do", "z", "con"),
    ]
)
METHOD_KEYS: Final = frozenset(
    ("method", "methods", "setmethod", "withmethod", "verb", "verbs", "httpmethod",
     "requestmethod", "http_method", "type", "méthode", "verbe", "methode", "método", "metodo",
     "metoda", "méthodes", "methoden", "métodos", "metodi", "metody")
)  # fmt: skip
#: What stands between the name of a function and the path it is given.
_ARGUMENTS: Final = frozenset(
    [
        "f",
        "r",
        "b",
        "ctx",
        "context",
        "background",
        "todo",
        "fmt",
        "sprintf",
        "api",
        "base",
        "baseurl",
        "base_url",
        "api_url",
        "apiurl",
        "host",
        "root",
        "format",
        "value",
        "str",
        "string",
        "path",
        "url",
        "uri",
        "endpoint",
        "route",
    ]
)
AND: Final = frozenset(
    ("and", "or", "et", "ou", "und", "oder", "sowie", "y", "o", "e", "en", "i", "lub", "oraz")
)  # fmt: skip
#: Words before a verb that says what to do with a method.
_THEN: Final = frozenset(("and", "then", "just", "please"))
PATH_KEYS: Final = frozenset(
    ("path", "setpath", "withpath", "url", "uri", "raw", "endpoint", "route", "chemin", "pfad",
     "ruta", "percorso", "ścieżka", "caminho", "camino", "pad")
)  # fmt: skip
_ENDING_SIGNS: Final = frozenset("}-;!")
_MOST_LINES: Final = 8
_MOST_WORDS: Final = 40
#: Signs that end an object or a sentence; ``;`` parts the values of one in PowerShell.
_PARTING_SIGNS: Final = frozenset("}.!")
_UNSURE_SIGNS: Final = frozenset("('\"`([")
_ARGUMENT_SIGNS: Final = frozenset("('\"`[.,=>$@{:+&!")
_LIST_SIGNS: Final = frozenset(",-*+•'\"`[]&|")
_BULLETS: Final = frozenset(",-*+•")
#: Words that lead from a path to its method: /me en GET, /domain with POST.
_BEHIND_PATH: Final = frozenset(
    ("with", "via", "using", "by", "as", "in", "en", "avec", "par", "mit", "per", "als", "con",
     "por", "come", "como", "za", "pomocą", "przez", "z")
)  # fmt: skip
#: Words that say that a path needs the methods behind them: for /me you need GET.
_NEEDING: Final = frozenset(
    ("you", "we", "i", "it", "need", "needs", "require", "requires", "il", "faut", "vous", "du",
     "ihr", "man", "braucht", "brauchst", "benötigt", "necesitas", "necesita", "hacen", "falta",
     "serve", "servono", "occorrono", "potrzebne", "potrzebujesz", "są", "nodig")
)  # fmt: skip
#: What leads from a path to its own method, whatever follows: ``"/me": "GET"``, ``/me (GET)``.
_OPENING_SIGNS: Final = frozenset(":=(")
_LONGEST_SEPARATOR: Final = 3


@dataclass(slots=True)
class Gap:
    """What stands between two tokens that may belong together."""

    words: set[str] = field(default_factory=set)
    signs: set[str] = field(default_factory=set)
    lines: int = 0

    def add(self, token: Token) -> None:
        if token.kind is Kind.LINE:
            self.lines += 1
        elif token.kind is Kind.WORD and token.text != "$":  # C#'s before a string
            self.words.add(token.text.lower())
        else:
            self.signs.update(token.text)

    def leads_to_path(self, width: int, *, is_keyed: bool) -> bool:
        """Whether a method before it and a path after it belong together.

        ``width`` is its length in characters; ``is_keyed``: a key says what the method is.
        """
        if is_keyed and self.words & PATH_KEYS and self._is_in_object():
            return True
        words = self._without_variables()
        is_notation = words <= _LEADING | _ARGUMENTS and not self.signs & _PARTING_SIGNS
        is_separator = not words and not self.lines and width <= _LONGEST_SEPARATOR
        is_notation = is_notation and (
            ";" not in self.signs or bool(words & PATH_KEYS) or is_separator
        )
        return is_notation and self.lines <= (2 if self.words else 1)

    def is_of_call(self) -> bool:
        """Whether it stands between a function's name and its argument: ``get(f"``."""
        if self.lines:
            return False
        if "(" in self.signs:
            return self.words - {"$"} <= _ARGUMENTS and self.signs <= _ARGUMENT_SIGNS
        return self.words <= {"f", "r", "b"} and self.signs <= _UNSURE_SIGNS

    def leads_to_keyed_method(self, *, is_keyed: bool) -> bool:
        """Whether a method after it, by a key such as ``method``, belongs to the path before.

        ``is_keyed``: a key says what the path is.
        """
        others = self.words - METHOD_KEYS - _LEADING
        if others:
            return is_keyed and self._is_in_object()
        return self.lines <= 2 and "}" not in self.signs

    def _is_in_object(self) -> bool:
        """Whether other values may stand between two of one object: a host, a header."""
        is_one = not self.signs & _ENDING_SIGNS and self.lines <= _MOST_LINES
        return is_one and len(self.words) <= _MOST_WORDS

    def leads_to_method(self, *, has_own_path: bool, is_before_path: bool) -> bool:
        """Whether a method after it belongs to the path before: where it has no other path.

        ``has_own_path``: one follows in its line; ``is_before_path``: right behind it.
        """
        if self.words <= _BEHIND_PATH and self.words and not self.lines:
            return not is_before_path and self.signs <= _OPENING_SIGNS | {"`", '"'}
        if self.words or self.lines > 1:
            return False
        if self.lines:
            return {":", "-"} <= self.signs and not is_before_path
        return not has_own_path or (bool(self.signs & _OPENING_SIGNS) and not is_before_path)

    def says_what_is_needed(self) -> bool:
        """Whether the path before it needs the methods after it: for /me you need GET."""
        is_sentence = bool(self.words) and not self.lines and self.signs <= {"`", '"', ","}
        return is_sentence and self.words <= _NEEDING

    def tells_to_put(self, token: Token) -> bool:
        """Whether ``token`` behind it is a verb and no method: GET, and put /me in the box."""
        return token.text == "put" and self.words <= _THEN and not self.lines

    def continues_methods(self) -> bool:
        """Whether another method follows in the same list: ["GET", "POST"], or one a line."""
        is_list = self.words <= AND and bool(self.words or self.signs & set(",-\"'|&/·•"))
        return is_list and self.lines <= 1 and not self.signs & set("}])")

    def continues_paths(self, *, is_below: bool, is_indented: bool) -> bool:
        """Whether another path follows in a list: GET /me, /vps. ``is_below``: one a line;
        ``is_indented``: it is in a line farther in than the methods."""
        is_list = self.words <= AND and self.signs <= _LIST_SIGNS
        if self.lines == 1 and is_indented and not self.words and self.signs <= {","}:
            return True
        if self.lines:
            return is_list and is_below and self.lines == 1 and bool(self.signs & _BULLETS)
        return is_list and (not self.signs or bool(self.words or "," in self.signs))

    def _without_variables(self) -> set[str]:
        """The words; names of variables count for none where a key says what is set."""
        if "path" not in self.words:
            return self.words
        return {word for word in self.words if not word.startswith("$")}


def words_behind(tokens: Sequence[Token]) -> Iterator[str]:
    """The words and paths that follow the first token with nothing but blanks between."""
    word = ""
    for before, token in pairwise(tokens):
        is_apart = token.start > before.end
        if word and is_apart:
            yield word
        if not word and not is_apart:
            return
        begun = "" if is_apart else word
        is_dot = token.kind is Kind.SIGN and token.text == "." and not begun
        if token.kind is not Kind.WORD and token.kind is not Kind.PATH and not is_dot:
            word = begun
            break
        word = begun + token.text
    if word:
        yield word
