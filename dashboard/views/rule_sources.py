"""Rights that are kept or live already, to build from: a profile's, a stored or a live key's."""

from __future__ import annotations

import uuid

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from credentials.core import Permission
from credentials.models import ProfileVersion
from credentials.rights import AccessRule, rules_from_api
from dashboard import gatekeepers
from dashboard.rights_builder import Draft, Sources, add_rules, apply_button

_SEE = Permission.SEE


def draft_after(request: HttpRequest, draft: Draft, do: str) -> Draft:
    """The draft after a button; "start …" names a thing, which a gatekeeper lets a person see."""
    try:
        match do.split():
            case ["start", "profile", profile_id]:
                newest = version(request, uuid.UUID(profile_id))
                return add_rules(draft, rules_from_api(newest.rules), profile=profile_id)
            case ["start", "entry", entry_id]:
                return add_rules(draft, of_entry(request, uuid.UUID(entry_id)))
            case ["start", "live", account_id, credential_id]:
                account = uuid.UUID(account_id)
                return add_rules(draft, of_live(request, account, int(credential_id)))
    except ValueError:
        return draft
    return apply_button(draft, do)


def sources(request: HttpRequest, draft: Draft) -> Sources:
    """The profiles and keys to start from, by what is searched for."""
    accounts = gatekeepers.accounts(request)
    return Sources(gatekeepers.profiles(request), accounts, search=draft.search)


def version(
    request: HttpRequest, profile_id: uuid.UUID, *, number: int | None = None
) -> ProfileVersion:
    """A version of a profile; the newest where none is named."""
    profile = gatekeepers.profile(request, profile_id, _SEE)
    chosen = {} if number is None else {"number": number}
    return get_object_or_404(profile.versions.filter(**chosen)[:1])


def of_entry(request: HttpRequest, entry_id: uuid.UUID) -> tuple[AccessRule, ...]:
    """What a stored consumer key may do."""
    return rules_from_api(gatekeepers.consumer_key(request, entry_id, _SEE).rules)


def of_live(
    request: HttpRequest, account_id: uuid.UUID, credential_id: int
) -> tuple[AccessRule, ...]:
    """What OVHcloud says that a live key may do."""
    return rules_from_api(
        gatekeepers.live_credential(request, account_id, credential_id, _SEE).rules
    )
