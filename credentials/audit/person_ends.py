"""Which entries end a membership, a link, or a person as they were.

An entry names a person by their identity, which never changes, and a membership by its id and
that of its person as well: an address is what a row says, and may be another's tomorrow. Entries of
versions that wrote no identity are read by the address.
"""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from credentials.core import AuditAction, LinkPurpose
from credentials.models import MailedLink, Membership, Person

_MEMBERSHIP_ENDS: Final = (AuditAction.MEMBER_REMOVED, AuditAction.MEMBER_ROLE_CHANGED)
_PERSON_CHANGES: Final = (AuditAction.PASSWORD_CHANGED, AuditAction.SESSIONS_ENDED)
#: What the log says when a link is made, which takes the place of every earlier one.
LINK_MADE: Final = {
    LinkPurpose.PASSWORD_RESET: AuditAction.RESET_LINK_MADE,
    LinkPurpose.SIGN_IN: AuditAction.SIGN_IN_LINK_MADE,
}


def of_membership(membership: Membership) -> Q:
    """Removed, changed, or followed by another: a person has one role in a team at a time."""
    person, of_team = membership.person, Q(subject_id=str(membership.team_id))
    its_person = Q(details__person_id=membership.person_id) | names(person)
    its_own = Q(details__membership=membership.pk) | of_team & its_person
    added = Q(action=AuditAction.MEMBER_ADDED, details__identity=str(person.identity))
    return Q(action__in=_MEMBERSHIP_ENDS) & its_own | of_team & added


def of_link(link: MailedLink) -> Q:
    """Used, replaced by a newer one, or outlived by the password it was to replace."""
    replacing = [action for purpose, action in LINK_MADE.items() if purpose == link.purpose]
    about = Q(subject_id=str(link.person_id), action__in=[AuditAction.PASSWORD_CHANGED, *replacing])
    return about | Q(action=AuditAction.SIGNED_IN, actor_id=link.person_id)


def of_person(person: Person) -> Q:
    """Given another password or another generation of sessions, or deactivated."""
    own = Q(subject_kind="person", subject_id=str(person.pk))
    deactivated = Q(action=AuditAction.PERSON_DEACTIVATED) & (own | names(person))
    return own & Q(action__in=_PERSON_CHANGES) | deactivated


def names(person: Person) -> Q:
    """The entries that name the person; of versions that wrote no identity, by the address."""
    by_address = Q(details__identity__isnull=True, details__person=person.email)
    return Q(details__identity=str(person.identity)) | by_address
