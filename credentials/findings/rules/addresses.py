"""From where a key may be used."""

from __future__ import annotations

from typing import Final

from credentials.core import Severity, coded, gettext_noop, say
from credentials.findings.controls import NETWORK
from credentials.findings.facts import Context, KeyFacts, PlannedRights
from credentials.findings.registry import Hit, finding
from credentials.findings.rights_judgement import judge
from credentials.rights import is_open, wide_blocks

_OPEN: Final = coded(
    "finding.no-ip", gettext_noop("May be used from any address: whoever has it can use it.")
)
_WIDE: Final = coded(
    "finding.wide-ip", gettext_noop("May be used from a very wide block: %(blocks)s.")
)
_BIND: Final = gettext_noop("Bind it to the addresses it is used from.")
_MOST_NAMED: Final = 4


@finding(
    "no-ip",
    Severity.MEDIUM,
    title=gettext_noop("Works from anywhere"),
    why=gettext_noop("A copy of the key in somebody else's hands works as well as yours."),
    to_do=_BIND,
    controls=NETWORK,
    spares_traps=True,
)
def no_ip(rights: KeyFacts | PlannedRights, context: Context) -> Hit | None:
    if not _works(rights) or rights.allowed_ips is None or not is_open(rights.allowed_ips):
        return None
    judgement = judge(rights.catalogue, rights.rules, context.now.date())
    is_whole = "full-access" in judgement.risks
    return Hit(say(_OPEN), Severity.HIGH if is_whole else Severity.MEDIUM)


@finding(
    "wide-ip",
    Severity.LOW,
    title=gettext_noop("Works from a wide block"),
    why=gettext_noop("A block wider than anybody's own network keeps hardly anybody out."),
    to_do=_BIND,
    controls=NETWORK,
    spares_traps=True,
)
def wide_ip(rights: KeyFacts | PlannedRights, _context: Context) -> Hit | None:
    if not _works(rights) or rights.allowed_ips is None or is_open(rights.allowed_ips):
        return None
    wide = wide_blocks(rights.allowed_ips)
    return Hit(say(_WIDE, blocks=", ".join(wide[:_MOST_NAMED]))) if wide else None


def _works(rights: KeyFacts | PlannedRights) -> bool:
    return not isinstance(rights, KeyFacts) or rights.opens
