"""What the database of version 0.1 holds, stored by the verbs of that version.

``make_fixture`` gives this text to the ``manage.py shell`` of a checkout of version 0.1, after
``create_team`` made the team and Alice. It imports that version, not the one it is kept with,
which is why mypy leaves it out. It is not edited any more once its fixture is stored.

The last line it prints is a JSON object with what only this program knows: the SHA-256 of every
secret it stored ("label/version", null where the version was forgotten), the session of each
person who signed in, and the line of a checkpoint that is kept outside of the database.
"""

from __future__ import annotations

import hashlib
import json
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from urllib.parse import parse_qs, urlsplit

from allauth.account.models import EmailAddress
from credentials.enums import Environment, KeyState, Role
from credentials.errors import NotAllowedError
from credentials.house_policy import HousePolicy
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from credentials import audit, entries, onboarding, people, profiles, sync, validation, vault
from credentials.audit import Actor
from credentials.models import Account, Application, Entry, KeyRequest, Person, Team
from credentials.rights import parse_rules
from sandbox import server
from sandbox.demo_world import build_world

ALICE_NIC, BOB_NIC = "aa11111-ovh", "bb22222-ovh"
DEMO = build_world()
DIGESTS: dict[str, str | None] = {}


def fill() -> dict[str, object]:
    """Everything, in an order in which a team would do it."""
    team, alice, bob, charlie = _people()
    main = _account(team, "Main account", ALICE_NIC, alice)
    test = _account(team, "Test account", BOB_NIC, bob)
    _keys(main, alice)
    _versions(test, bob)
    _profile(team, bob)
    policy = HousePolicy(requires_owner=True, longest_days=90)
    people.change_policy(team, policy, actor=_actor(alice))
    sessions = {person.email: _sign_in(person) for person in (alice, bob)}
    authenticate(None, email=bob.email, password="not the password of anybody")
    sync.start(main, person=alice)
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    checkpoint = audit.write_checkpoint().to_json()
    _open_secrets(alice, bob, charlie)
    _leave_work(test, bob)
    return {"secrets": DIGESTS, "sessions": sessions, "checkpoint": checkpoint}


def _people() -> tuple[Team, Person, Person, Person]:
    team, alice = Team.objects.get(), Person.objects.get()
    bob = Person.objects.create_user("bob@example.com", "fixture password of bob")
    charlie = Person.objects.create_user("charlie@example.com", "fixture password of charlie")
    people.add_member(team, bob, Role.OPERATOR, actor=_actor(alice))
    people.add_member(team, charlie, Role.REQUESTER, actor=_actor(alice))
    people.change_role(charlie.memberships.get(), Role.AUDITOR, actor=_actor(alice))
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    return team, alice, bob, charlie


def _account(team: Team, label: str, nic: str, person: Person) -> Account:
    """An account that a management key of the sandbox reads."""
    account = vault.open_account(team, label=label, endpoint="sandbox", actor=_actor(person))
    demo = DEMO.management(nic)
    triple = onboarding.Triple(
        application_key=demo.application_key,
        application_secret=demo.application_secret,
        consumer_key=demo.consumer_key,
    )
    card = vault.Card(label=f"Management of {label}", owner=person)
    key = onboarding.adopt(account, triple, card=card, actor=_actor(person))
    application = Entry.objects.get(pk=key.application_id)
    card = replace(card, label=f"Application of {label}")
    vault.relabel(application, card, actor=_actor(person))
    _note(f"Application of {label}", 1, demo.application_secret)
    _note(f"Management of {label}", 1, demo.consumer_key)
    onboarding.manage_with(account, key, actor=_actor(person))
    return account


def _keys(account: Account, alice: Person) -> None:
    """A key that was validated, one that waits for its consent, and a service account."""
    lego = next(key for key in DEMO.keys if key.label == "lego on web-2")
    card = vault.Card(label="lego", owner=alice, environment=Environment.PRODUCTION)
    application = entries.store_application(
        account,
        application_key=lego.application_key,
        secret=lego.application_secret,
        card=card,
        actor=_actor(alice),
    )
    _note(card.label, 1, lego.application_secret)
    key_request, token = _request(application, "lego on web-1", alice)
    credential = _at_ovhcloud(key_request)
    DEMO.world.keep(replace(credential, status="validated", account=ALICE_NIC))
    back = validation.redeem(token, person=alice, actor=_actor(alice))
    validation.check(back, actor=_actor(alice))
    _request(application, "lego on web-2", alice)
    client = next(client for client in DEMO.clients if client.account == ALICE_NIC)
    card = vault.Card(label="dns-automation", owner=alice, purpose="DNS", used_by="web-1")
    vault.store_service_account(
        account,
        card=card,
        client_id=client.client_id,
        secret=client.client_secret,
        actor=_actor(alice),
    )
    _note(card.label, 1, client.client_secret)


