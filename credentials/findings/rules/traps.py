"""Whether somebody walked into a trap."""

from __future__ import annotations

from typing import Final

from credentials.core import Severity, coded, gettext_noop, say
from credentials.findings.controls import LEAKAGE
from credentials.findings.facts import Context, KeyFacts
from credentials.findings.registry import Hit, finding

_USED: Final = coded(
    "finding.canary-used",
    gettext_noop("It lies in a trap (%(place)s), where nobody has a use for it, and was used."),
)


@finding(
    "canary-used",
    Severity.CRITICAL,
    title=gettext_noop("A trap key was used"),
    why=gettext_noop("Whoever used it found the trap, and with it all that lies beside it."),
    to_do=gettext_noop("Revoke it, find out who reached that place, and replace what lies there."),
    controls=LEAKAGE,
)
def trap_used(key: KeyFacts, _context: Context) -> Hit | None:
    trap = key.trap
    if not key.opens or trap is None or key.last_use is None or key.last_use <= trap.since:
        return None
    return Hit(say(_USED, place=trap.place))
