"""A live key as a row and as a page: its rights, its state and its vault entry."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from credentials import findings, live, ovhcloud, rights, traps, vault
from credentials.core import (
    CredentialState,
    NotAllowedError,
    Permission,
    Sentence,
    gettext_noop,
    ngettext_noop,
    say,
)
from credentials.models import APPLICATION_BLOCKED, FROZEN, Freeze, LiveCredential, Trap
from credentials.rights import RECIPES, AccessRule, LintRemark
from dashboard.finding_labels import RISK_BANDS
from dashboard.rights_builder import management_key_request
from dashboard.templatetags.console import badge, distance, tone

# What a state means, where the word alone leaves it open.
MEANINGS = {
    "pendingValidation": _("Nobody has accepted it at OVHcloud yet: it opens nothing so far."),
    "refused": _("It was refused at OVHcloud: it never opened anything."),
    "expired": _("Its validity is over: it opens nothing any more. Revoking it only tidies up."),
    vault.APPLICATION_DELETED: _(
        "Its application was deleted: it opens nothing, whatever state OVHcloud goes on listing."
    ),
    APPLICATION_BLOCKED: _(
        "OVHcloud blocks its application, or lists it as inactive: the key opens nothing meanwhile."
    ),
    FROZEN: _(
        "It is limited to addresses that nobody has, so it should stop working until it is thawed. "
        "That this cuts off IPv4 and IPv6 both was never tried on a live account."
    ),
    vault.GONE: _("OVHcloud does not list it any more: it opens nothing."),
    "unread": _("OVHcloud lists it, and did not let Keydesk read what it can do."),
}


@dataclass(frozen=True)
class KeyPage:
    """A key with what the reader ``may`` do in its team, and what was kept when it was frozen.
    ``worst`` is the worst that is found in it, where somebody looked."""

    key: LiveCredential
    may: frozenset[Permission]
    frozen: Freeze | None = None
    worst: Sentence | None = None

    @property
    def name(self) -> str:
        """The application's name, the words people know the key by."""
        application_id = self.key.application_id
        if self.key.shown_name:
            return str(self.key.shown_name)
        if application_id:
            return gettext("Application %(id)s") % {"id": application_id}
        return gettext("Unknown application")

    @property
    def endpoint(self) -> str:
        return ovhcloud.region_label(self.key.account.endpoint)

    @property
    def risk(self) -> SafeString:
        """How bad the worst is that is found in it, in a word."""
        band = live.band_of(self.key)
        band = band if band in RISK_BANDS else live.UNKNOWN_RISK
        severity = next((severity for severity, own in live.BANDS.items() if own == band), "")
        return badge(RISK_BANDS[band], tone(severity))

    @property
    def worst_statement(self) -> Sentence | None:
        """What is found, said where it still counts."""
        return self.worst if live.band_of(self.key) in live.BANDS.values() else None

    @cached_property
    def rules(self) -> tuple[AccessRule, ...]:
        return rights.rules_from_api(self.key.rules)

    @property
    def remarks(self) -> list[LintRemark]:
        return rights.lint_rules(self.rules)

    @property
    def more_addresses(self) -> int:
        """How many beyond the first."""
        return max(len(self.key.allowed_ips) - 1, 0)

    @property
    def meaning(self) -> str | Promise:
        return MEANINGS.get(self.key.state, "")

    @property
    def is_unstored(self) -> bool:
        return self.key.stored_id is None

    @property
    def is_own(self) -> bool:
        """Whether Keydesk itself works with it."""
        return vault.is_management_key(self.key)

    @property
    def may_adopt(self) -> bool:
        opens = self.key.state in ("validated", FROZEN, APPLICATION_BLOCKED, live.KEY_UNREAD)
        return self.is_unstored and opens and Permission.STORE_SECRETS in self.may

    @property
    def may_assign(self) -> bool:
        """Whether the reader may say who answers for it."""
        return self.is_unstored and Permission.STORE_SECRETS in self.may

    @property
    def may_destroy_stored(self) -> bool:
        """Whether the reader may destroy what the vault keeps of a key that is gone."""
        stored = self.key.stored
        is_kept = stored is not None and stored.archived_at is None
        return is_kept and self.key.state == vault.GONE and Permission.STORE_SECRETS in self.may

    @property
    def may_revoke(self) -> bool:
        """Whether the reader's role allows it."""
        return Permission.REVOKE in self.may

    @property
    def adopt_url(self) -> str:
        return f"{reverse('onboarding:paste')}?account={self.key.account_id}"

    @property
    def obstacle(self) -> NotAllowedError | None:
        """Why it cannot be revoked, whoever asks."""
        return live.obstacle_to_revoking(self.key)

    @cached_property
    def kept(self) -> Freeze | None:
        """What was kept at a freeze, also where OVHcloud lists other addresses since."""
        return self.frozen or live.freeze_of(self.key)

    @cached_property
    def freeze_obstacle(self) -> NotAllowedError | None:
        """Why it cannot be frozen, whoever asks."""
        return live.obstacle_to_freezing(self.key)

    @cached_property
    def thaw_obstacle(self) -> NotAllowedError | None:
        """Why it cannot be thawed, whoever asks."""
        return live.obstacle_to_thawing(self.key)

    @cached_property
    def addresses_obstacle(self) -> NotAllowedError | None:
        """Why its addresses cannot be changed, whoever asks."""
        return live.obstacle_to_changing_addresses(self.key)

    @cached_property
    def trap(self) -> Trap | None:
        """Where it lies in a trap."""
        return traps.trap_of(self.key)

    @cached_property
    def trap_obstacle(self) -> NotAllowedError | None:
        """Why it cannot be a trap, whoever asks."""
        return traps.obstacle_to_laying(self.key)

    @property
    def may_see_calls(self) -> bool:
        """Whether the reader's role shows which calls may be the key's."""
        return Permission.SYNC in self.may

    @property
    def may_set_policy(self) -> bool:
        return Permission.SET_POLICY in self.may

    @property
    def may_lay_trap(self) -> bool:
        """Whether it could be a trap, and the reader's role allows that."""
        return self.may_set_policy and self.trap_obstacle is None

    @property
    def freezing_key_url(self) -> str:
        """Where a management key is requested that may freeze; empty where ours may."""
        account, rule = self.key.account, live.CHANGE_ADDRESSES
        may = not vault.missing_management_right(account, rule.method, rule.path)
        is_there = account.management_key is not None
        recipe = RECIPES["keydesk-freeze"]
        return management_key_request(account, recipe) if is_there and not may else ""

    @property
    def differences(self) -> list[Sentence]:
        """In what the vault's entry differs from what OVHcloud lists."""
        return live.differences(self.key)

    @property
    def may_take_over(self) -> bool:
        """Whether the reader's role lets the entry follow."""
        return Permission.STORE_SECRETS in self.may

    @property
    def timeline(self) -> list[tuple[str | Promise, datetime | None, str]]:
        """The key's timeline, as ``{% timeline %}`` takes it."""
        return [
            (_("Requested"), self.key.creation, "idle"),
            (_("Last use"), self.key.last_use, "accent"),
            (_("Expires"), self.key.expiration, "wait"),
            (_("Gone"), self.key.gone_at, "bad"),
        ]


