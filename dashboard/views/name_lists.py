"""Reading the names that the rights builder offers, for the builder and for the wizard."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest

from credentials import live
from credentials.core import KeydeskError, Permission, gettext_noop, say
from credentials.models import Account
from credentials.rights import name_list_at
from dashboard import gatekeepers, http
from dashboard.rights_builder import Draft, region_of

_READ = "read"
_CHOOSE = say(gettext_noop("Choose an account first: the names are read from it."))


def read_names(
    request: HttpRequest, draft: Draft, do: str, *, account: Account | None = None
) -> Draft:
    """The draft once a list was read, if the button asks for one; if that failed, with why.

    It is read from the ``account`` that is certain already, or else from the one chosen.
    """
    verb, _, route = do.partition(" ")
    name_list = name_list_at(draft.catalogue, route) if verb == _READ else None
    if name_list is None:
        return draft
    source = account or _chosen(request, draft)
    if source is None:
        return replace(draft, troubles={route: _CHOOSE})
    try:
        live.read_names(source, name_list, actor=http.actor(request))
    except KeydeskError as error:
        sentence = say("%(text)s", text=http.error_text(error))
        return replace(draft, troubles={route: sentence})
    return draft


def accounts(request: HttpRequest) -> list[Account]:
    """The accounts whose names the person may read; a whole form needs one query for them."""
    own_accounts = gatekeepers.accounts(request, Permission.REQUEST_KEYS)
    return list(own_accounts.select_related("management_key"))


def located(request: HttpRequest, draft: Draft, among: Sequence[Account] | None = None) -> Draft:
    """The draft in the region of the account it names, or of the person's only or first one.

    ``among`` are the accounts whose names the person may read, where they are known already.
    """
    own = accounts(request) if among is None else among
    chosen = next((account for account in own if str(account.pk) == draft.account), None)
    if chosen is None and len(own) == 1:
        chosen = own[0]
    others = own or gatekeepers.accounts(request)[:1]
    return replace(draft, region=region_of(chosen, others))


def place_of(draft: Draft, do: str) -> str:
    """Where on the page the button's answer stands, as the end of an address."""
    is_about_rows = do.startswith(("read ", "narrow")) and not (draft.recipe or draft.opened)
    return "#names" if is_about_rows else ""


def _chosen(request: HttpRequest, draft: Draft) -> Account | None:
    if not draft.account:
        return None
    return gatekeepers.account(request, uuid.UUID(draft.account), Permission.REQUEST_KEYS)
