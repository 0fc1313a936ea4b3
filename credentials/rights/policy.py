"""What a team asks of its keys, and which keys are against it. No Django, no network.

Rules are checked by what they reach, not by how they are spelled: ``/*``, ``/**`` and a rule for
each letter are the same account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from typing import Final

from credentials.core import Environment, Sentence, gettext_noop, ngettext_noop, say
from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.catalogue.whole_account import methods_on_everything
from credentials.rights.rule import AccessRule
from credentials.rights.wide_addresses import is_open

UNLIMITED_VALIDITY: Final = timedelta.max
_MOST_DAYS: Final = 36_500  # the column holds more than a duration does
_CLOCKS_APART: Final = timedelta(hours=1)
# A key about which nobody said where it runs may well run in production.
_IN_PRODUCTION: Final = frozenset({Environment.PRODUCTION, Environment.UNSET})


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPolicy:
    """``longest_days``: from consent to the end of a key; None: as long as anybody likes."""

    team: str = ""
    forbids_whole_account: bool = False
    requires_addresses: bool = False
    requires_owner: bool = False
    longest_days: int | None = None

    def columns(self) -> dict[str, bool | int | None]:
        """The terms as a team keeps them."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "team"}

    @property
    def terms(self) -> list[Sentence]:
        """What it asks, a sentence each; none for a policy that asks nothing."""
        asked = (
            (self.forbids_whole_account, say(_NARROW)),
            (self.requires_addresses, say(_BOUND)),
            (self.requires_owner, say(_OWNED)),
            (self.longest_days, say(_SHORT, days=days(self.longest_days or 0))),
        )
        return [sentence for is_asked, sentence in asked if is_asked]

    @property
    def validity(self) -> Sentence:
        """What to choose on OVHcloud's page, where nobody but the person there can."""
        if not self.longest_days:
            return Sentence("")
        return say(_CHOOSE, team=self.team, days=days(self.longest_days))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedKey:
    """A key that is asked for, or one that there is.

    ``lasts``: from its consent to its end, ``FOR_EVER`` where it has none; None before consent.
    """

    rules: Sequence[AccessRule]
    allowed_ips: Sequence[str] | None = ()
    environment: Environment = Environment.UNSET
    has_owner: bool = False
    lasts: timedelta | None = None


@dataclass(frozen=True, slots=True)
class PolicyBreach:
    """What is against the policy and why, and what to do. ``code`` never changes."""

    code: str
    sentence: Sentence
    next_step: Sentence


def check_policy(policy: TeamPolicy, plan: PlannedKey, catalogue: Catalogue) -> list[PolicyBreach]:
    """Everything about the key that is against the policy."""
    return [
        *check_rules_against_policy(policy, plan.rules, catalogue),
        *_other_breaches(policy, plan),
    ]


def check_rules_against_policy(
    policy: TeamPolicy, rules: Iterable[AccessRule], catalogue: Catalogue
) -> list[PolicyBreach]:
    """What is against the policy in rules alone, where no more is known of the key."""
    if not policy.forbids_whole_account:
        return []
    methods = methods_on_everything(catalogue, rules)
    if not methods:
        return []
    sentence = say(_TOO_WIDE, methods=", ".join(methods), team=policy.team)
    return [PolicyBreach("whole-account", sentence, say(_NARROW_DOWN))]


def joined_sentences(sentences: Iterable[Sentence]) -> Sentence:
    """Sentences one after the other, as one."""
    return reduce(lambda first, then: say("%(first)s %(then)s", first=first, then=then), sentences)


def days(count: int) -> Sentence:
    return say(ngettext_noop("%(n)s day", "%(n)s days", by="n"), n=count)


def _other_breaches(policy: TeamPolicy, plan: PlannedKey) -> Iterator[PolicyBreach]:
    must_be_bound = policy.requires_addresses and plan.environment in _IN_PRODUCTION
    if must_be_bound and plan.allowed_ips is not None and is_open(plan.allowed_ips):
        template = _UNBOUND if plan.environment else _UNBOUND_SOMEWHERE
        yield PolicyBreach("no-addresses", say(template, team=policy.team), say(_BIND))
    if policy.requires_owner and not plan.has_owner:
        yield PolicyBreach("no-owner", say(_OWNERLESS, team=policy.team), say(_OWN))
    if policy.longest_days and plan.lasts is not None:
        yield from _validity_breaches(policy, plan.lasts, days(policy.longest_days))


def _validity_breaches(
    policy: TeamPolicy, lasts: timedelta, most: Sentence
) -> Iterator[PolicyBreach]:
    longest = timedelta(days=min(policy.longest_days or 0, _MOST_DAYS))
    if lasts == UNLIMITED_VALIDITY:
        sentence = say(_UNLIMITED, team=policy.team, most=most)
    elif lasts > longest + _CLOCKS_APART:
        sentence = say(_TOO_LONG, lasts=days(lasts.days), team=policy.team, most=most)
    else:
        return
    yield PolicyBreach("lasts-too-long", sentence, say(_REPLACE, most=most))


_NARROW = gettext_noop("No key reaches the whole account.")
_BOUND = gettext_noop(
    "Production keys are bound to addresses; a key whose environment is not set counts as one."
)
_OWNED = gettext_noop("Every key has an owner.")
_SHORT = gettext_noop("No key lasts longer than %(days)s.")
_CHOOSE = gettext_noop(
    "Choose at most %(days)s on OVHcloud's page: the policy of %(team)s allows no more."
)
_TOO_WIDE = gettext_noop(
    "The rules reach the whole account with %(methods)s, which the policy of %(team)s forbids."
)
_NARROW_DOWN = gettext_noop("Name what the key is for: single products, or single services.")
_UNBOUND = gettext_noop(
    "The key may be used from anywhere; the policy of %(team)s asks for addresses on production "
    "keys."
)
_UNBOUND_SOMEWHERE = gettext_noop(
    "The key may be used from anywhere, and its environment is not set; the policy of %(team)s "
    "asks for addresses on production keys and on those."
)
_BIND = gettext_noop(
    "Name the addresses it is used from, or say that it is for staging or development."
)
_OWNERLESS = gettext_noop("Nobody owns the key; the policy of %(team)s asks for an owner.")
_OWN = gettext_noop("Choose the person to ask about it.")
_UNLIMITED = gettext_noop("The key never ends; the policy of %(team)s allows %(most)s.")
_TOO_LONG = gettext_noop("The key lasts %(lasts)s; the policy of %(team)s allows %(most)s.")
_REPLACE = gettext_noop(
    "Validity cannot be changed: request the key again, choose at most %(most)s at OVHcloud, and "
    "revoke this one."
)
