"""Whether a row that grants something may be believed: by its proof, and by what the log says.

A row without its proof is as good as not there, and an entry says so, once for each state of it.
A row that was genuine once and was put back is told by the log: since its proof was made, an entry
ended what it grants.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeVar

from allauth.mfa.models import Authenticator
from django.db.models import Model, Q, QuerySet

from credentials.audit import log, person_ends, sign_in_rows
from credentials.audit.subjects import SYSTEM, Subject
from credentials.core import AuditAction, Outcome, RowChangedOutside, in_batches
from credentials.models import (
    Account,
    AuditEntry,
    BulkJob,
    ConsentLink,
    Entry,
    FindingException,
    FindingThresholds,
    Freeze,
    Handover,
    Invitation,
    KeyRequest,
    MailedLink,
    Membership,
    NoticeChoice,
    Person,
    Proven,
    ReviewCampaign,
    ReviewDecision,
    Rotation,
    Team,
    Webhook,
)
from credentials.sealing import row_proofs

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
_DECISION_ENDS: Final = (
    AuditAction.REVIEW_DECIDED,
    AuditAction.REVIEW_CONFIRMED,
    AuditAction.REVIEW_TAKEN_BACK,
)
_ROTATION_STEPS: Final = (AuditAction.ROTATION_ADVANCED, AuditAction.ROTATION_CANCELLED)
_AT_ONCE: Final = 50  # rows of one question to the log
_OF_THE_FIRST: Final = "1."  # as a proof is that was made after the first entry
_Row = TypeVar("_Row", bound=Model)


def proof_of(row: Model) -> str:
    """The proof that fits the row; empty where there is none."""
    if isinstance(row, Proven):
        return row.proof if row_proofs.is_genuine(row) else ""
    return sign_in_rows.proof_of(row)


def genuine_or_logged(row: Model) -> bool:
    """Whether Keydesk wrote the row as it stands; the log says of any other that it is not
    believed, once for each state of it."""
    if proof_of(row):
        return True
    _note(row)
    return False


def holds_or_logged(*rows: Model) -> bool:
    """Whether Keydesk wrote the rows, which the log says of any other, and no entry of it has ended
    since what they grant."""
    proofs = [proof_of(row) for row in rows]
    if not all(proofs):
        return all(genuine_or_logged(row) for row in rows)
    return not _are_ended(rows, proofs, entries=AuditEntry.objects.all())


def ask_as_of(nobody: Person) -> None:
    """The same questions to the log as of a person whose row is genuine, for an address that nobody
    has: who measures the time of an answer learns nothing of it."""
    _are_ended([nobody], [_OF_THE_FIRST], entries=AuditEntry.objects.all())


def holding_or_logged(rows: Iterable[_Row]) -> list[_Row]:
    """Those of the rows that still hold."""
    return [row for part in in_batches(list(rows), _AT_ONCE) for row in _holding(part)]


def is_old(row: Model) -> bool:
    """Whether a row is as it was before the log ended it, where Keydesk leaves none so."""
    is_kept = isinstance(row, Membership | Person | Team | Account | Entry)
    if not (is_kept and isinstance(row, Proven)):
        return False
    return _are_ended([row], [row.proof], entries=AuditEntry.objects.all())


def guard_genuine(row: Model) -> None:
    """Raise ``RowChangedOutside`` for a row that Keydesk did not write as it stands."""
    if not genuine_or_logged(row):
        raise RowChangedOutside(str(row._meta.verbose_name), row_object=row)


def guard_holds(*rows: Model) -> None:
    """The same for several, and for one that the log has ended."""
    if holds_or_logged(*rows):
        return
    for row in rows:
        if len(rows) == 1 or not holds_or_logged(row):
            raise RowChangedOutside(str(row._meta.verbose_name), row_object=row)


def guard_person(person: Person) -> None:
    """The same for the person as the database has them now, who has to be the one that was found.

    What else changed since then, as a password does, is no obstacle.
    """
    stored = Person.objects.filter(pk=person.pk).first() or person
    if (stored.identity, stored.email) == (person.identity, person.email):
        return guard_holds(stored)
    for row in (person, stored):
        guard_genuine(row)
    raise RowChangedOutside(str(person._meta.verbose_name))


def note(error: RowChangedOutside) -> None:
    """Log the row that the error is about, unless the log says of it already."""
    if isinstance(error.row_object, Model):
        genuine_or_logged(error.row_object)


class RowProver:
    """What proves the rows that are saved."""

    prove = staticmethod(row_proofs.prove)
    is_genuine = staticmethod(row_proofs.is_genuine)

    @staticmethod
    def may_change(row: Proven) -> bool:
        """Whether the row held until the verb that changes it began to log what it does."""
        if not row_proofs.is_genuine(row):
            return False
        first = log.first_own_entry()
        earlier = AuditEntry.objects.filter(**{"seq__lt": first} if first else {})
        return not _are_ended([row], [row.proof], entries=earlier)


def row_subject(row: Model) -> Subject:
    """The row as the log names it: what it says of itself may be anybody's words."""
    team_id = getattr(row, "team_id", None)
    return Subject(row._meta.model_name or "", str(row.pk), row._meta.db_table, team_id)


