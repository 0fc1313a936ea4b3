"""Parts of a text that are there and are not meant: comments, what is struck through, lines that a
change takes away.

They are read apart from the rest, so that what is in them is said and never taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.reading_rules.meaning.dead_code import dead_code_in
from credentials.rights.reading_rules.meaning.differences import removed_in
from credentials.rights.reading_rules.method_names import METHOD_NAMES, METHOD_WORD
from credentials.rights.reading_rules.tokens.tokenizer import NOTE

COMMENTED: Final = say(
    gettext_noop("It stands in a comment, so it is left. Paste it without the comment's sign.")
)
_NEVER_RUN: Final = say(
    gettext_noop("The program never runs it, so it is left. If it is meant, paste it alone.")
)
_DESCRIBED: Final = say(
    gettext_noop("It stands in a description, so it is left. If it is meant, paste it alone.")
)
_STRUCK: Final = say(gettext_noop("It is struck through, so it is left."))
_REMOVED: Final = say(gettext_noop("It is a line that a change takes away, so it is left."))


@dataclass(frozen=True, slots=True)
class Aside:
    """``text[start:end]`` is not meant, and why; ``is_note``: the tokenizer passes over it."""

    start: int
    end: int
    reason: Sentence
    is_note: bool = False


_HTML: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
#: Comments of templates and of PowerShell.
_PAIRED: Final = (("<%--", "--%>"), ("{#", "#}"), ("<#", "#>"), ("(* ", " *)"), ("{- ", " -}"))
#: Texts of a program that nothing takes, and what its compiler passes over.
_NOT_TAKEN: Final = re.compile(
    r"^[ \t]*(?P<quotes>\"{3}|'{3})(?=\s|\w[\w.]{0,40}\().*?(?:(?P=quotes)|\Z)"
    r"|^--\[\[.*?(?:\]\]|\Z)|^[ \t]*: '[^']*'"
    r"|^: ?<<-?[\"']?(?P<end>\w{1,30})[\"']?$.*?(?:^(?P=end)$|\Z)|"
    r"^=(?:begin|pod)\b.*?(?:^=(?:end|cut)\b|\Z)"
    r"|^#if (?:0|false|FALSE)\b.*?(?:^#(?:endif|else|elif)\b|\Z)",
    re.DOTALL | re.MULTILINE,
)
#: Of code, to the end of the line: no part of an address, and no path with two slashes.
_SLASHED: Final = re.compile(
    rf"(?:^|(?<=[ \t;{{}},)>]))//(?=[ \t/!]|{METHOD_WORD}|$)[^\n]*", re.MULTILINE
)
#: Of SQL, of settings, of Basic and of batch files: a line that begins with the sign.
_LINES: Final = re.compile(
    rf"^[ \t>]*(?:--[ \t]+|;+[ \t]*(?={METHOD_WORD})|%+[ \t]*(?={METHOD_WORD})|(?:REM|rem)[ \t]+"
    rf"|'[ \t]*(?={METHOD_WORD})(?=[^'\n]*$))[^\n]*",
    re.MULTILINE,
)
_BLOCK_BEGINS: Final = re.compile(r"(?:^|(?<=[\s;{},()]))/\*+(?=[\s!])", re.MULTILINE)
_BLOCK_ENDS: Final = re.compile(r"(?<=[\s*])\*/")
#: A star for every path stands after a method, a key or a word that leads to one: GET /*.
_LEADS_TO_PATH: Final = re.compile(
    rf"(?:\b(?:{METHOD_NAMES}|path|url|uri|on|to|for)|[:=|\"'`,(\[])[ \t]*$", re.IGNORECASE
)
_LONGEST_LEAD: Final = 12
_STRUCK_OUT: Final = re.compile(
    r"(?<![\w~/.])~~(?=\S)(?:(?!~~)[^\n]){1,200}(?<=\S)~~"
    r"|(?<!/)<(?P<tag>s|del|strike)(?:\s[^<>\n]{0,100})?>[^<]{0,600}+(?:<(?!/(?P=tag)>)[^<]{0,200}+){0,20}"
    r"(?:</(?P=tag)>)?"
    r"|<(?P<styled>span|div|p|td|li|font)\s[^<>\n]{0,100}line-through[^<>\n]{0,100}>"
    r"(?:(?!</(?P=styled)>)[^\n])*"
    r"|\[(?P<forum>s|del|strike)\](?:(?!\[/?(?P=forum)\])[^\n]){0,300}\[/(?P=forum)\]"
    rf"|(?<![\w~/.])~(?={METHOD_WORD})[^~\n]{{1,200}}~(?![\w~/])"
    r"|(?<!\w)-\{(?=\S)[^{}\n]{1,200}\}-(?!\w)|\{-\}(?:(?!\{-\})[^\n]){1,200}\{-\}"
    rf"|\[-(?={METHOD_WORD}|/)[^\n\]]{{1,200}}-\]"
    rf"|(?:^|(?<=[ \t]))-(?={METHOD_WORD})[^\n]{{1,200}}?(?<=[\w*])-(?=\s|$)",
    re.IGNORECASE | re.MULTILINE,
)
#: Keys whose texts speak of a rule and are none.
_DESCRIPTION: Final = re.compile(
    r"(?<!\w)[\"']?(?P<key>description|comments?|notes?|summary|remarks?|reason|why|target)[\"']?"
    r"[ \t]{0,9}(?::|=>?)[ \t]{0,9}(?P<quote>[\"'])"
    r"(?P<value>(?:\\.|(?!(?P=quote))[^\n\\]){1,600})(?P=quote)",
    re.IGNORECASE,
)
_NO_METHOD: Final = (
    r"(?:but[ \t]+)?(?:not|no|without|except|mais pas|pas|sans|nicht|kein|ohne|sin|non|nie"
    r"|senza|bez)[ \t]+"
    rf"{METHOD_WORD}"
)
_MORE: Final = rf"(?:,[ \t]*(?:{_NO_METHOD}|{METHOD_WORD})){{0,3}}"
_EXCLUDED: Final = re.compile(
    rf"(?<=[A-Z])(?:,?[ \t]*\([ \t]*{_NO_METHOD}{_MORE}[ \t]*\)"
    rf"|(?:,[ \t]*|[ \t]+(?=(?:but|mais|aber|pero|ma|ale)[ \t]))(?:(?:aber|pero|ma|ale)[ \t]+)?"
    rf"{_NO_METHOD}{_MORE}(?!\w)(?:,(?=[ \t]+[a-z]))?"
    r"(?![ \t]*[,\"'`]{0,3}[ \t]*(?:\(|/|https?:)))"
)
_NOT_OF_LIST: Final = say(gettext_noop("The text takes it out of its list, so it is left."))
_METHOD_NAMED: Final = re.compile(rf"(?<!\w){METHOD_WORD}[ \t]+/")


def asides_in(text: str) -> list[Aside]:
    """Every such part in its order; one may begin within another."""
    finders = (_comments, _never_run, _described, _excluded, _struck, _removed)
    return sorted(
        chain.from_iterable(find(text) for find in finders), key=lambda aside: aside.start
    )


def apart(asides: Iterable[Aside]) -> list[Aside]:
    """Those of them that begin in no other."""
    kept: list[Aside] = []
    for aside in asides:
        if not kept or aside.start >= kept[-1].end:
            kept.append(aside)
    return kept


def without_asides(text: str, asides: Iterable[Aside]) -> str:
    """The text with blanks in the place of such parts; every line stays one."""
    parts: list[str] = []
    place = 0
    for aside in asides:
        if not aside.is_note:
            lines = text[aside.start : aside.end].split("\n")
            parts += (text[place : aside.start], "\n".join(" " * len(line) for line in lines))
            place = aside.end
    return "".join((*parts, text[place:])) if parts else text


def _comments(text: str) -> Iterator[Aside]:
    for pattern, sign in ((_NOT_TAKEN, ""), (_HTML, "<!--"), (_SLASHED, "//"), (_LINES, "")):
        for match in pattern.finditer(text) if sign in text else ():
            yield Aside(*match.span(), COMMENTED)
    for begin, end in _PAIRED:
        yield from _paired(text, begin, end)
    yield from _blocks(text)
    for match in NOTE.finditer(text) if "#" in text else ():
        yield Aside(*match.span(), COMMENTED, is_note=True)


def _never_run(text: str) -> Iterator[Aside]:
    for span in dead_code_in(text):
        yield Aside(*span, _NEVER_RUN)


def _paired(text: str, begin: str, end: str) -> Iterator[Aside]:
    place = text.find(begin)
    while place >= 0 and (last := text.find(end, place)) >= 0:
        yield Aside(place, last + len(end), COMMENTED)
        place = text.find(begin, last)


def _blocks(text: str) -> Iterator[Aside]:
    """Comments between /* and */, which is no star for every path."""
    last = None
    for begin in _BLOCK_BEGINS.finditer(text) if "*/" in text else ():
        if last and begin.start() < last.start():
            continue
        lead = text[max(0, begin.start() - _LONGEST_LEAD) : begin.start()]
        if _LEADS_TO_PATH.search(lead):
            continue
        last = _BLOCK_ENDS.search(text, begin.end())
        if last is None:
            return
        yield Aside(begin.start(), last.end(), COMMENTED)


def _described(text: str) -> Iterator[Aside]:
    """The values of keys that describe a rule; of a target, one that reads like a rule."""
    for match in _DESCRIPTION.finditer(text):
        if match["key"].lower() != "target" or _METHOD_NAMED.search(match["value"]):
            yield Aside(*match.span("value"), _DESCRIBED)


def _excluded(text: str) -> Iterator[Aside]:
    """Methods that a list of methods excludes: GET, but not DELETE, on /me."""
    for match in _EXCLUDED.finditer(text):
        yield Aside(*match.span(), _NOT_OF_LIST)


def _struck(text: str) -> Iterator[Aside]:
    for match in _STRUCK_OUT.finditer(text):
        yield Aside(*match.span(), _STRUCK)


def _removed(text: str) -> Iterator[Aside]:
    for span in removed_in(text):
        yield Aside(*span, _REMOVED)
