"""Rights that a team keeps under a name: save a version, rename, archive. Each is audited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from django.db.models import JSONField, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Lower
from django.utils import timezone

from credentials import audit
from credentials.audit import Actor, Attempt
from credentials.core import AuditAction, NotAllowedError, Permission, Sentence, gettext_noop, say
from credentials.models import Person, Profile, ProfileVersion, Team
from credentials.rights import AccessRule, check_rule_limits, rules_from_api, rules_to_api
from credentials.teams.attempt import attempt as attempt_by_role

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import WithAnnotations

    class NewestVersion(TypedDict):
        """What ``complete`` adds to a profile, of its newest version."""

        number: int
        rules: list[dict[str, str]]
        rules_text: str
        saved_at: datetime
        saved_by: str | None

    CompleteProfile: TypeAlias = WithAnnotations[Profile, NewestVersion]
else:
    CompleteProfile: TypeAlias = Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileDraft:
    """What is to be kept. ``over`` is the id of the version it was compared with, if any.

    ``purpose`` is the new profile's; one that is there keeps its own.
    """

    name: str
    rules: Sequence[AccessRule]
    purpose: str = ""
    note: str = ""
    over: int | None = None


def save_profile(
    team: Team, draft: ProfileDraft, *, author: Person, actor: Actor
) -> ProfileVersion:
    """A new profile, or a new version of the one called so.

    Raises ``NotAllowedError`` where nothing would change, where the profile is archived, and
    where its newest version is another than the one these rules were compared with; ``RuleError``
    for too many rules.
    """
    subject = audit.Subject("profile", label=draft.name, team_id=team.pk)
    with _attempt(AuditAction.PROFILE_SAVED, subject, actor=actor) as attempt:
        newest = newest_profile_version(team, draft.name)
        _guard(draft, newest)
        profile = newest.profile if newest else _begin(team, draft)
        version = profile.versions.create(
            number=newest.number + 1 if newest else 1,
            rules=rules_to_api(check_rule_limits(tuple(dict.fromkeys(draft.rules)))),
            note=draft.note,
            created_by=author,
        )
        attempt.subject = audit.subject_of(profile)
        attempt.details = {"version": version.number, "note": version.note}
    return version


def change_profile(profile: Profile, *, name: str, purpose: str, actor: Actor) -> None:
    """Another name or purpose. Raises ``NotAllowedError`` for a name in use."""
    subject = audit.subject_of(profile)
    with _attempt(AuditAction.PROFILE_CHANGED, subject, actor=actor) as attempt:
        others = Profile.objects.filter(team=profile.team_id).exclude(pk=profile.pk)
        if other := _called(name, within=others).first():
            raise NotAllowedError(
                say(gettext_noop("The team has a profile called “%(name)s” already."), name=other),
                next_step=say(gettext_noop("Choose another name.")),
            )
        attempt.details = {"name before": profile.name}
        profile.name, profile.purpose = name, purpose
        profile.save(update_fields=["name", "purpose"])
        attempt.subject = audit.subject_of(profile)


def archive_profile(profile: Profile, *, actor: Actor) -> None:
    """Take it out of what can be started from; its versions and its name stay."""
    with _attempt(AuditAction.PROFILE_ARCHIVED, audit.subject_of(profile), actor=actor):
        Profile.objects.filter(pk=profile.pk).update(archived_at=timezone.now())


def restore_profile(profile: Profile, *, actor: Actor) -> None:
    """Bring an archived one back."""
    with _attempt(AuditAction.PROFILE_RESTORED, audit.subject_of(profile), actor=actor):
        Profile.objects.filter(pk=profile.pk).update(archived_at=None)


def newest_profile_version(team: Team, name: str) -> ProfileVersion | None:
    """The newest version of the team's profile called so, archived or not."""
    same_name = _called(name, within=Profile.objects.filter(team=team))
    versions = ProfileVersion.objects.select_related("profile", "created_by")
    return versions.filter(profile__in=same_name).first()


def complete_profiles(profiles: QuerySet[Profile]) -> QuerySet[CompleteProfile]:
    """The profiles with what their newest versions say, however many there are: one query."""
    newest = ProfileVersion.objects.filter(profile=OuterRef("pk")).order_by("-number")

    def of_newest(column: str, **options: Any) -> Subquery:
        return Subquery(newest.values(column)[:1], **options)

    return profiles.select_related("team").annotate(
        number=of_newest("number"),
        rules=of_newest("rules", output_field=JSONField()),
        rules_text=Cast(of_newest("rules"), TextField()),
        saved_at=of_newest("created_at"),
        saved_by=of_newest("created_by__email"),
    )


@contextmanager
def _attempt(action: AuditAction, subject: audit.Subject, *, actor: Actor) -> Iterator[Attempt]:
    """An attempt by somebody who may keep profiles; of two in a team, one comes first."""
    with attempt_by_role(action, Permission.SAVE_PROFILES, actor=actor, subject=subject) as attempt:
        Team.objects.select_for_update(no_key=True).get(pk=str(subject.team_id))
        yield attempt


def _begin(team: Team, draft: ProfileDraft) -> Profile:
    return Profile.objects.create(team=team, name=draft.name, purpose=draft.purpose)


def _called(name: str, *, within: QuerySet[Profile]) -> QuerySet[Profile]:
    """Those with that name; "DNS" and "dns" are one name, as the constraint has it."""
    return within.alias(lowered=Lower("name")).filter(lowered=Lower(Value(name)))


def _guard(draft: ProfileDraft, newest: ProfileVersion | None) -> None:
    if not draft.rules:
        raise NotAllowedError(
            say(gettext_noop("There is no rule to save.")),
            next_step=say(gettext_noop("Take a recipe, or write a rule.")),
        )
    if newest and newest.profile.archived_at:
        raise NotAllowedError(
            say(gettext_noop("The profile “%(name)s” is archived."), name=newest.profile),
            next_step=say(gettext_noop("Restore it first, or choose another name.")),
        )
    _guard_seen(draft, newest)
    if newest and set(rules_from_api(newest.rules)) == set(draft.rules):
        raise NotAllowedError(
            _about(newest, gettext_noop("Version %(number)s of “%(name)s” has these very rules.")),
            next_step=say(gettext_noop("Nothing was saved: change a rule first.")),
        )


def _guard_seen(draft: ProfileDraft, newest: ProfileVersion | None) -> None:
    """Nobody saves over a version they were not shown."""
    if newest and newest.pk != draft.over:
        raise NotAllowedError(
            _about(newest, gettext_noop("Version %(number)s of “%(name)s” was saved meanwhile.")),
            next_step=say(gettext_noop("Read what changes, then save.")),
        )


def _about(version: ProfileVersion, template: str) -> Sentence:
    return say(template, number=version.number, name=version.profile)
