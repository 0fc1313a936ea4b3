"""A stored or a live key that a person chose, whichever page the choice came from."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from credentials import vault
from credentials.models import Account, ConsumerKey, LiveCredential
from credentials.rights import AccessRule, rules_from_api
from dashboard.rights_builder import found_keys

MOST_CHOICES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenKey:
    """What is known of the key. ``value`` names it in an address; ``application`` is the id of
    the stored one it is of, "" where none is stored; ``details`` are what the team wrote on it."""

    value: str
    name: str
    account: Account
    url: str
    rules: tuple[AccessRule, ...]
    addresses: tuple[str, ...]
    application: str
    details: dict[str, str]


@dataclass(frozen=True, slots=True)
class KeyChoice:
    """One line of the list to choose from."""

    value: str
    name: str


def of_entry(key: ConsumerKey) -> ChosenKey:
    """A stored key as the chosen one."""
    return ChosenKey(
        value=str(key.pk),
        name=key.label,
        account=key.account,
        url=reverse("vault:detail", args=[key.pk]),
        rules=rules_from_api(key.rules),
        addresses=tuple(key.allowed_ips),
        application=str(key.application_id),
        details={
            "label": key.label,
            "purpose": key.purpose,
            "owner": str(key.owner_id or ""),
            "environment": key.environment,
            "used_by": key.used_by,
        },
    )


def of_live(key: LiveCredential) -> ChosenKey:
    """A live key as the chosen one; its application, where that one is stored."""
    account = Account.objects.filter(pk=key.account_id)
    stored = vault.requestable_applications(account).filter(application_id=key.application_id)
    name = key.live_application.name if key.live_application else ""
    return ChosenKey(
        value=f"{key.account_id}/{key.credential_id}",
        name=name or f"#{key.credential_id}",
        account=key.account,
        url=reverse("live:credential", args=[key.account_id, key.credential_id]),
        rules=rules_from_api(key.rules),
        addresses=tuple(key.allowed_ips),
        application=str(stored.values_list("pk", flat=True).first() or ""),
        details={"label": name} if name else {},
    )


def choices(accounts: QuerySet[Account], search: str) -> list[KeyChoice]:
    """The first keys with the words of ``search``, stored ones first: one more than are shown."""
    keys = found_keys(accounts, search, most=MOST_CHOICES + 1)
    return [KeyChoice(key.value, f"{key.name} · {key.about}") for key in keys]
