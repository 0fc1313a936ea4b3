"""The status that a text tells of: a number is one where it stands as one, and not in a field of
another name (``id=403``, ``took 403``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from credentials.rights.refusals.words_before import word_before

#: Statuses in places where a number is one; the surest first.
_STATUS: Final = re.compile(
    r"(?:status(?:[ _-]?code)?(?: of)?|http[ _-]?code|\bcode|errore?|erreur|fehler|b[łl][ąa]d"
    r"|codice|código|codigo|\bkod|http)"
    r"\W{1,4}([345]\d\d)\b(?! ?m?s\b)"
    r"|\b([45]\d\d) client error"
    r"|http/\d(?:\.\d)?[\"']? ([45]\d\d)\b"
    r"|\b([45]\d\d)[)\]]? ?[(\[]?(?:verboten|unzulässig|interdite?|vietat[oa]|prohibid[oa]"
    r"|zabronion[eoay]|non autorisée?|no autorizad[oa]|non autorizzat[oa])\b"
    r"|\b([45]\d\d) (?:forbidden|(?:page )?not found|unauthorized|bad request|payment required"
    r"|method not allowed|not acceptable|proxy authentication|conflict|gone|locked|unprocessable"
    r"|too many requests)\b"
    r"|\b(?:an?|une?|una|eine?n?|got|gets?|gives?|returns?|returned|received|with) (4[012][0-9])\b",
    re.IGNORECASE,
)
_KNOWN: Final = r"(40[0-9]|41[0235]|42[2349]|460|471|50[0-4]|52[0-6])"
#: A bare number: alone at the beginning or the end of a line, or in brackets.
_BARE_STATUS: Final = re.compile(
    rf"^[ \t<>*|-]{{0,8}}{_KNOWN}(?=\s|$)|[>=:][ \t]?{_KNOWN}[ \t.;)]{{0,4}}$|[\[(]{_KNOWN}[\])]",
    re.MULTILINE,
)
#: A number after a word, as a status stands after the path of its call.
_AFTER_WORD: Final = re.compile(
    r"(?:(?<=\S)[ \t]{1,4}(?:[-=]{1,2}>?|→|[:|]|returned|failed(?: with)?:?|answered|gave|got)?"
    r"[ \t]{0,4}|[-=]{1,2}>[ \t]{0,4}|→[ \t]{0,4})([245]\d\d)(?![\w/%-])"
    r"(?! ?(?:m?s|sec(?:onds)?|bytes|[kmg]?i?b|records?|lines?|entries|items)\b)"
)
_FINE: Final = re.compile(
    r"\bhttp/\d(?:\.\d)?[\"']? 2\d\d\b|\b20[0-4] (?:ok|created|no content)\b"
    r"|\bstatus(?:[ _-]?code)?\W{1,4}2\d\d\b|\bhttp\W{1,3}20[0-4]\b"
    r"|^[ \t<>*|-]{0,8}20[0-4](?=[ \t]{0,4}$|[ \t]{1,4}[a-z]\w{0,30}[=:])|[\[(]20[0-4][\])]",
    re.IGNORECASE | re.MULTILINE,
)
#: What stands in a field that is called as one with a status.
_IN_FIELD: Final = re.compile(
    r"(?<![\w-])[\"']?(?:\w{1,40}[_.-])?(?:http|resp(?:onse)?|return|result|exit)?"
    r"(?:stat(?:us|ut)?(?:_?code)?|code|rc|ret|result|res|resp|s|st)"
    r"[\"']?[ \t]?[=:][ \t]?[\"']?([245]\d\d)(?![\w.])(?! ?m?s\b)",
    re.IGNORECASE,
)
#: What a field with a status is called, or a word before one.
_FIELD_OF_STATUS: Final = re.compile(
    r"(?:stat(?:us|ut)?|code|http|err(?:or|eur|s|no)?|fehler|exceptions?|fail(?:ed|s|ure)?|forbidden"
    r"|denied|refused|rejected|resp(?:onse)?|res(?:ult)?|reply|answer(?:ed)?|got|returned|rc|ret"
    r"|s|st|e)$",
    re.IGNORECASE,
)
#: Words that are followed by a number which is no status, whatever stands between.
_OTHER_WORDS: Final = (
    r"(?:\w{0,40}[_-])?(?:ids?|identifier|size|length|len|bytes|took|duration|elapsed|time|port|pid"
    r"|tid|line|row|col|count|total|number|ttl|priority|weight|offset|limit|page|serial|version"
    r"|name|value|target|attempt|retries|seq|records?|items?|quantity|zone|job|task|order)"
)
_OTHER_FIELD: Final = re.compile(
    r"(?<![\w/.-])([a-z]\w{0,40})[\"']?=[\"']?\d{3}\b"
    r"|[\"']([a-z]\w{0,40})[\"']:[ \t]?[\"']?\d{3}\b",
    re.IGNORECASE,
)
_AFTER_OTHER_WORD: Final = re.compile(
    rf"(?<![\w/.-]){_OTHER_WORDS}[\"']?[ \t]{{0,2}}[:#]?[ \t]{{0,2}}[\"']?\d{{3}}\b"
    r"|(?<![\w/.])[a-z][a-z0-9]{0,30}(?<=[a-z])(?:id|size)[ \t]?:[ \t]?\d{3}\b",
    re.IGNORECASE,
)
_FAILURE: Final = re.compile(
    r"error|fail|unable|cannot|can't|could not|denied|exception", re.IGNORECASE
)


def without_other_fields(text: str) -> str:
    """The text with other characters for a number that is the value of a field which holds no
    status. After a word it stays where nothing else tells of a failure: ``unable to find id: 403``.
    """
    lines = _OTHER_FIELD.sub(_hidden, text).split("\n")
    return "\n".join(map(_without_other_words, lines))


def _without_other_words(line: str) -> str:
    hidden = _AFTER_OTHER_WORD.sub(_hidden, line)
    is_told = hidden == line or not _FAILURE.search(line)
    return hidden if is_told or status_in(hidden) or tells_of_success(hidden) else line


def status_in(text: str) -> int:
    """The status of a failure, of a text without other fields; 0: none."""
    if match := _STATUS.search(text):
        return _number(match)
    statuses = chain(_statuses_after_paths(text), _statuses_in_fields(text))
    refused = (status for status in statuses if status >= 400)
    return next(refused, 0) or next(_bare_statuses(text), 0)


def tells_of_success(text: str) -> bool:
    """Whether a status in a text without other fields says that all went well."""
    if _FINE.search(text):
        return True
    statuses = chain(_statuses_after_paths(text), _statuses_in_fields(text))
    return any(200 <= status < 300 for status in statuses)


def _hidden(match: re.Match[str]) -> str:
    name = next(filter(None, match.groups()), "")
    if _FIELD_OF_STATUS.search(name):
        return match[0]
    return match[0][:-3] + "___"


def _number(match: re.Match[str]) -> int:
    return int(next(filter(None, match.groups())))


def _bare_statuses(text: str) -> Iterator[int]:
    """The first bare number of each line that tells of no success before it."""
    for line in text.split("\n"):
        match = _BARE_STATUS.search(line)
        if match and not tells_of_success(line[: match.start()]):
            yield _number(match)


def _statuses_after_paths(text: str) -> Iterator[int]:
    """The numbers that stand right after a path or an address, in the text's order."""
    for match in _AFTER_WORD.finditer(text):
        if "/" in word_before(text, match.start()):
            yield int(match[1])


def _statuses_in_fields(text: str) -> Iterator[int]:
    return (int(match[1]) for match in _IN_FIELD.finditer(text))
