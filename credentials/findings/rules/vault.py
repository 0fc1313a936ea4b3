"""What the vault keeps against what OVHcloud lists, and the people around an entry."""

from __future__ import annotations

from typing import Final

from credentials.core import Severity, coded, gettext_noop, say
from credentials.findings.controls import INVENTORY, LEAKAGE, OFFBOARDING
from credentials.findings.facts import Context, EntryFacts, KeyFacts, StoredKey
from credentials.findings.registry import Hit, finding

_NOT_KEPT: Final = coded("finding.not-in-vault", gettext_noop("Nobody has it in the vault."))
_GONE: Final = coded(
    "finding.gone-but-stored",
    gettext_noop("The vault says that it works; OVHcloud does not list it any more."),
)
_ADDRESSES: Final = coded(
    "finding.differs-from-vault.addresses",
    gettext_noop("Its addresses at OVHcloud are not those that the vault has."),
)
_END: Final = coded(
    "finding.differs-from-vault.end",
    gettext_noop("Its end at OVHcloud is not the one that the vault has."),
)
_STATE: Final = coded(
    "finding.differs-from-vault.state",
    gettext_noop("It works at OVHcloud, and the vault says that it does not."),
)
_NO_OWNER: Final = coded("finding.no-owner", gettext_noop("Nobody owns it."))
_LEFT: Final = coded(
    "finding.owner-left", gettext_noop("Its owner, %(owner)s, is no member of the team any more.")
)
_KNOWN: Final = coded(
    "finding.known-to-leaver",
    gettext_noop("Known to people who are no members any more: %(people)s."),
)
_MOST_NAMED: Final = 5
_SAME_MOMENT: Final = 60  # seconds


@finding(
    "not-in-vault",
    Severity.MEDIUM,
    title=gettext_noop("Not in the vault"),
    why=gettext_noop("Nobody here knows who holds it, or what stops when it ends."),
    to_do=gettext_noop("Adopt it, name an owner, or revoke it."),
    controls=INVENTORY,
    waits=True,
    spares_traps=True,
)
def not_in_vault(key: KeyFacts, _context: Context) -> Hit | None:
    return Hit(say(_NOT_KEPT)) if key.opens and key.is_listed and key.stored is None else None


@finding(
    "gone-but-stored",
    Severity.LOW,
    title=gettext_noop("Gone, and still stored"),
    why=gettext_noop("Somebody ended it elsewhere; what still uses it does not work."),
    to_do=gettext_noop("Find out who ended it, replace it where it is used, and archive it."),
    controls=INVENTORY,
)
def gone_but_stored(key: KeyFacts, _context: Context) -> Hit | None:
    says_it_opens = key.stored is not None and key.stored.opens
    return Hit(say(_GONE)) if says_it_opens and key.is_gone else None


@finding(
    "differs-from-vault",
    Severity.MEDIUM,
    title=gettext_noop("Differs from the vault"),
    why=gettext_noop("Somebody changed it at OVHcloud, past Keydesk."),
    to_do=gettext_noop("Find out who changed it; the page of the key has both."),
    controls=INVENTORY,
)
def differs_from_vault(key: KeyFacts, _context: Context) -> Hit | None:
    stored = key.stored
    if stored is None or not (key.opens and key.is_listed and key.is_read):
        return None
    if not stored.opens:
        return Hit(say(_STATE))
    if _are_other_addresses(stored, key):
        return Hit(say(_ADDRESSES))
    return Hit(say(_END)) if _is_other_end(key) else None


@finding(
    "no-owner",
    Severity.MEDIUM,
    title=gettext_noop("Without an owner"),
    why=gettext_noop("Nobody can say whether it is needed, or is told when it ends."),
    to_do=gettext_noop("Name the person to ask about it."),
    controls=INVENTORY,
    waits=True,
)
def no_owner(entry: EntryFacts, _context: Context) -> Hit | None:
    return None if entry.owner else Hit(say(_NO_OWNER))


@finding(
    "owner-left",
    Severity.HIGH,
    title=gettext_noop("Its owner left"),
    why=gettext_noop("Nobody looks after it, and who left may still have a copy."),
    to_do=gettext_noop("Name another owner, and replace the secret."),
    controls=OFFBOARDING,
)
def owner_left(entry: EntryFacts, _context: Context) -> Hit | None:
    has_left = bool(entry.owner) and not entry.is_owner_member
    return Hit(say(_LEFT, owner=entry.owner)) if has_left else None


@finding(
    "known-to-leaver",
    Severity.HIGH,
    title=gettext_noop("Known to somebody who left"),
    why=gettext_noop("They saw the secret that is still in use, and nothing takes that back."),
    to_do=gettext_noop("Replace the secret, and revoke the old one."),
    controls=(*OFFBOARDING, *LEAKAGE),
)
def known_to_leaver(entry: EntryFacts, _context: Context) -> Hit | None:
    people = entry.leavers[:_MOST_NAMED]
    return Hit(say(_KNOWN, people=", ".join(people))) if people else None


def _are_other_addresses(stored: StoredKey, key: KeyFacts) -> bool:
    """Where either is not known, nothing is said."""
    if stored.allowed_ips is None or key.allowed_ips is None:
        return False
    return set(stored.allowed_ips) != set(key.allowed_ips)


def _is_other_end(key: KeyFacts) -> bool:
    """Whether the two ends differ by more than clocks do."""
    ours = key.stored.expires_at if key.stored else None
    if ours is None or key.expires_at is None:
        return ours is not key.expires_at
    return abs((ours - key.expires_at).total_seconds()) > _SAME_MOMENT
