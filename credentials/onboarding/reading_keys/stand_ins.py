"""What stands where a key would: references to other places, placeholders, plain words."""

from __future__ import annotations

import re
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.onboarding.key_form import BLANKS, complaint_of

_REFERRED: Final = gettext_noop(
    "This names a place where the value is kept. It is not the value itself."
)
_PLACEHOLDER: Final = gettext_noop("This is a placeholder that somebody has to replace.")
_EMPTY: Final = gettext_noop("There is a name, and nothing behind it.")
_UNREADABLE: Final = gettext_noop(
    "What stands behind the name is no value that Keydesk can read: write it as “name = value”."
)
_ONLY_WORDS: Final = gettext_noop("These are words. OVHcloud's keys are random letters and digits.")
_PROTECTED: Final = gettext_noop(
    "PowerShell's ConvertTo-SecureString protects or reads this; the value itself is not here."
)
REFERRED: Final = say(_REFERRED)
EMPTY: Final = say(_EMPTY)
UNREADABLE: Final = say(_UNREADABLE)
PROTECTED: Final = say(_PROTECTED)

_CALL: Final = r"[\w.:>\\-]{1,60}\([^)\n]{0,300}\)?"
REFERENCE: Final = re.compile(
    r"\$\{\{?[^}\n]*\}{0,2}|\$\([^)\n]*\)?|\{\{[^}\n]*\}{0,2}|\{\$?\w[\w.:$-]*\}|%\w+%"
    r"|\$[A-Za-z_][\w:.>-]*(?:\[[^\]\n]*\])?"
    r"|(?:var|local|data|module|each|self|secrets?|vars|env|process\.env|os\.environ|ENV|config"
    r"|settings|import\.meta)(?:\.[\w.-]+(?:\[[^\]\n]*\])?|\[[^\]\n]*\])"
    r"|(?:vault|op|ssm|arn|secretref|file|sops|doppler|keyring|gcpsm|awssm|bws?|ref\+\w+)"
    r":[^\s\"',;]+"
    r"|ENC\[[^\]\n]*\]?|env/\w+|![A-Za-z][^\n]*|@[\w.]+\([^)\n]*\)?|/run/secrets/\S+|secretKeyRef\b[^\n]*"
    rf"|[\w.]{{1,60}}\[[\"'][^\]\n]{{0,100}}\]|{_CALL}"
)
SECURE: Final = re.compile(
    r"\(?\s*(?P<piped>[\"'$][^|)\n]{0,300}\|\s*)?ConvertTo-SecureString\b(?P<rest>[^)\n;]*)\)?",
    re.IGNORECASE,
)
_TO_FILL: Final = re.compile(r"<[^>\n]*>?|\[[^\]\n]*\]|[*•·…._xX?-]+|0+")
_TO_FILL_WORD: Final = re.compile(
    r"(?:application|app|consumer|client|secret|key|token|ovhcloud|ovh|your|my|the|here|changeit"
    r"|changeme|change|replaceme|replace|insert|enter|paste|put|todo|tbd|example|sample|dummy|fake"
    r"|redacted|hidden|placeholder|null|none|undefined|value|string|xxx+|me|with|id|this|real)"
)
_FEW_DIGITS: Final = re.compile(r"\d{0,4}")
#: Words with signs between them, or one alone that is shorter than any key.
_WORDS: Final = re.compile(r"_*+[^\W\d_]++(?:[._-]++[^\W\d_]*+)+|[^\W\d_]{8,15}")


def problem_of(text: str, *, name: str) -> Sentence:
    """Why a text is no key; empty where it is one. The sentence never holds the text."""
    bare = text.strip(BLANKS)
    if not bare:
        return EMPTY
    if SECURE.match(bare):
        return PROTECTED
    if REFERENCE.fullmatch(bare):
        return REFERRED
    if _TO_FILL.fullmatch(bare) or _is_to_fill(re.sub(r"[\W_]", "", bare.lower())):
        return say(_PLACEHOLDER)
    if _WORDS.fullmatch(bare):
        return say(_ONLY_WORDS)
    return complaint_of(bare, name)


def _is_to_fill(letters: str) -> bool:
    """Whether they are words that stand for a value, and nothing else but a number."""
    rest = _TO_FILL_WORD.sub("", letters)
    return rest != letters and bool(_FEW_DIGITS.fullmatch(rest))
