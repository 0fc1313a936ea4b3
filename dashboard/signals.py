"""Receivers that write sign-ins and their like to the audit log."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import authentication_step_completed, password_changed, password_set
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_used
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from django.http import HttpRequest

from credentials import audit, people
from credentials.audit import SYSTEM, Actor
from credentials.core import AuditAction, Outcome
from credentials.models import Person
from dashboard import http, session_clock


@receiver(user_logged_in, dispatch_uid="audit.signed_in")
def on_signed_in(request: HttpRequest, user: Person, **_: Any) -> None:
    address, browser = http.address(request), http.browser(request)
    is_new = people.is_new_place(user, address=address, browser=browser)
    details: dict[str, audit.Detail] = {"browser": browser}
    audit.record(AuditAction.SIGNED_IN, actor=_actor(request, user), details=details)
    session_clock.begin(request, user)
    if is_new:
        people.queue_notice(user, AuditAction.SIGNED_IN)


@receiver(user_logged_out, dispatch_uid="audit.signed_out")
def on_signed_out(request: HttpRequest, user: Person | None, **_: Any) -> None:
    if user is not None:
        digest = session_clock.own_digest(request)
        details: dict[str, audit.Detail] = {people.ENDED: digest}
        audit.record(AuditAction.SIGNED_OUT, actor=_actor(request, user), details=details)
        people.remove_session(digest)


@receiver(user_login_failed, dispatch_uid="audit.sign_in_failed")
def on_sign_in_failed(request: HttpRequest | None, credentials: dict[str, Any], **_: Any) -> None:
    """The person whose address it is, if any; never what was typed, which may be a password.

    No two fold into one: those at addresses that nobody has would, and cost less than others.
    """
    if request is not None and request.user.is_authenticated:
        _refuse_confirmation(request, http.person(request), factor="password")
        return
    address = http.address(request) if request else ""
    known = Person.objects.with_email(str(credentials.get("email", "")))
    actor = audit.visitor(known, address)
    audit.record(AuditAction.SIGN_IN_FAILED, actor=actor, outcome=Outcome.DENIED, folds=False)


@receiver(authentication_step_completed, dispatch_uid="audit.confirmed")
def on_confirmed(
    request: HttpRequest, user: Person, *, method: str, reauthenticated: bool = False, **more: Any
) -> None:
    """From here on the session may open secrets: its key was on no wire before."""
    if reauthenticated:
        factor, old = str(more.get("type", method)), session_clock.own_digest(request)
        details: dict[str, audit.Detail] = {"factor": factor, people.ENDED: old}
        audit.record(AuditAction.CONFIRMED, actor=_actor(request, user), details=details)
        request.session.cycle_key()
        session_clock.follow_key(request)


@receiver((password_changed, password_set), dispatch_uid="sessions.password")
def on_password_changed(request: HttpRequest, **_: Any) -> None:
    session_clock.follow_key(request)


@receiver(authenticator_used, dispatch_uid="audit.recovery_code")
def on_factor_used(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any
) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        audit.record(AuditAction.RECOVERY_CODE_USED, actor=_actor(request, user))


@receiver(authentication_failed, dispatch_uid="audit.factor_failed")
def on_factor_failed(
    request: HttpRequest,
    user: Person,
    authenticator: Authenticator,
    *,
    reauthentication: bool = False,
    **_: Any,
) -> None:
    if reauthentication:
        _refuse_confirmation(request, user, factor=authenticator.type)
        return
    details: dict[str, audit.Detail] = {"factor": authenticator.type}
    audit.record(
        AuditAction.SIGN_IN_FAILED,
        actor=_actor(request, user),
        outcome=Outcome.DENIED,
        details=details,
    )


@receiver(pre_save, sender=Authenticator, dispatch_uid="audit.factor_added")
def on_factor_added(instance: Authenticator, **_: Any) -> None:
    """Before the row is written, whoever writes it."""
    if instance.pk is None:
        _log_factor(AuditAction.FACTOR_ADDED, instance)


@receiver(pre_delete, sender=Authenticator, dispatch_uid="audit.factor_removed")
def on_factor_removed(instance: Authenticator, **_: Any) -> None:
    _log_factor(AuditAction.FACTOR_REMOVED, instance)


def _refuse_confirmation(request: HttpRequest, person: Person, *, factor: str) -> None:
    audit.record(
        AuditAction.CONFIRMATION_FAILED,
        actor=_actor(request, person),
        outcome=Outcome.DENIED,
        details={"factor": factor},
    )


def _log_factor(action: AuditAction, factor: Authenticator) -> None:
    request = context.request
    is_own = request is not None and request.user.is_authenticated
    audit.record(
        action,
        actor=_actor(request, http.person(request)) if is_own else SYSTEM,
        subject=audit.subject_of(factor.user),
        details={"factor": factor.type, **({"id": str(factor.pk)} if factor.pk else {})},
    )
    if is_own:
        people.queue_notice(factor.user, action)


def _actor(request: HttpRequest, person: Person) -> Actor:
    return audit.actor_of(person, http.address(request))
