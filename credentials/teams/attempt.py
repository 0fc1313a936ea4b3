"""An attempt by somebody whose role has to allow it, looked at again when it counts.

The role is looked at in the transaction of the change, and cannot be taken away before it ends:
a person who loses it in mid-request changes nothing any more. Locks are taken in one order:
memberships, the account, entries, versions, then the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from credentials import audit
from credentials.audit import Actor, Attempt, CallAttempt, Detail, Subject
from credentials.core import AuditAction, NotAllowedError, Permission, coded, gettext_noop, say
from credentials.teams.roles import locked_permission

_NOT_ANY_MORE = coded(
    "access.not-any-more", gettext_noop("Your role does not include this any more.")
)
_ASK_ADMIN = coded("access.ask-admin", gettext_noop("A team's admin can change roles."))


@contextmanager
def attempt(
    action: AuditAction,
    permission: Permission | None,
    *,
    actor: Actor,
    subject: Subject,
    details: dict[str, Detail] | None = None,
) -> Iterator[Attempt]:
    """``audit.attempt`` by an actor who has the permission in the subject's team.

    No permission is for a part of an attempt that looked at the role itself.
    """
    with audit.attempt(action, actor=actor, subject=subject, details=details) as attempt:
        guard_permission(permission, actor=actor, subject=subject)
        yield attempt


@contextmanager
def attempt_call(
    action: AuditAction,
    permission: Permission,
    *,
    actor: Actor,
    subject: Subject,
    details: dict[str, Detail] | None = None,
    authority: Actor | None = None,
) -> Iterator[CallAttempt]:
    """``audit.attempt_call``; the role is looked at in the transaction that says it started.

    ``authority`` is whose role counts, where that is not the actor's: who made a link for them.
    """

    def guard() -> None:
        guard_permission(permission, actor=authority or actor, subject=subject)

    with audit.attempt_call(
        action, actor=actor, subject=subject, details=details, guard=guard
    ) as attempt:
        yield attempt


def guard_permission(permission: Permission | None, *, actor: Actor, subject: Subject) -> None:
    """Refuse an actor without the permission in the subject's team, and hold on to their role.

    Keydesk itself needs none. Raises ``NotAllowedError``; to be called in a transaction.
    """
    if permission is None or actor == audit.SYSTEM:
        return
    if subject.team_id and locked_permission(actor.person_id, permission, subject.team_id):
        return
    raise role_lost()


def role_lost() -> NotAllowedError:
    """What somebody is told whose role does not include any more what they do."""
    return NotAllowedError(say(_NOT_ANY_MORE), next_step=say(_ASK_ADMIN))
