"""The sessions of a person, and ending one, the others or all of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from credentials import audit
from credentials.audit import Actor
from credentials.core import AuditAction, Outcome
from credentials.models import AuditEntry, Person, SignedInSession
from credentials.people.authority import guard_sessions
from credentials.sealing import sessions

#: In the details of an entry: the digests of sessions, or of keys of one, that ended by it.
ENDED: Final = "ended"


def digest_of_session(session_key: str) -> str:
    """What the database knows of a session's key."""
    return sessions.stored_key(session_key)


def begin_session(person: Person, digest: str, *, browser: str, address: str) -> None:
    """Put a session on the list of the person's; one that is on it is put up to date."""
    SignedInSession.objects.update_or_create(
        digest=digest,
        defaults={
            "person": person,
            "browser": browser[:80],
            "address": address,
            "seen_at": timezone.now(),
        },
    )


def note_session_in_use(digest: str, *, address: str) -> None:
    """Note that the session is in use."""
    now = timezone.now()
    SignedInSession.objects.filter(digest=digest).update(seen_at=now, address=address)


def session_is_live(person: Person, digest: str, *, since: datetime) -> bool:
    """Whether a session that began at ``since`` is on the list, and the log tells of no end of it.

    Whoever writes to the database can put rows back; an entry of the log does not leave unnoticed.
    """
    own = Q(action__in=(AuditAction.SIGNED_OUT, AuditAction.CONFIRMED), actor_id=person.pk)
    about = Q(action=AuditAction.SESSIONS_ENDED, subject_id=str(person.pk))
    endings = AuditEntry.objects.filter(own | about, time__gte=since).order_by()
    ended = Exists(endings.filter(**{f"details__{ENDED}__icontains": digest}))
    return SignedInSession.objects.filter(~ended, person=person, digest=digest).exists()


def drop_restored_session(person: Person, digest: str, *, address: str) -> None:
    """Remove a session that somebody put back, and log that; nothing where it is gone anyway."""
    removed, _ = Session.objects.filter(session_key=digest).delete()
    SignedInSession.objects.filter(digest=digest).delete()
    if removed:
        audit.record(
            AuditAction.ACCESS_DENIED,
            actor=audit.actor_of(person, address),
            subject=audit.subject_of(person),
            outcome=Outcome.DENIED,
            details={"cause": "ended session"},
        )


def follow_session_key(old: str, new: str) -> None:
    """Follow a session whose key was changed, from one digest to the other."""
    SignedInSession.objects.filter(digest=old).update(digest=new)


def sessions_of(person: Person) -> QuerySet[SignedInSession]:
    """The sessions of the person that are neither over nor idle for too long, newest use first."""
    now = timezone.now()
    return SignedInSession.objects.filter(
        Exists(Session.objects.filter(session_key=OuterRef("digest"), expire_date__gt=now)),
        person=person,
        seen_at__gt=now - timedelta(seconds=settings.SESSION_IDLE_SECONDS),
        started_at__gt=now - timedelta(seconds=settings.SESSION_COOKIE_AGE),
    )


def end_sessions(
    person: Person, *, actor: Actor, except_digest: str = "", only: int | None = None
) -> int:
    """End the person's sessions but the one with ``except_digest``, or ``only`` that id.

    How many ended. Those that are on no list end as well, since their keys stop fitting: all of
    them, but where a single one is meant. Raises ``NotAllowedError`` for an actor who is neither
    the person nor administers a team of theirs, and ``RowChangedOutside`` where the person's row
    is not as Keydesk wrote it.
    """
    action, subject = AuditAction.SESSIONS_ENDED, audit.subject_of(person)
    with audit.attempt(action, actor=actor, subject=subject, person=person) as attempt:
        guard_sessions(person, actor=actor)
        others = SignedInSession.objects.filter(person=person).exclude(digest=except_digest)
        chosen = others.filter(pk=only) if only is not None else others
        digests = list(chosen.values_list("digest", flat=True))
        attempt.details |= {"count": len(digests), ENDED: " ".join(digests)}
        attempt.log()
        _delete(digests)
        person.refresh_from_db()
        person.session_generation += only is None
        person.save(update_fields=["session_generation"])
    return len(digests)


def delete_sessions(person: Person, *, except_digest: str) -> None:
    """Take sessions off the list that ended with the password they were opened with."""
    others = SignedInSession.objects.filter(person=person).exclude(digest=except_digest)
    _delete(list(others.values_list("digest", flat=True)))


def remove_session(digest: str) -> None:
    """Take a session off the list that its person closed."""
    SignedInSession.objects.filter(digest=digest).delete()


def _delete(digests: list[str]) -> None:
    Session.objects.filter(session_key__in=digests).delete()
    SignedInSession.objects.filter(digest__in=digests).delete()
