"""Words that forbid, in the languages that people write their rules in."""

from __future__ import annotations

import re
from typing import Final

from credentials.rights.reading_rules.meaning.double_negations import without_double_negations

_NOT: Final = (
    r"(?:all|any|anything|everything|any method|tout|alles|todo|tutto) but|nobody|no one|no longer"
    r"|au lieu d[eu]|plutôt que|à part|en (?:lugar|vez) de|al posto di|invece di|zamiast|bis auf"
    r"|anstelle(?: von)?|used to (?:have|grant|give|use|need)|formerly|anciennement|früher"
    r"|antiguamente|dawniej|not|never|no|nor|neither|don'?t|dont|cannot|can'?t|mustn'?t|shouldn'?t|won'?t"
    r"|isn'?t|aren'?t|doesn'?t|without|except(?:ing)?|excluding|other than|apart from|instead of"
    r"|rather than|pas|jamais|sauf|sans|hormis|excepté(?:e?s?)|aucune?s?|ni|l'exception"
    r"|nicht|nie|niemals|kein\w*|ohne|außer|ausser|weder|statt|anstatt"
    r"|nunca|jamás|sin|excepto|salvo|tampoco|ningun[oa]|ningún"
    r"|non|mai|senza|tranne|eccetto|nessun\w*|né"
    r"|nigdy|bez|oprócz|żadn\w*|nem|não|sem|exceto|niet|nooit|geen|zonder|behalve|nein|nope|minus"
    r"|(?:old|previous|former) (?:one|key|token|rules?) (?:had|has|was)|ancienne clé avait"
    r"|alte (?:key|schlüssel) hatte|clave (?:vieja|anterior) tenía|vecchia chiave aveva"
)
#: Verbs and participles that forbid what follows them at once.
_FORBID: Final = (
    r"remov(?:e[ds]?|ing)|drop(?:ped|s)?|revok(?:e[ds]?|ing)|den(?:y|ied|ies)|forbid(?:den|s)?"
    r"|prohibit(?:ed|s)?|block(?:ed|s)?|exclud(?:e[ds]?|ing)|disallow(?:ed|s)?|refus(?:e[ds]?)"
    r"|reject(?:ed)?|omit(?:ted)?|skip(?:ped)?|bann?(?:ed)?|avoid(?:ed)?|strike|unselect|untick"
    r"|(?:stay|keep|steer) (?:away|clear) (?:from|of)|beware of|careful with"
    r"|uncheck|disabled?|unwanted|blacklist(?:ed)?|denylist|blocklist|delete the (?:rule|right)s?"
    r"|retir(?:e[rz]?|ée?s?)|enlève|enlev(?:e[rz]|ée?s?)|supprim(?:e[rz]?|ée?s?)|évite[rz]?|évitons"
    r"|interdit\w*|interdire|refuse[rz]|exclu\w*"
    r"|entfern\w+|vermeide\w*|unikaj\w*|evit(?:a[rd]?|en?)|streich\w*"
    r"|verbiete\w*|verboten\w*|untersagt|gesperrt|weglassen|lösche die regel"
    r"|quita[rd]?|quite|elimina[rd]?|prohib\w+|excluid\w+|deneg\w+"
    r"|rimuov\w+|togli\w*|vieta\w+|esclu\w+|nega\w+"
    r"|(?:removed|denied|revoked|expired|disabled|forbidden|blocked|excluded|deleted)_(?:access_?)?"
    r"(?:rules?|rights?|list|methods?|paths?|calls?|permissions?)"
    r"|lea(?:ve|ving) (?:(?:it|that|this|them) )?out|left out|overkill|interdi\w+|evite[rz]?"
    r"|laiss\w+ de côté|dejar fuera|unnecessary|superfluous|obsolet\w*"
    r"|deprecated|redundant|useless|inutiles?|superflue?s?|überflüssig|unnötig|entfällt|gestrichen"
    r"|veraltet|innecesari[oa]s?|superflu[oa]|obsoleto|zbędn\w+|niepotrzebn\w+|przestarzał\w+"
    r"|éviter|évite[rz]?|proscri\w+|bannir|vermeid\w*|evita\w*|unika[ćj]\w*"
    r"|usuń|usunąć|zabro\w+|zakaz\w+|wyklucz\w+|proib\w+|verwijder\w*|verboden"
)
#: Words that take a negation back: not DELETE, but GET.
_BUT: Final = (
    r"new (?:one|key|token)|now|désormais|maintenant|jetzt|nun|ahora|adesso|teraz|but|only|just"
    r"|instead|mais|seulement|plutôt|sondern|aber|nur|stattdessen|sino|pero|solo|sólo"
    r"|préfér\w+|prefer\w*|lieber|basta(?:no)?|wystarczy|suffit|bitte(?!\s+(?:nicht|kein))|ma|bensì|soltanto|lecz|ale|tylko|mas|maar|alleen"
)
_GRANT: Final = (
    r"grant\w*|ke(?:ep\w*|pt)|retain\w*|gard\w+|dej\w+|behalt\w*|conserv\w+|allow\w*|giv\w+|grant\w*|do|make|add|permit\w*|includ\w+|use|set|need\w*|want\w*|put|tick|select|enable|nimm\w*|nehm\w*|nutz\w*|verwend\w*|us(?:a|e[ns]?|are?)|utiliz\w+|użyj\w*|używaj\w*|gebruik\w*"
    r"|create|fai\w+|machen|tun|hacer|fare|robić|require[sd]?|accord\w*|donne[rz]?|ajoute[rz]?|autoris\w*|permet\w*|mette[rz]"
    r"|gewähr\w*|erlaub\w*|gib|geben|hinzufüg\w*|vergeben|setz\w*|brauch\w*|benötig\w*"
    r"|conce\w+|da[rs]?|dé|añad\w+|autoriz\w+|permit\w+|pon\w*|necesit\w+"
    r"|dare|aggiung\w+|conced\w+|dawa\w*|doda\w*|nadawa\w*|przyzna\w*|zezw\w+|potrzeb\w*"
)
#: Labels of what was, or is wrong, with a colon before the rule: old: GET /*.
_LABEL: Final = (
    r"dangerous|unsafe|insecure|too (?:wide|broad)|legacy|obsolete|previous|gefährlich|unsicher"
    r"|dangereux|peligroso|pericoloso|niebezpieczne|bad|wrong|incorrect|before|old|previously|falsch|alt|vorher|bisher|faux|mauvais|avant|ancien"
    r"|incorrecto|antes|viejo|sbagliato|prima|vecchio|źle|przed|stare"
)
_EXEMPT: Final = (
    r"(?:\s+(?:forget\w*|oubli\w*|vergess\w*|olvid\w*|dimentic\w*|zapom\w*|more than|plus que"
    r"|mehr als|only|just|merely|limited|found|seulement|uniquement|nur|s[oó]lo|solo|tylko"
    r"|been granted|problem|doubt|matter)\b|\s*[.:=]?\s*[\d°#])"
)
_CUES: Final = re.compile(
    rf"(?<![\w/.-])(?:(?P<no>(?:{_NOT})(?![\w-])(?!{_EXEMPT}))"
    rf"|(?P<forbid>(?:{_FORBID})(?![\w-]))|(?P<but>(?:{_BUT})(?![\w-]))"
    rf"|(?P<label>(?:{_LABEL})"
    r"(?=(?:[ _-](?:links?|url|rules?|rights?))?[\"']?[ \t]?[:=][\s\"'`*_]*$))"
    rf"|(?P<grant>(?:{_GRANT})(?![\w-])))",
    re.IGNORECASE,
)
#: What may stand between a verb that forbids and the rule: no other thing to forbid.
_NEAR: Final = re.compile(
    r"[\W_]*(?:(?:the|all|any|every|these|those|this|that|following|rules?|rights?|access(?:es)?|to"
    r"|permissions?|methods?|calls?|for|on|les?|la|l|des?|du|droits?|accès|règles?|die|das|den|der"
    r"|regeln?|rechte?|zugriff|auf|los|las|el|reglas?|derechos?|permisos?|i|il|gli|regol[ae]|diritt[io]"
    r"|permess[io]|reguł\w*|praw\w*|dostęp\w*|f|method|path|rule|resource|later|now|soon|us(?:e|ing|are?)|call(?:ing)?|utili\w+|appeler|verwenden|te|gebruik\w*|używa\w*|się|ist|it|please|also|too|bitte|svp|d|zu|ajouter|donner|accorder|add(?:ing)?|grant(?:ing)?|give|hinzuzufügen|añadir|aggiungere|dodawać)\b[\W_]*){0,6}$",
    re.IGNORECASE,
)
#: A condition before a comma says nothing about the rule: if that does not work, GET /me.
_CONDITION: Final = re.compile(
    r"(?<!\w)(?:if|when|where|unless|as|because|since|wenn|falls|da(?!\s+evita)|weil|si|quand|lorsque|puisque|comme"
    r"|cuando|se|quando|jeśli|gdy)\b[^,:\n]{0,160}[,:]",
    re.IGNORECASE,
)
#: A question about the rule, and its answer in the same line or the next one.
_ANSWERED: Final = re.compile(
    r"[^\n?/]{0,40}\?[ \t\"'`*_]*(?:\r?\n[ \t>]{0,6})?"
    r"(?:[^\n:/]{0,30}:[ \t]*|\[[^\n/]{1,30}:[ \t]+)?"
    r"(?P<no>no|non|nein|nie|nope)(?![\w-])(?!\s+(?:problem|doubt|matter|worries))",
    re.IGNORECASE,
)
#: A key by which its object is not allowed, or not any more, as a pattern.
KEYED: Final = (
    r"[\"']?(?:den(?:y|ied)|forbidden|disabled|blocked|excluded|revoked|expired|deleted|removed"
    r"|archived|retired|inactive|suspended)[\"']?[ \t]*(?::|=>?)[ \t]*[\"']?(?P<on>true|yes|on|1)\b"
    r"|[\"']?(?:allow(?:ed)?|enabled?|granted?|active|checked|selected|permitted|required|needed|valid"
    r"|count)[\"']?[ \t]*(?::|=>?)[ \t]*[\"']?(?P<off>false|no|off|0|none)\b"
    r"|[\"']?(?:effect|action|state|permission|access|decision|policy|status)[\"']?[ \t]*"
    r"(?::|=>?)[ \t]*[\"']?(?P<denied>den(?:y|ied)|forbid(?:den)?|block(?:ed)?|removed?|none"
    r"|refused?|disabled|revoked?|absent|expired|inactive|rejected|withdrawn|deleted|retired|no|off"
    r"|suspended|archived|pending\w*|false|never)\b"
)
_KEYED: Final = re.compile(KEYED, re.IGNORECASE)
_OTHER_OBJECT: Final = re.compile(
    r"[{}]|\n[ \t]*-|\n[ \t]*\n|(?:^|\n)[ \t]*\[[^\]\n]{0,80}\]{1,2}[ \t]*(?=\n|$)|/>|</?\w"
)
#: A predicate behind a rule: must not be allowed, ist verboten, : no.
_MODAL: Final = (
    r"(?:n'est plus|ne sert plus|wird|werden"
    r"|(?:brauch\w*|benötig\w*|woll\w*) (?:wir|ich|sie|man)|ya|już"
    r"|is|are|was|be|must|should|shall|may|can|will|do|does|has|have|it|ist|sind|darf|dürfen|soll|sollte"
    r"|sollen|est|sont|doit|ne|n'est|es|está|son|debe|deben|è|sono|deve|devono|jest|są|może|são|mag|moet)"
    r"[^\w.;!?\n]+(?:[^\W\d]+[^\w.;!?\n]+){0,3}?"
)
_AFTER: Final = re.compile(
    rf"(?P<lead>[\s\"'`()\[\]|:,?#–—>→=*_-]{{0,12}})(?P<modal>{_MODAL})?"
    r"(?:(?:à|da|zu|te|to be)[ \t])?"
    rf"(?P<word>(?:{_NOT}|{_FORBID}|off[ -]limits|off|n/a|none|absent|plus|no longer|nicht mehr)"
    rf"(?![\w-])(?!{_EXEMPT}))(?P<rest>[^.;\n]{{0,60}})",
    re.IGNORECASE,
)
#: What a call is given beside the path: client.call("GET", "/me", None).
_ARGUMENT: Final = re.compile(
    r"[\"'`][ \t]*,[ \t]*(?:none|null|nil|undefined|false|true)[ \t]*[,)]", re.IGNORECASE
)
_ENDING: Final = frozenset(".!;")
_CONTRACTED: Final = re.compile(r"n'?t\b|not\b", re.IGNORECASE)
_ENDS: Final = re.compile(
    r"[\s\"'`)\]|!*_]*(?:$|[.,;!?)|}\]]|(?:(?:es|est|è|ist|jest|is|hace)[ \t]+)?"
    r"(?:falta|serve|servono|utile|requis\w*|benötigt|gebraucht|notwendig|erforderlich|wymagan\w*|needed|required|wanted|allowed|granted|permitted|necessary|please"
    r"|thanks?|thank you|any ?more|longer|ever|way|nötig|erlaubt|gewünscht|bitte|danke|nécessaire"
    r"|autorisé\w*"
    r"|permis\w*|merci|svp|permitid\w*|necesari\w*|gracias|permess\w*|necessari\w*|grazie|dozwolon\w*|nodig|toegestaan"
    r"|potrzebn\w*|proszę|for|to|in|from)\b)",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    rf"(?:(?<![\w/.-])(?:{_NOT})(?![\w-])(?:\W+[^\W\d]+){{0,3}}?\W+(?:{_GRANT})(?![\w-])"
    rf"|^[\W_\d]*(?:{_LABEL})[ \t*_]*(?::[\W_]*)?$"
    rf"|^[\W_\d]*(?:{_NOT}|{_FORBID})(?![\w-])(?:[\W_]+[^\W\d]+){{0,4}}[\W_]*$"
    rf"|(?<![\w/.-])(?:{_NOT}|{_FORBID})[\W_]*$"
    rf"|(?<![\w/.-])(?:is|are|following|ist|sind|sont|est|son|sono|są)\W+(?:[^\W\d]+\W+){{0,2}}(?:{_FORBID})(?![\w-]))",
    re.IGNORECASE,
)
_LAST_SENTENCE: Final = re.compile(r"[.!?;](?=\s+\S)")
_IS_HEADING: Final = re.compile(r"^[ \t>]*[#=*_]|:[\s*_\"'`\[({]*$|=>?\s*[\[({]+\s*$")
#: A key with its value, which says it of its own object: effect: deny.
_VALUED: Final = re.compile(
    r"[ \t]*[\"']?(?:effect|action|state|permission|access|decision|policy|status"
    r"|allow(?:ed)?|enabled?|den(?:y|ied)|disabled|active)[\"']?"
    r"[ \t]*(?::|=>?)[ \t]*[\"']?\w+[\"']?[,;]?\s*",
    re.IGNORECASE,
)
#: A key that says whether the rule of its object is allowed.
_STATUS: Final = re.compile(
    r"(?:^|[\n.{,\s])[\"']?(?:effect|action|state|permission|access|decision|policy|status|allow(?:ed)?"
    r"|enabled?|den(?:y|ied)|disabled|active)[\"']?[ \t]*(?::|=>?)[ \t]*[\"']?\w",
    re.IGNORECASE,
)
#: Lines of prose; those of tables and of code lead to nothing.
_IS_PROSE: Final = re.compile(r"[\s>*_#\"'(-]*[^\W\d_]{2,}[^|{}\t<>=]*$")
_ENDED: Final = re.compile(r"[.!?;,)]\s*$")
_SAID_AT_END: Final = re.compile(
    rf"(?<![\w/.-])((?:{_NOT}|{_FORBID})(?![\w-])(?:\W+(?:{_GRANT})(?![\w-]))?)[\s:*_]*$",
    re.IGNORECASE,
)
#: The value of the key before ends, and that of another begins: ", "new": "
_OTHER_KEY: Final = re.compile(r"[\"'],\s*[\"']\w{1,30}[\"']\s*:")
_CELL: Final = re.compile(
    r"[\s\"'`)\]>*_]*(?:(?:[:|=→\t]|[-–—]|=>)[\s\"'`|*_]*\w+\W*$|#|//|<-|\([^()\n]*\)\W*$)"
)


