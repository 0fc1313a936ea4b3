"""All keys of an account are frozen by one job, after a look at what it would do, and thawed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.urls import reverse

from credentials.core import BulkAction
from credentials.models import BulkJob, LiveCredential, Person
from credentials.rights import FROZEN_ADDRESSES
from tests.live_world import LiveWorld
from tests.people import Browser


def at_ovhcloud(world: LiveWorld) -> dict[int, tuple[str, ...] | None]:
    listed = world.demo.world.credentials_of(world.nic)
    return {credential.id: credential.allowed_ips for credential in listed}


def run(browser: Browser, job: BulkJob) -> None:
    start = reverse("bulk:start", args=[job.pk])
    form = browser.get(start).context["form"]
    number = job.items.filter(state="waiting").count()
    browser.post(start, {"typed": str(number), "seen": form.initial["seen"]})


def test_an_account_is_frozen_and_set_back(world: LiveWorld, browser_of_alice: Browser) -> None:
    before = at_ovhcloud(world)
    own = world.planned("keydesk").credential_id
    account = reverse("accounts:detail", args=[world.account.pk])
    freeze = reverse("live:freeze_account", args=[world.account.pk])
    assert freeze in browser_of_alice.page(account)
    preview = browser_of_alice.post(freeze, follow=True).content.decode()
    assert "the key that Keydesk itself works with" in preview
    assert at_ovhcloud(world) == before, "it was only looked at"
    job = BulkJob.objects.get()
    run(browser_of_alice, job)
    frozen = {number for number, blocks in at_ovhcloud(world).items() if blocks == FROZEN_ADDRESSES}
    assert len(frozen) > 1
    assert own not in frozen
    undo = reverse("bulk:thaw_again", args=[job.pk])
    assert undo in browser_of_alice.page(reverse("bulk:detail", args=[job.pk]))
    browser_of_alice.post(undo)
    run(browser_of_alice, BulkJob.objects.get(action=BulkAction.THAW_KEYS))
    assert at_ovhcloud(world) == before


def add_key(world: LiveWorld, **changes: Any) -> int:
    """Another key at OVHcloud, which no reading has seen."""
    planned = world.demo.world.credentials[world.planned("audit trial").credential_id]
    number = world.demo.world.next_id()
    added = replace(planned, id=number, consumer_key=f"unread-{number}", **changes)
    world.demo.world.keep(added)
    return number


def test_the_form_is_taken_from_a_browser(world: LiveWorld, alice: Person) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(alice)
    page = browser.page(reverse("accounts:detail", args=[world.account.pk]))
    freeze = reverse("live:freeze_account", args=[world.account.pk])
    form = page.partition(f'action="{freeze}"')[2].partition("</form>")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
    assert token is not None
    referer = {"Referer": "https://testserver/"}
    answer = browser.post(freeze, {"csrfmiddlewaretoken": token[1]}, headers=referer)
    assert answer.status_code == 302
    assert BulkJob.objects.exists()


def test_keys_that_were_not_read_are_read_and_frozen(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    opens, refused = add_key(world), add_key(world, status="refused")
    freeze = reverse("live:freeze_account", args=[world.account.pk])
    browser_of_alice.post(freeze)
    job = BulkJob.objects.get()
    selected = job.items.filter(number__in=[opens, refused], state="waiting")
    assert selected.count() == 2
    before_it = browser_of_alice.page(reverse("bulk:start", args=[job.pk]))
    assert "Not read yet: 2." in before_it
    late = add_key(world)
    run(browser_of_alice, job)
    assert at_ovhcloud(world)[opens] == FROZEN_ADDRESSES
    assert at_ovhcloud(world)[refused] != FROZEN_ADDRESSES
    assert at_ovhcloud(world)[late] != FROZEN_ADDRESSES
    states = dict(job.items.values_list("number", "state"))
    assert (states[opens], states[refused], states[late]) == ("done", "refused", "excluded")
    report = browser_of_alice.page(reverse("bulk:detail", args=[job.pk]) + "?size=100")
    assert "it opens nothing as it is" in report
    assert "OVHcloud lists it since the keys were selected" in report
    read = LiveCredential.objects.filter(credential_id__in=[opens, refused])
    assert not read.filter(status="").exists()


def test_that_ovhcloud_could_not_be_asked_is_said(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    add_key(world)
    freeze = reverse("live:freeze_account", args=[world.account.pk])
    world.fail("status=503 path=/me/api/credential method=GET")
    preview = browser_of_alice.post(freeze, follow=True).content.decode()
    assert "OVHcloud was not asked for keys that are not read yet" in preview
    job = BulkJob.objects.get()
    run(browser_of_alice, job)
    job.refresh_from_db()
    assert job.state == "done"
    assert "is not known, for OVHcloud could not be asked" in str(job.cause)
