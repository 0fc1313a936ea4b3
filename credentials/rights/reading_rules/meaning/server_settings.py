"""Settings of servers and gateways, whose methods and paths are requests that they take.

``kind: AuthorizationPolicy``, ``location /me {``, ``handler: src/me``: none asks for a right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.pieces import Piece

_KEYS: Final = (
    r"handler|pathType|operation|ingress|match(?:es)?|virtual_?hosts?|server_name|proxy_pass|proxyPass"
    r"|upstreams?|strip_?path|listeners?|httpApi|middlewares?|backends?|backendRefs|controller|service"
    r"|entryPoints|limit_except|location|route_config|http(?=[\"']?:[ \t]*$)"
    r"|nonResourceURLs|type(?=[\"']?: ?[\"']?http)|uses(?=: ?[\w-]+/)"
    r"|kind(?=[\"']?:[ \t]*[\"']?\w*(?:Policy|Route|Service|Ingress|Gateway|Filter))"
)
#: Keys and blocks of such settings, at the beginning of a line or of an object, and elements.
_SETTING: Final = re.compile(
    rf"<(?P<element>form|Route)[ \t]|(?:^|[{{,])[ \t]*(?:-[ \t]+)?[\"']?(?P<key>{_KEYS})[\"']?"
    r"(?:[ \t]*[:=](?![:/=])|[ \t][^\n:=]{0,80}\{)",
    re.MULTILINE,
)
_ABOVE, _BELOW = 800, 240
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\r?\n")


def settings_in(text: str, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Sentence]]:
    """The pieces of a text that such settings hold, each with the remark."""
    if _SETTING.search(text) is None:
        return
    for piece in pieces:
        above = _BLANK_LINE.split(text[max(0, piece.start - _ABOVE) : piece.end])[-1]
        below = _BLANK_LINE.split(text[piece.end : piece.end + _BELOW])[0]
        if key := _SETTING.search(f"{above}{below}"):
            yield piece, say(_SERVER, key=visible_text(key["key"] or key["element"]))


_SERVER: Final = gettext_noop(
    "“%(key)s” beside it is a setting of servers. Is it a call to OVHcloud's API?"
)
