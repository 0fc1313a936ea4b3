"""A campaign over the demo account: Bob starts it as an auditor, Charlie owns a key, Alice is the
admin who answers for what has no owner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from credentials import audit, campaigns, teams
from credentials.campaigns import CampaignTerms
from credentials.core import ReviewChoice, Role
from credentials.models import LiveCredential, Membership, Person, ReviewCampaign, ReviewItem
from tests.live_world import LiveWorld
from tests.people import join, make_person, rewrite

#: Charlie's key, and one with no owner.
OWNED, ORPHAN = "certbot on web-1", "audit trial"


@dataclass(slots=True)
class CampaignDriver:
    world: LiveWorld
    alice: Person
    bob: Person
    charlie: Person = field(init=False)

    def __post_init__(self) -> None:
        self.charlie = make_person("charlie")
        join(self.world.account.team, self.bob, Role.AUDITOR)
        join(self.world.account.team, self.charlie, Role.OPERATOR)
        self.own(OWNED, self.charlie)

    def own(self, label: str, person: Person) -> None:
        key = self.world.store(label)
        key.owner = person
        key.save(update_fields=["owner"])

    def start(
        self, labels: Iterable[str] = (OWNED, ORPHAN), by: Person | None = None, **terms: Any
    ) -> ReviewCampaign:
        """A campaign over these keys, by Bob unless somebody else is named."""
        numbers = [self.world.planned(label).credential_id for label in labels]
        return self.start_over(
            LiveCredential.objects.filter(credential_id__in=numbers), by=by, **terms
        )

    def start_over(
        self, keys: QuerySet[LiveCredential], by: Person | None = None, **terms: Any
    ) -> ReviewCampaign:
        """The same over any keys."""
        asked = {"name": "Spring review", "ends_at": timezone.now() + timedelta(days=20)}
        team = self.world.account.team
        return campaigns.start(
            team,
            keys,
            CampaignTerms(**{**asked, **terms}),
            seen=campaigns.preview_of(team, keys).digest,
            actor=audit.actor_of(by or self.bob),
        )

    @property
    def campaign(self) -> ReviewCampaign:
        return ReviewCampaign.objects.get()

    @property
    def state(self) -> str:
        return self.campaign.state

    def item(self, label: str) -> ReviewItem:
        return ReviewItem.objects.get(number=self.world.planned(label).credential_id)

    def answer(self, label: str) -> str:
        item = self.item(label)
        return campaigns.answer_of(item, campaigns.believed_decisions([item]).get(item.pk)).value

    def keep(self, label: str, by: Person, reason: str = "It renews the certificate.") -> None:
        campaigns.decide(
            self.item(label), ReviewChoice.KEEP, reason=reason, actor=audit.actor_of(by)
        )

    def give_up(self, label: str, by: Person) -> None:
        campaigns.decide(
            self.item(label), ReviewChoice.GIVE_UP, reason="", actor=audit.actor_of(by)
        )

    def end(self, by: Person | None = None) -> None:
        campaigns.end_early(self.campaign, actor=audit.actor_of(by or self.bob))

    def carry_out(self, by: Person | None = None) -> None:
        campaigns.carry_out(self.campaign, actor=audit.actor_of(by or self.alice))

    def pass_days(self, days: int) -> None:
        """What was to come so many days from now comes, as a worker's clock sees it."""
        campaign, earlier = self.campaign, timedelta(days=days)
        moments = {"ends_at": campaign.ends_at - earlier}
        if campaign.revoke_at is not None:
            moments["revoke_at"] = campaign.revoke_at - earlier
        rewrite(ReviewCampaign.objects.filter(pk=campaign.pk), **moments)
        if campaign.reminded_at is not None:
            ReviewCampaign.objects.update(reminded_at=campaign.reminded_at - earlier)
        self.look()

    def look(self) -> None:
        ReviewCampaign.objects.update(look_at=timezone.now())
        campaigns.look_by_the_clock()

    def at_ovhcloud(self, label: str) -> bool:
        """Whether OVHcloud still has the key."""
        return self.world.planned(label).credential_id in self.world.demo.world.credentials

    def change_role(self, person: Person, role: Role) -> None:
        member = Membership.objects.get(person=person, team=self.world.account.team)
        teams.change_role(member, role, actor=audit.SYSTEM)

    def remove(self, person: Person) -> None:
        member = Membership.objects.get(person=person, team=self.world.account.team)
        teams.remove_member(member, actor=audit.SYSTEM)
