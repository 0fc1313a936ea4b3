from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from credentials import live
from credentials.core import KeyState
from credentials.live import rebuilding
from credentials.models import (
    Account,
    ConsumerKey,
    KeyRequest,
    LiveApplication,
    LiveCredential,
    Person,
)
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.dashboard.live_pages import key_url, rows
from tests.live_world import LiveWorld, take_over
from tests.people import Browser

RECONCILE, KEYLESS = reverse("live:reconcile"), reverse("live:keyless")


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    stands = take_over(account, demo, sandbox_server)
    stands.sync()
    return stands


def groups(page: str) -> dict[str, tuple[str, int]]:
    """The groups of the page: their addresses and counts, by their words."""
    parts = re.findall(
        r'<a class="name" href="([^"]+)">([^<]+)</a></th>.*?<span class="badge"[^>]*>\s*(\d+)',
        page,
        re.DOTALL,
    )
    return {word: (url.replace("&amp;", "&"), int(count)) for url, word, count in parts}


def of_each_kind(world: LiveWorld, alice: Person) -> None:
    """A key in each group, and an application without keys."""
    for label in ("audit trial", "certbot on web-1"):
        world.store(label)
    LiveCredential.objects.filter(pk=world.live("audit trial").pk).update(
        allowed_ips=["192.0.2.9/32"]
    )
    gone = world.live("certbot on web-1")
    LiveCredential.objects.filter(pk=gone.pk).update(gone_at=timezone.now())
    spare = list(LiveCredential.objects.filter(stored=None, gone_at=None, ovh_support=False))
    LiveCredential.objects.filter(pk=spare[0].pk).update(ovh_support=True)
    refused = LiveCredential.objects.exclude(live_application=None).get(pk=spare[1].pk)
    LiveApplication.objects.filter(credentials=refused).update(is_owned=True)
    LiveCredential.objects.filter(pk=refused.pk).update(status="refused")
    of_request(refused, alice)
    LiveApplication.objects.filter(credentials=spare[2]).update(is_owned=False)
    yesterday = timezone.now() - timedelta(days=1)
    unlisted = stored_key(world.account, "never listed", KeyState.VALIDATED)
    ConsumerKey.objects.filter(pk=unlisted.pk).update(credential_id=9, validated_at=yesterday)
    LiveApplication.objects.create(
        account=world.account, application_id=5, name="left over", first_seen_at=timezone.now()
    )


def stored_key(account: Account, label: str, state: KeyState) -> ConsumerKey:
    template = ConsumerKey.objects.select_related("application").first()
    assert template is not None
    return ConsumerKey.objects.create(
        account=account,
        application=template.application,
        kind="consumer_key",
        label=label,
        state=state,
    )


def of_request(key: LiveCredential, alice: Person) -> None:
    """A request of the same application at the same time, which was refused."""
    template = ConsumerKey.objects.select_related("application").first()
    assert template is not None
    template.application.application_id = key.application_id
    template.application.save()
    own = stored_key(key.account, "refused here", KeyState.REFUSED)
    asked = KeyRequest.objects.create(
        consumer_key=own,
        requested_by=alice,
        validation_url="http://127.0.0.1:9/auth/",
        token_hash="1" * 64,
        expires_at=timezone.now(),
    )
    created = key.creation or timezone.now()
    KeyRequest.objects.filter(pk=asked.pk).update(created_at=created + timedelta(minutes=1))


def test_each_count_is_that_of_the_list_it_leads_to(
    world: LiveWorld, browser_of_alice: Browser, alice: Person
) -> None:
    of_each_kind(world, alice)
    for page in (RECONCILE, f"{RECONCILE}?account={world.account.pk}"):
        shown = groups(browser_of_alice.page(page))
        assert len(shown) == len(live.KEY_GROUPS) + 4
        for word, (url, count) in shown.items():
            assert (word, rows(browser_of_alice.page(url))) == (word, count)
    counts = {word: count for word, (_, count) in shown.items()}
    assert counts["Other than the vault says"] == 1
    assert counts["Gone, and stored as valid"] == counts["Stored, and never listed"] == 1
    assert counts["Of a refused request"] == 1
    assert counts["Made by OVHcloud's support".replace("'", "&#x27;")] >= 1
    assert counts["Applications without keys"] >= 1


