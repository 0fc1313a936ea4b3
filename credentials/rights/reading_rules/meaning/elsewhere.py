"""Calls and paths of a text that are none of OVHcloud's API: another host's, files of a computer.

So are two lists that a word such as “respectively” pairs: which belong together is not read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.pieces import Piece
from credentials.rights.reading_rules.tokens.links import is_ovhcloud

#: The headers of a request, with the host that it was sent to.
_HOST: Final = re.compile(
    r"(?P<version>[ \t]HTTP/\d(?:\.\d)?[\"']?)?\r?\n"
    r"(?:[>< \t]{0,3}(?!Host:)[\w-]{1,40}:[^\n]{0,300}\n){0,12}"
    r"[>< \t]{0,3}Host:[ \t]*(?P<host>[\w-]{1,63}(?:\.[\w-]{1,63}){0,9})(?![^\s:])",
    re.IGNORECASE,
)
#: The same as HTTP/2 has it, in any order, as programs print it: :method: GET, [:path: /me]
_PSEUDO: Final = re.compile(
    r"(?:^[^\n:]{0,40}:(?:method|path|scheme|authority|status)\]?:?[ \t]*(?:\n[ \t]*)?"
    r"[^\n]{0,300}\n?){2,8}",
    re.MULTILINE,
)
_AUTHORITY: Final = re.compile(r":authority:?\s+(?P<host>[\w-]{1,63}(?:\.[\w-]{1,63}){0,9})")
#: Words for a host that may be OVHcloud's.
_STANDS_IN: Final = re.compile(r"[\w-]{0,30}ovh[\w-]{0,30}|x+|\w|host(?:name)?|api|server")
_LONGEST_HEADERS: Final = 1_500
_FILE: Final = re.compile(
    r"/(?:usr|etc|home|tmp|var|opt|bin|sbin|proc|dev|root|mnt|srv|Users|Applications)(?=/|$)"
    r"|/wp-(?:admin|content|cron|includes|json|login)\b|/[\w/.-]*\.(?:php|html?|jpe?g|png|gif|css|js|ico|conf|cgi|aspx?|jsp|sh|py|ya?ml|json)$"
)
_PAIRED: Final = re.compile(
    r"(?<!\w)(?:respectively|respectivement|beziehungsweise|respectivamente|rispettivamente"
    r"|odpowiednio)(?!\w)",
    re.IGNORECASE,
)
_NEAR: Final = 240


def elsewhere_in(text: str, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Sentence]]:
    """The pieces that are none of OVHcloud's API, or are paired by a word, with the reason."""
    has_paired = _PAIRED.search(text) is not None
    pseudo = _pseudo_hosts(text)
    for piece in pieces:
        path = piece.rules[-1].path
        if _FILE.match(path):
            yield piece, say(_NO_ROUTE, path=visible_text(path))
        elif host := _other_host(text, piece.end) or _host_at(pseudo, piece):
            yield piece, say(_OTHER_HOST, host=visible_text(host))
        elif has_paired and _is_paired(text, piece):
            yield piece, _IN_PAIRS


def _other_host(text: str, end: int) -> str:
    """The host of a request that is none of OVHcloud's, or ``""``."""
    match = _HOST.match(text, end, end + _LONGEST_HEADERS)
    is_host = match is not None and (match["version"] or "." in match["host"])
    return _foreign(match["host"]) if match and is_host else ""


def _pseudo_hosts(text: str) -> list[tuple[int, int, str]]:
    """Where such headers stand that name another host, and the host."""
    blocks = list(_PSEUDO.finditer(text)) if ":authority" in text else []
    authorities = [(block, _AUTHORITY.search(block[0])) for block in blocks]
    return [(*block.span(), _foreign(named["host"])) for block, named in authorities if named]


def _host_at(hosts: Sequence[tuple[int, int, str]], piece: Piece) -> str:
    number = bisect_right(hosts, piece.start, key=itemgetter(0))
    return hosts[number - 1][2] if number and piece.start < hosts[number - 1][1] else ""


def _foreign(host: str) -> str:
    """The host in lower case; "" for one of OVHcloud's, and for a word that stands for it."""
    lowered = host.lower()
    is_ours = is_ovhcloud(lowered) or _STANDS_IN.fullmatch(lowered) is not None
    return "" if is_ours else lowered


def _is_paired(text: str, piece: Piece) -> bool:
    """Whether the line of a piece pairs its methods and its paths by a word."""
    begin = text.rfind("\n", max(0, piece.start - _NEAR), piece.start) + 1
    begin = begin or max(0, piece.start - _NEAR)
    end = text.find("\n", piece.end, piece.end + _NEAR)
    return _PAIRED.search(text, begin, end if end >= 0 else piece.end + _NEAR) is not None


_NO_ROUTE: Final = gettext_noop("OVHcloud's API has no %(path)s: it reads like a file.")
_OTHER_HOST: Final = gettext_noop(
    "The call was sent to %(host)s, which is no host of OVHcloud's API."
)
_IN_PAIRS: Final = say(
    gettext_noop("A word such as “respectively” pairs methods and paths. Write one rule a line.")
)
