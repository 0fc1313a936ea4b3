"""Settings that have a path and, beside it, a key for each method: path: /me, get: true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from credentials.core import Method
from credentials.rights.reading_rules.method_names import METHOD_NAMES
from credentials.rights.reading_rules.paths.text_path import Pair, path_at, without_version
from credentials.rights.reading_rules.tokens.tokenizer import Kind, Token

_PATH: Final = re.compile(
    r"^(?P<indent>[ \t]*(?:-[ \t]+)?)[\"']?path[\"']?[ \t]*[:=][ \t]*[\"']?(?=/)", re.MULTILINE
)
_FLAG: Final = re.compile(
    rf"[\"']?(?P<method>{METHOD_NAMES})[\"']?[ \t]*[:=][ \t]*[\"']?(?P<value>[\w~]*)[\"']?"
    r"[ \t]*,?[ \t]*(?:#[^\n]*)?\r?",
    re.IGNORECASE,
)
_LINE: Final = re.compile(r"(?P<indent>[ \t]*(?:-[ \t]+)?)(?P<rest>[^\n]*)")
_YES: Final = frozenset(("true", "yes", "on", "1"))
_NO: Final = frozenset(("false", "no", "off", "0", "null", "none", "~", ""))
_MOST_LINES: Final = 12


def flags_in(text: str) -> Iterator[Token]:
    """Every such group of lines in a text, as the rules of the keys that say yes."""
    place = 0
    for match in _PATH.finditer(text):
        if match.start() >= place and (token := _group(text, match, place)):
            yield token
            place = token.end


def _group(text: str, path: re.Match[str], after: int) -> Token | None:
    """The lines around a path that are keys of the same object; None where no method is one."""
    width = len(path["indent"])
    lines = []
    if "-" not in path["indent"]:
        lines = [*_above(text, path.start(), width, after)][::-1]
    lines += _below(text, path.end(), width)
    flags = [(match, line) for line in lines if (match := _FLAG.fullmatch(text, *line))]
    values = [match["value"].lower() for match, _ in flags]
    if not flags or not set(values) <= _YES | _NO:
        return None
    chosen = zip(flags, values, strict=True)
    methods = [Method(match["method"].upper()) for (match, _), value in chosen if value in _YES]
    spelled, end = path_at(text, path.end())
    start = min(path.start(), flags[0][1][0])
    end = max(end, flags[-1][1][1])
    bare = without_version(spelled)
    pairs = (Pair(start, end, tuple(methods), bare),) if methods else ()
    return Token(Kind.RULES, start, end, pairs=pairs)


def _below(text: str, start: int, width: int) -> Iterator[tuple[int, int]]:
    """The keys below a path with its indent, up to another object."""
    end = text.find("\n", start)
    for _ in range(_MOST_LINES):
        line = _LINE.match(text, end + 1) if end >= 0 else None
        if line is None or "-" in line["indent"] or _is_end(text, line, width):
            return
        yield line.span("rest")
        end = line.end() if line.end() < len(text) else -1


def _above(text: str, end: int, width: int, after: int) -> Iterator[tuple[int, int]]:
    """The same above it, the nearest first."""
    for _ in range(_MOST_LINES):
        start = text.rfind("\n", 0, max(end - 1, 0)) + 1
        line = _LINE.match(text, start, max(end - 1, start))
        if end <= after or line is None or _is_end(text, line, width):
            return
        yield line.span("rest")
        if "-" in line["indent"]:
            return
        end = start


def _is_end(text: str, line: re.Match[str], width: int) -> bool:
    """Whether a line is none of the object: blank, indented otherwise, or of another path."""
    is_key = len(line["indent"]) == width and line["rest"].strip()
    return not is_key or _PATH.match(text, line.start()) is not None
