"""Second factors: their seeds are sealed for one person, and can be taken away in an emergency.

django-allauth keeps the rows and checks the codes. A seed is sealed under a key of this purpose
alone and bound to the person whose row it stands in: moved to another row, it does not open.
"""

from __future__ import annotations

from typing import Final

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.views.decorators.debug import sensitive_variables

from credentials import audit, vault
from credentials.audit import Actor
from credentials.core import AuditAction, KeyringError
from credentials.models import Person
from credentials.people import notices
from credentials.sealing import Secret, instance_key, key_id

# Recovery codes stand in for a factor; they are none by themselves.
_FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@sensitive_variables("seed")
def seal_factor(person: Person, seed: str) -> str:
    """The seed of a person's authenticator app or recovery codes, as it is kept."""
    return instance_key.factor_key().seal(seed, vault.factor_binding(person.pk))


def open_factor(token: str) -> Secret:
    """A kept seed; raises ``KeyringError`` where it stands in another person's row, or in two."""
    rows = Authenticator.objects.filter(Q(data__secret=token) | Q(data__seed=token))
    holders = list(rows.values_list("user_id", flat=True)[:2])
    if len(holders) != 1:
        raise KeyringError(key_id(token))
    return instance_key.factor_key().open(token, vault.factor_binding(holders[0]))


def check_factors(person: Person) -> None:
    """Raises ``KeyringError`` where what is kept of the person's factors does not open, or is no
    such thing: moved here from another row, or written by somebody else."""
    for row in Authenticator.objects.filter(user_id=person.pk):
        match row.type, row.data:
            case Authenticator.Type.TOTP, {"secret": str(token)}:
                open_factor(token)
            case Authenticator.Type.RECOVERY_CODES, {"seed": str(token), "used_mask": int()}:
                open_factor(token)
            case Authenticator.Type.WEBAUTHN, {"name": str(), "credential": dict()}:
                _read_passkey(row)
            case _:
                raise KeyringError


def has_second_factor(person: Person) -> bool:
    """Whether the person set up a passkey or an authenticator app, and did not remove it."""
    rows = Authenticator.objects.filter(user_id=person.pk, type__in=_FACTORS)
    return any(audit.holds_or_logged(row) for row in rows)


def reset_factors(person: Person, *, actor: Actor) -> int:
    """Take every factor of the person away, recovery codes too; how many there were.

    Raises ``RowChangedOutside`` where the person's row is not as Keydesk wrote it.
    """
    action, subject = AuditAction.FACTORS_RESET, audit.subject_of(person)
    with audit.attempt(action, actor=actor, subject=subject, person=person) as attempt:
        rows = list(Authenticator.objects.filter(user_id=person.pk))
        attempt.details["count"] = len(rows)
        attempt.log()
        notices.queue_notice(person, AuditAction.FACTORS_RESET)
        return sum(1 for row in rows if row.delete())


def _read_passkey(row: Authenticator) -> None:
    try:
        getattr(row.wrap(), "authenticator_data")  # noqa: B009 -- reading it is the check
    except (ValidationError, KeyError, TypeError, ValueError, AttributeError):
        raise KeyringError from None
