"""Links and objects whose signs another link spells out as octets: %3FGET%3D%2Fme, -3FGET-3D_me."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from credentials.rights.reading_rules.method_names import METHOD_NAMES


class _Octet(NamedTuple):
    """``text[start:end]`` stands for ``sign``."""

    start: int
    end: int
    sign: str


#: Goes on with octets and with what needs none.
_REST: Final = r"(?:[\w/.~*+:@{}$-]|%[0-9A-F]{2})*"
#: An address in another one's query, the query of a createToken link and an object; ``times`` is
#: "25" for each time more that it was spelled out.
_ENCODED: Final = (
    re.compile(
        rf"https?%(?P<times>(?:25){{0,3}})3A%(?P=times)2F%(?P=times)2F{_REST}", re.IGNORECASE
    ),
    re.compile(
        rf"(?<=createtoken)[/\w.]{{0,20}}(?:\?|%(?:25){{0,3}}3F)"
        rf"(?:{METHOD_NAMES})%(?P<times>(?:25){{0,3}})3D{_REST}"
        rf"(?:&(?:{METHOD_NAMES})%(?P=times)3D{_REST}){{0,40}}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<=createtoken)/?%(?P<times>(?:25){{0,3}})3F(?=(?:{METHOD_NAMES})=)", re.IGNORECASE
    ),
    re.compile(
        rf"%(?P<times>(?:25){{0,3}})(?:5B%(?P=times))?7B%(?P=times)22{_REST}", re.IGNORECASE
    ),
)
_OCTETS: Final = {
    times: re.compile(rf"%{times}([0-7][0-9A-F])", re.IGNORECASE)
    for times in ("", "25", "2525", "252525")
}
#: An address as a mail filter of Proofpoint spells it: https-3A__eu.api.ovh.com_createToken_.
_FILTERED: Final = re.compile(r"(?<=[?&]u=)https?-3A__[\w.*-]*?createToken_[\w.*-]*", re.IGNORECASE)
_FILTERED_SIGN: Final = re.compile(r"-(?P<octet>[0-7][0-9A-F])|_")


def octets_in(text: str) -> Iterator[_Octet]:
    """Every such octet of a text, in its order."""
    spans = [
        (match.start(), match.end(), _OCTETS[match["times"]])
        for pattern in _ENCODED
        for match in (pattern.finditer(text) if "%" in text else ())
    ]
    spans += [
        (match.start(), match.end(), _FILTERED_SIGN)
        for match in (_FILTERED.finditer(text) if "-3A__" in text else ())
    ]
    place = 0
    for start, end, signs in sorted(spans, key=lambda span: span[0]):
        for octet in signs.finditer(text, max(start, place), end):
            yield _Octet(*octet.span(), chr(int(octet[1], 16)) if octet[1] else "/")
        place = max(place, end)
