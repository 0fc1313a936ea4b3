"""Words by which people tell what a key may do: "My token: GET /me", "mes droits", "I gave it".

Each is looked for right before the rules that it is about, but for those behind them: "GET /me is
granted".
"""

from __future__ import annotations

import re
from typing import Final

RIGHTS: Final = (
    r"(?:rights?|permissions?|access ?rules?|rules?|scopes?|grants?|droits?|règles?|autorisations?"
    r"|rechten?|berechtigung(?:en)?|(?:zugriffs)?regeln?|permisos?|derechos?|reglas?|regol[ae]"
    r"|permess[oi]|diritt[oi]|praw[ao]|uprawnieni(?:a|e|ami)|reguł[aąy]|regels|permissões|regras"
    r"|direitos)"
)
KEY: Final = (
    r"(?:(?:api|ovh|consumer|access)[ -]?)?(?:token|keys?|credentials?|clés?|jetons?|schlüssel"
    r"|claves?|chiavi?e?|klucz|sleutel|chave)"
)
_WHOSE: Final = (
    r"(?:my|the|our|its|this|current|existing|following|mes|mon|ma|les|la|le|nos|notre|meine?"
    r"|die|der|das|den|unsere?|mis?|los|las|el|il|i|mie|mia|miei|mio|moje|mój|mijn|mi?nhas?|meus?"
    r"|as|os|o|a)"
)
_OF_KEY: Final = (
    rf"(?: (?:of|de|du|des|von|vom|der|des|del|della|do|dla|on|for)(?: {_WHOSE})?(?: {KEY}))?"
)
_ARE: Final = r"[ \t]?(?::|=|\b(?:are|is|sont|sind|ist|son|sono|są|zijn|são)\b)"
_MAY: Final = (
    r"(?:has|had|got|may|can|covers|includes|allows|is (?:allowed|granted)(?: to)?|a|peut|hat|darf"
    r"|tiene|puede|ha|può|ma|może|heeft|mag|tem|pode)"
)
_GAVE: Final = (
    r"(?:\b(?:i|we)(?:['’]ve| have)? (?:only |just |already )?(?:gave|given|granted|allowed)"
    r"|\bj['’]ai (?:donné|accordé|autorisé)|\bich habe|\b(?:le di|he dado|ho dato|ho concesso)"
    r"|\b(?:dałe?a?m|nadałe?a?m)|\b(?:dei|ik heb))\b"
)
_MADE: Final = (
    r"(?:\b(?:i|we)(?:['’]ve| have)? (?:only |just |already )?"
    r"(?:created|made|requested|generated|set up|have|use|added)"
    r"|\bj['’]ai (?:créé|généré|demandé|fait)|\bich habe|\b(?:he creado|creé|generé|ho creato"
    r"|ho generato|utworzyłe?a?m|stworzyłe?a?m|wygenerowałe?a?m|criei|gerei|ik heb))\b"
)
_WITH: Final = r"\b(?:with|avec|mit|con|z|met|com)"
#: Behind no more than words, a star: what is had or made is no call.
_STARRED: Final = r"(?=[^\n!?]{0,120}/\*)"
_HAVE: Final = (
    r"\b(?:(?:i|we)(?: do| did| still| already| also)? (?:have|had)(?: got)?|j['’]ai|nous avons"
    r"|(?:ich )?habe(?: ich)?|wir haben|tengo|tenemos|ho|abbiamo|mam|mamy|tenho|temos)\b"
)
_WAS_MADE: Final = (
    r"(?:was|is|has been|had been|a été|est|wurde|ist|fue|ha sido|è stat[oa]|został|foi)"
    r" (?:\w{1,20} )?(?:with|avec|mit|con|z|met|com)\b"
)
_MADE_BEHIND: Final = (
    r"(?=[^\n!?]{0,200}/\*[^\n!?.]{0,80}\b(?:angelegt|erstellt|erzeugt|generiert|created|made"
    r"|generated|créé|généré|creado|generado|creato|generato|utworzony|aangemaakt|criado)\b)"
)
#: What is said of rights before they are listed: "the rights are correct: …".
_FINE: Final = (
    r"(?: (?:all )?(?:correct|right|ok(?:ay)?|fine|good|set|complete|there|richtig|korrekt|gesetzt"
    r"|corrects|bons|en place|correctos|corretti|giusti|poprawne|goed|corretos)[ \t]?:)?"
)
#: Behind no word of the same sentence.
_START: Final = r"(?<!\w)(?<!\w )"
#: What stands before rules.
BEFORE: Final = re.compile(
    rf"{_START}(?:{_WHOSE} ){{0,2}}{RIGHTS}{_OF_KEY}{_ARE}{_FINE}"
    rf"|{_START}(?:{_WHOSE} )?{KEY}(?: {RIGHTS})?[ \t]?:"
    rf"|\b(?:{_WHOSE} )?{KEY} (?:{_WAS_MADE}{_STARRED}|{_WITH}\b{_MADE_BEHIND})"
    rf"|\b{_WHOSE} {KEY}(?: \w{{1,20}})? {_MAY}\b"
    rf"|{_GAVE}|{_MADE}[^.\n/]{{0,25}}\b{KEY}\b"
    rf"|{_HAVE}{_STARRED}"
    rf"|{_WITH}(?: {_WHOSE})? {RIGHTS}\b"
    rf"|{_START}(?:granted|allowed|permitted|accordée?s?|erlaubt|gewährt|concess[oi]|permitidos?"
    r"|concedidos?|dozwolone|przyznane)[ \t]?:"
    r"|\baccessRules\b[\"']?[ \t]?[:=]|[\"']rules[\"'][ \t]?:[ \t]?\["
    r"|/createToken/?\?",
    re.IGNORECASE,
)
#: What may stand between them and the first rule.
FILLING: Final = frozenset(
    (
        *("tous", "toutes", "alle", "todos", "todas", "tutti", "tutte", "wszystkie"),
        *("only", "just", "the", "these", "following", "all", "for", "to", "on", "with", "it"),
        *("them", "him", "and", "access", "seulement", "les", "avec", "pour", "sur", "nur", "die"),
        *(
            "dem",
            "den",
            "der",
            "das",
            "mit",
            "für",
            "auf",
            "folgende",
            "folgenden",
            "solo",
            "los",
            "las",
            "con",
        ),
        *("para", "le", "i", "per", "su", "tylko", "z", "na", "alleen", "met", "de", "voor", "com"),
        *("as", "os", "method", "path", "my", "new", "token", "key", "schlüssel", "jeton", "clé"),
    )
)
#: Before such words: what should be so, is not so, or is asked.
UNSURE: Final = re.compile(
    r"\b(?:if|sure|check|verify|ensure|whether|must|should|needs?|requires?|required|missing|lacks?"
    r"|no|not|never|without|si|ob|wenn|falls|muss|doit|faut|debe|deve|se|manqu\w+|fehl\w+|falta\w*"
    r"|mancan\w+|brak\w*|sollte?n?|wollte|would|could)\b[^.!?\n]{0,40}\Z",
    re.IGNORECASE,
)
#: What stands behind rules that a key has.
BEHIND: Final = re.compile(
    r"(?<=\S)[ \t]{1,4}"
    r"(?:are|is|were|was|have been|has been|sont|est|sind|ist|son|sono|są|zijn|são) "
    r"(?:all |both |already |set and |tous |déjà |alle |bereits |schon )?"
    r"(?:granted|allowed|set|permitted|authori[sz]ed|in the (?:key|token)|accordée?s|autorisée?s"
    r"|erlaubt|gewährt|concedid[oa]s|permitid[oa]s|concess[ie]|permess[ie]|autorizzat[ie]"
    r"|dozwolone|przyznane)\b",
    re.IGNORECASE,
)
#: Behind rules that a key has not.
LACKING: Final = re.compile(
    r"[\"'`)\]]{0,2}[ \t]+(?:(?:are|is|was|were|seems?|sont|est|ist|sind|es|son|è|sono) )?"
    r"(?:missing|needed|required|lacking|not|refused|denied|manqu\w+|nécessaires?|fehl\w+|nötig"
    r"|falta\w*|necesari\w+|manca\w*|necessari\w*|brakuje)\b",
    re.IGNORECASE,
)
