"""Live keys held against the vault: groups with their counts, each a link to its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from credentials import bulk, live
from credentials.models import APPLICATION_BLOCKED, Account, Entry, LiveCredential
from credentials.vault import APPLICATION_DELETED
from dashboard.forms.live import ANY, GROUPS
from dashboard.templatetags.console import WORDS

_WAITING: Final = ("mismatch", "unknown-holder", "gone-stored", "never-listed")
_TONES: Final = dict.fromkeys(_WAITING, "wait")
_STATES: Final = (APPLICATION_DELETED, APPLICATION_BLOCKED)
#: What each means, and what to do about it.
_ADVICE: Final[dict[str, str | Promise]] = {
    "matching": _("Nothing is to be done."),
    "mismatch": _("Open a key to see what differs, and have the vault take over what is listed."),
    "unknown-holder": _("Store the key, assign it an owner on its page, or revoke it."),
    "refused-request": _("Left over from a request that was refused. Revoking it only tidies up."),
    "console-made": _("A console or a third party made it. End it there, or revoke it."),
    "support-made": _("Ask OVHcloud's support what it is for, or revoke it."),
    "gone-stored": _(
        "The stored value opens nothing. Destroy it on the key's page, or ask for a new key."
    ),
    APPLICATION_DELETED: _("They open nothing, whatever state is listed. Sweep them."),
    APPLICATION_BLOCKED: _("Ask OVHcloud's support why, or revoke them."),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Things that differ alike: ``url`` leads to the ``count`` rows of them."""

    name: str
    label: str | Promise
    advice: str | Promise
    count: int
    url: str

    @property
    def tone(self) -> str:
        return _TONES.get(self.name, "idle") if self.count else "good"


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """``account`` is the chosen one, or None for all; ``tabs`` lead to each."""

    account: Account | None
    accounts: list[Account]
    groups: list[Group]

    @property
    def tabs(self) -> list[dict[str, object]]:
        """As ``parts/tabs.html`` takes them."""
        page = reverse("live:reconcile")
        every = {"label": _("All accounts"), "url": page, "current": self.account is None}
        one_each = [
            {"label": own.label, "url": f"{page}?account={own.pk}", "current": own == self.account}
            for own in self.accounts
        ]
        return [every, *one_each]


def reconciliation(accounts: QuerySet[Account], account: Account | None) -> Reconciliation:
    """The groups of one account, or of all: a query each."""
    chosen = accounts.filter(pk=account.pk) if account else accounts
    keys = LiveCredential.objects.filter(account__in=chosen)
    narrow = {"account": str(account.pk)} if account else {}
    groups = [
        Group(
            name,
            GROUPS[name],
            _ADVICE[name],
            keys.filter(live.in_group(name)).count(),
            _list_url(state=ANY, group=name, **narrow),
        )
        for name in live.KEY_GROUPS
    ]
    states = [
        Group(
            state,
            WORDS[state],
            _ADVICE[state],
            keys.filter(live.in_state(state)).count(),
            _list_url(state=state, **narrow),
        )
        for state in _STATES
    ]
    others = [_never_listed(chosen, narrow), _keyless(chosen, narrow)]
    return Reconciliation(account, list(accounts), [*groups, *states, *others])


def _never_listed(accounts: QuerySet[Account], narrow: dict[str, str]) -> Group:
    entries = Entry.objects.filter(live.never_listed(), account__in=accounts)
    return Group(
        "never-listed",
        _("Stored, and never listed"),
        _("It is of another account, or ended before it was read. Check it, or archive its entry."),
        entries.count(),
        f"{reverse('vault:list')}?{urlencode({'state': 'never-listed', **narrow})}",
    )


def _keyless(accounts: QuerySet[Account], narrow: dict[str, str]) -> Group:
    query = f"?{urlencode(narrow)}" if narrow else ""
    return Group(
        "keyless",
        _("Applications without keys"),
        _("Nothing uses them. Delete them: OVHcloud is asked for their keys just before."),
        bulk.keyless_applications(accounts).count(),
        reverse("live:keyless") + query,
    )


def _list_url(**filters: str) -> str:
    return f"{reverse('live:list')}?{urlencode(filters)}"
