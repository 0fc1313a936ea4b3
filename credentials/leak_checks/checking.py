"""Asking the service about a stored secret, by the first digits of its hash alone."""

from __future__ import annotations

import hashlib
import hmac

from django.views.decorators.debug import sensitive_variables

from credentials import audit, teams, vault
from credentials.audit import Actor
from credentials.core import AuditAction, Permission
from credentials.leak_checks.service import PREFIX, LeakService
from credentials.models import Entry


@sensitive_variables("digest")
def check_entry(entry: Entry, service: LeakService, *, actor: Actor) -> bool:
    """Whether the newest secret is known to have leaked; the log says so, and that it was opened.

    Raises as ``vault.use``, and what the service raises.
    """
    with teams.attempt_call(
        AuditAction.LEAK_CHECKED,
        Permission.STORE_SECRETS,
        actor=actor,
        subject=audit.subject_of(entry),
    ) as attempt:
        with attempt.started():
            pass
        secret = vault.use(entry, actor=actor, purpose="leak check")
        digest = hashlib.sha256(secret.expose().encode()).hexdigest()
        known = [suffix.strip().lower() for suffix in service.suffixes(digest[:PREFIX])]
        is_leaked = any(hmac.compare_digest(suffix, digest[PREFIX:]) for suffix in known)
        with attempt.ended():
            attempt.details["leaked"] = is_leaked
    return is_leaked
