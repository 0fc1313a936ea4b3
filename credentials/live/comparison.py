"""What OVHcloud lists, held against what the vault keeps: each listed key is in one group.

So is each stored key that is gone. The conditions are those of lists, and the differences of one
key are in words what they find.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from credentials.core import CredentialState, KeyState, Sentence, SyncState, gettext_noop, say
from credentials.live.key_list import IS_LISTED, IS_NOT_STORED, IS_STORED
from credentials.models import ConsumerKey, KeyRequest, LiveCredential, Sync
from credentials.rights import rules_from_api
from credentials.vault import GONE

MATCHING: Final = "matching"
MISMATCH: Final = "mismatch"
GONE_STORED: Final = "gone-stored"
UNKNOWN_HOLDER: Final = "unknown-holder"
REFUSED_REQUEST: Final = "refused-request"
CONSOLE_MADE: Final = "console-made"
SUPPORT_MADE: Final = "support-made"

#: A request is made within this time of the key that came of it, by both clocks.
_SAME_TIME: Final = timedelta(minutes=10)
_AT_ONCE: Final = 500
_IS_READ: Final = ~Q(status="")
_IS_VALIDATED: Final = Q(status=CredentialState.VALIDATED)
_IS_STORED_VALIDATED: Final = Q(stored__state=KeyState.VALIDATED)
_OTHER_EXPIRY: Final = (
    Q(expiration__isnull=True, stored__expires_at__isnull=False)
    | Q(expiration__isnull=False, stored__expires_at__isnull=True)
    | Q(expiration__gt=F("stored__expires_at"))
    | Q(expiration__lt=F("stored__expires_at"))
)
_OTHER_STATE: Final = (_IS_VALIDATED & ~_IS_STORED_VALIDATED) | (
    ~_IS_VALIDATED & _IS_STORED_VALIDATED
)
_DIFFERS: Final = _IS_READ & (
    (Q(are_addresses_known=True) & ~Q(allowed_ips=F("stored__allowed_ips")))
    | ~Q(rules=F("stored__rules"))
    | _OTHER_EXPIRY
    | _OTHER_STATE
)
_IS_CONSOLE_MADE: Final = Q(
    live_application__isnull=False,
    live_application__is_owned=False,
    live_application__is_deleted=False,
)
_REFUSED_REQUESTS: Final = KeyRequest.objects.filter(
    consumer_key__account=OuterRef("account"),
    consumer_key__state=KeyState.REFUSED,
    consumer_key__application__application_id=OuterRef("application_id"),
    created_at__gte=OuterRef("creation") - _SAME_TIME,
    created_at__lte=OuterRef("creation") + _SAME_TIME,
)
_HAS_REFUSED_REQUEST: Final = Q(Exists(_REFUSED_REQUESTS), status=CredentialState.REFUSED)
_STORED: Final = IS_LISTED & IS_STORED
_NOT_STORED: Final = IS_LISTED & IS_NOT_STORED
_OUTSIDE: Final = _NOT_STORED & Q(ovh_support=False)
#: By the group; each key is in the first that has it.
_GROUPS: Final[Mapping[str, Q]] = {
    MATCHING: _STORED & ~_DIFFERS,
    MISMATCH: _STORED & _DIFFERS,
    SUPPORT_MADE: _NOT_STORED & Q(ovh_support=True),
    CONSOLE_MADE: _OUTSIDE & _IS_CONSOLE_MADE,
    REFUSED_REQUEST: _OUTSIDE & ~_IS_CONSOLE_MADE & _HAS_REFUSED_REQUEST,
    UNKNOWN_HOLDER: _OUTSIDE & ~_IS_CONSOLE_MADE & ~_HAS_REFUSED_REQUEST,
    GONE_STORED: Q(read_state=GONE) & IS_STORED & _IS_STORED_VALIDATED,
}
KEY_GROUPS: Final = tuple(_GROUPS)


def in_group(group: str) -> Q:
    """The keys of a group, one of ``KEY_GROUPS``.

    One query more for those two that differ by the order of addresses or rules alone, which is no
    difference: a database compares lists as they stand.
    """
    members = Q(pk__in=LiveCredential.objects.filter(_GROUPS[group]).order_by().values("pk"))
    if group == MATCHING:
        return members | Q(pk__in=_reordered())
    return members & ~Q(pk__in=_reordered()) if group == MISMATCH else members


def never_listed() -> Q:
    """Of entries of the vault, the valid keys that no reading of a whole list has brought."""
    row = LiveCredential.objects.filter(
        account=OuterRef("account"), credential_id=OuterRef("credential_id")
    )
    read = Sync.objects.filter(
        account=OuterRef("account"),
        state=SyncState.DONE,
        started_at__gt=Coalesce(OuterRef("validated_at"), OuterRef("created_at")),
    )
    valid = ConsumerKey.objects.filter(state=KeyState.VALIDATED, archived_at=None)
    return Q(pk__in=valid.filter(Exists(read)).exclude(Exists(row)).order_by().values("pk"))


def _reordered() -> list[int]:
    """Those of the mismatches in which nothing differs, once lists are compared as sets."""
    differing = LiveCredential.objects.filter(_GROUPS[MISMATCH]).select_related("stored")
    return [key.pk for key in differing.iterator(_AT_ONCE) if not differences(key)]


def differences(key: LiveCredential) -> list[Sentence]:
    """In what the vault's entry differs from what OVHcloud lists.

    Empty where nothing is stored, the key was not read or is gone, or nothing differs.
    """
    stored = key.stored
    if stored is None or not key.status or key.gone_at is not None:
        return []
    is_valid, is_kept_valid = (
        key.status == CredentialState.VALIDATED,
        stored.state == KeyState.VALIDATED,
    )
    addresses = key.allowed_ips if key.are_addresses_known else stored.allowed_ips
    pairs = (
        (_ADDRESSES, stored.allowed_ips, addresses),
        (_RULES, stored.rules, key.rules),
        (_EXPIRY, stored.expires_at, key.expiration),
    )
    differing = [
        say(template, kept=_plain(kept), listed=_plain(listed))
        for template, kept, listed in pairs
        if _comparable(kept) != _comparable(listed)
    ]
    states = say(_STATE, kept=stored.state, listed=key.status)
    return differing if is_valid == is_kept_valid else [*differing, states]


_ADDRESSES: Final = gettext_noop("Addresses: the vault has %(kept)s, OVHcloud lists %(listed)s.")
_RULES: Final = gettext_noop("Rules: the vault has %(kept)s, OVHcloud lists %(listed)s.")
_EXPIRY: Final = gettext_noop("Expiry: the vault has %(kept)s, OVHcloud lists %(listed)s.")
_STATE: Final = gettext_noop("State: the vault has %(kept)s, OVHcloud lists %(listed)s.")


def _comparable(value: object) -> object:
    """A list without regard to its order."""
    return sorted(map(repr, map(_pairs, value))) if isinstance(value, list) else value


def _pairs(part: object) -> object:
    return sorted(part.items()) if isinstance(part, dict) else part


def _plain(value: object) -> str:
    """A fact as text; nothing is a dash."""
    if isinstance(value, list):
        is_rules = any(isinstance(part, dict) for part in value)
        parts = rules_from_api(value) if is_rules else value
        return ", ".join(map(str, parts)) or "–"
    isoformat = getattr(value, "isoformat", None)
    return isoformat(timespec="minutes") if isoformat else "–"
