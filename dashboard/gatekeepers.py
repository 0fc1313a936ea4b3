"""The only way to an object: its team decides. A stranger gets 404, a member without the right 403.

Both are written to the audit log before they are answered.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from http import HTTPStatus
from typing import TypeVar

from allauth.core.exceptions import ImmediateHttpResponse
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from credentials import audit
from credentials.core import AuditAction, Outcome, Permission, RowChangedOutside
from credentials.models import (
    ENTRY_MODELS,
    Account,
    Application,
    BulkJob,
    ConsentLink,
    ConsumerKey,
    Entry,
    Finding,
    Handover,
    Invitation,
    KeyRequest,
    LiveApplication,
    LiveCredential,
    LogStream,
    Membership,
    Profile,
    Proven,
    ReviewCampaign,
    ReviewItem,
    Rotation,
    Team,
    Usage,
    Webhook,
    entry_description,
)
from credentials.teams import ClosedReason, allows, role_in, teams_where
from dashboard import http, labels

_Thing = TypeVar("_Thing", bound=Model)
_Receiver = TypeVar("_Receiver", Webhook, LogStream)


def team(request: HttpRequest, team_id: uuid.UUID, permission: Permission) -> Team:
    return _admit(request, Team.objects.filter(pk=team_id), permission, asked=f"team {team_id}")


def membership(
    request: HttpRequest, membership_id: int, permission: Permission, *, to_end: bool = False
) -> Membership:
    """``to_end``: one that was changed outside, or whose person was, is ended all the same."""
    memberships = Membership.objects.select_related("team", "person").filter(pk=membership_id)
    wanted = f"membership {membership_id}"
    return _admit(request, memberships, permission, asked=wanted, to_end=to_end)


def invitation(
    request: HttpRequest, invitation_id: uuid.UUID, permission: Permission, *, to_end: bool = False
) -> Invitation:
    """``to_end`` as of a membership."""
    invitations = Invitation.objects.select_related("team").filter(pk=invitation_id)
    wanted = f"invitation {invitation_id}"
    return _admit(request, invitations, permission, asked=wanted, to_end=to_end)


def account(request: HttpRequest, account_id: uuid.UUID, permission: Permission) -> Account:
    matching = Account.objects.select_related("team", "management_key").filter(pk=account_id)
    return _admit(request, matching, permission, asked=f"account {account_id}")


def entry(request: HttpRequest, entry_id: uuid.UUID, permission: Permission) -> Entry:
    kinds = [model.about.relation for model in ENTRY_MODELS]
    entries = Entry.objects.select_related("account__team", "owner", *kinds).filter(pk=entry_id)
    return _admit(request, entries, permission, asked=f"entry {entry_id}")


def application(request: HttpRequest, entry_id: uuid.UUID, permission: Permission) -> Application:
    applications = Application.objects.select_related("account__team").filter(pk=entry_id)
    return _admit(request, applications, permission, asked=f"application {entry_id}")


def consumer_key(request: HttpRequest, entry_id: uuid.UUID, permission: Permission) -> ConsumerKey:
    keys = ConsumerKey.objects.select_related("account__team", "application").filter(pk=entry_id)
    return _admit(request, keys, permission, asked=f"consumer key {entry_id}")


def key_request(request: HttpRequest, request_id: uuid.UUID, permission: Permission) -> KeyRequest:
    key_requests = KeyRequest.objects.select_related(
        "consumer_key__account__team",
        "consumer_key__application__account",
        "requested_by",
        "consent_link",
    ).filter(pk=request_id)
    return _admit(request, key_requests, permission, asked=f"key request {request_id}")


def consent_link(request: HttpRequest, link_id: uuid.UUID, permission: Permission) -> ConsentLink:
    links = ConsentLink.objects.select_related(
        "application__account__team",
        "key_request__consumer_key__account__team",
        "key_request__consumer_key__application__account",
        "requested_by",
    ).filter(pk=link_id)
    return _admit(request, links, permission, asked=f"consent link {link_id}")


def handover(request: HttpRequest, handover_id: uuid.UUID, permission: Permission) -> Handover:
    links = Handover.objects.select_related("entry__account__team").filter(pk=handover_id)
    return _admit(request, links, permission, asked=f"handover {handover_id}")


def receiver(
    request: HttpRequest, model: type[_Receiver], row_id: uuid.UUID, *, to_end: bool = False
) -> _Receiver:
    """What is sent to, for who decides what leaves the team; ``to_end`` as of a membership."""
    rows, wanted = model.objects.filter(pk=row_id), f"{model._meta.verbose_name} {row_id}"
    return _admit(request, rows, Permission.SET_POLICY, asked=wanted, to_end=to_end)


def usage(request: HttpRequest, usage_id: int, permission: Permission) -> Usage:
    usages = Usage.objects.select_related("entry__account__team").filter(pk=usage_id)
    return _admit(request, usages, permission, asked=f"usage {usage_id}")


def live_credential(
    request: HttpRequest, account_id: uuid.UUID, credential_id: int, permission: Permission
) -> LiveCredential:
    credentials = LiveCredential.objects.select_related(
        "account__team", "account__management_key", "live_application"
    ).filter(account_id=account_id, credential_id=credential_id)
    return _admit(request, credentials, permission, asked=f"live credential {credential_id}")


def live_application(
    request: HttpRequest, account_id: uuid.UUID, application_id: int, permission: Permission
) -> LiveApplication:
    applications = LiveApplication.objects.select_related(
        "account__team", "account__management_key"
    ).filter(account_id=account_id, application_id=application_id)
    return _admit(request, applications, permission, asked=f"live application {application_id}")


def bulk_job(request: HttpRequest, job_id: uuid.UUID, permission: Permission) -> BulkJob:
    jobs = BulkJob.objects.select_related("team", "asked_by").filter(pk=job_id)
    return _admit(request, jobs, permission, asked=f"bulk job {job_id}")


def finding(request: HttpRequest, finding_id: int, permission: Permission) -> Finding:
    """One about people or Keydesk itself is for those who read the log."""
    joined = Finding.objects.select_related("team", "account", "credential", "application")
    rows = joined.filter(pk=finding_id)
    if permission is Permission.SEE and rows.filter(account=None).exists():
        permission = Permission.READ_LOG
    return _admit(request, rows, permission, asked=f"finding {finding_id}")


def rotation(request: HttpRequest, rotation_id: uuid.UUID, permission: Permission) -> Rotation:
    rows = Rotation.objects.select_related("account__team", "old", "successor", "started_by")
    return _admit(request, rows.filter(pk=rotation_id), permission, asked=f"rotation {rotation_id}")


def review_campaign(
    request: HttpRequest, campaign_id: uuid.UUID, permission: Permission
) -> ReviewCampaign:
    rows = ReviewCampaign.objects.filter(pk=campaign_id)
    return _admit(request, rows, permission, asked=f"review campaign {campaign_id}")


def review_item(request: HttpRequest, item_id: int, permission: Permission) -> ReviewItem:
    rows = ReviewItem.objects.filter(pk=item_id)
    return _admit(request, rows, permission, asked=f"review item {item_id}")


def profile(request: HttpRequest, profile_id: uuid.UUID, permission: Permission) -> Profile:
    matching = Profile.objects.select_related("team").filter(pk=profile_id)
    return _admit(request, matching, permission, asked=f"rights profile {profile_id}")


def teams(request: HttpRequest, permission: Permission) -> QuerySet[Team]:
    """The teams in which the person has the permission; 403 where there is none."""
    allowed = teams_where(http.person(request), permission)
    if not allowed.exists():
        _log(request, audit.Subject("page", label=request.path))
        raise PermissionDenied(_reason(permission))
    return allowed


def accounts(request: HttpRequest, permission: Permission = Permission.SEE) -> QuerySet[Account]:
    """The accounts of the teams in which the person has the permission; may be none."""
    allowed = teams_where(http.person(request), permission)
    return Account.objects.filter(team__in=allowed)


def accounts_to_fill(request: HttpRequest) -> QuerySet[Account]:
    """Those in which the person may keep a secret, to choose from by their labels: the ones whose
    rows are as Keydesk wrote them."""
    allowed = accounts(request, Permission.STORE_SECRETS)
    return allowed.filter(pk__in=[row.pk for row in audit.holding_or_logged(allowed)])


def profiles(request: HttpRequest) -> QuerySet[Profile]:
    """The rights profiles of the person's teams; may be none."""
    return Profile.objects.filter(team__in=teams_where(http.person(request), Permission.SEE))


