"""How the verbs of the table are called, where that takes more than a line."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator

from credentials import (
    audit,
    live,
    onboarding,
    people,
    rotations,
    service_accounts,
    teams,
    vault,
)
from credentials.audit import Actor
from credentials.core import EntryKind, KeyState
from credentials.models import Account, ConsumerKey, Entry, LiveCredential
from credentials.onboarding import (
    FORMATS,
    Candidate,
    CandidateState,
    CheckedKey,
    Field,
    KeyRequestSpec,
)
from credentials.rights import (
    TeamPolicy,
    bundled_catalogue,
    fill_call,
    name_list_at,
    operation_detail,
)
from credentials.sealing import Secret
from credentials.teams import ProfileDraft
from tests.credentials.verbs.scene import METADATA, RULES, TOKEN, Scene

Act = Callable[[Scene, Actor], object]
SECRET = "another0secret0of0twenty0two0signs"


def spec(*, rules: Any = RULES) -> KeyRequestSpec:
    return KeyRequestSpec(metadata=METADATA, rules=rules)


def take_in(scene: Scene, label: str, actor: Actor) -> object:
    """A key of the account as it comes out of a text that was checked."""
    triple, account = scene.triple(label), scene.world.account
    secrets = {
        Field.APPLICATION_SECRET: Secret(triple.application_secret),
        Field.CONSUMER_KEY: Secret(triple.consumer_key),
    }
    candidate = Candidate(
        kind=EntryKind.CONSUMER_KEY,
        line=1,
        column=1,
        endpoint=account.endpoint,
        identifier=triple.application_key,
        secrets=secrets,
    )
    key = CheckedKey(candidate=candidate, standing=CandidateState.READY, nic=account.nic)
    return onboarding.take_in(key, team=account.team, metadata=METADATA, actor=actor)


def request_key(scene: Scene, actor: Actor) -> object:
    return onboarding.request_key(
        scene.own_application,
        spec(),
        person=scene.alice,
        actor=actor,
        callback_url=lambda token: f"https://keydesk.example.com/{token}/",
    )


def end_request_in_trouble(scene: Scene, actor: Actor) -> object:
    key_request = scene.key_request
    scene.world.fail("status=500")
    return onboarding.end_request(key_request, actor=actor)


def request_key_against_policy(scene: Scene, actor: Actor) -> object:
    team = scene.own_application.account.team
    teams.change_policy(team, TeamPolicy(requires_owner=True), actor=audit.SYSTEM)
    return request_key(scene, actor)


def check_in_trouble(scene: Scene, actor: Actor) -> object:
    key_request = scene.key_request
    scene.world.fail("status=500")
    return onboarding.check_request(key_request, actor=actor)


def read_names(scene: Scene, actor: Actor) -> object:
    zones = name_list_at(bundled_catalogue(), "/domain/zone")
    assert zones is not None
    return live.read_names(scene.world.account, zones, actor=actor)


def read_names_without_the_right(scene: Scene, actor: Actor) -> object:
    ConsumerKey.objects.filter(manages=scene.world.account).update(rules=[])
    scene.world.account.refresh_from_db()
    return read_names(scene, actor)


def call_api(scene: Scene, actor: Actor, *, call: str = "GET /me") -> object:
    key = scene.world.account.management_key
    assert key is not None
    operation = bundled_catalogue().operation_at(*call.split())
    assert operation is not None
    return live.call(key, fill_call(operation_detail(operation), {}), actor=actor)


def refresh_operations(scene: Scene, actor: Actor) -> object:
    scene.use_own_folder()
    live.start_catalogue_refresh(scene.world.account, actor=actor)
    return None


def refresh_operations_of_an_unknown_region(scene: Scene, actor: Actor) -> object:
    account = scene.account
    account.endpoint = "nowhere"
    live.start_catalogue_refresh(account, actor=actor)
    return None


def call_api_to_write(scene: Scene, actor: Actor) -> object:
    return call_api(scene, actor, call="POST /me/api/oauth2/client")


def revoke_own_key(scene: Scene, actor: Actor) -> object:
    return live.revoke(scene.own_live_key, actor=actor)


def start_rotation(scene: Scene, actor: Actor, **changes: Any) -> object:
    old = scene.world.store("terraform laptop")
    return rotations.start(
        old,
        replace(rotations.plan_for(old), **changes),
        person=scene.alice,
        actor=actor,
        callback_url=lambda token: f"https://keydesk.example.com/{token}/",
    )


def store_new_value(entry: Entry, actor: Actor) -> object:
    """One that OVHcloud takes from nobody; an application without keys is not tried."""
    return onboarding.store_new_value(Entry.objects.get(pk=entry.pk), SECRET, actor=actor)


def change_addresses(key: LiveCredential, actor: Actor) -> object:
    return live.change_addresses(key, ["203.0.113.9"], seen=key.allowed_ips, actor=actor)


def export_refused_key(scene: Scene, actor: Actor) -> object:
    ConsumerKey.objects.filter(pk=scene.consumer_key.pk).update(state=KeyState.REFUSED)
    form = FORMATS["ovh.conf"]
    return onboarding.export_entry(
        scene.consumer_key.entry, form=form, actor=actor, destination="download"
    )


def create_client(account: Account, actor: Actor) -> object:
    return service_accounts.create(account, metadata=METADATA, description="Bills", actor=actor)


def create_client_without_the_right(scene: Scene, actor: Actor) -> object:
    ConsumerKey.objects.filter(manages=scene.world.account).update(rules=[])
    account = Account.objects.get(pk=scene.world.account.pk)
    return create_client(account, actor)


def delete_gone_client(scene: Scene, actor: Actor) -> object:
    service_accounts.delete(scene.live_client, actor=audit.SYSTEM)
    return service_accounts.delete(scene.live_client, actor=actor)


def store_key_twice(scene: Scene, actor: Actor) -> object:
    store_key(scene, audit.SYSTEM)
    return store_key(scene, actor)


def replace_by_the_same(scene: Scene, actor: Actor) -> object:
    vault.replace_secret(scene.application.entry, SECRET, actor=audit.SYSTEM)
    return vault.replace_secret(scene.application.entry, SECRET, actor=actor)


def after_destroying(act: Act) -> Act:
    """The act on an application of which nothing is kept any more."""

    def destroyed(scene: Scene, actor: Actor) -> object:
        vault.destroy(scene.application.entry, 1, actor=audit.SYSTEM)
        return act(scene, actor)

    return destroyed


def redeem(scene: Scene, actor: Actor) -> object:
    assert scene.open_request
    return onboarding.redeem_callback(TOKEN, person=scene.bob.person, actor=actor)


def redeem_twice(scene: Scene, actor: Actor) -> object:
    redeem(scene, audit.SYSTEM)
    return redeem(scene, actor)


def store_application(scene: Scene, actor: Actor, *, key: str = "f0f0f0f0f0f0f0f0") -> object:
    return vault.store_application(
        scene.account, metadata=METADATA, application_key=key, secret=SECRET, actor=actor
    )


def store_key(scene: Scene, actor: Actor, *, secret: str = SECRET) -> object:
    return vault.store_consumer_key(
        scene.application,
        metadata=METADATA,
        secret=secret,
        state=KeyState.VALIDATED,
        rules=[],
        allowed_ips=[],
        actor=actor,
    )


def store_entry(scene: Scene, actor: Actor, *, key: str = "f0f0f0f0f0f0f0f0") -> object:
    return vault.store_entry(
        EntryKind.APPLICATION,
        scene.account,
        metadata=METADATA,
        columns={"application_key": key},
        secret=SECRET,
        actor=actor,
    )


def store_client(scene: Scene, actor: Actor, *, client_id: str = "EU.ff") -> object:
    return vault.store_service_account(
        scene.account, metadata=METADATA, client_id=client_id, secret=SECRET, actor=actor
    )


def save(scene: Scene, actor: Actor, **draft: Any) -> object:
    wanted = ProfileDraft(**{"name": "dns-01", "rules": RULES, **draft})
    return teams.save_profile(scene.team, wanted, author=scene.alice, actor=actor)


def back_up(folder: str, actor: Actor) -> object:
    with tempfile.TemporaryDirectory() as place:
        return vault.back_up(Path(place, folder), actor=actor)


def confirm_binding(scene: Scene, actor: Actor, *, key: ConsumerKey | None = None) -> None:
    manages = key or scene.consumer_key
    vault.confirm_binding(scene.account, "aa11111-ovh", seen="", manages=manages, actor=actor)


def confirm_binding_with_a_key_that_waits(scene: Scene, actor: Actor) -> None:
    """Refused after the account was bound already: nothing of it stays."""
    confirm_binding(scene, actor, key=pending_key(scene))


def refuse_binding(scene: Scene, actor: Actor) -> None:
    waiting = ConsumerKey.objects.filter(pk=scene.consumer_key.pk)
    waiting.update(state=KeyState.UNCONFIRMED, nic="aa11111-ovh")
    vault.refuse_binding(scene.account, "aa11111-ovh", actor=actor)


def reset_factors(scene: Scene, actor: Actor) -> object:
    codes = Authenticator.Type.RECOVERY_CODES
    Authenticator.objects.get_or_create(user=scene.alice, type=codes, defaults={"data": {}})
    return people.reset_factors(scene.alice, actor=actor)


def pending_key(scene: Scene) -> ConsumerKey:
    """A key that waits for its consent: no management key."""
    ConsumerKey.objects.filter(pk=scene.consumer_key.pk).update(state=KeyState.PENDING)
    return ConsumerKey.objects.get(pk=scene.consumer_key.pk)


def gone_key(scene: Scene) -> ConsumerKey:
    """A stored key that OVHcloud does not list any more."""
    key = scene.world.store("audit trial")
    row = LiveCredential.objects.filter(pk=scene.world.live("audit trial").pk)
    row.update(gone_at=key.created_at)
    return key
