"""Addresses and rows of the pages of live keys and service accounts."""

from __future__ import annotations

from django.urls import reverse

from sandbox.demo_world import DemoClient
from tests.live_world import LiveWorld

LIST = reverse("live:list")


def key_url(world: LiveWorld, label: str, page: str = "credential") -> str:
    return reverse(f"live:{page}", args=[world.account.pk, world.planned(label).credential_id])


def application_url(world: LiveWorld, label: str, page: str = "application") -> str:
    return reverse(f"live:{page}", args=[world.account.pk, world.planned(label).application_id])


def client_url(world: LiveWorld, client: DemoClient, page: str = "detail") -> str:
    return reverse(f"service_accounts:{page}", args=[world.account.pk, client.client_id])


def rows(page: str) -> int:
    """How many rows the table of a list has."""
    return page.count('<th scope="row">')
