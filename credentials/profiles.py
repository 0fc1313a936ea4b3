"""Rights that a team keeps under a name: save a version, rename, put away. Each is audited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Lower
from django.utils import timezone

from credentials import audit
from credentials.audit import Actor
from credentials.enums import AuditAction
from credentials.errors import NotAllowedError
from credentials.models import Person, Profile, ProfileVersion, Team
from credentials.rights import AccessRule, from_api, to_api, within_limits
from credentials.sentences import gettext_noop, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """What is to be kept. ``over`` is the version it was compared with: 0 for a new name.

    ``purpose`` is the new profile's; one that is there keeps its own.
    """

    name: str
    rules: Sequence[AccessRule]
    purpose: str = ""
    note: str = ""
    over: int = 0


@transaction.atomic
def save(team: Team, wanted: Saving, *, author: Person, actor: Actor) -> ProfileVersion:
    """A new profile, or a new version of the one called so.

    Raises ``NotAllowedError`` where nothing would change, where the profile is archived, and
    where its newest version is another than the one these rules were compared with; ``RuleError``
    for too many rules.
    """
    Team.objects.select_for_update().get(pk=team.pk)
    profile = called(wanted.name, within=Profile.objects.filter(team=team)).first()
    newest = profile.versions.first() if profile else None
    _guard(wanted, profile, newest)
    if profile is None:
        profile = Profile.objects.create(team=team, name=wanted.name, purpose=wanted.purpose)
    version = profile.versions.create(
        number=wanted.over + 1,
        rules=to_api(within_limits(tuple(dict.fromkeys(wanted.rules)))),
        note=wanted.note,
        created_by=author,
    )
    details: dict[str, audit.Detail] = {"version": version.number, "note": version.note}
    _log(AuditAction.PROFILE_SAVED, profile, actor=actor, details=details)
    return version


@transaction.atomic
def change(profile: Profile, *, name: str, purpose: str, actor: Actor) -> None:
    """Another name or purpose. Raises ``NotAllowedError`` for a name in use."""
    Team.objects.select_for_update().get(pk=profile.team_id)
    others = Profile.objects.filter(team=profile.team_id).exclude(pk=profile.pk)
    if other := called(name, within=others).first():
        raise NotAllowedError(
            say(gettext_noop("The team has a profile called “%(name)s” already."), name=other),
            next_step=say(gettext_noop("Choose another name.")),
        )
    details: dict[str, audit.Detail] = {"name before": profile.name}
    profile.name, profile.purpose = name, purpose
    profile.save(update_fields=["name", "purpose"])
    _log(AuditAction.PROFILE_CHANGED, profile, actor=actor, details=details)


@transaction.atomic
def archive(profile: Profile, *, actor: Actor) -> None:
    """Take it out of what can be started from; its versions and its name stay."""
    Profile.objects.filter(pk=profile.pk).update(archived_at=timezone.now())
    _log(AuditAction.PROFILE_ARCHIVED, profile, actor=actor)


@transaction.atomic
def restore(profile: Profile, *, actor: Actor) -> None:
    """Bring an archived one back."""
    Profile.objects.filter(pk=profile.pk).update(archived_at=None)
    _log(AuditAction.PROFILE_RESTORED, profile, actor=actor)


def called(name: str, *, within: QuerySet[Profile]) -> QuerySet[Profile]:
    """Those with that name; "DNS" and "dns" are one name, as the constraint has it."""
    return within.alias(lowered=Lower("name")).filter(lowered=Lower(Value(name)))


def _guard(wanted: Saving, profile: Profile | None, newest: ProfileVersion | None) -> None:
    number = newest.number if newest else 0
    if not wanted.rules:
        raise NotAllowedError(
            say(gettext_noop("There is no rule to save.")),
            next_step=say(gettext_noop("Take a recipe, or write a rule.")),
        )
    if profile and profile.archived_at:
        raise NotAllowedError(
            say(gettext_noop("The profile “%(name)s” is archived."), name=profile),
            next_step=say(gettext_noop("Restore it first, or choose another name.")),
        )
    if profile is None and wanted.over:
        raise NotAllowedError(
            say(gettext_noop("There is no profile called “%(name)s” any more."), name=wanted.name),
            next_step=say(gettext_noop("Save again to make it, or choose another name.")),
        )
    if number != wanted.over:
        raise NotAllowedError(
            say(
                gettext_noop("Version %(number)s of “%(name)s” was saved meanwhile."),
                number=number,
                name=profile,
            ),
            next_step=say(gettext_noop("Read the difference below, then save.")),
        )
    if newest and set(from_api(newest.rules)) == set(wanted.rules):
        raise NotAllowedError(
            say(
                gettext_noop("Version %(number)s of “%(name)s” has these very rules."),
                number=number,
                name=profile,
            ),
            next_step=say(gettext_noop("Nothing was saved: change a rule first.")),
        )


def _log(
    action: AuditAction,
    profile: Profile,
    *,
    actor: Actor,
    details: dict[str, audit.Detail] | None = None,
) -> None:
    audit.record(action, actor=actor, subject=audit.subject_of(profile), details=details)
