"""Which entries of the log end what a row grants, so that it does not come back unnoticed."""

from __future__ import annotations

from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.db.models import Model, Q

from credentials.audit import person_ends
from credentials.core import AuditAction
from credentials.models import (
    Account,
    BulkJob,
    CalendarLink,
    ConsentLink,
    Entry,
    FindingException,
    FindingThresholds,
    Freeze,
    Handover,
    Invitation,
    KeyRequest,
    LogStream,
    MailedLink,
    Membership,
    NoticeChoice,
    Person,
    ReviewCampaign,
    ReviewDecision,
    Rotation,
    Team,
    Trap,
    Webhook,
)

_INVITATION_ENDS: Final = (
    AuditAction.INVITATION_SENT,
    AuditAction.INVITATION_WITHDRAWN,
    AuditAction.MEMBER_ADDED,
)
_CONSENT_LINK_ENDS: Final = (AuditAction.CONSENT_LINK_WITHDRAWN, AuditAction.CONSENT_LINK_USED)
_TEAM_CHANGES: Final = (AuditAction.POLICY_CHANGED, AuditAction.ACCESS_TERMS_CHANGED)
_ACCOUNT_CHANGES: Final = (
    AuditAction.ACCOUNT_BOUND,
    AuditAction.ACCOUNT_CHANGED,
    AuditAction.ACCOUNT_DELETED,
    AuditAction.MANAGEMENT_KEY_CHANGED,
)
_FREEZE_ENDS: Final = (
    AuditAction.CREDENTIAL_FROZEN,
    AuditAction.CREDENTIAL_THAWED,
    AuditAction.ADDRESSES_CHANGED,
)
_CAMPAIGN_STEPS: Final = (
    AuditAction.CAMPAIGN_ENDED,
    AuditAction.CAMPAIGN_CARRIED_OUT,
    AuditAction.CAMPAIGN_ADVANCED,
)
_CALENDAR_ENDS: Final = (AuditAction.CALENDAR_LINK_MADE, AuditAction.CALENDAR_LINK_ENDED)
_DECISION_ENDS: Final = (
    AuditAction.REVIEW_DECIDED,
    AuditAction.REVIEW_CONFIRMED,
    AuditAction.REVIEW_TAKEN_BACK,
)
_ROTATION_STEPS: Final = (AuditAction.ROTATION_ADVANCED, AuditAction.ROTATION_CANCELLED)


def ends(row: Model) -> Q:
    """The entries that end what such a row grants."""
    match row:
        case Membership():
            return person_ends.of_membership(row)
        case Invitation():
            of_invitation = Q(details__person=row.email) | Q(details__invitation=str(row.pk))
            return _about(row.team_id, _INVITATION_ENDS) & of_invitation
        case MailedLink():
            return person_ends.of_link(row)
        case Handover() | ConsentLink() | BulkJob():
            return _ends_of_use(row)
        case Person() | Authenticator():
            return _ends_of_people(row)
        case Team() | Account() | Entry() | Freeze() | Rotation() | Trap():
            return _ends_of_kept(row)
        case NoticeChoice() | Webhook() | CalendarLink() | LogStream():
            return _ends_of_notices(row)
        case FindingThresholds() | FindingException() | ReviewCampaign() | ReviewDecision():
            return _ends_of_judgements(row)
        case KeyRequest():
            return Q(pk__in=())  # what is proven of it never changes
    raise TypeError(f"the log ends no {row._meta.verbose_name}")


def _ends_of_people(row: Person | Authenticator) -> Q:
    if isinstance(row, Person):
        return person_ends.of_person(row)
    removed = _about(row.user_id, (AuditAction.FACTOR_REMOVED,), details__id=str(row.pk))
    return removed | _about(row.user_id, (AuditAction.FACTORS_RESET,))


def _ends_of_kept(row: Team | Account | Entry | Freeze | Rotation | Trap) -> Q:
    match row:
        case Team():
            return _about(row.pk, _TEAM_CHANGES)
        case Account():
            return _about(row.pk, _ACCOUNT_CHANGES)
        case Entry():
            return _about(row.pk, (AuditAction.ENTRY_CHANGED,), details__label__isnull=False)
        case Freeze():
            return Q(action__in=_FREEZE_ENDS, details__ended_freeze=str(row.pk))
        case Rotation():
            return _about(row.pk, _ROTATION_STEPS)
        case Trap():
            return Q(action=AuditAction.TRAP_TAKEN_UP, details__ended_trap=str(row.pk))


def _ends_of_judgements(
    row: FindingThresholds | FindingException | ReviewCampaign | ReviewDecision,
) -> Q:
    """Of what people say of findings and of keys."""
    match row:
        case ReviewCampaign():
            return _about(row.pk, _CAMPAIGN_STEPS)
        case ReviewDecision():
            return Q(action__in=_DECISION_ENDS, details__ended_decision=str(row.pk))
        case FindingThresholds():
            return _about(row.team_id, (AuditAction.THRESHOLDS_CHANGED,))
        case FindingException():
            ended = AuditAction.FINDING_EXCEPTION_ENDED
            return Q(action=ended, team_id=row.team_id, details__exception=str(row.pk))


def _ends_of_notices(row: NoticeChoice | Webhook | CalendarLink | LogStream) -> Q:
    """Of who is told of what, and of where the log is sent."""
    match row:
        case NoticeChoice():
            chosen = AuditAction.NOTICES_CHOSEN
            return _about(row.team_id, (chosen,), details__choice=str(row.pk))
        case Webhook():
            return _about(row.pk, (AuditAction.WEBHOOK_REMOVED,))
        case LogStream():
            return _about(row.pk, (AuditAction.LOG_STREAM_REMOVED,))
        case CalendarLink():
            return Q(action__in=_CALENDAR_ENDS, details__ended_link=str(row.pk))


def _ends_of_use(row: Handover | ConsentLink | BulkJob) -> Q:
    """Of what is used once."""
    match row:
        case Handover():
            opened = Q(action=AuditAction.SECRET_SENT, details__link=str(row.pk))
            return opened | _about(row.pk, (AuditAction.HANDOVER_BURNED,))
        case ConsentLink():
            return _about(row.pk, _CONSENT_LINK_ENDS)
        case BulkJob():
            return _about(row.pk, (AuditAction.BULK_DONE, AuditAction.BULK_STOPPED))


def _about(subject_id: object, actions: tuple[AuditAction, ...], **more: Any) -> Q:
    return Q(subject_id=str(subject_id), action__in=actions, **more)
