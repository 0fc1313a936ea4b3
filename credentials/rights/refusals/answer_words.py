"""Words that tell how a call went, in place of a status: ``PUT /me ko``, ``[OK] GET /me``.

In English, French, German, Italian, Spanish and Polish, and as signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from credentials.rights.refusals.words_before import word_before

#: Words of failure that no name and no setting is called by.
FAILURES: Final = (
    r"fail(?:ed|s|ures?|ing)?|refused|denied|rejected|forbidden|blocked"
    r"|échecs?|échoué(?:e?s?|er)?|refusée?s?|interdite?s?|erreurs?"
    r"|fehlgeschlagen|fehler|abgelehnt|verweigert|verboten|gescheitert|schlägt fehl"
    r"|fallit[oaie]|errori?|errore|negat[oa]|rifiutat[oa]|vietat[oa]"
    r"|fallid[oa]s?|falló|fallo|denegad[oa]|rechazad[oa]|prohibid[oa]"
    r"|niepowodzenie|nieudan[eay]|błąd|odmowa|odrzucon[eoay]|zabronion[eoay]"
)
_FINE: Final = (
    r"ok(?:ay)?|pass(?:ed|es)?|success(?:ful(?:ly)?)?|succeed(?:ed|s)|works?|worked|fine|granted"
    r"|allowed|authori[sz]ed|permitted"
    r"|réussie?|succès|fonctionne|marche|autorisée?|permise?|bon"
    r"|erfolg(?:reich)?|gelungen|geklappt|geht|funktioniert|erlaubt|in ordnung"
    r"|riuscit[oa]|successo|funziona|permess[oa]|autorizzat[oa]|a posto"
    r"|correct[oa]|éxito|exitos[oa]|funciona|permitid[oa]|autorizad[oa]|bien"
    r"|sukces|powodzenie|udan[eay]|udało się|działa|dozwolon[eya]"
)
_FAILED: Final = (
    rf"ko|n\.?ok|{FAILURES}|a échoué|(?:not|non|no|ne|nicht|nie) (?:{_FINE})"
    rf"|(?:{_FINE}) (?:nicht|pas)"
    r"|(?:does|do|did|is|was|has|could|can|will)(?: ?not|n['’]t)(?! (?:found|exist))"
)
#: A word that stands in a cell of a table.
CELL: Final = rf"(?:ko|n\.?ok|{FAILURES}|{_FINE})(?![\w/-])"
_SIGNS: Final = r"(?P<fine_sign>[✓✔✅☑])|(?P<failed_sign>[✗✘✖❌])"
_WORD: Final = (
    rf"(?:(?:(?P<failed>{_FAILED})|(?P<fine>{_FINE})(?! (?:nicht|pas)\b))(?![\w/-])|{_SIGNS})"
)
#: Too short to be a word of this kind but at the end of a line.
_LAST: Final = (
    r"(?:(?P<yes>yes|oui|ja|sì|sí|si|tak)|(?P<no>no|non|nein|nie))(?=[ \t.!\])\"']{0,4}$)"
)
_BETWEEN: Final = r"(?:[-=]{1,2}>?|→|[:|]|\.{2,80}|…)"
_IS: Final = (
    r"(?:(?:is|was|has|went|est|a été|ist|wurde|hat|è|jest|which is) )?"
    r"(?:(?:access|accès|zugriff|accesso|acceso|dostęp) )?"
)
#: The word after a path.
_AFTER: Final = re.compile(
    rf"(?<=\S)(?:[ \t]{{1,16}}{_BETWEEN}?|{_BETWEEN})[ \t]{{0,16}}[\[(\"']?{_IS}[\[(\"']?[ \t]?"
    rf"(?:{_WORD}|{_LAST})",
    re.IGNORECASE | re.MULTILINE,
)
#: The word before a call at the beginning of a line, perhaps after a time.
_BEFORE: Final = re.compile(
    rf"^(?:[^\w\n]{{0,4}}\d[\d:.,TZ/ +-]{{4,40}})?[^\w\n✓✔✅☑✗✘✖❌]{{0,6}}{_WORD}"
    r"(?:[^\w\n/]{1,6}\d{1,4})?[^\w\n/]{1,6}(?=(?:GET|POST|PUT|PATCH|DELETE)\b)",
    re.IGNORECASE | re.MULTILINE,
)
#: The word in a field of its own.
_FIELD: Final = re.compile(
    rf"(?<![\w-])[\"']?(?:result|status|outcome|state|answer)[\"']?[ \t]?[=:][ \t]?[\"']?{_WORD}"
    r"|(?<![\w-])[\"']?(?:ok|success|succeeded|granted|allowed)[\"']?[ \t]?[=:][ \t]?[\"']?"
    r"(?:(?P<yes>true|yes)|(?P<no>false|no))\b",
    re.IGNORECASE,
)


def outcome_in(text: str) -> bool | None:
    """Whether the first such word says that all went well; None where there is none."""
    for match in _matches(text):
        fields = match.groupdict()
        return bool(fields["fine"] or fields["fine_sign"] or fields.get("yes"))
    return None


def _matches(text: str) -> Iterator[re.Match[str]]:
    yield from (match for match in _AFTER.finditer(text) if "/" in word_before(text, match.start()))
    yield from _FIELD.finditer(text)
    yield from _BEFORE.finditer(text)
