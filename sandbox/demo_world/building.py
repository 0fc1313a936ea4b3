"""Build the demo world, with the secrets of its keys and service accounts."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from sandbox.demo_world.bulk import fill
from sandbox.demo_world.past_calls import add_past_calls
from sandbox.demo_world.plans import ACCOUNTS, CLIENTS, KEYS, ClientPlan, KeyPlan
from sandbox.demo_world.products import add_products
from sandbox.demo_world.seeded import seeded_key
from sandbox.state.records import Application, Client, Credential, Policy
from sandbox.state.world import HOME, World

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class DemoKey:
    """The three values of a demo key, in clear, and which kind of key it is."""

    kind: str
    label: str
    account: str
    application_key: str
    application_secret: str = field(repr=False)
    consumer_key: str = field(repr=False)
    application_id: int
    credential_id: int


@dataclass(frozen=True, slots=True)
class DemoClient:
    """A demo service account with its secret in clear."""

    label: str
    account: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DemoWorld:
    """The world and what a vault would know of it."""

    world: World
    keys: tuple[DemoKey, ...]
    clients: tuple[DemoClient, ...]

    def of(self, kind: str) -> tuple[DemoKey, ...]:
        """The keys of one kind: ``management``, ``validated``, ``pending``, ``expired`` …"""
        return tuple(key for key in self.keys if key.kind == kind)

    def management(self, account: str) -> DemoKey:
        """The management key of ``account``."""
        return next(key for key in self.of("management") if key.account == account)


def build_world(
    *, credentials: int = 0, applications: int = 0, now: float | None = None, region: str = HOME
) -> DemoWorld:
    """The demo world of ``eu``, ``ca`` or ``us``; the first account is filled up to so many
    credentials and applications."""
    world, moment = World(region), time.time() if now is None else now
    for account in ACCOUNTS:
        world.keep(account)
    keys = tuple(_add_key(world, plan, moment) for plan in KEYS)
    clients = tuple(_add_client(world, plan, moment) for plan in CLIENTS)
    add_products(world)
    add_past_calls(world, moment)
    fill(world, ACCOUNTS[0].nic, credentials=credentials, applications=applications, now=moment)
    return DemoWorld(world, keys, clients)


def _add_key(world: World, plan: KeyPlan, now: float) -> DemoKey:
    application, name = _application(world, plan), f"{plan.account} {plan.label}"
    credential = Credential(
        id=world.next_id(),
        consumer_key=seeded_key(f"consumer key {name}", 32, world.region),
        application_id=application.id,
        rules=plan.rules,
        creation=now - plan.age * _DAY,
        status=plan.status,
        account=plan.account,
        expiration=None if plan.expires is None else now + plan.expires * _DAY,
        allowed_ips=plan.addresses,
        token=seeded_key(f"validation {name}", 64, world.region),
        ovh_support=plan.kind == "support-made",
    )
    world.keep(credential)
    if plan.used is not None:
        world.last_use[credential.id] = now - plan.used * _DAY
    return DemoKey(
        kind=plan.kind,
        label=plan.label,
        account=plan.account,
        application_key=application.key,
        application_secret=application.secret,
        consumer_key=credential.consumer_key,
        application_id=application.id,
        credential_id=credential.id,
    )


def _application(world: World, plan: KeyPlan) -> Application:
    """The application of a planned key; plans that name the same one share it."""
    owner = plan.owner or plan.account
    key = seeded_key(f"application key {owner} {plan.application}", 16, world.region)
    known = world.application_of_key(key)
    if known:
        return known
    application = Application(
        id=world.next_id(),
        key=key,
        secret=seeded_key(f"application secret {owner} {plan.application}", 32, world.region),
        owner=owner,
        name=plan.application,
        description=plan.description,
        deleted=plan.kind == "application-deleted",
    )
    world.keep(application)
    return application


def _add_client(world: World, plan: ClientPlan, now: float) -> DemoClient:
    name, region = f"{plan.account} {plan.name}", world.region
    client = Client(
        id=f"{region.upper()}.{seeded_key(f'client {name}', 16, region)}",
        secret=seeded_key(f"client secret {name}", 32, region),
        account=plan.account,
        name=plan.name,
        description=plan.description,
        created_at=now - plan.age * _DAY,
        region=region,
    )
    world.keep(client)
    if plan.actions:
        world.keep(_policy(world, client, plan, now=now))
    return DemoClient(plan.name, plan.account, client.id, client.secret)


def _policy(world: World, client: Client, plan: ClientPlan, *, now: float) -> Policy:
    digest = seeded_key(f"policy {client.id}", 32)
    parts = (digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:])
    return Policy(
        id="-".join(parts),
        owner=plan.account,
        name=plan.name,
        identities=(client.identity,) if client.identity else (),
        resources=tuple(map(world.urn, plan.resources)),
        allow=plan.actions,
        created_at=now - plan.age * _DAY,
    )
