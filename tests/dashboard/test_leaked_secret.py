"""An application secret that leaked: a new application, its keys moved one by one, then its end."""

from __future__ import annotations

from django.urls import reverse

from credentials import live, rotations, vault
from credentials.audit import SYSTEM, actor_of
from credentials.core import RotationState
from credentials.models import Application, Person, Rotation
from tests.credentials.rotations.driver import LABEL, RotationDriver
from tests.dashboard.live_pages import application_url, key_url
from tests.live_world import LiveWorld
from tests.people import Browser, rewrite


def leaked(world: LiveWorld) -> str:
    return application_url(world, LABEL, "leaked_secret")


def test_it_says_that_a_secret_cannot_be_changed_and_leads_to_a_new_one(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    assert leaked(world) in browser_of_alice.page(application_url(world, LABEL))
    page = browser_of_alice.page(leaked(world))
    assert "OVHcloud cannot change an application secret" in page
    assert "/createToken/" in page
    assert "0 of 1 moved" in page
    assert "1 key would end that is not moved yet" in page
    assert application_url(world, LABEL, "revoke_application") in page


def test_a_key_that_nobody_keeps_is_requested_anew(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    page = browser_of_alice.page(leaked(world))
    assert reverse("rights:from_live", args=key_url(world, LABEL).split("/")[2:5:2]) in page


def test_each_key_is_rotated_to_the_new_application_and_counted(
    world: LiveWorld, alice: Person, browser_of_alice: Browser
) -> None:
    driver = RotationDriver(world, alice)
    old, key = driver.old, world.account.management_key
    assert key is not None
    target = key.application
    page = browser_of_alice.page(leaked(world), to=str(target.pk))
    start = f"{reverse('rotations:start', args=[old.pk])}?application={target.pk}"
    assert start in page
    form = browser_of_alice.get(start).context["form"]
    assert str(form.initial["application"]) == str(target.pk)
    plan = rotations.plan_for(old, target)
    rotations.start(
        old,
        plan,
        person=alice,
        actor=actor_of(alice),
        callback_url=lambda token: f"https://keydesk.example.com/{token}/",
    )
    assert Rotation.objects.get().successor.application == target
    assert reverse("rotations:detail", args=[Rotation.objects.get().pk]) in browser_of_alice.page(
        leaked(world)
    )
    live.revoke(world.live(LABEL), actor=SYSTEM)
    rewrite(Rotation.objects.all(), state=RotationState.RETIRED)
    page = browser_of_alice.page(leaked(world))
    assert "1 of 1 moved" in page
    assert "would end that is not moved yet" not in page


def test_an_application_of_another_account_is_no_choice(
    world: LiveWorld, alice: Person, browser_of_alice: Browser
) -> None:
    other = vault.add_account(
        world.account.team, label="Other", endpoint="sandbox", actor=actor_of(alice)
    )
    stranger = vault.store_application(
        other,
        metadata=vault.EntryMetadata(label="stranger"),
        application_key="a1application0key",
        secret="a0secret0of0an0application000001",
        actor=SYSTEM,
    )
    page = browser_of_alice.page(leaked(world), to=str(stranger.pk))
    assert "stranger" not in page
    assert Application.objects.filter(pk=stranger.pk).exists()
