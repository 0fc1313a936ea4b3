"""Names that stand for one to be filled in: by their shape anywhere, by their words at a parameter.

``YOUR_ZONE``, ``yourdomain.com``, ``XXXX`` and ``undefined`` stand for a name wherever they are.
``/vps/id``, ``/domain/zone/NOM_DE_DOMAINE``, ``/okms/resource/okmsId`` and ``/ip/x.x.x.x`` do
at the place of a route's parameter.
"""

from __future__ import annotations

import re
from typing import Final

from credentials.rights.catalogue.catalogue import bundled_catalogue
from credentials.rights.catalogue.tree import Node

_YOUR: Final = (
    r"your|votre|notre|deine?|eure?|ihre?|unsere?|tu|su|vostro|vuestro|nuestro|tuo|seu|twoja"
    r"|jouw|uw"
)
_MY: Final = r"my|mon|ton|meine?|mi|mio|il-mio|meu|moja|mijn"
_DOMAIN: Final = r"domain[-_]?name|domains?|domaine|dominio|domena|domeny|domein"
_ZONE: Final = r"zone|zona|strefa"
_SERVICE: Final = (
    r"sites?|sitio|sito|server|serveur|servidor|serwer|service|servicio|servizio"
    r"|project|projet|projekt|proyecto|progetto|vps|account"
)
#: No name ends as a file does: /domain.json.
_ENDING: Final = r"\.(?!(?:json|ya?ml|php|html?|js|css|xml|txt)(?![a-z]))[a-z]{2,6}"

_OF_EXAMPLE: Final = r"beispiel|exemple|ejemplo|esempio|przyklad|voorbeeld|exemplo"
_THING: Final = rf"(?:{_DOMAIN}|{_ZONE}|{_SERVICE})(?:[-_.]?(?:name|nom|id))?"
_STANDING_IN: Final = (
    r"(?:YOUR|MY|REQUIRED|EXAMPLE|INSERT|CHANGE|REPLACE|FILL|SOME|THE)(?:[_-][A-Z0-9]+)+"
    r"|(?:[A-Z0-9]+[_-])+(?:DOMAIN|ZONE|NAME|ID)"
    r"|(?:YOUR|MY)?(?:DOMAIN|ZONE|SERVICE|PROJECT|RECORD|DOMAINE|DOMINIO)(?:NAME|ID)?"
    r"|[A-Z]{2,}(?:_[A-Z0-9]+)+|(?:nom|nombre|nome|nazwa|naam)_[a-z_]+"
    r"|(?:service|zone|domain|server|project|account|record|vps|instance|app|application)-(?:name|id)"
    r"|(?:my|mein|mon|mi|mio|moj)[-_.]?(?:server|serveur|servidor|vps)[\w.-]*|[a-z]{1,4}-?0{5,}[\w.-]*"
    r"|TO_?DO|FIX_?ME|TBD|CHANGEME|REPLACEME|PLACEHOLDER"
    r"|(?:zone|domain|service|project|record|server|credential|application|instance)(?:Name|Id)"
    r"|[a-z]+(?:_[a-z]+){0,3}_(?:name|id|nom|nombre)"
    r"|_{1,2}[A-Za-z][A-Za-z0-9_]*_|_{2,60}|\.{3,6}"
    r"|@{1,2}[A-Za-z]\w*@{0,2}|~[A-Za-z][\w.-]*~|-[A-Za-z]\w*-"
    r"|[Xx]{3,}(?:\.[A-Za-z]{2,6})?|[\w.-]*X{3,}[\w.-]*|[\w.-]*x{4,}[\w.-]*|[a-z-]{0,9}x{2,}0{3,}[\w-]*"
    r"|[a-z]{2,5}-[xX]{2,}(?:[nN]{2,}|0{3,}|1{3,}|9{3,})(?:-\w)?|[a-z]{2,5}-[nN]{4,}[\w.-]*"
    r"|0{8,}(?:-0{2,}){0,6}|[\w-]+\.(?:tld|TLD)"
    rf"|(?:{_YOUR})[-_.]?(?:own[-_.]?)?{_THING}(?:{_ENDING})?"
    rf"|(?:{_MY})[-_.]?(?:{_THING}|(?:{_DOMAIN}){_ENDING})"
    rf"|(?:[\w-]{{1,30}}\.){{0,2}}(?:{_DOMAIN}|nom[-_]?de[-_]?domaine){_ENDING}"
    rf"|nom[-_]?de[-_]?domaine|nombre[-_]?de[-_]?dominio"
    rf"|(?:{_OF_EXAMPLE})(?:[-_]?[a-z]+)?{_ENDING}"
)
#: Such a name as a whole segment of a path.
STANDS_IN: Final = re.compile(rf"/(?:{_STANDING_IN}|:[A-Za-z_]\w*)(?=/|\Z)")
#: Names that examples are full of and that may be meant: they stay, and are said.
OF_EXAMPLES: Final = re.compile(
    r"(?<=/)(?:(?:[\w-]{1,40}\.){0,3}example\.(?:[a-z]{2,6}|co\.uk)|[\w.-]{1,60}\.(?:example|invalid|test)"
    r"|(?:my|mon|mein|mi|mio|your|votre)[-_]?(?:web)?(?:sites?|company|shop|blog|app)\.[a-z]{2,6}"
    r"|(?:test|foo|bar|xyz|company|acme|zone|website)\.[a-z]{2,6}|(?:sms|vps|ns)-(?:xx|ab)?12345\d{0,3}[\w.-]*"
    r"|12345(?:6(?:7(?:8(?:90?)?)?)?)?)(?=/|$)"
)
#: What a program prints for a name that it does not have.
MISSING: Final = re.compile(r"(?<=/)(?:null|NULL|undefined|None|nil|NaN|nan)(?=/|$)")

