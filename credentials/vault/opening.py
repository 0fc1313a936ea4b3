"""Opening: to show, copy, export or mail a secret, or for a call that Keydesk makes.

Each is one transaction: the person's right, the version, the entry in the log, then the value. The
right and the version are held until it ends, so that a role taken away or a version destroyed in
the meantime counts. If the log cannot be written nothing is opened; if the transaction cannot be
committed nothing is returned. What is refused or does not open is in the log as that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from credentials import audit, teams
from credentials.audit import Actor, Attempt, Detail
from credentials.core import (
    AuditAction,
    KeydeskError,
    NotAllowedError,
    Outcome,
    Permission,
    coded,
    gettext_noop,
    ngettext_noop,
    say,
)
from credentials.models import (
    AuditEntry,
    Entry,
    Proven,
    SecretVersion,
    Team,
    whole_entry,
)
from credentials.sealing import Secret
from credentials.vault.accounts import believed_account
from credentials.vault.confirmed_keys import guard_confirmed
from credentials.vault.seal_locations import binding, data_key
from credentials.vault.versions import kept_versions

_DESTROYED = coded(
    "vault.forgotten", gettext_noop("Nothing is stored for %(label)s any more: it was destroyed.")
)
_SAY_PURPOSE = coded("vault.purpose-missing", gettext_noop("The policy of %(team)s asks what for."))
_WRITE_PURPOSE = coded("vault.write-purpose", gettext_noop("Write what you need the secret for."))
_TOO_MANY = coded(
    "vault.too-many",
    ngettext_noop(
        "Nobody opens more than %(most)s secret within an hour.",
        "Nobody opens more than %(most)s secrets within an hour.",
        by="most",
    ),
)
_WAIT = coded("vault.wait", gettext_noop("Open this one later, or ask somebody else to."))
_REPLACE_SECRET = coded(
    "vault.replace-secret", gettext_noop("Replace the secret to keep a new version.")
)


_NEVER_REVEALED = coded(
    "vault.never-revealed", gettext_noop("%(label)s is marked to be used and never revealed.")
)
_EXPORT_IT = coded(
    "vault.export-instead", gettext_noop("Export it to where it is needed, or replace it.")
)

LONGEST_PURPOSE: Final = 200
_SHOWING: Final = frozenset({AuditAction.SECRET_REVEALED, AuditAction.SECRET_COPIED})
#: Secrets that one person opens within an hour: more than anybody reads, far fewer than a script.
MOST_IN_AN_HOUR: Final = 300
_BY_PEOPLE: Final = frozenset(
    {
        AuditAction.SECRET_REVEALED,
        AuditAction.SECRET_COPIED,
        AuditAction.SECRET_EXPORTED,
        AuditAction.SECRET_SENT,
    }
)


def reveal(entry: Entry, *, actor: Actor, number: int | None = None, purpose: str = "") -> Secret:
    """Open a secret for a person: logged first, shown after. The newest version by default.

    ``purpose`` is what the person says it is for, which a team may ask for. Raises
    ``NotAllowedError`` for an actor whose role does not include it, a version that was destroyed,
    a purpose that is missing, a key that nobody confirmed; ``RowChangedOutside`` for rows that
    Keydesk did not write; ``KeyringError`` where the secret does not open.
    """
    action = AuditAction.SECRET_REVEALED
    details = purpose_given(purpose)
    return _open_for_person(entry, action, actor=actor, number=number, **details)


def copy(entry: Entry, *, actor: Actor, number: int | None = None, purpose: str = "") -> Secret:
    """Open a secret for a person's clipboard, without showing it; raises as ``reveal``."""
    action = AuditAction.SECRET_COPIED
    details = purpose_given(purpose)
    return _open_for_person(entry, action, actor=actor, number=number, **details)


def export(
    entries: Sequence[Entry], *, actor: Actor, form: str, destination: str, purpose: str = ""
) -> list[Secret]:
    """Open what one file takes, for a person to take away: all of it or nothing.

    ``form`` names the file's format, ``destination`` where it goes. Raises as ``reveal``.
    """
    action = AuditAction.SECRET_EXPORTED
    details: dict[str, Detail] = {
        "format": form,
        "destination": destination,
        **purpose_given(purpose),
    }
    return open_all(entries, action, actor=actor, right=Permission.REVEAL, details=details)


def use(entry: Entry, *, actor: Actor, purpose: str) -> Secret:
    """Open the newest secret for a call that Keydesk makes itself; ``purpose`` names the call.

    Raises as ``reveal``; no role and no purpose of a person is asked for.
    """
    details: dict[str, Detail] = {"purpose": purpose}
    (secret,) = open_all([entry], AuditAction.SECRET_USED, actor=actor, details=details)
    return secret


def purpose_given(purpose: str) -> dict[str, Detail]:
    """What a person says a secret is for, as the log keeps it; nothing where they say nothing."""
    given = " ".join(purpose.split())[:LONGEST_PURPOSE]
    return {"purpose": given} if given else {}