def word_before(line: str, *, carried: str) -> str:
    """The word that forbids a rule in what stands before it in its clause, or ``""``.

    ``carried`` is the word that forbade the rule before it in the same clause.
    """
    clause = line
    if "," in clause or ":" in clause:
        clause = _CONDITION.sub(lambda match: " " * len(match[0]), clause)
    clause = without_double_negations(clause)
    word = "" if "]" in clause or "}" in clause or _OTHER_KEY.search(clause) else carried
    is_said_here = False
    for cue in _CUES.finditer(clause):
        is_near = cue["forbid"] is not None and _NEAR.match(clause, cue.end()) is not None
        if is_near or cue["label"] or (cue["no"] and not _is_date(clause, cue)):
            word, is_said_here = cue[0], True
        elif cue["but"] or (cue["grant"] and not is_said_here):
            word, is_said_here = "", False
    return word or _off_before(clause)


def _is_date(text: str, cue: re.Match[str]) -> bool:
    """Whether “mai” is the month."""
    around = text[max(0, cue.start() - 3) : cue.end() + 3]
    return cue[0].lower() == "mai" and any(character.isdigit() for character in around)


def _off_before(text: str) -> str:
    keyed = list(_KEYED.finditer(text))
    if not keyed or _OTHER_OBJECT.search(text, keyed[-1].end()):
        return ""
    return str(next(filter(None, keyed[-1].groups())))


