"""Reading the names that the rights builder offers, for the builder and for the wizard."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.http import HttpRequest

from credentials import inventory
from credentials.catalogue import list_of_names
from credentials.enums import Permission
from credentials.errors import KeydeskError
from credentials.models import Account
from credentials.sentences import gettext_noop, say
from dashboard import gatekeepers, http
from dashboard.forms.rights import Draft, catalogue

_READ = "read"
_CHOOSE = say(gettext_noop("Choose an account first: the names are read from it."))


def read_names(
    request: HttpRequest, draft: Draft, do: str, *, account: Account | None = None
) -> Draft:
    """The draft once a list was read, if the button asks for one; if that failed, with why.

    It is read from the ``account`` that is certain already, or else from the one chosen.
    """
    verb, _, route = do.partition(" ")
    wanted = list_of_names(catalogue(), route) if verb == _READ else None
    if wanted is None:
        return draft
    asked = account or _chosen(request, draft)
    if asked is None:
        return replace(draft, troubles={route: _CHOOSE})
    try:
        inventory.read(asked, wanted, actor=http.actor(request))
    except KeydeskError as error:
        why = say("%(text)s", text=http.full(error))
        return replace(draft, troubles={route: why})
    return draft


def accounts(request: HttpRequest) -> list[Account]:
    """The accounts whose names the person may read; a whole form needs one query for them."""
    found = gatekeepers.accounts(request, Permission.REQUEST_KEYS)
    return list(found.select_related("management_key"))


def place_of(draft: Draft, do: str) -> str:
    """Where on the page the button's answer stands, as the end of an address."""
    is_about_rows = do.startswith(("read ", "narrow")) and not (draft.recipe or draft.opened)
    return "#names" if is_about_rows else ""


def _chosen(request: HttpRequest, draft: Draft) -> Account | None:
    if not draft.account:
        return None
    return gatekeepers.account(request, uuid.UUID(draft.account), Permission.REQUEST_KEYS)
