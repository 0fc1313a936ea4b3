"""Opening, forgetting and roles at the same moment: one after the other, and nobody is stuck."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from credentials import entries, people, vault
from credentials.audit import SYSTEM, Actor
from credentials.enums import Role
from credentials.errors import NotAllowedError
from credentials.models import ConsumerKey, Membership, Person

pytestmark = pytest.mark.django_db(transaction=True)
A_MOMENT = 0.5  # for the other to come to the same place; a longer one changes nothing
Act = Callable[[], Any]


def closing(act: Act) -> Any:
    try:
        return act()
    finally:
        connection.close()


def second_of(*, holds: Act, then: Act, other: Act) -> Any:
    """What comes of ``other``, begun while a transaction did ``holds`` and not yet ``then``."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            holds()
            begun = pool.submit(closing, other)
            time.sleep(A_MOMENT)
            then()
        return begun.result()


def test_an_export_waits_for_a_version_that_is_being_forgotten_and_takes_nothing(
    consumer_key: ConsumerKey,
) -> None:
    """With the log already in its hand it would wait for ever, and so would who forgets."""
    application = consumer_key.application.entry
    with pytest.raises(NotAllowedError, match="Nothing is kept for dns-updater"):
        second_of(
            holds=lambda: list(application.versions.select_for_update()),
            then=lambda: vault.forget(application, 1, actor=SYSTEM),
            other=lambda: vault.export([consumer_key, application], actor=SYSTEM, form="shell"),
        )


def test_a_reveal_waits_for_a_role_that_is_being_taken_away_and_shows_nothing(
    consumer_key: ConsumerKey, teammate: Callable[[Role], Person]
) -> None:
    bob = teammate(Role.OPERATOR)
    membership = Membership.objects.get(person=bob)
    with pytest.raises(NotAllowedError, match="Your role does not include this any more"):
        second_of(
            holds=lambda: people.change_role(membership, Role.AUDITOR, actor=SYSTEM),
            then=lambda: None,
            other=lambda: vault.reveal(consumer_key, actor=Actor(bob.email, bob.pk)),
        )


def test_a_value_that_two_keep_at_once_is_kept_once(consumer_key: ConsumerKey) -> None:
    value = "the0same0value0twice"
    with pytest.raises(NotAllowedError, match="This secret is stored already"):
        second_of(
            holds=lambda: entries.replace(consumer_key.entry, value, actor=SYSTEM),
            then=lambda: None,
            other=lambda: entries.replace(consumer_key.application.entry, value, actor=SYSTEM),
        )
