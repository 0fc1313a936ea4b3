"""The only way to an object: its team decides. A stranger gets 404, a member without the right 403.

Both are written to the audit log before they are answered.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from credentials import access, audit
from credentials.enums import AuditAction, Outcome, Permission
from credentials.models import (
    Account,
    Application,
    ConsumerKey,
    Entry,
    KeyRequest,
    LiveApplication,
    LiveCredential,
    Membership,
    Profile,
    ServiceAccount,
    Team,
)
from dashboard import http, labels

_Thing = TypeVar("_Thing", bound=Model)


def team(request: HttpRequest, team_id: uuid.UUID, permission: Permission) -> Team:
    return _admit(request, Team.objects.filter(pk=team_id), permission, asked=f"team {team_id}")


def membership(request: HttpRequest, membership_id: int, permission: Permission) -> Membership:
    found = Membership.objects.select_related("team", "person").filter(pk=membership_id)
    return _admit(request, found, permission, asked=f"membership {membership_id}")


def account(request: HttpRequest, account_id: uuid.UUID, permission: Permission) -> Account:
    found = Account.objects.select_related("team", "management_key").filter(pk=account_id)
    return _admit(request, found, permission, asked=f"account {account_id}")


def entry(request: HttpRequest, entry_id: uuid.UUID, permission: Permission) -> Entry:
    found = Entry.objects.select_related(
        "account__team", "owner", "as_application", "as_consumer_key", "as_service_account"
    ).filter(pk=entry_id)
    return _admit(request, found, permission, asked=f"entry {entry_id}")


def application(request: HttpRequest, entry_id: uuid.UUID, permission: Permission) -> Application:
    found = Application.objects.select_related("account__team").filter(pk=entry_id)
    return _admit(request, found, permission, asked=f"application {entry_id}")


def consumer_key(request: HttpRequest, entry_id: uuid.UUID, permission: Permission) -> ConsumerKey:
    found = ConsumerKey.objects.select_related("account__team", "application").filter(pk=entry_id)
    return _admit(request, found, permission, asked=f"consumer key {entry_id}")


def service_account(
    request: HttpRequest, entry_id: uuid.UUID, permission: Permission
) -> ServiceAccount:
    found = ServiceAccount.objects.select_related("account__team").filter(pk=entry_id)
    return _admit(request, found, permission, asked=f"service account {entry_id}")


def key_request(request: HttpRequest, request_id: uuid.UUID, permission: Permission) -> KeyRequest:
    found = KeyRequest.objects.select_related(
        "consumer_key__account__team", "consumer_key__application__account", "requested_by"
    ).filter(pk=request_id)
    return _admit(request, found, permission, asked=f"key request {request_id}")


def live_credential(
    request: HttpRequest, account_id: uuid.UUID, credential_id: int, permission: Permission
) -> LiveCredential:
    found = LiveCredential.objects.select_related(
        "account__team", "account__management_key", "live_application"
    ).filter(account_id=account_id, credential_id=credential_id)
    return _admit(request, found, permission, asked=f"live credential {credential_id}")


def live_application(
    request: HttpRequest, account_id: uuid.UUID, application_id: int, permission: Permission
) -> LiveApplication:
    found = LiveApplication.objects.select_related(
        "account__team", "account__management_key"
    ).filter(account_id=account_id, application_id=application_id)
    return _admit(request, found, permission, asked=f"live application {application_id}")


def profile(request: HttpRequest, profile_id: uuid.UUID, permission: Permission) -> Profile:
    found = Profile.objects.select_related("team").filter(pk=profile_id)
    return _admit(request, found, permission, asked=f"rights profile {profile_id}")


def teams(request: HttpRequest, permission: Permission) -> QuerySet[Team]:
    """The teams in which the person has the permission; 403 where there is none."""
    found = access.teams_where(http.person(request), permission)
    if not found.exists():
        _log(request, audit.Subject("page", label=request.path))
        raise PermissionDenied(_reason(permission))
    return found


def accounts(request: HttpRequest, permission: Permission = Permission.SEE) -> QuerySet[Account]:
    """The accounts of the teams in which the person has the permission; may be none."""
    found = access.teams_where(http.person(request), permission)
    return Account.objects.filter(team__in=found)


def profiles(request: HttpRequest) -> QuerySet[Profile]:
    """The rights profiles of the person's teams; may be none."""
    found = access.teams_where(http.person(request), Permission.SEE)
    return Profile.objects.filter(team__in=found)


def named(
    request: HttpRequest,
    field: str,
    *,
    admit: Callable[[HttpRequest, uuid.UUID, Permission], object],
    permission: Permission,
) -> None:
    """Guard what a posted form names as if the address named it; no id at all is the form's."""
    try:
        chosen = uuid.UUID(request.POST.get(field, ""))
    except ValueError:
        return
    admit(request, chosen, permission)


def _admit(
    request: HttpRequest, found: QuerySet[_Thing], permission: Permission, *, asked: str
) -> _Thing:
    thing = found.first()
    if thing is None:
        _log(request, audit.Subject("unknown", label=asked))
        raise Http404
    subject = audit.subject_of(thing)
    role = access.role_in(http.person(request), subject.team_id)
    if role is None:
        _log(request, subject)
        raise Http404
    if not access.allows(role, permission):
        _log(request, subject)
        raise PermissionDenied(_reason(permission))
    return thing


def _log(request: HttpRequest, subject: audit.Subject) -> None:
    audit.record(
        AuditAction.ACCESS_DENIED,
        actor=http.actor(request),
        subject=subject,
        outcome=Outcome.DENIED,
        details={"method": request.method or "", "path": request.path},
    )


def _reason(permission: Permission) -> str:
    return gettext(
        "Your role does not include this: %(right)s. A team's admin can change roles."
    ) % {"right": labels.PERMISSIONS[permission]}