def closed(request: HttpRequest, team_ids: Sequence[uuid.UUID]) -> HttpResponse:
    """The way into teams that are closed to the person: a second factor, or another network.

    Raises ``PermissionDenied`` for a team whose row was changed outside Keydesk.
    """
    person = http.person(request)
    closed_teams = Team.objects.filter(pk__in=team_ids)
    reasons = {person.closed_teams[team_id] for team_id in team_ids}
    if ClosedReason.CHANGED in reasons:
        raise _changed_outside(Team)
    if ClosedReason.SECOND_FACTOR in reasons:
        return http.redirect(request, reverse("mfa_index"))
    for team_of in closed_teams:
        _log(request, audit.subject_of(team_of))
    context = {"teams": closed_teams, "address": http.address(request)}
    return render(request, "team/closed.html", context, status=HTTPStatus.FORBIDDEN)


def _admit(
    request: HttpRequest,
    candidates: QuerySet[_Thing],
    permission: Permission,
    *,
    asked: str,
    to_end: bool = False,
) -> _Thing:
    row = candidates.first()
    if row is None:
        _log(request, audit.Subject("unknown", label=asked))
        raise Http404
    subject = audit.subject_of(row)
    role = role_in(http.person(request), subject.team_id)
    if role is None:
        _log(request, subject)
        if subject.team_id and subject.team_id in http.person(request).closed_teams:
            raise ImmediateHttpResponse(closed(request, [subject.team_id]))
        raise Http404
    if not allows(role, permission):
        _log(request, subject)
        raise PermissionDenied(_reason(permission))
    if not to_end:
        _guard_genuine(row)
    return row


