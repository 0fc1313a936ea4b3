"""Asking OVHcloud for something final: the intent is logged before the call, the outcome after."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import models

from credentials import audit
from credentials.audit import Actor
from credentials.enums import AuditAction, Outcome
from credentials.errors import KeydeskError, NotAllowedError

_T = TypeVar("_T")


def logged(
    action: AuditAction, subject: audit.Subject, act: Callable[[], _T], *, actor: Actor
) -> _T:
    """What ``act`` gives. Once something was made, it is what the log speaks of."""
    audit.record(action, actor=actor, subject=subject, outcome=Outcome.STARTED)
    try:
        done = act()
    except KeydeskError as error:
        details: dict[str, audit.Detail] = {"cause": type(error).__name__}
        audit.record(action, actor=actor, subject=subject, outcome=Outcome.FAILED, details=details)
        raise
    made = audit.subject_of(done) if isinstance(done, models.Model) else subject
    audit.record(action, actor=actor, subject=made)
    return done


def refuse(obstacle: NotAllowedError | None) -> None:
    """Raise what stands in the way, if anything does."""
    if obstacle is not None:
        raise obstacle
