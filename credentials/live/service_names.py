"""What the services of an account are called, as its own lists say: read when somebody asks.

Names are no secret. They are kept for an hour, with the moment they were read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache
from django.utils import timezone

from credentials import audit, rights, teams, vault
from credentials.audit import Actor
from credentials.core import (
    AuditAction,
    KeyState,
    NotAllowedError,
    NotGranted,
    Permission,
    gettext_noop,
    say,
)
from credentials.models import Account, ConsumerKey
from credentials.ovhcloud import Limits
from credentials.rights import RECIPES, NameList

NAMES_RECIPE: Final = RECIPES["keydesk-names"]
KEPT_FOR: Final = timedelta(hours=1)
MOST_NAMES: Final = 2_000
#: A person waits for the answer: seconds for it all, and for each read of it.
_DEADLINE: Final = 8.0
_READ_TIMEOUT: Final = 6.0


@dataclass(frozen=True, slots=True)
class ServiceNames:
    """The first of the ``total`` names on a list, in its order."""

    names: tuple[str, ...]
    total: int
    read_at: datetime

    def to_kept(self) -> list[object]:
        """As the cache keeps it, which has words for text and numbers alone."""
        return [list(self.names), self.total, self.read_at.isoformat()]

    @classmethod
    def from_cache(cls, cached: object) -> ServiceNames | None:
        """What the cache gave back; None where that is something else: whoever writes to the
        database writes there what they like."""
        match cached:
            case [[*names], int(total), str(read_at)] if all(
                isinstance(name, str) for name in names
            ):
                moment = _time(read_at)
                return cls(tuple(map(str, names)), total, moment) if moment else None
        return None


def _time(text: str) -> datetime | None:
    """A time with its zone; None where the text is none, or says no zone."""
    with suppress(ValueError):
        time = datetime.fromisoformat(text)
        return time if time.tzinfo else None
    return None


def known_names(account: Account, lists: Iterable[NameList]) -> dict[str, ServiceNames]:
    """What is kept of these lists, by route; one look, and never a call to OVHcloud."""
    routes = {_key(account, name_list.route): name_list.route for name_list in lists}
    cached = cache.get_many(routes)
    read = {routes[key]: ServiceNames.from_cache(value) for key, value in cached.items()}
    return {route: names for route, names in read.items() if names is not None}


def read_names(
    account: Account, name_list: NameList, *, actor: Actor, key: ConsumerKey | None = None
) -> ServiceNames:
    """Read a list now and keep it: with the account's management key, or with another ``key`` of
    the account by a person who may call with it.

    Raises ``NotAllowedError`` where the key lacks the rule, and ``ApiError`` by cause.
    """
    with teams.attempt_call(
        AuditAction.NAMES_READ,
        Permission.CALL_API if key else Permission.REQUEST_KEYS,
        actor=actor,
        subject=audit.subject_of(account),
        details={"rule": str(name_list.rule)},
    ) as attempt:
        with attempt.started():
            if key:
                key.account = vault.believed_account(key.account)
                audit.raise_obstacle(_obstacle_to_reading_with(key, account, name_list))
            else:
                audit.raise_obstacle(obstacle_to_reading_names(account, name_list))
        names = _read(account, name_list, actor=actor, key=key)
        with attempt.ended():
            attempt.details["count"] = names.total
    _keep(account, name_list.route, names)
    return names


def obstacle_to_reading_names(account: Account, name_list: NameList) -> NotAllowedError | None:
    """Why the list cannot be read, as far as our store tells."""
    if lacks_names_rule(account, name_list):
        return _management_may_not(account, name_list)
    return vault.management_obstacle(account, name_list.rule)


def may_read_names(key: ConsumerKey, name_list: NameList) -> bool:
    """Whether the rules of a stored key let it read the list."""
    rule = name_list.rule
    rules = rights.rules_from_api(key.rules)
    return rights.granting_rule(rules, rule.method, rule.path) is not None


def _obstacle_to_reading_with(
    key: ConsumerKey, account: Account, name_list: NameList
) -> NotAllowedError | None:
    is_fit = key.account == account and key.state == KeyState.VALIDATED
    return None if is_fit and may_read_names(key, name_list) else _may_not(key.label, name_list)


def lacks_names_rule(account: Account, name_list: NameList) -> bool:
    """Whether there is a management key, and it has no rule to read the list with."""
    rule = name_list.rule
    lacks = vault.missing_management_right(account, rule.method, rule.path) is not None
    return lacks and account.management_key is not None


def _read(
    account: Account, name_list: NameList, *, actor: Actor, key: ConsumerKey | None
) -> ServiceNames:
    purpose = f"names: {name_list.rule}"
    if key:
        client = vault.signed_client(key, actor=actor, purpose=purpose, limits=_brief())
    else:
        client = vault.management_client(account, actor=actor, purpose=purpose, limits=_brief())
    try:
        with client as ovh:
            names = ovh.names(name_list.route)
    except NotGranted:
        if key:
            raise _may_not(key.label, name_list) from None
        raise _management_may_not(account, name_list) from None
    return ServiceNames(names[:MOST_NAMES], len(names), timezone.now())


def _brief() -> Limits:
    limits = vault.waited_limits()
    return replace(
        limits,
        deadline=min(limits.deadline, _DEADLINE),
        listing_deadline=min(limits.listing_deadline, _DEADLINE),
        read_timeout=min(limits.read_timeout, _READ_TIMEOUT),
    )


def _keep(account: Account, route: str, names: ServiceNames) -> None:
    cache.set(_key(account, route), names.to_kept(), timeout=KEPT_FOR.total_seconds())


def _key(account: Account, route: str) -> str:
    digest = hashlib.sha256(route.encode()).hexdigest()
    return f"inventory:{account.pk}:{digest[:32]}"


def _management_may_not(account: Account, name_list: NameList) -> NotAllowedError:
    return NotAllowedError(
        say(
            gettext_noop("Keydesk's key for %(account)s may not %(rule)s."),
            account=account.label,
            rule=str(name_list.rule),
        ),
        next_step=say(
            gettext_noop(
                "Rules never change: request a key that has it, and make it the management key."
            )
        ),
    )


def _may_not(label: str, name_list: NameList) -> NotAllowedError:
    return NotAllowedError(
        say(gettext_noop("%(key)s may not %(rule)s."), key=label, rule=str(name_list.rule)),
        next_step=say(gettext_noop("Choose another key of the account.")),
    )
