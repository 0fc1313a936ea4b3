"""An application whose secret leaked: the new one, its keys on the way there, and its end."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from credentials import ovhcloud, vault
from credentials.core import RotationState
from credentials.models import Account, Application, ConsumerKey, Rotation
from dashboard.pages.application import ApplicationPage
from dashboard.pages.key import KeyPage

#: All that the key needs which comes with the new application: nobody works with it.
_LEAST = [("GET", "/auth/currentCredential")]


@dataclass(frozen=True)
class MovingKey:
    """A key of the old application; ``rotation`` is the one that moves it, if any."""

    page: KeyPage
    stored: ConsumerKey | None
    rotation: Rotation | None
    target: Application | None

    @property
    def start_url(self) -> str:
        """Where its rotation to the new application begins; empty where none can."""
        if self.stored is None or self.target is None or self.rotation is not None:
            return ""
        start = reverse("rotations:start", args=[self.stored.pk])
        return f"{start}?application={self.target.pk}"


@dataclass(frozen=True)
class LeakedSecretPage:
    """``target`` is the new application, once it is chosen."""

    of: ApplicationPage
    target: Application | None

    @cached_property
    def candidates(self) -> list[Application]:
        """The applications of the account that a key can be asked of, other than this one."""
        own = vault.requestable_applications(Account.objects.filter(pk=self._account.pk))
        others = own.exclude(application_key=self.of.application.application_key)
        return list(others.order_by("-created_at"))

    @property
    def create_token(self) -> str:
        endpoint = ovhcloud.find_endpoint(self._account)
        return endpoint.create_token_url(_LEAST) if endpoint else ""

    @cached_property
    def keys(self) -> list[MovingKey]:
        """What OVHcloud lists of it still, each with its rotation."""
        ids = [page.key.credential_id for page in self.of.keys]
        stored = {
            key.credential_id: key
            for key in ConsumerKey.objects.filter(
                account=self._account, credential_id__in=ids, archived_at=None
            )
        }
        under_way = {rotation.old_id: rotation for rotation in self._rotations if rotation.is_open}
        return [self._moving(page, stored, under_way) for page in self.of.keys]

    @property
    def moved(self) -> int:
        """How many keys of it were rotated to their end."""
        return sum(rotation.state == RotationState.RETIRED for rotation in self._rotations)

    @property
    def total(self) -> int:
        return self.moved + len(self.keys)

    @property
    def _account(self) -> Account:
        return self.of.application.account

    @cached_property
    def _rotations(self) -> list[Rotation]:
        if self.of.stored is None:
            return []
        rows = Rotation.objects.filter(old__application=self.of.stored.pk)
        return list(rows.select_related("old", "successor"))

    def _moving(
        self,
        page: KeyPage,
        stored: dict[int | None, ConsumerKey],
        under_way: dict[uuid.UUID, Rotation],
    ) -> MovingKey:
        key = stored.get(page.key.credential_id)
        return MovingKey(page, key, under_way.get(key.pk) if key else None, self.target)
