"""Descriptions of an API, as OpenAPI and OVHcloud write them: methods as keys below a path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from credentials.core import Method
from credentials.rights.reading_rules.method_names import METHOD_NAMES
from credentials.rights.reading_rules.paths.text_path import Pair, path_at, without_version
from credentials.rights.reading_rules.tokens.tokenizer import Kind, Token

#: Where there is no such key, no braces are counted.
_JSON_BEGINS: Final = re.compile(
    r"[\"']/[^\"'\n]{0,300}[\"']\s{0,9}:\s{0,9}\{|[\"']httpMethod[\"']\s{0,9}:"
    rf"|[\"'](?:{METHOD_NAMES})[\"']\s{{0,9}}:\s{{0,9}}[\"']?(?:true|false|yes|no|[01])\b",
    re.IGNORECASE,
)
_JSON: Final = re.compile(
    r"(?P<quote>[\"'])(?P<text>(?:(?!(?P=quote))[^\\\n]|\\.)*)(?P=quote)(?P<colon>\s{0,9}:)?"
    r"|(?P<brace>[{}])"
)
_YAML_PATH: Final = re.compile(
    r"^(?P<indent>[ \t]*)(?P<quote>[\"']?)(?P<path>/[^\s\"']*)(?P=quote)[ \t]*:[ \t]*"
    r"(?:#[^\n]*)?\r?$",
    re.MULTILINE,
)
_YAML_LINE: Final = re.compile(r"(?P<indent>[ \t]*)(?P<rest>[^\n]*)")
_YAML_METHOD: Final = re.compile(
    rf"[\"']?(?P<method>{METHOD_NAMES})[\"']?[ \t]*:[ \t]*(?P<value>[^\n#]*)", re.IGNORECASE
)
_NO: Final = re.compile(
    r"\s*[\"']?(?:(?:no|false|off|null|none|0|den(?:y|ied)|forbid(?:den)?|block(?:ed)?|disabled"
    r"|absent|never|n/a)\b|~|[-–✗✘❌])[\"']?\s*,?\s*",
    re.IGNORECASE,
)
_YES: Final = re.compile(r"\s{0,9}[\"']?(?:true|yes|on|1)\b", re.IGNORECASE)
_METHODS: Final = {method.value.lower(): method for method in Method}


@dataclass(slots=True)
class _Object:
    """An object of JSON: the path it is about, and the methods that are its keys.

    ``has_flags`` says that a method is said to be on or off.
    """

    key: str = ""
    start: int = 0
    path_start: int = 0
    methods: list[Method] = field(default_factory=list)
    has_flags: bool = False


def descriptions_in(text: str) -> Iterator[Token]:
    """Every such description of a text, as its rules."""
    tokens = [*_in_json(text), *_in_yaml(text)]
    place = 0
    for token in sorted(tokens, key=lambda token: token.start):
        if token.start >= place:
            yield token
            place = token.end


def _in_json(text: str) -> Iterator[Token]:
    begins = _JSON_BEGINS.search(text)
    if begins is None:
        return
    reader = _JsonReader(text)
    first = text.find("{", 0, begins.start())
    for match in _JSON.finditer(text, first if first >= 0 else begins.start()):
        yield from reader.read(match)
    yield from reader.end()


class _JsonReader:
    """Goes over keys, texts and braces once; an object that is closed may be a description."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open: list[_Object] = []
        self.key: re.Match[str] | None = None
        self.last = 0

    def read(self, match: re.Match[str]) -> Iterator[Token]:
        self.last = match.end()
        if match["brace"] == "{":
            self._open(match.start())
        elif match["brace"] == "}":
            yield from self._close()
        elif match["colon"]:
            self.key = match
            self._method_key(match)
        else:
            self._value(match)
            self.key = None

    def end(self) -> Iterator[Token]:
        """What was still open where the text ends."""
        while self.open:
            yield from self._close()

    def _open(self, start: int) -> None:
        key, self.key = self.key, None
        is_path = key is not None and key["text"].startswith("/")
        if key is not None and is_path:
            self.open.append(_Object(key["text"], key.start(), key.start("text")))
        else:
            self.open.append(_Object(start=start))

    def _method_key(self, match: re.Match[str]) -> None:
        """A method that is a key of the object of a path; one that is said to be off is none.

        Where the path is not known yet, one that is said to be on.
        """
        method = _METHODS.get(match["text"].lower())
        if method is None or not self.open:
            return
        is_on = _YES.match(self.text, match.end()) is not None
        is_off = _NO.match(self.text, match.end()) is not None
        self.open[-1].has_flags |= is_on or is_off
        if is_on or (self.open[-1].key and not is_off):
            self.open[-1].methods.append(method)

    def _value(self, match: re.Match[str]) -> None:
        """The path and the methods of an object in OVHcloud's own descriptions."""
        name = self.key["text"] if self.key else ""
        if name == "path" and self.open and match["text"].startswith("/"):
            self.open[-1].key, self.open[-1].path_start = match["text"], match.start("text")
        elif name == "httpMethod" and match["text"].lower() in _METHODS and len(self.open) > 1:
            self.open[-2].methods.append(_METHODS[match["text"].lower()])

    def _close(self) -> Iterator[Token]:
        closed = self.open.pop() if self.open else _Object()
        if closed.methods and not closed.key and self.open:
            self.open[-1].methods += closed.methods  # "methods": {"get": true}
        if closed.key and (closed.methods or closed.has_flags):
            yield _rules(self.text, closed.start, self.last, closed.path_start, closed.methods)


def _in_yaml(text: str) -> Iterator[Token]:
    place = 0
    while match := _YAML_PATH.search(text, place):
        methods, end = _keys_below(text, match)
        if methods:
            yield _rules(text, match.start("path"), end, match.start("path"), methods)
        place = max(end, match.end()) if methods else match.end()


def _keys_below(text: str, path: re.Match[str]) -> tuple[list[Method], int]:
    """The methods among the keys right below a path, and where what is below it ends."""
    outer, inner, end = len(path["indent"]), None, path.end()
    methods: list[Method] = []
    while end < len(text) and (line := _YAML_LINE.match(text, end + 1)):
        indent = len(line["indent"])
        if line["rest"].strip():
            if indent <= outer:
                break
            inner = indent if inner is None else inner
            key = _YAML_METHOD.fullmatch(line["rest"].rstrip("\r")) if indent == inner else None
            if key and key["value"].lstrip("\"'[ ").startswith("/"):
                return [], path.end()
            if key and not _NO.fullmatch(key["value"]):
                methods.append(_METHODS[key["method"].lower()])
        end = line.end()
    return methods, end


def _rules(text: str, start: int, end: int, path_start: int, methods: list[Method]) -> Token:
    path, path_end = path_at(text, path_start)
    pair = Pair(start, max(end, path_end), tuple(dict.fromkeys(methods)), without_version(path))
    return Token(Kind.RULES, start, pair.end, pairs=(pair,) if methods else ())