def test_every_listed_key_is_in_one_group(world: LiveWorld, alice: Person) -> None:
    of_each_kind(world, alice)
    keys = LiveCredential.objects.all()
    ids = [
        pk
        for name in live.KEY_GROUPS
        for pk in keys.filter(live.in_group(name)).values_list("pk", flat=True)
    ]
    gone = keys.filter(live.in_group("gone-stored")).values_list("pk", flat=True)
    listed = keys.filter(live.IS_LISTED).values_list("pk", flat=True)
    assert sorted(ids) == sorted([*listed, *gone])
    for key in keys.filter(live.IS_LISTED, stored__isnull=False).select_related("stored"):
        differs = keys.filter(live.in_group("mismatch"), pk=key.pk).exists()
        assert bool(live.differences(key)) == differs


def test_a_key_says_what_differs_and_the_vault_takes_it_over(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    stored = world.store("audit trial")
    key = world.live("audit trial")
    key.allowed_ips, key.status = ["192.0.2.9/32"], "expired"
    key.rules = [{"method": "GET", "path": "/me"}]
    key.expiration = timezone.now() - timedelta(days=1)
    key.save()
    page = browser_of_alice.page(key_url(world, "audit trial"))
    for fact in ("Addresses", "Rules", "Expiry", "State"):
        assert f"{fact}: the vault has" in page
    browser_of_alice.post(key_url(world, "audit trial", "take_over"))
    stored.refresh_from_db()
    assert (stored.allowed_ips, stored.state) == (["192.0.2.9/32"], KeyState.EXPIRED)
    assert "the vault has" not in browser_of_alice.page(key_url(world, "audit trial"))


def test_another_order_of_addresses_and_rules_is_no_difference(world: LiveWorld) -> None:
    stored, key = world.store("certbot on web-1"), world.live("certbot on web-1")
    rules = [{"method": "GET", "path": path} for path in ("/me", "/vps")]
    addresses = ["192.0.2.9/32", "198.51.100.0/24"]
    for row, step in ((stored, 1), (key, -1)):
        row.rules, row.allowed_ips = rules[::step], addresses[::step]
        row.save(update_fields=["rules", "allowed_ips"])
    key.refresh_from_db()
    assert live.differences(key) == []
    for group, is_in in ((live.KEY_GROUPS[0], True), ("mismatch", False)):
        in_group = LiveCredential.objects.filter(live.in_group(group), pk=key.pk)
        assert in_group.exists() == is_in
    assert not key.changes.filter(kind__in=["addresses", "rules"], after=rules[::1]).exists()


def test_rows_of_an_earlier_way_are_worked_out_anew_by_the_next_migration(
    world: LiveWorld,
) -> None:
    key = world.live("audit trial")
    LiveApplication._base_manager.filter(credentials=key).update(status="blocked")
    LiveCredential._base_manager.filter(pk=key.pk).update(read_state="validated", derivation=0)
    rebuilding.work_out_older_rows()
    assert world.live("audit trial").state == "application-blocked"


def test_a_key_of_a_blocked_application_is_not_shown_as_good(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    number = world.planned("audit trial").application_id
    for status in ("blocked", "inactive"):
        LiveApplication.objects.filter(application_id=number).update(status=status)
        page = browser_of_alice.page(f"{reverse('live:list')}?state=application-blocked")
        assert rows(page) == 1
        assert "Application blocked" in page
    LiveApplication.objects.filter(application_id=number).update(status="active")
    assert world.live("audit trial").state == "validated"


def test_applications_without_keys_are_listed_and_deleted_after_a_recount(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    number = world.planned("audit trial").application_id
    LiveCredential.objects.filter(application_id=number).update(gone_at=timezone.now())
    application = LiveApplication.objects.get(application_id=number)
    assert f"Select application #{number}" in browser_of_alice.page(KEYLESS)
    page = browser_of_alice.post(
        reverse("bulk:select_applications"),
        {"take": "ticked", "application": [application.pk]},
        follow=True,
    )
    assert "Delete 1 application" in page.content.decode()