_OWN: Final = (
    rf"(?:{_YOUR}|{_MY}|our|il[-_]?tuo|il[-_]?mio|la[-_]?tua|la[-_]?mia|twoj[ae]|twój|moj[ae]|mój)"
)
_ARTICLE: Final = r"(?:the|an?|some|any|le|la|une?|das|der|die|eine?|el|il|lo)"
_PARAMETER: Final = (
    rf"(?:{_DOMAIN}|{_ZONE}|{_SERVICE}|compte|konto|cuenta|policy|record|hosting|hébergement"
    r"|hebergement|tenant|user|host|instance|resource|credential|application)"
)
_NAME: Final = r"(?:name|nom|nombre|nome|nazwa|naam|id|uuid)"
_OF: Final = r"(?:de|du|des|del|della|der|of|la|le|el|l|d)"
_WORDS: Final = re.compile(
    rf"(?:id|name|uuid|ip|ip[-_]?address|address|value|string|placeholder|example|hostname"
    rf"|[\w-]+[-_](?:id|name|uuid|ip)|id[-_]\w+|{_NAME}[-_]?(?:{_OF}[-_]?){{0,2}}{_PARAMETER}"
    rf"|(?:(?:{_OWN}|{_ARTICLE})[-_]?)?(?:{_NAME}[-_]?(?:{_OF}[-_]?){{0,2}})?{_PARAMETER}"
    rf"(?:[-_]?{_NAME})?(?:[-_]?here)?"
    rf"|(?:x{{1,3}}\.){{3}}x{{1,3}}|a\.b\.c\.d|sms[-_]account"
    rf"|(?:[a-z0-9-]{{1,20}}\.){{0,3}}(?:[a-z]{{1,9}}-){{0,2}}{_OWN}[-_]?(?:{_DOMAIN}|{_ZONE})"
    rf"(?:[-_]?(?:name|here)){{0,2}}{_ENDING})",
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
    """The path with such words at a parameter as blanks, each under its own name: ``/vps/{id}``."""
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