def _guard_genuine(row: Model) -> None:
    """What was moved to another team outside Keydesk is not reached from there, and nobody and
    nothing is shown under what somebody else wrote on it."""
    account = row if isinstance(row, Account) else getattr(row, "account", None)
    person = row.person if isinstance(row, Membership) else None
    for proven in {row, account, person, _of_its_kind(row)}:
        if isinstance(proven, Proven) and not audit.genuine_or_logged(proven):
            raise _changed_outside(type(proven))


def _of_its_kind(row: Model) -> Model | None:
    """The row of its kind of an entry; None of anything else."""
    if type(row) is not Entry:
        return None
    whole: Model | None = getattr(row, entry_description(row).relation, None)
    if whole is None:
        raise _changed_outside(Entry)
    return whole


def _changed_outside(model: type[Model]) -> PermissionDenied:
    return PermissionDenied(http.error_text(RowChangedOutside(str(model._meta.verbose_name))))


def _log(request: HttpRequest, subject: audit.Subject) -> None:
    audit.record(
        AuditAction.ACCESS_DENIED,
        actor=http.actor(request),
        subject=subject,
        outcome=Outcome.DENIED,
        details={"method": request.method or "", "path": request.path},
    )


def _reason(permission: Permission) -> str:
    who = labels.who_may(Permission.MANAGE_PEOPLE)
    text = gettext("Your role does not include this: %(right)s. Roles are changed by %(who)s.")
    return text % {"right": labels.PERMISSIONS[permission], "who": who}
