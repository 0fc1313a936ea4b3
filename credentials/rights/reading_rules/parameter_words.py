"""Words at the place of a route's parameter that say what belongs there and are no name of it.

``/vps/id``, ``/domain/zone/NOM_DE_DOMAINE``, ``/okms/resource/okmsId``, ``/ip/x.x.x.x``.
"""

from __future__ import annotations

import re
from typing import Final

from credentials.rights.catalogue.catalogue import bundled_catalogue
from credentials.rights.catalogue.tree import Node

_POSSESSIVE: Final = (
    r"(?:your|my|our|votre|mon|ton|notre|deine?|meine?|ihre?|eure?|unsere?|tu|mi|su|vuestro|nuestro"
    r"|il[-_]?tuo|il[-_]?mio|la[-_]?tua|la[-_]?mia|tuo|mio|vostro|twoj[ae]|twój|moj[ae]|mój)"
)
_ARTICLE: Final = r"(?:the|an?|some|any|le|la|une?|das|der|die|eine?|el|il|lo)"
_DOMAIN: Final = r"(?:domain[-_]?name|domains?|domaine|dominio|domena|domeny|zone|zona|strefa)"
_THING: Final = (
    rf"(?:{_DOMAIN}|server|serveur|servidor|serwer|project|projet|projekt|proyecto|progetto|account"
    r"|compte|konto|cuenta|policy|record|service|servicio|servizio|vps|hosting|hébergement"
    r"|hebergement|site|tenant|user|host|instance|resource|credential|application)"
)
_NAME: Final = r"(?:name|nom|nombre|nome|nazwa|naam|id|uuid)"
_OF: Final = r"(?:de|du|des|del|della|der|of|la|le|el|l|d)"
_WORDS: Final = re.compile(
    rf"(?:id|name|uuid|ip|ip[-_]?address|address|value|string|placeholder|example|hostname"
    rf"|[\w-]+[-_](?:id|name|uuid|ip)|id[-_]\w+|{_NAME}[-_]?(?:{_OF}[-_]?){{0,2}}{_THING}"
    rf"|(?:(?:{_POSSESSIVE}|{_ARTICLE})[-_]?)?(?:{_NAME}[-_]?(?:{_OF}[-_]?){{0,2}})?{_THING}"
    rf"(?:[-_]?{_NAME})?(?:[-_]?here)?"
    rf"|(?:x{{1,3}}\.){{3}}x{{1,3}}|a\.b\.c\.d|sms[-_]account"
    rf"|(?:[a-z0-9-]{{1,20}}\.){{0,3}}(?:[a-z]{{1,9}}-){{0,2}}{_POSSESSIVE}[-_]?{_DOMAIN}"
    rf"(?:[-_]?(?:name|here)){{0,2}}\.[a-z]{{2,6}})",
    re.IGNORECASE,
)
_CAMEL: Final = re.compile(r"[a-z]+(?:Id|ID|Name|Uuid|Key)|nom[A-Z][a-z]+")
_ZONES: Final = ("domain", "zone")
#: No zone is named so: each has a dot.
_DOTLESS: Final = re.compile(r"[A-Za-z][\w-]*")
#: No parameter stands at the beginning of a path.
_FEWEST_SLASHES: Final = 2
_SIGNS: Final = re.compile(r"[^A-Za-z0-9]+")
_NOT_PLAIN: Final = frozenset("{*")


def with_blanks(path: str) -> str:
    """The path with such words as blanks, each under its own name: ``/vps/{id}``."""
    if path.count("/") < _FEWEST_SLASHES:
        return path
    segments = path.split("/")[1:]
    tree = bundled_catalogue().tree
    for place, segment in enumerate(segments):
        if not segment or _NOT_PLAIN & set(segment):
            continue
        is_below = place == len(_ZONES) and tuple(segments[:place]) == _ZONES
        is_zone = is_below and _DOTLESS.fullmatch(segment) is not None
        if not is_zone and not _WORDS.fullmatch(segment) and not segment.isalnum():
            continue
        node = tree.at(segments[:place])
        if node is None or node.parameter is None or segment in node.routes:
            continue
        if is_zone or _is_word(segment, _parameter(node, place)):
            segments[place] = f"{{{_SIGNS.sub('_', segment).strip('_')}}}"
    return "/".join(("", *segments))


def _is_word(segment: str, parameter: str) -> bool:
    """Whether a segment names the parameter that belongs there, or the kind of it."""
    is_kind = _WORDS.fullmatch(segment) or _CAMEL.fullmatch(segment)
    return is_kind is not None or segment.lower() == parameter.lower()


def _parameter(node: Node, place: int) -> str:
    """What OVHcloud calls the parameter below ``node``, which is the segment ``place``."""
    first = node.parameter.start if node.parameter else 0
    return bundled_catalogue().tree.operations[first].path.split("/")[place + 1].strip("{}")
