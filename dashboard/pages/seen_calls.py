"""The calls that were seen in an account, and what they say of the rules of a key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from urllib.parse import urlencode

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credentials import ovhcloud, rights, rotations, seen_calls, teams
from credentials.core import (
    CallSource,
    NotAllowedError,
    Permission,
    Sentence,
    ngettext_noop,
    say,
)
from credentials.models import Account, CallReading, ConsumerKey, LiveCredential, Person, SeenCall
from credentials.rights import RECIPES, AccessRule
from credentials.seen_calls import Grade, GradedCall, KeyCalls, LeftOut, Replay, RuleUse
from dashboard.pages.key import KeyPage
from dashboard.rights_builder import management_key_request

GRADES: Final[dict[str, str | Promise]] = {
    Grade.PROVEN.value: _("Proven"),
    Grade.LIKELY.value: _("Likely"),
    Grade.UNPROVEN.value: _("Not proven"),
}
TONES: Final = {
    Grade.PROVEN.value: "good",
    Grade.LIKELY.value: "accent",
    Grade.UNPROVEN.value: "idle",
}
SOURCES: Final[dict[str, str | Promise]] = {
    CallSource.OWN.value: _("OVHcloud's log of the account"),
    CallSource.BY_OTHERS.value: _("OVHcloud's log of others on its services"),
    CallSource.FORWARDED.value: _("Forwarded logs"),
}
_LEFT_OUT: Final = {
    LeftOut.NO_JSON: ngettext_noop(
        "%(count)s line is no JSON object, and was left out.",
        "%(count)s lines are no JSON objects, and were left out.",
        by="count",
    ),
    LeftOut.NO_CALL: ngettext_noop(
        "%(count)s entry lacks its account, its time, its method or the whole path of the call, "
        "and was left out.",
        "%(count)s entries lack their account, their time, their method or the whole path of the "
        "call, and were left out.",
        by="count",
    ),
    LeftOut.OTHER_ACCOUNT: ngettext_noop(
        "%(count)s entry is of another account, and was left out.",
        "%(count)s entries are of other accounts, and were left out.",
        by="count",
    ),
    LeftOut.REFUSED: ngettext_noop(
        "%(count)s call was refused or failed, and was left out.",
        "%(count)s calls were refused or failed, and were left out.",
        by="count",
    ),
    LeftOut.CONTROL_PANEL: ngettext_noop(
        "%(count)s call was made in the Control Panel, and was left out.",
        "%(count)s calls were made in the Control Panel, and were left out.",
        by="count",
    ),
}
#: So many of the latest calls are listed.
MOST_ROWS: Final = 50
#: Longer rules do not fit into an address.
_LONGEST_LINK: Final = 2_000


def left_out_sentences(counts: Mapping[LeftOut, int]) -> list[Sentence]:
    """What of a forwarded log was left out, and why."""
    return [say(_LEFT_OUT[why], count=count) for why, count in counts.items() if count]


@dataclass(frozen=True)
class SourceRow:
    """What is kept of one log."""

    label: str | Promise
    count: int
    latest: object


class AccountCallsPage:
    """How far the logs of the account are read; ``latest`` are its newest calls."""

    def __init__(self, account: Account, person: Person) -> None:
        self.account = account
        self._may = teams.permissions_in(person, account.team_id)
        self.reading = CallReading.objects.filter(account=account).first()
        kept = SeenCall.objects.filter(account=account)
        counts = kept.order_by().values_list("source").annotate(Count("pk"), Max("at"))
        by_source = {source: (count, latest) for source, count, latest in counts}
        none = 0, None
        self.sources = [
            SourceRow(label, *by_source.get(source, none)) for source, label in SOURCES.items()
        ]
        self.latest = list(kept[:MOST_ROWS])

    @cached_property
    def obstacle(self) -> NotAllowedError | None:
        """Why the logs cannot be read, whoever asks."""
        return seen_calls.obstacle_to_reading_calls(self.account)

    @property
    def may_take_in(self) -> bool:
        return Permission.MANAGE_ACCOUNTS in self._may

    @property
    def key_url(self) -> str:
        """Where a management key is requested that may read them; empty where ours may, or none is
        there to take the place of."""
        is_there = self.account.management_key_id is not None
        lacks = is_there and self.obstacle is not None and Permission.REQUEST_KEYS in self._may
        return management_key_request(self.account, RECIPES["keydesk-calls"]) if lacks else ""


@dataclass(frozen=True)
class RuleRow:
    """A rule with what supports it, in the words of the page."""

    use: RuleUse

    @property
    def word(self) -> str | Promise:
        if self.use.grade is not None:
            return GRADES[self.use.grade.value]
        return _("Not known") if self.use.is_unseen else _("Not supported")

    @property
    def tone(self) -> str:
        if self.use.grade is not None:
            return TONES[self.use.grade.value]
        return "idle" if self.use.is_unseen else "wait"


@dataclass(frozen=True)
class CallRow:
    """Calls of one kind: the same method, path, address, grade and reason."""

    latest: GradedCall
    count: int

    @property
    def word(self) -> str | Promise:
        return GRADES[self.latest.grade.value]

    @property
    def tone(self) -> str:
        return TONES[self.latest.grade.value]


@dataclass
class KeyCallsPage:
    """A key with the calls that may be its own; those count that are at least so sure."""

    shown: KeyPage
    seen: KeyCalls
    least: Grade
    tried: tuple[AccessRule, ...] = ()
    replay: Replay | None = field(default=None)

    @property
    def key(self) -> LiveCredential:
        return self.shown.key

    @cached_property
    def calls(self) -> tuple[GradedCall, ...]:
        return self.seen.at_least(self.least)

    @cached_property
    def reading(self) -> CallReading | None:
        return CallReading.objects.filter(account=self.key.account_id).first()

    @cached_property
    def rules(self) -> list[RuleRow]:
        uses = seen_calls.rule_uses(self.shown.rules, self.calls, unseen=self.seen.unseen)
        return [RuleRow(use) for use in uses]

    @property
    def unsupported(self) -> int:
        """How many rules no call supports, of those of which that could be seen."""
        return sum(row.use.grade is None and not row.use.is_unseen for row in self.rules)

    @cached_property
    def rows(self) -> list[CallRow]:
        """The calls of one kind together, the latest first."""
        latest: dict[tuple[str, ...], GradedCall] = {}
        counts: Counter[tuple[str, ...]] = Counter()
        for each in self.calls:
            call = each.call
            place = (call.method, call.path, call.address, each.grade.value, str(each.reason))
            latest.setdefault(place, each)
            counts[place] += 1
        return [CallRow(each, counts[place]) for place, each in latest.items()]

    @property
    def shown_rows(self) -> list[CallRow]:
        return self.rows[:MOST_ROWS]

    @property
    def more_rows(self) -> int:
        return max(len(self.rows) - MOST_ROWS, 0)

    @property
    def addresses(self) -> list[tuple[str, int]]:
        """From where the calls came, the most frequent first."""
        counts = Counter(each.call.address for each in self.calls if each.call.address)
        return counts.most_common(MOST_ROWS)

    @cached_property
    def narrower(self) -> tuple[AccessRule, ...]:
        """The rules that the calls need, where they are fewer or narrower than the key's."""
        narrow = seen_calls.narrower_rules(
            self._catalogue, self.shown.rules, self.calls, unseen=self.seen.unseen
        )
        return narrow if rights.coverage_difference(self.shown.rules, narrow) else ()

    @property
    def first_rules(self) -> str:
        """What the form begins with."""
        return "\n".join(map(str, self.narrower or self.shown.rules))

    def replay_with(self, rules: tuple[AccessRule, ...]) -> None:
        """Try these rules on the calls."""
        self.tried = rules
        self.replay = seen_calls.replay(self._catalogue, rules, self.calls)

    @cached_property
    def wider(self) -> list[AccessRule]:
        """Those of the tried rules that the key does not have: no rotation brings them."""
        added = rights.coverage_difference(self.shown.rules, self.tried).added
        return list(added)

    @cached_property
    def stored(self) -> ConsumerKey | None:
        """The key's entry, where the reader may rotate it."""
        if not self.shown.may_revoke or self.key.stored_id is None:
            return None
        rows = ConsumerKey.objects.select_related("account__team", "account__management_key")
        return rows.get(pk=self.key.stored_id)

    @cached_property
    def obstacle_to_rotating(self) -> NotAllowedError | None:
        return rotations.obstacle_to_rotating(self.stored) if self.stored else None

    @property
    def rotation_url(self) -> str:
        """Where a rotation begins with the tried rules; empty where it cannot."""
        if self.stored is None or self.obstacle_to_rotating or not self.tried or self.wider:
            return ""
        page = reverse("rotations:start", args=[self.stored.pk])
        address = f"{page}?{urlencode({'rules': chr(10).join(map(str, self.tried))})}"
        return address if len(address) <= _LONGEST_LINK else ""

    @property
    def _catalogue(self) -> rights.Catalogue:
        return ovhcloud.catalogue_of(self.key.account.endpoint)
