"""Many keys in one account, for long lists and benchmarks."""

from __future__ import annotations

from sandbox.demo_world.seeded import seeded_key
from sandbox.state.records import Application, Credential, Rule
from sandbox.state.world import World

_DAY = 86_400
_TOOLS = ("certbot", "lego", "terraform", "external-dns", "octodns", "lexicon", "backup", "metrics")
_PATHS = ("/domain/zone/*", "/cloud/project/*", "/vps/*", "/me/bill/*", "/dedicated/server/*")
_METHODS = ("GET", "POST", "PUT", "DELETE")


def fill(world: World, nic: str, *, credentials: int, applications: int, now: float) -> None:
    """Add applications and keys until the account has so many of each."""
    owned = [
        application.id
        for application in world.applications.values()
        if application.owner == nic and not application.deleted
    ]
    missing = range(len(owned), applications)
    owned += [_add_application(world, nic, number) for number in missing]
    for number in range(sum(1 for _ in world.credentials_of(nic)), credentials):
        application_id = owned[number % len(owned)]
        _add_credential(world, nic, number, application_id=application_id, now=now)


def _add_application(world: World, nic: str, number: int) -> int:
    tool = _TOOLS[number % len(_TOOLS)]
    application = Application(
        id=world.next_id(),
        key=seeded_key(f"bulk application {nic} {number}", 16),
        secret=seeded_key(f"bulk application secret {nic} {number}", 32),
        owner=nic,
        name=f"{tool} {number}",
        description=f"{tool} of host {number}",
    )
    world.keep(application)
    return application.id


def _add_credential(
    world: World, nic: str, number: int, *, application_id: int, now: float
) -> None:
    credential = Credential(
        id=world.next_id(),
        consumer_key=seeded_key(f"bulk consumer key {nic} {number}", 32),
        application_id=application_id,
        rules=_rules(number),
        creation=now - (number % 700) * _DAY,
        status="refused" if number % 29 == 0 else "validated",
        account=nic,
        expiration=now + (number % 90 - 20) * _DAY if number % 3 == 0 else None,
        allowed_ips=(f"198.51.100.{number % 250}/32",) if number % 4 == 0 else None,
    )
    world.keep(credential)
    if number % 5:
        world.last_use[credential.id] = now - (number % 200) * _DAY


def _rules(number: int) -> tuple[Rule, ...]:
    path = _PATHS[number % len(_PATHS)]
    return tuple((method, path) for method in _METHODS[: number % 4 + 1])
