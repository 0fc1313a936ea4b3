"""All keys of an account are frozen by one job, after a look at what it would do, and thawed."""

from __future__ import annotations

from django.urls import reverse

from credentials.core import BulkAction
from credentials.models import BulkJob
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
