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
from credentials.rights.api_versions import version_of
from credentials.rights.glob import STAR
from credentials.rights.reading_rules.method_names import METHOD_WORD
from credentials.rights.reading_rules.paths.expressions import FILLED_IN, JOINED, is_open, name_of
from credentials.rights.reading_rules.paths.stand_ins import STANDS_IN

_SIGN: Final = r"[A-Za-z0-9/*_.~@:+\-]"
#: Signs in which people put a name that is to be filled in: <<zone>>, !ZONE!, #zone#, ‹zone›.
_AROUND: Final = r"[<>!?#|^«»‹›`'(){}\[\]]"
_PLACEHOLDERS: Final = (
    r"\$\{\{?\s?[^{}\n]{1,60}\}\}?",
    r"\{\{[^{}]{1,60}\}\}",
    *FILLED_IN,
    r"\$(?:env:\w{1,60}|[A-Za-z_]\w{0,60}|\d{1,2})",
    r"\\?<[A-Za-z_][\w .-]{0,60}\\?>",
    r"<%=?\s?[\w.@-]{1,60}\s?%>",
    r"%\(\w{1,60}\)[sdr]",
    r"[%@#]\{[^{}\s/\"']{1,60}\}",
    r"%[A-Za-z_]\w{2,60}%",
    r"\{[^{}\s/\"']{0,60}\}",
    r"%(?:7B|3C|5B)[A-Za-z0-9_.]{1,60}%(?:7D|3E|5D)",
    r"(?<=/)\[[A-Za-z_][\w .-]{0,60}\](?=/|$|[\s\"'`&,;])",
    r"(?<=/)\([A-Za-z_]\w{0,60}\)(?=/|$|[\s\"'`&,;])",
    r"(?<=/)\" ?[A-Za-z_][\w .-]{0,60}\"(?=/)",
    r"…",
    r"(?<=/)\.{3,6}(?=/|$|[\s\"'`)])",
    (
        rf"(?<=/){_AROUND}{{1,3}}(?!{METHOD_WORD})(?:[A-Za-z_…][\w .…-]{{0,60}}|\.{{1,6}})"
        rf"{_AROUND}{{1,3}}(?=/)"
    ),
    r"(?<=/)\?{1,3}(?=/)",
)
_AROUND_NAME: Final = re.compile(r"%(?:7[BD]|3[CE]|5[BD])|%\(|\)[sdr]$|\$env:", re.IGNORECASE)
_PLACEHOLDER: Final = re.compile("|".join(_PLACEHOLDERS), re.IGNORECASE)
#: A path as it stands in a text, placeholders and escaped slashes included.
PATH: Final = re.compile(
    rf"(?:\\?/)(?:[A-Za-z0-9/*_~:+\-]+"
    rf"|\\/|{'|'.join(_PLACEHOLDERS)}|%[0-9A-Fa-f]{{2}}|{_SIGN}+|{JOINED})*",
    re.IGNORECASE,
)
_JOIN: Final = re.compile(JOINED)
_BLANK: Final = re.compile(r"\{\w*\}")
#: Several names in braces, as a shell takes them: they stay, for ``fault_of`` to say.
_NAMES: Final = re.compile(r"\{[\w.*-]+(?:[,|][\w.*-]+)+\}")
_PLAIN: Final = re.compile(rf"{_SIGN}*")
_WORD: Final = re.compile(r"[A-Za-z_]\w*")
_VERB: Final = re.compile(r"%(?:\d+\$|\[\d\])?[sdvqiulx@]+")
_OUTSIDE: Final = re.compile(r"^[\\$#@%]{0,2}[({\[]{1,2}")
_IN_QUOTES: Final = re.compile(r"[\"'`]")
_QUOTES: Final = frozenset("\"'`")
#: No route is so long, whatever stands for its names.
_LONGEST: Final = 2_000
_LONGEST_SHOWN: Final = 60
#: What stands before a name of its own in a path; behind anything else a variable is any text.
_BEFORE_NAME: Final = frozenset(("/", "-", ":"))
#: What may stand right after a path: the end of a word, of a string, of a sentence, of a link.
_AFTER: Final = re.compile(r"[\s\"'`,;|)\]}<>?#&=\\!→]|$")
#: Ends an arrow, whose hyphen is no part of the path: /me->403.
_ARROWHEAD: Final = re.compile(r">\w|>[ \t]{1,2}\d")
#: What begins a name that is no placeholder of any known kind: a path is not to end before it.
_NAME_AFTER: Final = re.compile(r"[\[(<{%$](?!/)[\w=.@\"' -]|\"\w|'\w|\\\w")

#: A path that goes on after a space, as of a scan: /domain / zone, /domain/ zone/*, / me.
_SPACED: Final = re.compile(
    rf"(?:(?<=/)[ \t]{{1,3}}(?!HTTP/)(?:[\w.*-]+/|\*)|[ \t]{{1,3}}/[ \t]{{1,3}}"
    rf"(?!{METHOD_WORD})[\w*{{]|(?<=[\s\"'`]/)[ \t]{{1,3}}(?!HTTP/|{METHOD_WORD})\w)"
)
#: A part that a path may have or not: /me{,/*}, /me(/*), /vps[/{name}].
_BELOW: Final = r"(?P<%s>/(?:[\w*.~@:+/-]|\{\w{1,40}\}){0,200})"
_OPTIONAL: Final = re.compile(
    rf"\{{,{_BELOW % 'last'}\}}|\{{{_BELOW % 'first'},\}}|\({_BELOW % 'round'}\)\??"
    rf"|\[(?=/[*{{:]){_BELOW % 'square'}\]\??"
)


