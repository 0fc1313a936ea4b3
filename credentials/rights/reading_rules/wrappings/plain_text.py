"""A text without what mail, HTML, JSON and Markdown wrap around what it says.

Escapes become their characters, tags that part lines become lines, others a space, emphasis goes.
Each character keeps its place in the text as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Final

from credentials.rights.reading_rules.wrappings.encoded_texts import octets_in
from credentials.rights.reading_rules.wrappings.joined_strings import joins_in
from credentials.rights.reading_rules.wrappings.wiki_tables import breaks_in

#: Characters that cannot be seen, and that a browser or a word processor leaves in a copy.
INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
#: The wide forms of signs and letters, as Chinese and Japanese keyboards write them.
WIDE: Final = re.compile("[\uff01-\uff5e]")
#: A line that a mail program folded, and the equals signs it spelled out.
_QUOTED_PRINTABLE: Final = re.compile(r"=(?:3D|\r?\n)")
_SPELLED_OUT: Final = "=3D"
#: Colours of a terminal, however they were copied: with their escape, spelled out, or without it.
_COLOURS: Final = re.compile(
    r"\x1b\[[0-9;?]{0,20}[A-Za-z]|\x1b\][^\x07\x1b\n]{0,200}(?:\x07|\x1b\\\\)"
    r"|(?:\\(?:x1b|033|0?33|e|u001b)|\^\[|#033|␛)\[[0-9;]{0,12}[mK]|\[(?:\d{1,3};){0,4}\d{1,3}m",
    re.IGNORECASE,
)
#: A link with its label right behind it, as AsciiDoc writes them: https://…[label]. A name in
#: brackets between two slashes is a part of the link.
_LABELLED: Final = re.compile(
    r"https?://(?:[^\s\[\]<>\"'`]|\[\d{0,2}\]=|(?<=/)\[[\w .-]{1,60}\](?=/|&))*"
    r"(?:(?<!/)(?P<label>\[(?!\d{0,2}\]=)))?"
)
#: What AsciiDoc writes around a link whose signs are to stay as they are.
_PASSED_ON: Final = "++"
_ESCAPE: Final = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|sol|ast|#\d{1,5}|#x[0-9A-F]{1,4});"
    r"|\\u00[0-7][0-9A-F]|(?<!\\)\\/"
    r"|(?<!\\)\\++(?:(?-i:r\\++n|[nrt])|\")|\\[*_?&=<>\[\]{}~#-]|\^&"
    r"|(?<![\w/.-])[_*]{1,3}(?=https?://)"
    "|[“”„‟«»‹›‘’‚‛「」『』【】、。\uff01-\uff5e\N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}]",
    re.IGNORECASE,
)
#: Punctuation of print and of Chinese and Japanese, and what it is in a text of rules.
_TYPOGRAPHIC: Final = {
    **dict.fromkeys("‘’‚‛‹›", "'"),
    **dict.fromkeys("“”„‟«»「」『』", '"'),
    **dict(zip("【】、", "[],", strict=True)),
    # The wide forms of signs and letters; a question mark ends a sentence and begins no query.
    **{chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F) if chr(code) != "?"},
}
_CONTROLS: Final = {"n": "\n", "r": "\n", "t": "\t"}
_PARTING_TAGS: Final = frozenset(
    ("br", "p", "div", "li", "ul", "ol", "tr", "table", "pre", "hr", "blockquote")
)
_TAG: Final = re.compile(
    r"</(?!(?:s|del|strike)>)(?P<closed>[a-z]{1,10}[1-6]?)>"
    r"|\s{0,40}(?<!/)<(?P<cell>t[dh])(?:\s[^<>\n]{0,200})?>"
    r"|<(?P<line>br|hr)\s?/?>(?!/)"
    r"|(?<!/)<(?P<opened>br|hr|p|div|[uo]l|li|table|thead|tbody|tr|pre|code|kbd|tt|samp|span"
    r"|b|i|u|em|strong|small|mark|font|blockquote|h[1-6])"
    r"(?:\s(?![^<>\n]{0,200}line-through)[^<>\n]{0,200})?/?>"
    r"|(?<!/)(?P<jira>\{(?:code|noformat|quote|panel|color)(?:[:|][^{}\n]{0,80})?\})"
    r"|\[/?(?P<forum>b|i|u|c|code|icode|tt|pre|quote|list|li|url)\]",
    re.IGNORECASE,
)
_CELL_BEGINS, _CELL_ENDS = ("<td", "<th"), ("</td", "</th")
_LONGEST_CELL: Final = 400
#: Jira's {{GET}} and {{/me}}; a name in such braces within a path stays.
_MONOSPACED: Final = re.compile(r"(?<![/\w])\{\{(?=[A-Z/])[^{}\n]{1,300}\}\}(?![/\w])")
#: Begins after a blank: a star or a line within a path is its own.
_EMPHASIS: Final = re.compile(
    r"(?<![^\s(\[|,;>`])(?P<mark>\*{1,3}|__?|\+)(?=[A-Z`/\[(])(?!(?:END|DATA)__\s)[^\n]{1,300}?(?<!/)(?P=mark)(?![\w*/])"
)

#: PHP's serialised form: the lengths of its texts and lists, and the numbers of what it lists.
_SERIALISED_LIST: Final = re.compile(r"\b(?:a:\d{1,5}:|O:\d{1,3}:\"\w{1,60}\":\d{1,5}:)\{")
_SERIALISED: Final = re.compile(
    r"\b(?:s:\d{1,5}:(?=[\"'])|i:\d{1,9};|a:\d{1,5}:(?=\{)|O:\d{1,3}:\"\w{1,60}\":\d{1,5}:(?=\{))"
)


@dataclass(frozen=True, slots=True)
class Cut:
    """``text[start:end]`` is ``instead`` in the plain text."""

    start: int
    end: int
    instead: str = ""


@dataclass(frozen=True, slots=True)
class PlainText:
    """``places[n]`` is the place of ``text[n]`` in the text as it was, ``original``; the last is
    its end."""

    original: str
    text: str
    places: Sequence[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the original, without the markup after it."""
        last = self.places[end - 1]
        is_as_it_was = self.original[last : last + 1] == self.text[end - 1]
        return self.places[start], last + 1 if is_as_it_was else self.places[end]

    def after(self, find: Callable[[str], Iterable[Cut]]) -> PlainText:
        """With the cuts that ``find`` finds, in their order."""
        parts: list[str] = []
        places: list[int] = []
        start = 0
        for cut in find(self.text):
            parts += (self.text[start : cut.start], cut.instead)
            places += self.places[start : cut.start]
            places += [self.places[cut.start]] * len(cut.instead)
            start = cut.end
        if not start:
            return self
        text = "".join((*parts, self.text[start:]))
        return PlainText(self.original, text, [*places, *self.places[start:]])