def state_of(row: Model) -> str:
    """A short keyed digest of what the row says, to know the same state again."""
    return row_proofs.state_of(row) if isinstance(row, Proven) else sign_in_rows.state_of(row)


def _holding(rows: list[_Row]) -> list[_Row]:
    return rows if holds_or_logged(*rows) else [row for row in rows if holds_or_logged(row)]


def _are_ended(
    rows: Sequence[Model], proofs: Sequence[str], *, entries: QuerySet[AuditEntry]
) -> bool:
    """Whether an entry ended one of the rows since its proof, or no entry dates a proof."""
    numbers = [row_proofs.made_at(proof) for proof in proofs]
    if not row_proofs.are_dated(set(numbers)):
        return True
    ends = Q(pk__in=())
    for row, number in zip(rows, numbers, strict=True):
        ends |= _ends(row) & Q(seq__gt=number)
    return entries.filter(ends, outcome=Outcome.DONE).exists()


def _ends(row: Model) -> Q:
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
        case Authenticator():
            removed = _about(row.user_id, (AuditAction.FACTOR_REMOVED,), details__id=str(row.pk))
            return removed | _about(row.user_id, (AuditAction.FACTORS_RESET,))
        case Person():
            return person_ends.of_person(row)
        case Team() | Account() | Entry() | Freeze() | Rotation() | NoticeChoice() | Webhook():
            return _ends_of_kept(row)
        case FindingThresholds() | FindingException() | ReviewCampaign() | ReviewDecision():
            return _ends_of_judgements(row)
        case KeyRequest():
            return Q(pk__in=())  # what is proven of it never changes
    raise TypeError(f"the log ends no {row._meta.verbose_name}")


def _ends_of_kept(
    row: Team | Account | Entry | Freeze | Rotation | NoticeChoice | Webhook,
) -> Q:
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
        case NoticeChoice():
            chosen = AuditAction.NOTICES_CHOSEN
            return _about(row.team_id, (chosen,), details__choice=str(row.pk))
        case Webhook():
            return _about(row.pk, (AuditAction.WEBHOOK_REMOVED,))


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


def _note(row: Model) -> None:
    """Log that the row is not believed, unless the log says so of this very state."""
    subject, state = row_subject(row), state_of(row)
    entries = AuditEntry.objects.filter(
        action=AuditAction.ROW_DISTRUSTED, subject_id=subject.id, details__state=state
    )
    if not entries.exists():
        log.record(
            AuditAction.ROW_DISTRUSTED,
            actor=SYSTEM,
            subject=subject,
            outcome=Outcome.DENIED,
            details={"state": state},
        )
