"""Sentences that negate and ask all the same: it does not work without GET /me."""

from __future__ import annotations

import re
from typing import Final

#: Two negations, or one of something else: nothing but GET /me, it does not work without GET /me.
_ASKING: Final = re.compile(
    r"(?<!\w)(?:(?:nothing|none)\s+(?:but|else\s+than|more\s+than|other\s+than)"
    r"|no\s+other\s+(?:way|rules?|rights?|than)|no\s+(?:rules?|rights?)\s+other\s+than"
    r"|nichts\s+(?:außer|ausser|als)|rien\s+d'autre\s+que|nada\s+más\s+que|nient'?\s?altro\s+che"
    r"|nic\s+(?:poza|oprócz)|not\s+(?:[a-z]+\s+)?without|cannot\s+(?:[a-z]+\s+)?without"
    r"|\w{2,6}n'?t\s+(?:[a-z]+\s+)?without|pas\s+sans|nicht\s+ohne|no\s+[a-z]+\s+sin|non\s+[a-z]+\s+senza"
    r"|nie\s+\w+\s+bez|no\s+need\s+(?:for|of)\s+(?:more|others?|anything)\s+(?:than|but))(?!\w)",
    re.IGNORECASE,
)
_WITHOUT: Final = r"(?:without|ohne|sans|sin|senza|bez)"
_NOT: Final = (
    r"(?:not|no|nothing|none|never|cannot|\w{2,6}n't|\w{2,6}nt|nichts?|nie|kein\w*|rien|pas|ne|n'\w+|nada|non"
    r"|niente|nulla|nient'\w+|nic|ningún|nessun\w*|aucun\w*|żadn\w*)"
)
_WORKS: Final = (
    r"(?:works?|working|runs?|goes|functions?|possible|geht|gehen|läuft|funktionier\w*|klappt|möglich"
    r"|marche\w*|fonctionne\w*|va|funciona\w*|anda|marcha|funziona\w*|działa\w*|ruszy|możliwe)"
)
_OTHER: Final = (
    r"(?:others?|else|more|further|additional|weitere\w*|andere\w*|mehr|sonst|weiter|autres?|d'autres?"
    r"|plus|otr[oa]s?|más|altr[oaie]|nient'altro|inn(?:e|ych|ego)|więcej|nichts weiter)"
)
_NEEDED: Final = (
    r"(?:need\w*|requir\w*|necessary|nötig|notwendig|erforderlich|brauch\w*|benötig\w*|nécessaires?|faut"
    r"|besoin|requis\w*|necesit\w*|necesari\w*|hacen? falta|serv\w+|necessari\w*|bisogn\w*"
    r"|occorr\w*"
    r"|potrzeb\w*|wymagan\w*|trzeba)"
)


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/.-]){pattern}(?![\w-])", re.IGNORECASE)


#: Of each of these, a sentence has every word: without it nothing works; no other is needed.
_TWICE: Final = tuple(
    tuple(map(_words, words)) for words in ((_WITHOUT, _NOT, _WORKS), (_OTHER, _NOT, _NEEDED))
)
_TAKES_BACK: Final = _words(_WITHOUT)
_IF: Final = r"(?:if|wenn|falls|si|se|jeśli|jeżeli|als)"
_UNLESS: Final = (
    r"(?:unless|until|till|bevor|solange|sauf si|tant que|hasta que|finché|dopóki|póki|tenzij"
    r"|totdat)"
)
_FEW: Final = r"(?:[^\W\d]+\W+){0,3}?"
#: What does not work for want of a rule: it does not work unless you add GET /me.
_FAILS_UNLESS: Final = _words(
    rf"(?:{_NOT}\W+{_FEW}{_WORKS}|{_WORKS}\W+{_NOT})\W+{_FEW}"
    rf"(?:{_UNLESS}(?:\W+{_FEW}{_NOT})?|{_IF}\W+{_FEW}{_NOT})"
)
#: The same with the rule first: if you do not have GET /me, it does not work.
_IF_NOT: Final = re.compile(
    rf"(?<![\w/.-]){_IF}\W+{_FEW}{_NOT}\W+(?:[^\W\d]+\W+){{0,4}}$", re.IGNORECASE
)
_FAIL: Final = r"(?:fails?|failed|breaks?|scheitert|schlägt fehl|échoue\w*|plante|falla|fallisce)"
_FAILS: Final = _words(rf"(?:(?P<never>{_NOT}\W+{_FEW}{_FAIL})|{_FAIL}|{_NOT}\W+{_FEW}{_WORKS})")
_ENDS_IN_NOT: Final = re.compile(rf"(?<![\w/.-]){_NOT}[\W_]*$", re.IGNORECASE)
_NOTHING_WITHOUT: Final = _words(rf"{_NOT}\W+(?:[^\W\d]+\W+){{0,3}}?{_WITHOUT}")
_ANSWER: Final = re.compile(
    rf"^[\W_]*(?:[\w.@-]{{1,30}}:[ \t]+)?(?:no|nope|nein|non|nie),[ \t]+"
    rf"(?=[^\W\d_]{{1,12}}[ \t]+[^,;|])(?!{_NOT}\b)",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"(?:[^.;!?\n]|[.;!?](?=\S))*")


def without_double_negations(clause: str) -> str:
    """The clause with blanks in the place of such words, and of an answer: No, it is GET /me."""
    for pattern in (_ASKING, _NOTHING_WITHOUT, _FAILS_UNLESS, _ANSWER):
        clause = pattern.sub(lambda match: " " * len(match[0]), clause)
    return clause


def asks_above(line: str) -> bool:
    """Whether a line above rules negates and asks for them: Without these two nothing works:"""
    if _ENDS_IN_NOT.search(line) and not _TAKES_BACK.search(line) and not _OTHER_FIRST.match(line):
        return False
    return any(all(word.search(line) for word in words) for words in _TWICE)


def asks_around(word: str, text: str, span: tuple[int, int], *, near: int) -> bool:
    """Whether ``word``, which stands before a rule, is negated behind it: Ohne GET /me geht es
    nicht; if you do not have GET /me, it does not work. ``span`` is the rule's; nothing is looked
    at that is not ``near``."""
    start, end = span
    rest = _SENTENCE.match(text, end, end + near)
    without, *others = _TWICE[0]
    if rest is None:
        return False
    if without.fullmatch(word):
        return all(other.search(rest[0]) for other in others)
    fails = _FAILS.search(rest[0])
    is_condition = _IF_NOT.search(text[max(0, start - near) : start]) is not None
    return is_condition and fails is not None and not fails["never"]


#: In German the negation ends the sentence: Mehr braucht es nicht.
_OTHER_FIRST: Final = re.compile(rf"[\W_]*{_OTHER}(?!\w)", re.IGNORECASE)