def pages_of(
    keys: Iterable[LiveCredential], may: Mapping[uuid.UUID, frozenset[Permission]]
) -> list[KeyPage]:
    """Keys with what the reader may do in each one's team (by the team's id), and with the worst
    that is found in each."""
    every = list(keys)
    freezes, worst = live.freezes_of(every), findings.worst_in_keys([key.pk for key in every])
    none: frozenset[Permission] = frozenset()
    return [
        KeyPage(key, may.get(key.account.team_id, none), freezes.get(key.pk), worst.get(key.pk))
        for key in every
    ]


def what_stops(page: KeyPage) -> list[Sentence]:
    """What no longer works once the key is revoked or frozen, in words."""
    key = page.key
    if key.state not in (CredentialState.VALIDATED, FROZEN, APPLICATION_BLOCKED, live.KEY_UNREAD):
        return [say(gettext_noop("Nothing: this key opens nothing as it is."))]
    paths = rights.rules_by_path(page.rules)
    stops = [rights.explain_path(path, methods) for path, methods in paths[:_MOST_PATHS]]
    if len(paths) > _MOST_PATHS:
        more = len(paths) - _MOST_PATHS
        stops.append(
            say(
                ngettext_noop(
                    "And what %(count)s more path allows.",
                    "And what %(count)s more paths allow.",
                    by="count",
                ),
                count=more,
            )
        )
    return [*(say(_NO_LONGER, what=stop) for stop in stops), *_use(page)]


def what_revoking_stops(page: KeyPage) -> list[Sentence]:
    """The same, and what becomes of the key's entry once it is revoked."""
    stored = page.key.stored
    kept = [say(_MARKED, label=stored.label)] if stored else []
    return [*what_stops(page), *kept]


def _use(page: KeyPage) -> Iterator[Sentence]:
    """Who would notice."""
    if page.key.last_use is None:
        yield say(gettext_noop("It was never used."))
    else:
        yield say(gettext_noop("It was last used %(when)s."), when=distance(page.key.last_use))
    stored = page.key.stored
    if stored and stored.used_by:
        used_by = stored.used_by
        yield say(gettext_noop("It is deployed: %(where)s."), where=used_by)


_MOST_PATHS = 8
_NO_LONGER = gettext_noop("No longer possible with it: %(what)s.")
_MARKED = gettext_noop("Its entry %(label)s stays in the vault, marked as revoked.")
