"""Reminders: sentences whose negation asks for a rule, such as “do not forget GET /me nor /vps”."""

from __future__ import annotations

import re
from typing import Final

_FORGET: Final = (
    r"n'(?:oubli(?:e[rsz]?|ons)|ometta?(?:ez|ons|s))\s+(?:pas|ni|jamais|surtout\s+pas)"
    r"|ne\s+(?:pas\s+)?(?:oubli\w+|omett\w+)(?:\s+(?:pas|ni))?"
    r"|ne\s+(?:retire[rz]?|supprime[rz]?|enlève[rz]?|enlevez)\s+(?:pas|ni)"
    r"|(?:don'?t|do\s+not|never|must\s+not|mustn'?t|not\s+to)\s+(?:ever\s+)?"
    r"(?:forget|omit|miss|skip|drop|remove|leave\s+out|revoke)"
    r"|verg(?:ess(?:en|t|e)?|iss)\s+(?:sie\s+)?(?:bitte\s+)?(?:nicht|weder|nie)"
    r"|nicht\s+(?:zu\s+)?(?:vergessen|weglassen|auslassen|entfernen)"
    r"|no\s+(?:se\s+|te\s+|hay\s+que\s+)?(?:olvid|omit|quit|elimin)\w+(?:\s+ni)?"
    r"|non\s+(?:si\s+)?(?:dimentic|scord|omett|toglie)\w*(?:\s+né)?"
    r"|nie\s+(?:zapom|pomij|usuwaj)\w*(?:\s+o)?"
)
_REMINDER: Final = re.compile(
    rf"(?<![\w'])(?P<lead>{_FORGET})(?![\w'])(?:[^.!?;\n]|[.!?;](?=\S)){{0,400}}", re.IGNORECASE
)
#: In such a sentence they join what is asked for.
_JOINING: Final = re.compile(r"(?<![\w/])(?:ni|nor|né|ani|noch|neither|weder)(?!\w)", re.IGNORECASE)


def without_reminders(text: str) -> str:
    """The text with blanks in the place of the words that negate in such sentences."""
    return _REMINDER.sub(_asking, text)


def _asking(sentence: re.Match[str]) -> str:
    lead, words = sentence["lead"], sentence[0]
    rest = _JOINING.sub(lambda word: " " * len(word[0]), words[len(lead) :])
    return f"{' ' * len(lead)}{rest}"
