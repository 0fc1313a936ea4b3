"""Who answers for a key that nobody stores, and the end of what is stored of a key that is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from credentials import findings, reports
from credentials.core import AuditAction, FindingCause
from credentials.models import AuditEntry, ConsumerKey, Entry, Finding, LiveCredential, Person
from tests.dashboard.live_pages import LIST, key_url, rows
from tests.live_world import LiveWorld
from tests.people import Browser

_LABEL = "audit trial"


def owner_url(world: LiveWorld) -> str:
    return reverse("live:owner", args=[world.account.pk, world.live(_LABEL).credential_id])


def destroy_url(world: LiveWorld) -> str:
    return reverse("live:destroy_stored", args=[world.account.pk, world.live(_LABEL).credential_id])


class TestOwners:
    def test_an_owner_is_assigned_to_a_key_that_nobody_stores(
        self, world: LiveWorld, alice: Person, browser_of_alice: Browser
    ) -> None:
        page = browser_of_alice.page(key_url(world, _LABEL))
        assert "Nobody yet" in page
        assert owner_url(world) in page
        answer = browser_of_alice.post(owner_url(world), {"owner": alice.pk}, follow=True)
        assert alice.email in answer.content.decode()
        assert "Change the owner" in answer.content.decode()
        key = world.live(_LABEL)
        assert key.owner == alice
        entry = AuditEntry.objects.get(action=AuditAction.CREDENTIAL_ASSIGNED)
        assert entry.details == {"owner before": "", "owner": alice.email}

    def test_a_reading_leaves_the_owner_as_it_is(self, world: LiveWorld, alice: Person) -> None:
        LiveCredential.objects.filter(pk=world.live(_LABEL).pk).update(owner=alice)
        world.sync()
        assert world.live(_LABEL).owner == alice

    def test_what_is_found_in_it_follows(
        self,
        world: LiveWorld,
        alice: Person,
        browser_of_alice: Browser,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        LiveCredential.objects.update(first_seen_at=timezone.now() - timedelta(days=30))
        findings.judge_account.call(str(world.account.pk), FindingCause.CLOCK.value)
        unresolved = Finding.objects.filter(
            credential=world.live(_LABEL), code="not-in-vault", resolved_at=None
        )
        assert unresolved.exists()
        with django_capture_on_commit_callbacks(execute=True):
            browser_of_alice.post(owner_url(world), {"owner": alice.pk})
        assert not unresolved.exists()

    def test_it_is_searched_for_and_in_the_inventory(
        self, world: LiveWorld, alice: Person, browser_of_alice: Browser
    ) -> None:
        assert rows(browser_of_alice.page(LIST, q="alice")) == 0
        key = LiveCredential.objects.filter(pk=world.live(_LABEL).pk)
        key.update(owner=alice)
        assert rows(browser_of_alice.page(LIST, q="alice")) == 1
        (row,) = reports.live_key_rows(key)
        assert row["owner"] == alice.email

    def test_the_owner_of_its_entry_goes_before(
        self, world: LiveWorld, alice: Person, bob: Person
    ) -> None:
        LiveCredential.objects.filter(pk=world.live(_LABEL).pk).update(owner=bob)
        assert world.live(_LABEL).answering_id == bob.pk
        stored = world.store(_LABEL)
        Entry.objects.filter(pk=stored.pk).update(owner=alice)
        assert world.live(_LABEL).answering_id == alice.pk

    def test_somebody_outside_the_team_is_no_choice(
        self, world: LiveWorld, charlie: Person, browser_of_alice: Browser
    ) -> None:
        answer = browser_of_alice.post(owner_url(world), {"owner": charlie.pk})
        assert "Select a valid choice" in answer.content.decode()
        assert world.live(_LABEL).owner is None

    def test_of_a_stored_key_the_entry_says_it(
        self, world: LiveWorld, alice: Person, browser_of_alice: Browser
    ) -> None:
        world.store(_LABEL)
        assert owner_url(world) not in browser_of_alice.page(key_url(world, _LABEL))
        answer = browser_of_alice.post(owner_url(world), {"owner": alice.pk})
        assert "change that on its page" in answer.content.decode()

    def test_nobody_is_an_owner_again(
        self, world: LiveWorld, alice: Person, browser_of_alice: Browser
    ) -> None:
        LiveCredential.objects.filter(pk=world.live(_LABEL).pk).update(owner=alice)
        browser_of_alice.post(owner_url(world), {"owner": ""})
        assert world.live(_LABEL).owner is None


class TestGoneKeys:
    @pytest.fixture
    def stored(self, world: LiveWorld) -> ConsumerKey:
        stored = world.store(_LABEL)
        LiveCredential.objects.filter(pk=world.live(_LABEL).pk).update(gone_at=timezone.now())
        return stored

    def test_what_is_kept_is_destroyed_and_the_entry_archived(
        self, world: LiveWorld, stored: ConsumerKey, browser_of_alice: Browser
    ) -> None:
        url = destroy_url(world)
        assert url in browser_of_alice.page(key_url(world, _LABEL))
        assert "Destroy and archive" in browser_of_alice.page(url)
        answer = browser_of_alice.post(url, {"typed": "destroy"}, follow=True)
        assert "1 value was destroyed" in answer.content.decode()
        entry = Entry.objects.get(pk=stored.pk)
        assert entry.archived_at is not None
        assert not entry.versions.filter(destroyed_at=None).exists()
        logged = AuditEntry.objects.filter(subject_id=str(stored.pk)).order_by("seq")
        assert [row.action for row in logged][-2:] == [
            AuditAction.SECRET_DESTROYED,
            AuditAction.ENTRY_CHANGED,
        ]
        assert url not in browser_of_alice.page(key_url(world, _LABEL))

    def test_another_word_destroys_nothing(
        self, world: LiveWorld, stored: ConsumerKey, browser_of_alice: Browser
    ) -> None:
        url = destroy_url(world)
        browser_of_alice.post(url, {"typed": "archive"})
        assert Entry.objects.get(pk=stored.pk).versions.filter(destroyed_at=None).exists()

    def test_a_key_that_is_listed_keeps_what_is_stored(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        stored = world.store(_LABEL)
        url = destroy_url(world)
        assert url not in browser_of_alice.page(key_url(world, _LABEL))
        answer = browser_of_alice.post(url, {"typed": "destroy"}, follow=True)
        assert "OVHcloud may still list this key" in answer.content.decode()
        assert Entry.objects.get(pk=stored.pk).archived_at is None
