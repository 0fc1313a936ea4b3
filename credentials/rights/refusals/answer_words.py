"""Words that tell how a call went, in place of a status: ``PUT /me ko``, ``[OK] GET /me``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from credentials.rights.refusals.words_before import word_before

#: In English, French, German, Italian, Spanish and Polish, and as signs.
_FINE: Final = (
    r"ok(?:ay)?|pass(?:ed|es)?|success(?:ful(?:ly)?)?|succeed(?:ed|s)|works?|worked|fine"
    r"|réussie?|succès|fonctionne|marche"
    r"|erfolg(?:reich)?|gelungen|geklappt|geht|funktioniert"
    r"|riuscit[oa]|successo|funziona"
    r"|correct[oa]|éxito|exitos[oa]|funciona"
    r"|sukces|powodzenie|udan[eay]|udało się|działa"
    r"|[✓✔✅☑]️?"
)
_FAILED: Final = (
    r"ko|n\.?ok|not ok|fail(?:ed|s|ure)?|refused|denied|rejected|forbidden|blocked"
    r"|échec|échouée?|a échoué|refusée?|interdite?|erreur"
    r"|fehlgeschlagen|fehler|abgelehnt|verweigert|verboten|gescheitert|schlägt fehl"
    r"|fallit[oa]|errore|negat[oa]|rifiutat[oa]|vietat[oa]"
    r"|fallid[oa]|falló|fallo|denegad[oa]|rechazad[oa]|prohibid[oa]"
    r"|niepowodzenie|nieudan[eay]|błąd|odmowa|odrzucon[eoay]|zabronion[eoay]"
    r"|[✗✘✖❌]️?"
)
_WORD: Final = rf"(?:(?P<fine>{_FINE})|(?P<failed>{_FAILED}))(?![\w/-])"
_BETWEEN: Final = r"(?:[-=]{1,2}>?|→|[:|]|\.{2,5}|…)"
_IS: Final = r"(?:(?:is|was|has|went|est|a été|ist|wurde|è|jest|which is) )?"
#: The word after a path.
_AFTER: Final = re.compile(
    rf"(?<=\S)(?:[ \t]{{1,4}}{_BETWEEN}?|{_BETWEEN})[ \t]{{0,8}}{_IS}[\[(\"']?{_WORD}",
    re.IGNORECASE,
)
#: The word before a call at the beginning of a line, perhaps after a time.
_BEFORE: Final = re.compile(
    rf"^(?:[^\w\n]{{0,4}}\d[\d:.,TZ/ +-]{{4,40}})?[^\w\n]{{0,6}}{_WORD}[^\w\n/]{{1,6}}"
    r"(?=(?:GET|POST|PUT|PATCH|DELETE)\b)",
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
        return bool(fields["fine"] or fields.get("yes"))
    return None


def _matches(text: str) -> Iterator[re.Match[str]]:
    yield from (match for match in _AFTER.finditer(text) if "/" in word_before(text, match.start()))
    yield from _FIELD.finditer(text)
    yield from _BEFORE.finditer(text)
