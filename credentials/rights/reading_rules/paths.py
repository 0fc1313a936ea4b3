"""The path of a rule in a text: its alphabet, and placeholders as blanks to fill.

A path is made of ``A-Z a-z 0-9 / * _ . ~ % @ : + -``, as every route of OVHcloud's API is. What
stands for a name that somebody has to fill in (``$ZONE``, ``<zone>``, ``%s``, ``{zone}``, an
ellipsis, a variable between two strings) becomes ``{zone}``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import unquote

from credentials.core import Method

_METHOD: Final = rf"(?:{'|'.join(Method)})\b"
_SIGN: Final = r"[A-Za-z0-9/*_.~@:+\-]"
_JOINED: Final = (  # '/domain/zone/' + zone + '/record', in any of the languages
    r"(?P<quote>[\"'`])\s{0,4}(?:\+\s{0,4}\$?|\.\s{0,4}\$)(?P<variable>[A-Za-z_][\w.>\-]{0,60})"
    r"(?:\(\w{0,60}\)|\[\w{1,60}\])?(?:\s{0,4}[+.]\s{0,4}(?P=quote))?"
    r"|[\"']{1,2}\$\{?(?P<shell>[A-Za-z_]\w{0,60})\}?[\"']{1,2}(?=/)"
)
#: Signs in which people put a name that is to be filled in: <<zone>>, !ZONE!, #zone#, ‹zone›.
_AROUND: Final = r"[<>!?#|^«»‹›`'(){}\[\]]"
_PLACEHOLDERS: Final = (
    r"\$\{\{?\s?[^{}\n]{1,60}\}\}?",
    r"\{\{[^{}]{1,60}\}\}",
    r"#\{[^{}\s]{1,60}\}",
    r"\$(?:\([\w .-]{1,60}\)|env:\w{1,60}|[A-Za-z_]\w{0,60}|\d{1,2})",
    r"\\?<[A-Za-z_][\w .-]{0,60}\\?>",
    r"<%=?\s?[\w.@-]{1,60}\s?%>",
    r"%\(\w{1,60}\)[sdr]",
    r"%(?:\d{1,2}\$)?[sdvq](?![A-Za-z0-9])",
    r"[%@#]\{[^{}\s/\"']{1,60}\}",
    r"%[A-Za-z_]\w{2,60}%",
    r"\{[^{}\s/\"']{0,60}\}",
    r"%(?:7B|3C|5B)[A-Za-z0-9_.]{1,60}%(?:7D|3E|5D)",
    r"(?<=/)\[[A-Za-z_][\w .-]{0,60}\](?=/|$|[\s\"'`&,;])",
    r"(?<=/)\([A-Za-z_]\w{0,60}\)(?=/|$|[\s\"'`&,;])",
    r"(?<=/)\"[A-Za-z_][\w .-]{0,60}\"(?=/)",
    r"…",
    r"(?<=/)\.{3,6}(?=/|$|[\s\"'`)])",
    rf"(?<=/){_AROUND}{{1,3}}(?!{_METHOD})[A-Za-z_.…][\w .…-]{{0,60}}{_AROUND}{{1,3}}(?=/)",
    r"(?<=/)\?{1,3}(?=/)",
)
_AROUND_NAME: Final = re.compile(r"%(?:7[BD]|3[CE]|5[BD])|%\(|\)[sdr]$|\$env:", re.IGNORECASE)
_PLACEHOLDER: Final = re.compile("|".join(_PLACEHOLDERS), re.IGNORECASE)
#: A path as it stands in a text, placeholders and escaped slashes included.
PATH: Final = re.compile(
    rf"(?:\\?/)(?:[A-Za-z0-9/*_~:+\-]+"
    rf"|\\/|{'|'.join(_PLACEHOLDERS)}|%[0-9A-Fa-f]{{2}}|{_SIGN}+|{_JOINED})*",
    re.IGNORECASE,
)
_JOIN: Final = re.compile(_JOINED)
_THING: Final = (
    "(?:domain|domaine|dominio|zone|zona|site|server|service|project)(?:[-_.]?(?:name|nom|id))?"
)
#: Names that stand for one to be filled in: YOUR_ZONE, REQUIRED_DOMAIN, yourdomain.com, XXXX.
_STANDING_IN: Final = (
    r"(?:YOUR|MY|REQUIRED|EXAMPLE|INSERT|CHANGE|REPLACE|FILL|SOME)(?:[_-][A-Z0-9]+)+"
    r"|(?:[A-Z0-9]+[_-])+(?:DOMAIN|ZONE|NAME|ID)"
    r"|(?:YOUR|MY)?(?:DOMAIN|ZONE|SERVICE|PROJECT|RECORD|DOMAINE|DOMINIO)(?:NAME|ID)?"
    r"|TO_?DO|FIX_?ME|TBD|CHANGEME|REPLACEME|PLACEHOLDER"
    r"|(?:zone|domain|service|project|record|server|credential|application|instance)(?:Name|Id)"
    r"|_{1,2}[A-Za-z][A-Za-z0-9_]*_|_{2,60}|\.{3,6}"
    r"|@{1,2}[A-Za-z]\w*@{0,2}|~[A-Za-z][\w.-]*~"
    r"|[Xx]{3,}(?:\.[A-Za-z]{2,6})?"
    r"|[\w-]+\.(?:tld|TLD)"
    rf"|(?:your|votre|deine?|tu|su|vostro|seu)[-_.]?(?:own[-_.]?)?{_THING}(?:\.[a-z]{{2,6}})?"
    rf"|(?:my|mon|ton|meine?|mi|mio|meu)[-_.]?(?:{_THING}|(?:domain(?:e|name)?|dominio)\.[a-z]{{2,6}})"
)
_NAME_TO_FILL_IN: Final = re.compile(rf"/(?:{_STANDING_IN}|:[A-Za-z_]\w*)(?=/|\Z)")
_VERSION: Final = re.compile(r"/(?:1\.0|v1|v2)(?=/(?!\*))")
_BLANK: Final = re.compile(r"\{\w+\}")
_PLAIN: Final = re.compile(rf"{_SIGN}*")
_WORD: Final = re.compile(r"[A-Za-z_]\w*")
_NOT_WORD: Final = re.compile(r"\W+")
_VERB: Final = re.compile(r"%(?:\d+\$)?[sdvq]")
_LOST_NAME: Final = "name"
#: What may stand right after a path: the end of a word, of a string, of a sentence, of a link.
_AFTER: Final = re.compile(r"[\s\"'`,;|)\]}<>?#&=\\!→]|$")
#: Ends an arrow, whose hyphen is no part of the path: /me->403.
_ARROWHEAD: Final = re.compile(r">\w|>[ \t]{1,2}\d")
#: What begins a name that is no placeholder of any known kind: a path is not to end before it.
_NAME_AFTER: Final = re.compile(r"[\[(<{%$](?!/)[\w=.@\"' -]|\"\w|'\w|\\\w")

#: A path that goes on after a space, as of a scan: /domain / zone, /domain/ zone/*, / me.
_SPACED: Final = re.compile(
    rf"(?:(?<=/)[ \t]{{1,3}}(?!HTTP/)(?:[\w.*-]+/|\*)|[ \t]{{1,3}}/[ \t]{{1,3}}(?!{_METHOD})[\w*{{]"
    rf"|(?<=[\s\"'`]/)[ \t]{{1,3}}(?!HTTP/|{_METHOD})\w)"
)


class TextPath(NamedTuple):
    """A path as a rule spells it. ``blanks`` are the names in it that are to be filled in.

    ``stray`` is the character that stands right after it and that no path has, or ``""``: then the
    path may go on after it, and is not to be believed; nor where it may begin before it, with the
    character ``before``, nor where the text ends within it (``is_cut``).
    """

    path: str
    blanks: tuple[str, ...] = ()
    stray: str = ""
    is_cut: bool = False
    before: str = ""


NO_PATH: Final = TextPath("")


@dataclass(frozen=True, slots=True)
class Pair:
    """Methods and a path that belong together, which are ``start`` to ``end`` in the text."""

    start: int
    end: int
    methods: tuple[Method, ...]
    path: TextPath


def path_at(text: str, start: int) -> tuple[TextPath, int]:
    """The path that begins at ``start`` with a slash, and where it ends in the text."""
    match = PATH.match(text, start)
    if match is None:
        return NO_PATH, start
    raw = match[0].rstrip(".:")
    raw += "..." if raw.endswith("/") and match[0].startswith("...", len(raw)) else ""
    end, stray = start + len(raw), ""
    if text[end : end + 1] not in {"", "\n"}:
        raw = raw.rstrip("-") if _ARROWHEAD.match(text, end) else raw
        end = start + len(raw)
        stray = _stray_after(text, raw, end, match.end())
    path = _spelled(raw)
    return TextPath(path, _blanks_in(path), stray), end


def _stray_after(text: str, raw: str, end: int, last: int) -> str:
    """The character behind the path ``raw`` that may go on there; ``last`` is the end of its
    alphabet, which is behind ``end`` where a sentence ends with it."""
    after = text[end : end + 1] if end < last else text[last : last + 1]
    if end == last and not _AFTER.match(after):
        return after
    if _SPACED.match(text, end):
        return " "
    return after if raw.endswith("/") and _NAME_AFTER.match(text, end) else ""


def whole_path(text: str) -> TextPath:
    """A text that is nothing but a path, such as a decoded value of a link."""
    if text == "*":
        return TextPath("/*")
    path, end = path_at(text, 0)
    return TextPath(path.path, path.blanks, text[end : end + 1] or path.stray)


def without_version(path: str) -> str:
    """The path as rules spell it: rules carry no version (api 3.2).

    ``/v2/*`` stays, for ``lint_rules`` to speak about: it was never meant to be the whole account.
    """
    version = _VERSION.match(path)
    return path[version.end() :] if version else path


def _spelled(raw: str) -> str:
    """The path with every placeholder as ``{name}``."""
    text = raw if _PLAIN.fullmatch(raw) else _with_blanks(raw)
    path = _NAME_TO_FILL_IN.sub(lambda match: f"/{{{_name_in(match[0])}}}", text)
    return "/".join(map(_unquoted, path.split("/"))) if "%" in path else path


def _blanks_in(path: str) -> tuple[str, ...]:
    return tuple(name[1:-1] for name in _BLANK.findall(path)) if "{" in path else ()


def _with_blanks(raw: str) -> str:
    text = _JOIN.sub(lambda match: f"{{{_last_word(match['variable'] or match['shell'])}}}", raw)
    text = text.replace("\\/", "/")
    return _PLACEHOLDER.sub(lambda match: f"{{{_name_in(match[0])}}}", text)


def _unquoted(segment: str) -> str:
    text = unquote(segment)
    return text if _PLAIN.fullmatch(text) and "/" not in text else segment


def _name_in(placeholder: str) -> str:
    """The word in a placeholder, or one that says that there was none."""
    text = _AROUND_NAME.sub(" ", placeholder)
    words = _WORD.findall(text)
    is_verb_of_printf = _VERB.fullmatch(placeholder) is not None
    return _LOST_NAME if is_verb_of_printf or not words else "_".join(words)[:60]


def _last_word(variable: str) -> str:
    return _NOT_WORD.split(variable)[-1] or _LOST_NAME
