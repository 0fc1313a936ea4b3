"""Freezing all that an account's keys open, and undoing it: bulk jobs, selected here.

Nothing is done before the job was looked at and its number typed.
"""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from credentials import bulk, live
from credentials.core import (
    BulkAction,
    BulkItemState,
    BulkOrigin,
    KeydeskError,
    Permission,
)
from credentials.models import Account, LiveCredential, Team
from dashboard import gatekeepers, http


@require_POST
def freeze_account(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Select every key of the account that opens something, or was not read yet, to be frozen."""
    account = gatekeepers.account(request, account_id, Permission.REVOKE)
    try:
        live.list_unread_keys(account, actor=http.actor(request))
    except KeydeskError as error:
        messages.warning(request, gettext("OVHcloud was not asked for keys that are not read yet."))
        http.warn(request, error)
    keys = bulk.freezable_keys(Account.objects.filter(pk=account.pk))
    return _selected(request, account.team, keys, BulkAction.FREEZE_KEYS)


@require_POST
def thaw_again(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Select all that a job froze, to be thawed."""
    job = gatekeepers.bulk_job(request, job_id, Permission.REVOKE)
    done = job.items.filter(state=BulkItemState.DONE, credential__isnull=False)
    froze = done if job.action == BulkAction.FREEZE_KEYS else done.none()
    frozen = LiveCredential.objects.filter(
        account__team=job.team_id, pk__in=list(froze.values_list("credential_id", flat=True))
    )
    return _selected(request, job.team, frozen, BulkAction.THAW_KEYS)


def _selected(
    request: HttpRequest, team: Team, keys: QuerySet[LiveCredential], action: BulkAction
) -> HttpResponse:
    """On to the selection, which says of each key what stands in the way."""
    actor = http.actor(request)
    try:
        job = bulk.select_keys(team, keys, actor=actor, action=action, origin=BulkOrigin.WHOLE)
    except KeydeskError as error:
        http.warn(request, error)
        return redirect("bulk:list")
    return redirect("bulk:detail", job.pk)
