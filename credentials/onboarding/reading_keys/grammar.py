"""The tokens of a line, and the signs that stand between a name and its value.

Blanks are taken whole, by a possessive plus, wherever more blanks may follow: else a long run of
them would be parted in every way there is.
"""

from __future__ import annotations

import re
from typing import Final

#: Names of more than one word, as OVHcloud's pages show them in its languages.
_LABEL: Final = (
    r"(?:application|app|consumer|client)[ \t\xa0]+(?:secret[ \t\xa0]+key|key|secret|id)\b"
    r"|(?:cl[ée]|clave|llave|chiave|chave|klucz|(?:tajny[ \xa0]++)?klucz|schl(?:ü|ue|u)ssel"
    r"|geheime[rn]?[ \xa0]++schl(?:ü|ue|u)ssel|geheimnis|secreto?|segreto|segredo|sekret)"
    r"(?:[ \xa0]++(?:secr[èe]te|secreta|segreta))?"
    r"(?:[ \xa0]++(?:de|du|del|della|da|do|der|des))?[ \xa0]*+(?:(?:[ld]|dell)['’]|la[ \xa0]++)?"
    r"[ \xa0]*+(?:application|aplicaci[óo]n|applicazione|aplica[çc][ãa]o|aplikacji|anwendung"
    r"|consommateur|consumidor|consumatore|consumer|utilisateur|usuario|utente|utilizador|client[e]?"
    r"|konsumenta|u[żz]ytkownika|klienta|verbrauchers?)\b"
    r"|geheimer[ \xa0]++(?:anwendungs|app)-?schl(?:ü|ue|u)ssel\b"
)
TOKEN: Final = re.compile(
    rf"(?P<remark>(?<=\s)(?:\#|//)\s)|(?P<label>(?<![\w$-])(?:{_LABEL}))"
    r"|(?P<expansion>\$\{(?P<variable>\w{1,80}):?[-=][^}\n]{0,200}\})|(?P<word>-{0,2}[$@]?[A-Za-z_][\w.-]*)|(?P<sign>[{}()\[\]])|(?P<quote>[\"'`])",
    re.IGNORECASE,
)
#: Behind a name: what closes it, then the sign. A type may stand between (``key: str = …``).
ASSIGNED: Final = re.compile(
    r"[\"'`]?\*{0,2}\s*+(?:(?P<closed>\])\s*+)?"
    r"(?:\??:\s*[A-Za-z][\w.|? \[\]]{0,30}=(?![=>])(?=\s*\S)|(?:\|\||//|\?\?|[:?])?=(?![=~>])|=>"
    r"|:(?!:)\*{0,2})\s*(?:(?:!(?:unsafe|!str|!?binary)|&[\w-]+)\s+)?"
)
#: Behind a label, where something that looks like a key follows.
POINTED: Final = re.compile(
    r"[\"'`]?\*{0,2}\s*+(?:\([^()\n]{1,40}\)\s*+)?(?:=|:(?!:)|[-=]>|[→–—-]|\b(?:is|est|ist|es|è)\b)\s*+"
)
#: The same where a weaker sign will do: in a call that sets, behind an option, in a tag.
GO_TYPED: Final = re.compile(r"\s+string\s*=\s*")
LISTED: Final = re.compile(r"[\"'`]?\s*,\s*")
TAGGED: Final = re.compile(r"\s*(?:>\s*|\|\s*`?)")
#: Behind the name in an attribute: the rest of the tag, before its content.
REST_OF_TAG: Final = re.compile(r"[^<>\n]{0,300}>\s*(?=[^<\s])")
#: A row of two cells: a name and its value.
CELL: Final = re.compile(r"[\"'`]?[ \t]*[,;][ \t]*")
SPACED: Final = re.compile(r"[\"'`]?[ \t\xa0]+")
#: What may stand before a name that only a blank parts from its value.
SETTING: Final = re.compile(
    r"[\s\"'>*-]*"
    r"(?:(?:[\w./-]{1,40}\s+){0,4}?(?:set|setx|setenv|env|export|put)\s+(?:-{1,2}\w[\w-]*\s+){0,3})?"
    r"[\"']?(?:\w{1,40}:)?",
    re.IGNORECASE,
)
#: An option that only says that the value follows: ``gh secret set NAME --body value``.
BODY: Final = re.compile(
    r"[ \t]+(?:-{1,2}\w[\w-]{0,30}(?:[ =](?!-)[^\s=]{1,80})?[ \t]+){0,4}?"
    r"(?:--(?:body|value|data)|-b|-v|-[Vv]alue)[ \t=]+"
)
AFTER_SPACED: Final = re.compile(r"[\"'`]?\s*+(?:-{1,2}\w[\w /.:-]{0,80})?(?:\\|;|/M)?\s*+$")

