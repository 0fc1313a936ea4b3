"""Rights that a team keeps under a name: save a version, rename, put away. Each is audited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from django.db import transaction
from django.db.models import JSONField, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Lower
from django.utils import timezone

from credentials import audit
from credentials.audit import Actor
from credentials.enums import AuditAction
from credentials.errors import NotAllowedError
from credentials.models import Person, Profile, ProfileVersion, Team
from credentials.rights import AccessRule, from_api, to_api, within_limits
from credentials.sentences import Sentence, gettext_noop, say

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import WithAnnotations

    class Newest(TypedDict):
        """What ``complete`` adds to a profile, of its newest version."""

        number: int
        rules: list[dict[str, str]]
        rules_text: str
        saved_at: datetime
        saved_by: str | None

    CompleteProfile: TypeAlias = WithAnnotations[Profile, Newest]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """What is to be kept. ``over`` is the id of the version it was compared with, if any.

    ``purpose`` is the new profile's; one that is there keeps its own.
    """

    name: str
    rules: Sequence[AccessRule]
    purpose: str = ""
    note: str = ""
    over: int | None = None


@transaction.atomic
def save(team: Team, wanted: Saving, *, author: Person, actor: Actor) -> ProfileVersion:
    """A new profile, or a new version of the one called so.

    Raises ``NotAllowedError`` where nothing would change, where the profile is archived, and
    where its newest version is another than the one these rules were compared with; ``RuleError``
    for too many rules.
    """
    Team.objects.select_for_update().get(pk=team.pk)
    newest = newest_of(team, wanted.name)
    _guard(wanted, newest)
    profile = newest.profile if newest else _begin(team, wanted)
    version = profile.versions.create(
        number=newest.number + 1 if newest else 1,
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
    if other := _called(name, within=others).first():
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


def newest_of(team: Team, name: str) -> ProfileVersion | None:
    """The newest version of the team's profile called so, archived or not."""
    named = _called(name, within=Profile.objects.filter(team=team))
    versions = ProfileVersion.objects.select_related("profile", "created_by")
    return versions.filter(profile__in=named).first()


def complete(found: QuerySet[Profile]) -> QuerySet[CompleteProfile]:
    """The profiles with what their newest versions say, however many there are: one query."""
    newest = ProfileVersion.objects.filter(profile=OuterRef("pk")).order_by("-number")

    def of_newest(column: str, **options: Any) -> Subquery:
        return Subquery(newest.values(column)[:1], **options)

    return found.select_related("team").annotate(
        number=of_newest("number"),
        rules=of_newest("rules", output_field=JSONField()),
        rules_text=Cast(of_newest("rules"), TextField()),
        saved_at=of_newest("created_at"),
        saved_by=of_newest("created_by__email"),
    )


def _begin(team: Team, wanted: Saving) -> Profile:
    return Profile.objects.create(team=team, name=wanted.name, purpose=wanted.purpose)


def _called(name: str, *, within: QuerySet[Profile]) -> QuerySet[Profile]:
    """Those with that name; "DNS" and "dns" are one name, as the constraint has it."""
    return within.alias(lowered=Lower("name")).filter(lowered=Lower(Value(name)))


def _guard(wanted: Saving, newest: ProfileVersion | None) -> None:
    if not wanted.rules:
        raise NotAllowedError(
            say(gettext_noop("There is no rule to save.")),
            next_step=say(gettext_noop("Take a recipe, or write a rule.")),
        )
    if newest and newest.profile.archived_at:
        raise NotAllowedError(
            say(gettext_noop("The profile “%(name)s” is archived."), name=newest.profile),
            next_step=say(gettext_noop("Restore it first, or choose another name.")),
        )
    _guard_seen(wanted, newest)
    if newest and set(from_api(newest.rules)) == set(wanted.rules):
        raise NotAllowedError(
            _about(newest, gettext_noop("Version %(number)s of “%(name)s” has these very rules.")),
            next_step=say(gettext_noop("Nothing was saved: change a rule first.")),
        )


def _guard_seen(wanted: Saving, newest: ProfileVersion | None) -> None:
    """Nobody saves over a version they were not shown."""
    if newest and newest.pk != wanted.over:
        raise NotAllowedError(
            _about(newest, gettext_noop("Version %(number)s of “%(name)s” was saved meanwhile.")),
            next_step=say(gettext_noop("Read what changes, then save.")),
        )


def _about(version: ProfileVersion, template: str) -> Sentence:
    return say(template, number=version.number, name=version.profile)


def _log(
    action: AuditAction,
    profile: Profile,
    *,
    actor: Actor,
    details: dict[str, audit.Detail] | None = None,
) -> None:
    audit.record(action, actor=actor, subject=audit.subject_of(profile), details=details)
