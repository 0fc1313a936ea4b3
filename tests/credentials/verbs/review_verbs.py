"""Review campaigns."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone

from credentials import audit, campaigns
from credentials.audit import Actor
from credentials.campaigns import CampaignTerms
from credentials.core import AuditAction, Permission, ReviewChoice, ReviewState
from credentials.models import LiveCredential, Person, ReviewCampaign, ReviewItem
from tests.credentials.verbs.scene import Scene
from tests.credentials.verbs.verb import Verb
from tests.people import rewrite

_CRITICAL: Final = "terraform laptop"


def _start(scene: Scene, actor: Actor, *, days: int = 20) -> ReviewCampaign:
    """Over a key that nobody keeps alone."""
    number = scene.world.planned(_CRITICAL).credential_id
    keys = LiveCredential.objects.filter(credential_id=number)
    terms = CampaignTerms(name="Review", ends_at=timezone.now() + timedelta(days=days))
    seen = campaigns.preview_of(scene.team, keys).digest
    return campaigns.start(scene.team, keys, terms, seen=seen, actor=actor)


def _started(scene: Scene, actor: Actor) -> ReviewCampaign:
    """One of the actor's, which Keydesk started in their name."""
    campaign = _start(scene, audit.SYSTEM)
    person = Person.objects.filter(email=actor.name)
    rewrite(
        ReviewCampaign.objects.filter(pk=campaign.pk),
        started_by=person.first(),
        carried_by=person.first(),
    )
    return ReviewCampaign.objects.get(pk=campaign.pk)


def _ended(scene: Scene, actor: Actor) -> ReviewCampaign:
    campaign = _started(scene, actor)
    rewrite(ReviewCampaign.objects.filter(pk=campaign.pk), state=ReviewState.ENDED)
    return ReviewCampaign.objects.get(pk=campaign.pk)


def _item(scene: Scene, actor: Actor) -> ReviewItem:
    return _started(scene, actor).items.get()


def _kept(scene: Scene, actor: Actor, *, by: Actor | None = None) -> ReviewItem:
    item = _item(scene, actor)
    campaigns.decide(item, ReviewChoice.KEEP, reason="In use", actor=by or _alice(scene))
    return item


def _alice(scene: Scene) -> Actor:
    return audit.actor_of(scene.alice)


def _decide(scene: Scene, actor: Actor, *, reason: str = "In use") -> None:
    campaigns.decide(_item(scene, actor), ReviewChoice.KEEP, reason=reason, actor=actor)


REVIEW_VERBS: Final = {
    "campaigns.start": Verb(
        action=AuditAction.CAMPAIGN_STARTED,
        permission=Permission.REVIEW_KEYS,
        act=_start,
        refuse=lambda s, a: _start(s, a, days=-1),
    ),
    "campaigns.end_early": Verb(
        action=AuditAction.CAMPAIGN_ENDED,
        permission=Permission.REVIEW_KEYS,
        act=lambda s, a: campaigns.end_early(_started(s, a), actor=a),
        refuse=lambda s, a: campaigns.end_early(_ended(s, a), actor=a),
    ),
    "campaigns.carry_out": Verb(
        action=AuditAction.CAMPAIGN_CARRIED_OUT,
        permission=Permission.REVOKE,
        act=lambda s, a: campaigns.carry_out(_ended(s, a), actor=a),
        refuse=lambda s, a: campaigns.carry_out(_started(s, a), actor=a),
    ),
    "campaigns.decide": Verb(
        action=AuditAction.REVIEW_DECIDED,
        permission=Permission.SEE,
        act=_decide,
        refuse=lambda s, a: _decide(s, a, reason=""),
    ),
    "campaigns.take_back": Verb(
        action=AuditAction.REVIEW_TAKEN_BACK,
        permission=Permission.SEE,
        act=lambda s, a: campaigns.take_back(_kept(s, a), actor=a),
        refuse=lambda s, a: campaigns.take_back(_item(s, a), actor=a),
    ),
    "campaigns.confirm_kept": Verb(
        action=AuditAction.REVIEW_CONFIRMED,
        permission=Permission.REVIEW_KEYS,
        act=lambda s, a: campaigns.confirm_kept(_kept(s, a), actor=a),
        refuse=lambda s, a: campaigns.confirm_kept(_item(s, a), actor=a),
    ),
}
