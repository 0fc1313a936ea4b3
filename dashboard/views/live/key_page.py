"""A live key, admitted, worked out anew from its facts, as its pages show it."""

from __future__ import annotations

import uuid

from django.http import HttpRequest

from credentials import live, teams
from credentials.core import Permission
from credentials.models import LiveCredential
from dashboard import gatekeepers, http
from dashboard.pages.key import KeyPage


def key_page(
    request: HttpRequest, account_id: uuid.UUID, credential_id: int, permission: Permission
) -> KeyPage:
    """The page of a key that the person may do so much with; 404 or 403 otherwise."""
    admitted = gatekeepers.live_credential(request, account_id, credential_id, permission)
    joined = LiveCredential.objects.select_related(
        "account__team", "account__management_key__application", "live_application", "owner"
    )
    (key,) = live.worked_out([joined.get(pk=admitted.pk)])
    permissions = teams.permissions_in(http.person(request), admitted.account.team_id)
    return KeyPage(key, permissions, live.freezes_of([key]).get(key.pk))
