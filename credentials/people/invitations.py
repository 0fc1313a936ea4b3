"""Invitations: an admin asks, a mail goes out, and whoever reads it joins the team."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django_tasks import task

from credentials import audit, mail, teams
from credentials.audit import Actor, Attempt
from credentials.core import (
    AuditAction,
    NotAllowedError,
    Permission,
    Role,
    RowChangedOutside,
    gettext_noop,
    say,
)
from credentials.link_tokens import digest_of, new_token
from credentials.models import Invitation, Person, Team
from credentials.public_address import public_address

INVITATION_LIFETIME: Final = timedelta(hours=48)


def invite(team: Team, email: str, *, role: Role, person: Person, actor: Actor) -> Invitation:
    """Invite whoever reads the address's mail; an earlier invitation of it to the team ends."""
    email = Person.objects.normalize_email(email)
    with _attempt(AuditAction.INVITATION_SENT, team, email, role, actor=actor) as attempt:
        attempt.log()
        for earlier in open_invitations(team).filter(email=email):
            _withdraw(earlier)
        invitation = Invitation.objects.create(
            team=team,
            email=email,
            role=role,
            invited_by=person,
            expires_at=timezone.now() + INVITATION_LIFETIME,
        )
        send_invitation.enqueue(str(invitation.pk))
    return invitation


@task()
def send_invitation(invitation_id: str) -> None:
    """Make the link and mail it: its token is in no queue."""
    invitation = _open().filter(pk=invitation_id).first()
    if invitation is None or not audit.holds_or_logged(invitation):
        return
    token = new_token()
    invitation.digest = digest_of(token)
    invitation.save(update_fields=["digest"])
    url = public_address(reverse("account_invitation", args=[token]))
    mail.send("invitation", invitation.email, invitation=invitation, url=url)


def withdraw_invitation(invitation: Invitation, *, actor: Actor) -> None:
    """Make the mailed link work no more, whatever was changed outside in its row."""
    team, email, role = invitation.team, invitation.email, invitation.role
    with _attempt(AuditAction.INVITATION_WITHDRAWN, team, email, role, actor=actor) as attempt:
        attempt.details["invitation"] = str(invitation.pk)
        attempt.log()
        _withdraw(invitation)


def open_invitations(team: Team) -> QuerySet[Invitation]:
    """The invitations to the team that can still be accepted."""
    return _open().filter(team=team)


def find_invitation(token: str) -> Invitation | None:
    """The invitation of a mailed link; None once it is over, or its sender no longer may invite."""
    invitation = _open().filter(digest=digest_of(token)).first()
    if invitation is None or not audit.holds_or_logged(invitation):
        return None
    return invitation if _may_still_invite(invitation) else None


@sensitive_variables("password")
def accept_invitation(token: str, *, person: Person | None, password: str, address: str) -> Person:
    """Join the team, as the person who is signed in or as a new one with this password.

    ``address`` is where the request comes from. Raises ``NotAllowedError`` where the invitation
    is over, and where it was sent to another address than the person's.
    """
    actor = audit.visitor(person, address)
    with audit.attempt(AuditAction.MEMBER_ADDED, actor=actor) as attempt:
        invitation = find_invitation(token)
        if invitation is None:
            raise _no_longer_works()
        attempt.subject = audit.subject_of(invitation.team)
        joined = _join(invitation, person, password, address=address)
        attempt.withdraw()  # Adding the member has its entry.
    return joined


@sensitive_variables("password")
def _join(invitation: Invitation, person: Person | None, password: str, *, address: str) -> Person:
    """The memberships are held first, then the invitation, as whoever invites does."""
    known = Person.objects.filter(email=invitation.email).first()
    if known != person:
        raise NotAllowedError(
            say(gettext_noop("The invitation is for %(email)s."), email=invitation.email),
            next_step=say(gettext_noop("Sign in with that address.")),
        )
    joining = known or Person.objects.create_user(invitation.email, password)
    sender = invitation.invited_by
    teams.add_member(
        invitation.team,
        joining,
        Role(invitation.role),
        actor=audit.actor_of(joining, address),
        authority=audit.actor_of(sender),
    )
    if not _take(invitation):
        raise _no_longer_works()
    return joining


def _no_longer_works() -> NotAllowedError:
    return NotAllowedError(
        say(gettext_noop("This invitation no longer works.")),
        next_step=say(gettext_noop("Ask the team for a new one.")),
    )


def _open() -> QuerySet[Invitation]:
    return Invitation.objects.select_related("team", "invited_by").filter(
        accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    )


def _may_still_invite(invitation: Invitation) -> bool:
    sender = invitation.invited_by
    return sender.is_active and teams.may(sender, Permission.MANAGE_PEOPLE, invitation.team_id)


def _take(invitation: Invitation) -> bool:
    """Of two who accept at once, one does."""
    still_open = _open().select_for_update(of=("self",), no_key=True).filter(pk=invitation.pk)
    if not still_open.exists():
        return False
    _end(invitation, "accepted_at")
    return True


def _withdraw(invitation: Invitation) -> None:
    """A row that cannot be believed goes: what is put back in its place, the log has ended."""
    try:
        _end(invitation, "withdrawn_at")
    except RowChangedOutside:
        invitation.delete()


def _end(invitation: Invitation, column: str) -> None:
    setattr(invitation, column, timezone.now())
    invitation.save(update_fields=[column])


@contextmanager
def _attempt(
    action: AuditAction, team: Team, email: str, role: str, *, actor: Actor
) -> Iterator[Attempt]:
    details: dict[str, audit.Detail] = {"person": email, "role": role}
    subject = audit.subject_of(team)
    with teams.attempt(
        action, Permission.MANAGE_PEOPLE, actor=actor, subject=subject, details=details
    ) as attempt:
        yield attempt