def guard_purpose(team: Team, details: dict[str, Detail]) -> None:
    """Raises ``NotAllowedError`` where the team asks what a secret is for, and nobody said."""
    if team.requires_purpose and not details.get("purpose"):
        raise NotAllowedError(say(_SAY_PURPOSE, team=team), next_step=say(_WRITE_PURPOSE))


def _open_for_person(
    entry: Entry, action: AuditAction, *, actor: Actor, number: int | None, **details: Detail
) -> Secret:
    (secret,) = open_all(
        [entry], action, actor=actor, right=Permission.REVEAL, number=number, details=details
    )
    return secret


def open_all(
    entries: Sequence[Entry],
    action: AuditAction,
    *,
    actor: Actor,
    details: dict[str, Detail],
    right: Permission | None = None,
    authority: Actor | None = None,
    number: int | None = None,
    burn: Callable[[], object] = lambda: None,
) -> list[Secret]:
    """For a person in a transaction of its own: what they saw stays on the record.

    Everything is held before the log is: whoever destroys a version takes the two in this order.
    ``authority`` is whose role counts, where that is not the actor's.
    """
    versions: list[SecretVersion] = []
    opened: list[Secret] = []
    durable, subject = right is not None, audit.subject_of(entries[0])
    with audit.attempt(
        action, actor=actor, subject=subject, details=details, durable=durable
    ) as attempt:
        if right is not None:
            _guard_pace(authority or actor, len(entries))
        for entry in entries:
            with _entry_in_log(attempt, entry, number, details=details):
                teams.guard_permission(right, actor=authority or actor, subject=attempt.subject)
                _guard_rows(entry)
                guard_confirmed(entry)
                if action in _BY_PEOPLE:  # Keydesk's own calls always say their purpose
                    _guard_words(entry, is_shown=action in _SHOWING)
                    guard_purpose(entry.account.team, details)
                versions.append(_locked_version(entry, number))
        burn()
        for entry, version in zip(entries, versions, strict=True):
            with _entry_in_log(attempt, entry, version.number, details=details):
                opened.append(_open(entry, version, attempt=attempt, details=details))
    return opened


def _guard_pace(actor: Actor, count: int) -> None:
    """Nobody opens the whole vault by a script, with a session of their own or of somebody else."""
    if actor.person_id is None:
        return
    own = Q(actor_id=actor.person_id) | Q(details__by=actor.name)  # and by links of theirs
    opened = AuditEntry.objects.filter(
        own,
        action__in=_BY_PEOPLE,
        outcome=Outcome.DONE,
        time__gt=timezone.now() - timedelta(hours=1),
    ).count()
    if opened + count > MOST_IN_AN_HOUR:
        raise NotAllowedError(say(_TOO_MANY, most=MOST_IN_AN_HOUR), next_step=say(_WAIT))


def _guard_rows(entry: Entry) -> None:
    """Nothing is opened by rows that somebody else wrote. The entry has its account as it is stored
    now: that says where a secret is sent."""
    entry.account = believed_account(entry.account)
    if isinstance(entry, Proven):
        audit.guard_genuine(entry)


def _guard_words(entry: Entry, *, is_shown: bool) -> None:
    """A person chose the secret by what is written on it; nobody is shown one that is marked to be
    used alone."""
    stored = whole_entry(entry)
    audit.guard_holds(stored)
    if is_shown and stored.never_reveal:
        raise NotAllowedError(say(_NEVER_REVEALED, label=stored), next_step=say(_EXPORT_IT))


@contextmanager
def _entry_in_log(
    attempt: Attempt, entry: Entry, number: int | None, *, details: dict[str, Detail]
) -> Iterator[None]:
    """The attempt is about the entry now; if it ends here, its version is in the log with it."""
    attempt.subject = audit.subject_of(entry)
    try:
        yield
    except KeydeskError:
        attempt.details = {**_version_named(entry, number), **details}
        raise


def _open(
    entry: Entry, version: SecretVersion, *, attempt: Attempt, details: dict[str, Detail]
) -> Secret:
    """Log first, then open: if the log cannot be written there is no secret in memory."""
    attempt.details = {"version": version.number, **details}
    attempt.log()
    return data_key(entry.account).open(version.token, binding(entry, version.number))


def _version_named(entry: Entry, number: int | None) -> dict[str, Detail]:
    """For the record of what failed: the version that was asked for, where there is one."""
    wanted_number = number or kept_versions(entry).values_list("number", flat=True).first()
    return {"version": wanted_number} if wanted_number else {}


def _locked_version(entry: Entry, number: int | None) -> SecretVersion:
    versions = kept_versions(entry).select_for_update()
    version = versions.first() if number is None else versions.filter(number=number).first()
    if version is None:
        raise NotAllowedError(
            say(
                _DESTROYED,
                label=entry.label,
            ),
            next_step=say(_REPLACE_SECRET),
        )
    return version