class TextPath(NamedTuple):
    """A path as a rule spells it. ``blanks`` are the names in it that are to be filled in.

    ``stray`` is the character that stands right after it and that no path has, or ``""``: then the
    path may go on after it, and is not to be believed; nor where it may begin before it, with the
    character ``before``, nor where the text ends within it (``is_cut``), nor where code puts more
    behind it (``is_open``). ``version`` is what of the API's was taken off it, and ``host`` where
    an address leads that is none of OVHcloud's. ``has_plus``: a link has a plus sign within it.
    ``optional`` is what the text has behind it for a second path: /me{,/*}. ``is_tail``: it begins
    before, with what is not told. ``is_batch``: it ends with several numbers, of which it has one.
    ``is_address_of_all``: an address has a star right behind the API's version. ``is_long``: nobody
    looked at it, for no route is so long; ``path`` is its beginning.
    """

    path: str
    blanks: tuple[str, ...] = ()
    stray: str = ""
    is_cut: bool = False
    before: str = ""
    is_open: bool = False
    version: str = ""
    host: str = ""
    has_plus: bool = False
    optional: str = ""
    is_tail: bool = False
    is_batch: bool = False
    is_address_of_all: bool = False
    is_long: bool = False


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
    if len(raw) > _LONGEST:
        return TextPath(raw[:_LONGEST_SHOWN], stray="…", is_long=True), end
    optional = _OPTIONAL.match(text, end) if stray else None
    if optional:
        end = optional.end()
        stray = "" if _AFTER.match(text, end) else text[end]
    path = _spelled(raw)
    is_code = _IN_QUOTES.search(raw) is not None or text[end : end + 1] in _QUOTES
    goes_on = is_code and _goes_on(text, start, end, raw)
    whole = TextPath(path, blanks_of(path), "" if goes_on else stray, is_open=goes_on)
    if optional:
        whole = whole._replace(optional=optional[optional.lastgroup or 0].rstrip("/"))
    return whole, end


def _goes_on(text: str, start: int, end: int, raw: str) -> bool:
    """Whether code puts together a path of which ``raw`` is the beginning."""
    joins = list(_JOIN.finditer(raw))
    last = joins[-1] if joins and joins[-1]["variable"] else None
    has_variable = last is not None and last.end() == len(raw) and raw[-1] not in _QUOTES
    if last and raw[: last.start()][-1:] not in _BEFORE_NAME:
        return True
    return is_open(text, start, end, has_variable=has_variable)


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
    return path._replace(stray=text[end : end + 1] or path.stray)


def without_version(path: TextPath) -> TextPath:
    """The path as rules spell it: rules carry no version (api 3.2).

    ``/v2/*`` stays, for ``lint_rules`` to speak about: it was never meant to be the whole account.
    """
    version = version_of(path.path)
    if not version or path.path.startswith(STAR, len(version) + 1):
        return path
    return path._replace(path=path.path[len(version) :], version=version)


def _spelled(raw: str) -> str:
    """The path with every placeholder as ``{name}``."""
    text = raw if _PLAIN.fullmatch(raw) else _with_blanks(raw)
    path = STANDS_IN.sub(lambda match: f"/{{{_name_in(match[0])}}}", text)
    return "/".join(map(_unquoted, path.split("/"))) if "%" in path else path


def blanks_of(path: str) -> tuple[str, ...]:
    """The names in a path that are to be filled in."""
    return tuple(name[1:-1] for name in _BLANK.findall(path)) if "{" in path else ()


def with_below(path: str) -> tuple[str, ...]:
    """What the SDKs make of a recursive rule: the path itself and everything below it."""
    base = path.rstrip("*/")
    return (base, f"{base}/*") if base else ("/*",)


def _with_blanks(raw: str) -> str:
    text = _JOIN.sub(lambda match: f"{{{name_of(match['variable'] or match['shell'])}}}", raw)
    text = text.replace("\\/", "/")
    return _PLACEHOLDER.sub(_blank, text)


def _blank(placeholder: re.Match[str]) -> str:
    is_known = _BLANK.fullmatch(placeholder[0]) or _NAMES.fullmatch(placeholder[0])
    return placeholder[0] if is_known else f"{{{_name_in(placeholder[0])}}}"


def _unquoted(segment: str) -> str:
    text = unquote(segment)
    return text if _PLAIN.fullmatch(text) and "/" not in text else segment


def _name_in(placeholder: str) -> str:
    """The word in a placeholder, or ``""`` where there is none."""
    inner = _OUTSIDE.sub("", placeholder)
    if "(" in inner:
        return name_of(inner)
    words = _WORD.findall(_AROUND_NAME.sub(" ", placeholder))
    return "" if _VERB.fullmatch(placeholder) else "_".join(words)[:60]
