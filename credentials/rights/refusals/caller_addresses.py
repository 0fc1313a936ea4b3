"""What a key's addresses say to a refusal that may be about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import ip_address
from itertools import islice
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.addresses import addresses_include
from credentials.rights.catalogue.enumeration import enumerate_phrases
from credentials.rights.refusals.explanation import NOTHING

_MOST_NAMED: Final = 6
_MOST_READ: Final = 100
_ADDRESS: Final = re.compile(
    r"(?<![\w.:/])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?![\w.:]\w|/)"
)
_ANYWHERE: Final = say(
    gettext_noop("The chosen key may be used from anywhere, so the tool uses another one.")
)
_THESE: Final = gettext_noop("The chosen key may be used from %(addresses)s alone.")
_NOT_AMONG: Final = gettext_noop(
    "%(address)s is not among the addresses of the chosen key: %(addresses)s."
)


def remark_on_addresses(
    text: str, addresses: Sequence[str] | None, *, is_refused_by_address: bool
) -> Sentence:
    """What is said of the key's ``addresses`` (CIDR blocks; none: anywhere; None: no key is known)
    where ``text`` (in lower case) may be about them."""
    if not addresses:
        return _ANYWHERE if is_refused_by_address and addresses is not None else NOTHING
    phrases = [say("%(block)s", block=block) for block in addresses]
    named = enumerate_phrases(phrases, most=_MOST_NAMED)
    words = (match[0] for match in islice(_ADDRESS.finditer(text), _MOST_READ))
    caller = next((word for word in words if _is_outside(word, addresses)), None)
    if caller:
        return say(_NOT_AMONG, address=caller, addresses=named)
    return say(_THESE, addresses=named)


def _is_outside(word: str, addresses: Sequence[str]) -> bool:
    try:
        return not addresses_include(addresses, [str(ip_address(word))])
    except ValueError:
        return False