def unwrapped(text: str) -> PlainText:
    """What a text says; nothing is taken out of it but markup."""
    plain = PlainText(text, text, range(len(text) + 1))
    for find in _WRAPPINGS:
        plain = plain.after(find)
    return plain


def _invisible(text: str) -> Iterator[Cut]:
    for match in () if text.isascii() else INVISIBLE.finditer(text):
        yield Cut(*match.span())


def _colours(text: str) -> Iterator[Cut]:
    for match in _COLOURS.finditer(text):
        yield Cut(*match.span())


def _folds(text: str) -> Iterator[Cut]:
    for match in _QUOTED_PRINTABLE.finditer(text) if _SPELLED_OUT in text else ():
        yield Cut(*match.span(), "=" if match[0] == _SPELLED_OUT else "")


def _octets(text: str) -> Iterator[Cut]:
    for octet in octets_in(text):
        yield Cut(*octet)


def _escapes(text: str) -> Iterator[Cut]:
    for match in _ESCAPE.finditer(text):
        yield Cut(*match.span(), _character(match[0]))


def _character(escape: str) -> str:
    if escape[0] == "&":
        return unescape(escape).replace("\N{NO-BREAK SPACE}", " ")
    if escape[0] == "^":
        return "&"
    if escape[0] != "\\":
        return _TYPOGRAPHIC.get(escape, " ")
    sign = escape.lstrip("\\")
    if sign[0] in "uU":
        return chr(int(sign[1:], 16))
    return _CONTROLS.get(sign[0].lower(), sign)


def _tags(text: str) -> Iterator[Cut]:
    for match in _TAG.finditer(text):
        name = next(filter(None, match.groups())).lower()
        if name == "br" and _is_in_cell(text, match.start()):
            yield Cut(*match.span(), ", ")
        else:
            instead = "\n" if name in _PARTING_TAGS else "|" if match["cell"] else " "
            yield Cut(*match.span(), instead)


def _is_in_cell(text: str, place: int) -> bool:
    """Whether a place of a line stands in a cell of a table that has more in the same line."""
    lead = text[max(0, place - _LONGEST_CELL) : place].rpartition("\n")[2].lower()
    is_open = max(map(lead.rfind, _CELL_BEGINS)) > max(map(lead.rfind, _CELL_ENDS))
    return is_open or lead.lstrip(" \t>").startswith("|")


def _labels(text: str) -> Iterator[Cut]:
    for match in _LABELLED.finditer(text):
        if label := match["label"]:
            end = match.end() - len(label)
            signs = len(_PASSED_ON) * text.endswith(_PASSED_ON, 0, end)
            yield Cut(end - signs, end, " ")


def _monospaced(text: str) -> Iterator[Cut]:
    for match in _MONOSPACED.finditer(text):
        yield Cut(match.start(), match.start() + 2, " ")
        yield Cut(match.end() - 2, match.end(), " ")


def _emphasis(text: str) -> Iterator[Cut]:
    for match in _EMPHASIS.finditer(text):
        length = len(match["mark"])
        yield Cut(match.start(), match.start() + length)
        yield Cut(match.end() - length, match.end())


def _cells(text: str) -> Iterator[Cut]:
    for cell in breaks_in(text):
        yield Cut(*cell)


def _joins(text: str) -> Iterator[Cut]:
    for join in joins_in(text):
        yield Cut(*join)


def _serialised(text: str) -> Iterator[Cut]:
    for match in _SERIALISED.finditer(text) if _SERIALISED_LIST.search(text) else ():
        yield Cut(*match.span())


_WRAPPINGS: Final = (
    _invisible,
    _colours,
    _folds,
    _octets,
    _escapes,
    _tags,
    _labels,
    _monospaced,
    _emphasis,
    _cells,
    _serialised,
    _joins,
)