def _request(application: Application, label: str, person: Person) -> tuple[KeyRequest, str]:
    """A request, and the single-use token of its way back."""
    tokens: list[str] = []

    def callback_url(token: str) -> str:
        tokens.append(token)
        return f"https://keydesk.example.com/keys/callback/{token}/"

    wish = validation.Wish(
        card=vault.Card(label=label, owner=person),
        rules=parse_rules("GET,POST,DELETE /domain/zone/example.com/*"),
        allowed_ips=() if label.endswith("1") else ("192.0.2.0/24",),
    )
    key_request = validation.request(
        application, wish, person=person, actor=_actor(person), callback_url=callback_url
    )
    _note(label, 1, _at_ovhcloud(key_request).consumer_key)
    return key_request, tokens[0]


def _at_ovhcloud(key_request: KeyRequest):
    (token,) = parse_qs(urlsplit(key_request.validation_url).query)["credentialToken"]
    return DEMO.world.credential_of_token(token)


def _versions(account: Account, bob: Person) -> None:
    """An application with three versions of its secret, the first forgotten; an archived key."""
    secrets = [f"invented0application0secret00000{number}" for number in (1, 2, 3)]
    application = entries.store_application(
        account,
        application_key="0a1b2c3d4e5f6071",
        secret=secrets[0],
        card=vault.Card(label="backup-checker", owner=bob),
        actor=_actor(bob),
    )
    for secret in secrets[1:]:
        entries.replace(application, secret, actor=_actor(bob))
    vault.forget(application, 1, actor=_actor(bob))
    DIGESTS["backup-checker/1"] = None
    _note("backup-checker", 2, secrets[1])
    _note("backup-checker", 3, secrets[2])
    _archived_key(application, bob)


def _archived_key(application: Application, bob: Person) -> None:
    secret = "invented0consumer0key00000000001"
    _note("backup-checker, old", 1, secret)
    key = vault.store_consumer_key(
        application,
        card=vault.Card(label="backup-checker, old", owner=bob),
        secret=secret,
        state=KeyState.EXPIRED,
        rules=[{"method": "GET", "path": "/cloud/project/*"}],
        allowed_ips=["192.0.2.7/32", "2001:db8::/64"],
        actor=_actor(bob),
    )
    entries.archive(key, actor=_actor(bob))


def _profile(team: Team, bob: Person) -> None:
    """Rights that were narrowed down in a second version."""
    rules = parse_rules("GET,POST,DELETE /domain/zone/*")
    first = profiles.Saving(name="certificates", purpose="DNS-01", rules=rules)
    saved = profiles.save(team, first, author=bob, actor=_actor(bob))
    second = replace(
        first,
        rules=parse_rules("GET,POST,DELETE /domain/zone/example.com/*"),
        note="one zone instead of all",
        over=saved.pk,
    )
    profiles.save(team, second, author=bob, actor=_actor(bob))


def _sign_in(person: Person) -> str:
    """Through the page that people use; the session is made to outlive the fixture's use."""
    browser = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0], REMOTE_ADDR="192.0.2.1")
    name = person.email.partition("@")[0]
    fields = {"login": person.email, "password": f"fixture password of {name}"}
    browser.post(reverse("account_login"), fields, secure=True)
    session = browser.session
    session.set_expiry(datetime(2100, 1, 1, tzinfo=UTC))
    session.save()
    return str(session.session_key)


def _open_secrets(alice: Person, bob: Person, charlie: Person) -> None:
    """What people may open, and what Charlie may not: three denials, one entry and a fold."""
    entry = Entry.objects.select_related("account__team").get(label="backup-checker")
    vault.reveal(entry, actor=_actor(alice))
    vault.reveal(entry, actor=_actor(alice), number=2)
    vault.copy(entry, actor=_actor(bob))
    vault.send(entry, actor=_actor(bob), to=alice)
    vault.export([entry], actor=_actor(bob), form="env")
    for _ in range(3):
        with suppress(NotAllowedError):
            vault.reveal(entry, actor=_actor(charlie))
    _run("check_vault")


def _leave_work(account: Account, bob: Person) -> None:
    """A seal, a reading that nobody took up, and a verification that nobody did."""
    _run("verify_audit_log")
    sync.start(account, person=bob)
    audit.check_soon()


def _run(command: str) -> None:
    """A command that ends with an exit code, which here has to be 0."""
    try:
        call_command(command, stdout=StringIO())
    except SystemExit as ended:
        if ended.code:
            raise AssertionError(command) from ended


def _note(label: str, number: int, secret: str) -> None:
    DIGESTS[f"{label}/{number}"] = hashlib.sha256(secret.encode()).hexdigest()


def _actor(person: Person) -> Actor:
    return Actor(person.email, person.pk, "192.0.2.1")


with server.start(DEMO.world, urlsplit(settings.OVH_EXTRA_ENDPOINTS.partition("=")[2]).port or 0):
    sys.stdout.write(f"{json.dumps(fill())}\n")
