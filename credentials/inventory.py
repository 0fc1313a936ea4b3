"""What the services of an account are called, as its own lists say: read when somebody asks.

Names are no secret. They are kept for an hour, with the moment they were read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache
from django.utils import timezone

from credentials import attempts, audit, conf, live_keys, rights
from credentials.audit import Actor, Detail
from credentials.catalogue import NameList
from credentials.client import Limits
from credentials.enums import AuditAction, Outcome
from credentials.errors import KeydeskError, NotAllowedError, NotGranted
from credentials.models import Account
from credentials.recipes import RECIPES
from credentials.rights import AccessRule
from credentials.sentences import gettext_noop, say

RECIPE: Final = RECIPES["keydesk-names"]
KEPT_FOR: Final = timedelta(hours=1)
MOST: Final = 2_000
#: A person waits for the answer: seconds for it all, and for OVHcloud to say a word.
_PATIENCE: Final = 8.0
_SILENCE: Final = 6.0


@dataclass(frozen=True, slots=True)
class Names:
    """The first of the ``total`` names on a list, in its order."""

    names: tuple[str, ...]
    total: int
    read_at: datetime


def known(account: Account, lists: Iterable[NameList]) -> dict[str, Names]:
    """What is kept of these lists, by route; one look, and never a call to OVHcloud."""
    keys = {_key(account, one.route): one.route for one in lists}
    found = cache.get_many(keys)
    return {keys[key]: Names(*kept) for key, kept in found.items()}


def read(account: Account, wanted: NameList, *, actor: Actor) -> Names:
    """Read a list with the account's management key, now, and keep it.

    Raises ``NotAllowedError`` where the key lacks the rule, and ``ApiError`` by cause.
    """
    try:
        found = _read(account, wanted, actor=actor)
    except KeydeskError as error:
        told: dict[str, Detail] = {"rule": str(wanted.rule), "cause": type(error).__name__}
        _log(account, Outcome.FAILED, told, actor=actor)
        raise
    done: dict[str, Detail] = {"rule": str(wanted.rule), "count": found.total}
    _log(account, Outcome.DONE, done, actor=actor)
    _keep(account, wanted.route, found)
    return found


def obstacle(account: Account, wanted: NameList) -> NotAllowedError | None:
    """Why the list cannot be read, as far as our store tells."""
    if is_missing(account, wanted):
        return _may_not(account, wanted)
    return live_keys.obstacle(account, wanted.rule)


def is_missing(account: Account, wanted: NameList) -> bool:
    """Whether there is a management key, and it has no rule to read the list with."""
    rule = wanted.rule
    lacks = live_keys.missing_right(account, rule.method, rule.path) is not None
    return lacks and account.management_key is not None


def remedy(account: Account, wanted: NameList) -> tuple[AccessRule, ...]:
    """The rules of a key that does what the management key does, and reads names as well."""
    key = account.management_key
    held = rights.from_api(key.rules) if key else ()
    return rights.normalise((*held, *RECIPE.rules(), wanted.rule))


def _read(account: Account, wanted: NameList, *, actor: Actor) -> Names:
    attempts.refuse(obstacle(account, wanted))
    try:
        found = _ask(account, wanted, actor=actor)
    except NotGranted:
        raise _may_not(account, wanted) from None
    return Names(found[:MOST], len(found), timezone.now())


def _ask(account: Account, wanted: NameList, *, actor: Actor) -> tuple[str, ...]:
    purpose = f"names: {wanted.rule}"
    with live_keys.manager(account, actor=actor, purpose=purpose, limits=_brief()) as ovh:
        return ovh.names(wanted.route)


def _brief() -> Limits:
    limits = conf.limits()
    return replace(
        limits,
        deadline=min(limits.deadline, _PATIENCE),
        read_timeout=min(limits.read_timeout, _SILENCE),
    )


def _log(account: Account, outcome: Outcome, details: dict[str, Detail], *, actor: Actor) -> None:
    audit.record(
        AuditAction.NAMES_READ,
        actor=actor,
        subject=audit.subject_of(account),
        outcome=outcome,
        details=details,
    )


def _keep(account: Account, route: str, found: Names) -> None:
    kept = (found.names, found.total, found.read_at)
    cache.set(_key(account, route), kept, timeout=KEPT_FOR.total_seconds())


def _key(account: Account, route: str) -> str:
    digest = hashlib.sha256(route.encode()).hexdigest()
    return f"inventory:{account.pk}:{digest[:32]}"


def _may_not(account: Account, wanted: NameList) -> NotAllowedError:
    return NotAllowedError(
        say(
            gettext_noop("Keydesk's key for %(account)s may not %(rule)s."),
            account=account.label,
            rule=str(wanted.rule),
        ),
        next_step=say(
            gettext_noop(
                "Rules never change: request a key that has it, and make it the management key."
            )
        ),
    )