def word_of_object(text: str, *, is_first: bool) -> str:
    """The value of a key by which an object forbids the rule that stands behind it, or ``""``.

    ``is_first``: no rule stands before ``text``, to which the key might belong.
    """
    if ":" not in text and "=" not in text:
        return ""
    parts = _OTHER_OBJECT.split(text)
    return _off_before(parts[-1]) if is_first or len(parts) > 1 else ""


def has_keys_first(text: str) -> bool:
    """Whether the object at the end of ``text`` says first whether its rule is allowed."""
    return _STATUS.search(_OTHER_OBJECT.split(text)[-1]) is not None


def word_after(text: str, *, is_alone: bool, has_own_keys: bool = True) -> str:
    """The word that forbids a rule in what stands behind it, or ``""``.

    ``is_alone``: no other rule follows in its clause, which the word might be about;
    ``has_own_keys``: keys behind it are its own, and none of a rule that follows.
    """
    if answer := _ANSWERED.match(text):
        return answer["no"]
    line = text.partition("\n")[0]
    match = None if _ARGUMENT.match(line) else _AFTER.match(line)
    if match:
        is_remark = "#" in match["lead"]
        is_verb = not is_remark and _CONTRACTED.search(match["word"]) is not None
        is_whole = is_alone or text[match.end() :][:1] in _ENDING
        modal = match["modal"] if is_whole or "," not in (match["modal"] or "") else None
        has_modal = modal is not None or is_verb
        is_alone = is_alone or text[match.end("word") :][:1] in _ENDING
        is_end = _ENDS.match(match["rest"]) is not None
        if (has_modal and (is_alone or modal)) or (is_alone and is_end):
            return match["word"]
    keyed = _KEYED.search(text) if has_own_keys or _OTHER_OBJECT.search(text) else None
    if keyed and not _OTHER_OBJECT.search(text, 0, keyed.start()):
        return str(next(filter(None, keyed.groups())))
    return ""