SECTION: Final = re.compile(r"\s*+\[{1,2}([^\]\n\"'{]*+)\]{1,2}\s*+(?:[#;].*)?")
#: The heading of a part of a text; that of a field is none.
HEADING: Final = re.compile(r"#{2,6}[ \t]+([^\n=:#]{1,80}?)[ \t]*#*[ \t]*")
HEADING_OF_FIELD: Final = re.compile(
    r"key|secret|consumer|application|credential|token|cl[ée]\b|schl|endpoint", re.IGNORECASE
)
REMARK: Final = re.compile(r"\s*(?:#|;|//|REM\b|::)")
ITEM: Final = re.compile(r"(\s*+)-\s++(?=\S)")
BLOCK: Final = re.compile(
    r"\s*+(?:-\s++)?[\"']?([\w./ -]{1,80}?)[\"']?\s*+"
    r":\s*+(?:(?:[|>][+-]?\d?|![\w-]+|&\w+)\s*+)?(?:\#.*)?"
)
DOCUMENT: Final = re.compile(r"-{3}\s*(?:#.*)?")
ALONE: Final = re.compile(r"\s*(?::\s++)?[\"'`]?([^\s\"'`=:,;]+)[\"'`]?,?\s*")
#: A value that is piped to a command whose last word is its name: ``printf %s … | gh secret set``.
PIPED: Final = re.compile(
    r"\s*(?:printf|echo)\s+(?:%s\s+|-n\s+)?(?=\S)(?P<value>[^|\n]{1,300})\|[^|\n]*?\s(?P<name>\w[\w:.-]*)(?:\s+-)?\s*"
)
#: What looks like a key in the arguments of a call.
ARGUMENT: Final = re.compile(r"[\w.:/-]{2,200}", re.ASCII)

#: Functions that set what their arguments name.
SETTERS: Final = re.compile(
    r"(?:.*[.:>])?(?:setenv|putenv|define|setdefault|setenvironmentvariable|setproperty|set|put"
    r"|add|config)",
    re.IGNORECASE,
)
#: Functions that take the keys in an order of their own, the endpoint where it may be.
CONSTRUCTORS: Final = re.compile(
    r"(?:.*[.:>\\])?(?:pscredential|api|client|newclient|newdefaultclient|newoauth2client|withoauth2|ovh\w*|new|rest)",
    re.IGNORECASE,
)
#: Names that are parted in two: a container that is called so, and what is in it.
HALVED: Final = frozenset({"application", "app", "consumer", "client"})
HALVES: Final = frozenset({"key", "secret", "id"})
OPENING: Final = {"}": "{", ")": "(", "]": "["}
#: The call by which PowerShell pairs a name with a secret.
CREDENTIAL: Final = "pscredential"
_CREDENTIAL: Final = re.compile(
    r"pscredential\]?\s*(?:::\s*new|-ArgumentList)?\s*\Z", re.IGNORECASE
)
_LONGEST_CALLEE: Final = 60
NAMING: Final = frozenset({"name", "key", "variable"})
LOCATING: Final = frozenset({"api", "type", "url", "api_url", "base_url", "apiurl", "baseurl"})
VALUING: Final = frozenset({"value", "default", "val"})
#: Tags that hold a value behind the tag that names it.
VALUING_TAGS: Final = frozenset({"string"})
REFERRING: Final = frozenset(
    {"valuefrom", "secretkeyref", "configmapkeyref", "secretref", "fromsecret", "secretname"}
)


def callee_of(line: str, place: int, word: str) -> str:
    """What is called by the bracket at ``place``, behind ``word``."""
    is_credential = _CREDENTIAL.search(line, max(0, place - _LONGEST_CALLEE), place)
    return CREDENTIAL if is_credential else word


def sign_behind(line: str, token: re.Match[str], *, is_tag: bool) -> re.Match[str] | None:
    """The sign between a word and its value."""
    sign = ASSIGNED.match(line, token.end()) or SPACED.match(line, token.end())
    return sign or (TAGGED.match(line, token.end()) if is_tag else None)
