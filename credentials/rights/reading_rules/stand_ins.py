"""Names that stand for one to be filled in: YOUR_ZONE, yourdomain.com, XXXX, undefined."""

from __future__ import annotations

import re
from typing import Final

_THING: Final = (
    r"(?:domains?|domaine|dominio|domena|domein|zone|zona|sites?|sitio|sito|server|serveur|servidor"
    r"|service|servicio|servizio|project|projet|projekt|proyecto|progetto|vps|account)"
    r"(?:[-_.]?(?:name|nom|id))?"
)
_DOMAIN: Final = r"(?:domains?|domainname|domaine|dominio|domena|domein)"
_ENDING: Final = r"(?:\.[a-z]{2,6})"
_STANDING_IN: Final = (
    r"(?:YOUR|MY|REQUIRED|EXAMPLE|INSERT|CHANGE|REPLACE|FILL|SOME|THE)(?:[_-][A-Z0-9]+)+"
    r"|(?:[A-Z0-9]+[_-])+(?:DOMAIN|ZONE|NAME|ID)"
    r"|(?:YOUR|MY)?(?:DOMAIN|ZONE|SERVICE|PROJECT|RECORD|DOMAINE|DOMINIO)(?:NAME|ID)?"
    r"|[A-Z]{2,}(?:_[A-Z0-9]+)+|(?:nom|nombre|nome|nazwa|naam)_[a-z_]+"
    r"|(?:service|zone|domain|server|project|account|record|vps|instance|app|application)-(?:name|id)"
    r"|(?:my|mein|mon|mi|mio|moj)[-_.]?(?:server|serveur|servidor|vps)[\w.-]*|[a-z]{1,4}0{5,}[\w.-]*"
    r"|TO_?DO|FIX_?ME|TBD|CHANGEME|REPLACEME|PLACEHOLDER"
    r"|(?:zone|domain|service|project|record|server|credential|application|instance)(?:Name|Id)"
    r"|[a-z]+(?:_[a-z]+){0,3}_(?:name|id|nom|nombre)"
    r"|_{1,2}[A-Za-z][A-Za-z0-9_]*_|_{2,60}|\.{3,6}"
    r"|@{1,2}[A-Za-z]\w*@{0,2}|~[A-Za-z][\w.-]*~|-[A-Za-z]\w*-"
    r"|[Xx]{3,}(?:\.[A-Za-z]{2,6})?|[\w.-]*X{3,}[\w.-]*|[\w.-]*x{4,}[\w.-]*|[a-z-]{0,9}x{2,}0{3,}[\w-]*"
    r"|0{8,}(?:-0{2,}){0,6}|[\w-]+\.(?:tld|TLD)"
    rf"|(?:your|votre|notre|deine?|eure?|ihre?|unsere?|tu|su|vostro|vuestro|nuestro|tuo|seu|twoja|jouw"
    rf"|uw)[-_.]?(?:own[-_.]?)?{_THING}{_ENDING}?"
    rf"|(?:my|mon|ton|meine?|mi|mio|il-mio|meu|moja|mijn)[-_.]?(?:{_THING}|{_DOMAIN}{_ENDING})"
    rf"|(?:{_DOMAIN}|nom[-_]?de[-_]?domaine){_ENDING}"
    rf"|nom[-_]?de[-_]?domaine|nombre[-_]?de[-_]?dominio"
    rf"|(?:beispiel|exemple|ejemplo|esempio|przyklad|voorbeeld|exemplo)(?:[-_]?[a-z]+)?{_ENDING}"
)
#: Such a name as a whole segment of a path.
STANDS_IN: Final = re.compile(rf"/(?:{_STANDING_IN}|:[A-Za-z_]\w*)(?=/|\Z)")
#: Names that examples are full of and that may be meant: they stay, and are said.
OF_EXAMPLES: Final = re.compile(
    r"(?<=/)(?:(?:[\w-]{1,40}\.){0,3}example\.(?:com|org|net|edu)|12345(?:6(?:7(?:8(?:90?)?)?)?)?)(?=/|$)"
)
#: What a program prints for a name that it does not have.
MISSING: Final = re.compile(r"(?<=/)(?:null|NULL|undefined|None|nil|NaN|nan)(?=/|$)")
