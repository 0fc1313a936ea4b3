"""Receivers that write sign-ins and their like to the audit log."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import (
    authentication_step_completed,
    password_changed,
    password_reset,
    password_set,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from credentials import audit
from credentials.audit import Actor
from credentials.enums import AuditAction, Outcome
from credentials.models import Person
from dashboard import http


@receiver(user_logged_in, dispatch_uid="audit.signed_in")
def on_signed_in(request: HttpRequest, user: Person, **_: Any) -> None:
    audit.record(AuditAction.SIGNED_IN, actor=_of(request, user))


@receiver(user_logged_out, dispatch_uid="audit.signed_out")
def on_signed_out(request: HttpRequest, user: Person | None, **_: Any) -> None:
    if user is not None:
        audit.record(AuditAction.SIGNED_OUT, actor=_of(request, user))


@receiver(user_login_failed, dispatch_uid="audit.sign_in_failed")
def on_sign_in_failed(request: HttpRequest | None, **_: Any) -> None:
    """The address is kept, what was typed is not: people type passwords into the wrong field."""
    address = http.address(request) if request else ""
    audit.record(
        AuditAction.SIGN_IN_FAILED,
        actor=Actor("anonymous", None, address),
        outcome=Outcome.DENIED,
    )


@receiver(authentication_step_completed, dispatch_uid="audit.confirmed")
def on_confirmed(
    request: HttpRequest, user: Person, *, reauthenticated: bool = False, **_: Any
) -> None:
    if reauthenticated:
        audit.record(AuditAction.CONFIRMED, actor=_of(request, user))


@receiver((password_changed, password_set, password_reset), dispatch_uid="audit.password")
def on_password_changed(request: HttpRequest, user: Person, **_: Any) -> None:
    audit.record(AuditAction.PASSWORD_CHANGED, actor=_of(request, user))


def _of(request: HttpRequest, person: Person) -> Actor:
    return Actor(person.email, person.pk, http.address(request))
