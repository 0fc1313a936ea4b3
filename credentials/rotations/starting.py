"""Beginning a rotation: what it asks for, and what stands in the way."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from credentials import audit, live, onboarding, rights, teams, vault
from credentials.audit import Actor
from credentials.core import (
    AuditAction,
    Environment,
    KeyState,
    NotAllowedError,
    Permission,
    RotationState,
    Sentence,
    gettext_noop,
    say,
)
from credentials.models import (
    IS_OPEN_ROTATION,
    Account,
    Application,
    ConsumerKey,
    Entry,
    Freeze,
    KeyRequest,
    LiveCredential,
    Person,
    Rotation,
)
from credentials.onboarding import KeyRequestSpec
from credentials.rights import AccessRule

#: Days of silence of the old key, and days that it is frozen before it is revoked.
USUAL_DAYS: Final = 7
_MOST_DAYS: Final = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationPlan:
    """What the successor is asked with, and how the old key is retired.

    ``metadata`` is what people write on it. ``rules`` are those of the old key or narrower ones;
    without ``frozen_days`` the old key is
    revoked without being frozen first.
    """

    application: Application
    metadata: vault.EntryMetadata
    rules: tuple[AccessRule, ...]
    allowed_ips: tuple[str, ...] = ()
    silence_days: int = USUAL_DAYS
    frozen_days: int = USUAL_DAYS


def open_rotation_of(key: ConsumerKey | Entry) -> Rotation | None:
    """The rotation under way in which the key is the old one or the successor."""
    rows = Rotation.objects.filter(IS_OPEN_ROTATION, account=key.account_id)
    return (rows.filter(old=key.pk) | rows.filter(successor=key.pk)).first()


def plan_for(key: ConsumerKey, application: Application | None = None) -> RotationPlan:
    """What a rotation of the key starts from: all as the key has it, under a label that is free.

    Of a frozen key the addresses are those before the freeze.
    """
    return RotationPlan(
        application=application or key.application,
        metadata=vault.EntryMetadata(
            label=onboarding.free_label(key.label, key.account),
            owner=key.owner,
            purpose=key.purpose,
            environment=Environment(key.environment),
            never_reveal=key.never_reveal,
        ),
        rules=rights.rules_from_api(key.rules),
        allowed_ips=addresses_of(key),
        frozen_days=USUAL_DAYS if _may_freeze(key.account) else 0,
    )


def addresses_of(key: ConsumerKey) -> tuple[str, ...]:
    """The blocks that the key is to work from, whether it is frozen now or not."""
    if key.credential_id is not None and rights.is_frozen(key.allowed_ips):
        kept = Freeze.objects.filter(account=key.account_id, credential_id=key.credential_id)
        for freeze in audit.holding_or_logged(kept):
            return tuple(freeze.addresses)
    return tuple(key.allowed_ips)


def obstacle_to_rotating(key: ConsumerKey) -> NotAllowedError | None:
    """Why the key cannot be rotated, as far as our store tells."""
    if key.state != KeyState.VALIDATED or key.credential_id is None:
        return NotAllowedError(
            say(gettext_noop("%(key)s is no validated key."), key=key.label),
            next_step=say(gettext_noop("Request a new key instead.")),
        )
    if key.archived_at is not None:
        return NotAllowedError(
            say(gettext_noop("%(key)s is archived."), key=key.label),
            next_step=say(gettext_noop("Restore it first.")),
        )
    if open_rotation_of(key) is not None:
        return NotAllowedError(say(gettext_noop("A rotation of the key is under way.")))
    return vault.management_obstacle(key.account, live.REVOKE_KEY)


def start(
    old: ConsumerKey,
    plan: RotationPlan,
    *,
    person: Person,
    actor: Actor,
    callback_url: Callable[[str], str],
) -> Rotation:
    """Ask OVHcloud for the successor, and keep the rotation; its request is where it begins.

    Raises ``NotAllowedError`` for a key that cannot be rotated, rules that go beyond its own, a
    successor against the team's policy, and an actor whose role does not include it; ``ApiError``.
    """
    subject = audit.subject_of(old)
    with teams.attempt_call(
        AuditAction.ROTATION_STARTED, Permission.REVOKE, actor=actor, subject=subject
    ) as attempt:
        with attempt.started():
            audit.raise_obstacle(obstacle_to_rotating(old))
            audit.raise_obstacle(obstacle_to_plan(old, plan))
        request = onboarding.request_key(
            plan.application,
            KeyRequestSpec(metadata=plan.metadata, rules=plan.rules, allowed_ips=plan.allowed_ips),
            person=person,
            actor=actor,
            callback_url=callback_url,
            origin=f"rotation:{uuid.uuid5(old.pk, str(plan.application.pk))}",
        )
        _carry_usages(old, request, actor=actor)
        with attempt.ended():
            vault.locked_account(old.account)
            rotation = _kept(old, plan, request, person=person)
            attempt.details["rotation"] = str(rotation.pk)
    return rotation


def obstacle_to_plan(old: ConsumerKey, plan: RotationPlan) -> NotAllowedError | None:
    """What is wrong with what the rotation is to be."""
    own = rights.rules_from_api(old.rules)
    wider = [
        rule
        for rule in plan.rules
        if rule not in own and not rights.granting_rule(own, rule.method, rule.path)
    ]
    if wider or not plan.rules:
        return NotAllowedError(_wider(wider), next_step=say(_SAME_OR_NARROWER))
    account = vault.believed_account(old.account)
    if not _is_requestable(account, plan.application):
        return NotAllowedError(
            say(gettext_noop("No key can be asked of %(name)s any more."), name=plan.application),
            next_step=say(gettext_noop("Choose another application of the account.")),
        )
    if plan.frozen_days:
        return vault.management_obstacle(account, live.CHANGE_ADDRESSES)
    return None


def _kept(old: ConsumerKey, plan: RotationPlan, request: KeyRequest, *, person: Person) -> Rotation:
    account = vault.believed_account(old.account)
    now = timezone.now()
    return Rotation.objects.create(
        id=uuid.uuid4(),
        account=account,
        old=old,
        successor=request.consumer_key,
        manages=account.management_key_id == old.pk,
        silence_days=min(plan.silence_days, _MOST_DAYS),
        frozen_days=min(plan.frozen_days, _MOST_DAYS),
        state=RotationState.REQUESTED,
        reached={RotationState.REQUESTED.value: now.isoformat()},
        started_by=person,
        look_at=now,
    )


def _carry_usages(old: ConsumerKey, request: KeyRequest, *, actor: Actor) -> None:
    """The places that use the old key are those that will use the new one."""
    for usage in old.usages.all():
        line = vault.UsageLine(
            place=usage.place, owner=usage.owner, restart_note=usage.restart_note
        )
        vault.add_usage(request.consumer_key.entry, line, actor=actor)


def _is_requestable(account: Account, application: Application) -> bool:
    own = vault.requestable_applications(Account.objects.filter(pk=account.pk))
    return own.filter(pk=application.pk).exists()


def _may_freeze(account: Account) -> bool:
    return vault.management_obstacle(account, live.CHANGE_ADDRESSES) is None


def _wider(rules: Iterable[AccessRule]) -> Sentence:
    listed = ", ".join(map(str, rules))
    if not listed:
        return say(gettext_noop("A successor without rules opens nothing."))
    return say(gettext_noop("The old key does not have %(rules)s."), rules=listed)


_SAME_OR_NARROWER: Final = gettext_noop(
    "A successor has the rules of the key or narrower ones. For more rights, request a new key."
)


def live_key_of(key: ConsumerKey) -> LiveCredential | None:
    """The key as OVHcloud lists it, worked out from its facts."""
    if key.credential_id is None:
        return None
    rows = LiveCredential.objects.select_related(
        "account__team", "account__management_key__application", "live_application"
    )
    listed = rows.filter(account=key.account_id, credential_id=key.credential_id).first()
    return live.worked_out([listed])[0] if listed else None