def word_of_lead(line: str, *, is_near: bool) -> str:
    """The word by which a line above a list forbids it, or ``""``.

    ``is_near``: no blank line parts the two; a heading leads to its list across one.
    """
    if _VALUED.fullmatch(line):
        return ""
    is_heading = _IS_HEADING.search(line) is not None
    if not is_heading and not (is_near and _IS_PROSE.match(line) and not _ENDED.search(line)):
        return ""
    match = _LEAD.search(_LAST_SENTENCE.split(line)[-1])
    word = _CUE_WORD.search(match[0]) if match else None
    return word[0] if word else ""


def is_doubtful_lead(line: str) -> bool:
    """Whether a heading has a word that forbids, where it is not told what it forbids, or one that
    leaves it open."""
    is_heading = _IS_HEADING.search(line) is not None
    return is_heading and (_CUE_WORD.search(line) or _OPEN.search(line)) is not None


def word_in(line: str) -> str:
    """The first word of a line that forbids, whatever it is about, or ``""``."""
    word = _CUE_WORD.search(line)
    return word[0] if word else ""


def words_at_end(line: str) -> str:
    """The words that forbid at the end of a line, what follows in the next one, or ``""``.

    One behind a colon, in a cell or in a note is about the rule of its own line.
    """
    match = None if _CELL.match(line) else _SAID_AT_END.search(line)
    return match[1] if match else ""


_OPEN: Final = re.compile(
    r"(?<!\w)(?:optional\w*|maybe|perhaps|if (?:needed|required|you)|only if|facultati\w+|en option"
    r"|peut-être"
    r"|optionn\w+|vielleicht|bei bedarf|opcional\w*|quizás?|opzional\w+|forse|opcjonaln\w+"
    r"|może)(?!\w)",
    re.IGNORECASE,
)
_CUE_WORD: Final = re.compile(rf"(?<![\w/.-])(?:{_NOT}|{_FORBID}|{_LABEL})(?![\w-])", re.IGNORECASE)
