"""What a new key starts from: the application to ask it of, and the addresses, as a key that is
there has them. It is a proposal: whoever asks sees it, and may change it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, count
from typing import Final

from django.db.models import F, Max, QuerySet
from django.utils import timezone

from credentials import rights, vault
from credentials.core import KeyState
from credentials.models import Account, Application, ConsumerKey, Entry
from credentials.rights import MANAGEMENT_RECIPES, AccessRule, Recipe

_LOOKED_AT: Final = 50  # the newest keys of an account
_LONGEST_LABEL: Final = 80
_LONGEST_NUMBER: Final = 6


@dataclass(frozen=True, slots=True)
class Proposal:
    """``like`` is the key whose application and addresses are proposed, where there is one. No
    ``application``: the account has none for such a key."""

    application: Application | None = None
    like: ConsumerKey | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(self.like.allowed_ips) if self.like else ()


def propose(recipe: Recipe, account: Account) -> Proposal:
    """As the newest key of the same tool has it, else the application that is called like the
    tool, else the one that a key was asked of last.

    An application that Keydesk itself works with is proposed for a key of Keydesk's own alone.
    """
    applications = _applications(recipe, account)
    like = _newest_of_tool(recipe, applications)
    if like is not None:
        return Proposal(like.application, like)
    return Proposal(_called_like(recipe, applications) or applications.first())


def propose_label(rules: Iterable[AccessRule], account: Account) -> str:
    """The tool whose recipe the rules are, and the names in them; nothing for rules of no
    recipe."""
    given = tuple(rules)
    recipe = next(iter(rights.recipes_of_rules(given)), None) if given else None
    if recipe is None:
        return ""
    names = rights.names_in_rules(recipe, given).values()
    return free_label(" ".join([str(recipe.name), *names]), account)


def free_label(wanted: str, account: Account) -> str:
    """The label, with a number behind it where the team calls something else so already."""
    own = Entry.objects.filter(account__team=account.team_id, archived_at=None)
    start = wanted[: _LONGEST_LABEL - _LONGEST_NUMBER]
    labels = chain([wanted[:_LONGEST_LABEL]], (f"{start} {number}" for number in count(2)))
    return next(label for label in labels if not own.filter(label=label).exists())


def _applications(recipe: Recipe, account: Account) -> QuerySet[Application]:
    """The one that a key was asked of last comes first."""
    own = vault.requestable_applications(Account.objects.filter(pk=account.pk))
    if recipe not in MANAGEMENT_RECIPES:
        own = own.exclude(consumer_keys__manages__isnull=False)
    asked_at = F("asked_at").desc(nulls_last=True)
    return own.annotate(asked_at=Max("consumer_keys__created_at")).order_by(
        asked_at, "-created_at", "pk"
    )


def _newest_of_tool(recipe: Recipe, applications: QuerySet[Application]) -> ConsumerKey | None:
    """Of several tools with the same rules, the one that the key's label names comes first."""
    keys = ConsumerKey.objects.filter(
        application__in=applications.values("pk"), state=KeyState.VALIDATED, archived_at=None
    ).exclude(expires_at__lte=timezone.now())
    newest = keys.select_related("application").order_by("-created_at", "pk")[:_LOOKED_AT]
    same = [key for key in newest if _is_of_tool(key, recipe)]
    named = [key for key in same if _word_of(recipe).casefold() in key.label.casefold()]
    return next(iter([*named, *same]), None)


def _is_of_tool(key: ConsumerKey, recipe: Recipe) -> bool:
    of_key = rights.recipes_of_rules(rights.rules_from_api(key.rules))
    return any(same.name == recipe.name for same in of_key)


def _called_like(recipe: Recipe, applications: QuerySet[Application]) -> Application | None:
    for name in (_word_of(recipe), *recipe.aliases):
        if called := applications.filter(label__icontains=name).first():
            return called
    return None


def _word_of(recipe: Recipe) -> str:
    """The tool in one word, as people write it into labels."""
    return str(recipe.name).partition(" ")[0]
