"""What tests share: people, a team with an account, what its vault holds, and a sandbox.

The password hasher is the only thing made weaker here: signing in would cost 80 ms a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache as cached

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from pytest_django import Settings

from credentials import ovhcloud, vault
from credentials.audit import SYSTEM, triggers
from credentials.core import KeyState, Role
from credentials.models import Account, Application, ConsumerKey, Person, ServiceAccount, Team
from sandbox import server
from sandbox.demo_world import DemoWorld, build_world
from sandbox.server import Running
from tests import authenticator_app, people
from tests.column_lengths import columns_have_their_length
from tests.limits import QUICK, SHORT_TIMEOUTS
from tests.people import Browser
from tests.process_memory import forget_process
from tests.world import one_of_each

__all__ = ["columns_have_their_length", "one_of_each"]

# How long a test takes says something about the machine, and nothing about the code.
hypothesis.settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("untimed")

SECRETS = {
    "application": "planted0application0secret000001",
    "consumer_key": "planted0consumer0key00000000001",
    "service_account": "planted0client0secret00000000001",
}


#: What takes longest begins first, or a worker would be left alone with it at the end.
LONG = ("browser", "test_demo", "test_leaks", "test_database_writer", "torture")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not any(word in item.nodeid for word in LONG))


@pytest.fixture(autouse=True)
def _new_process() -> None:
    """What a process learns is not handed from test to test."""
    forget_process()


@pytest.fixture(autouse=True)
def _clock_of_apps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes of authenticator apps are those of one moment, however long a test takes."""
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", authenticator_app.CLOCK)


@pytest.fixture(autouse=True)
def _limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits between two attempts of a call."""
    monkeypatch.setattr(ovhcloud, "limits", cached(lambda: QUICK))


@pytest.fixture
def short_timeouts(_limits: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for an answer of OVHcloud gives it up after a second or two."""
    monkeypatch.setattr(ovhcloud, "limits", cached(lambda: SHORT_TIMEOUTS))


@pytest.fixture(autouse=True)
def _settings(settings: Settings) -> Iterator[None]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}
    }
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.OVH_EXTRA_ENDPOINTS = "sandbox=http://127.0.0.1:9/1.0"
    yield
    cache.clear()


@pytest.fixture
def tasks_wait(settings: Settings) -> None:
    """What is queued waits for a worker, as in production; else it runs where it is queued."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


@pytest.fixture(autouse=True)
def _emptied_tables(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests that commit are cleaned up by emptying tables, which the audit log refuses."""
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction", False)
    if not commits and "transactional_db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    triggers.remove(connection)


@pytest.fixture
def demo() -> DemoWorld:
    """The sandbox's world: three customer accounts with keys of every kind, values in clear."""
    return build_world()


@pytest.fixture
def sandbox_server(demo: DemoWorld, settings: Settings) -> Iterator[Running]:
    """The demo world, served; the endpoint ``sandbox`` leads to it.

    Whatever was sent to it, the real OVHcloud has nothing to object to.
    """
    with server.start(demo.world) as running:
        settings.OVH_EXTRA_ENDPOINTS = f"sandbox={running.api_root}"
        yield running
    assert running.sandbox.record.objections == []


@pytest.fixture
def alice(db: None) -> Person:
    return people.make_person("alice")


@pytest.fixture
def bob(db: None) -> Person:
    return people.make_person("bob")


@pytest.fixture
def charlie(db: None) -> Person:
    charlie = people.make_person("charlie")
    people.make_team("Charlie's team", charlie)
    return charlie


@pytest.fixture
def team(alice: Person) -> Team:
    return people.make_team("Harbour", alice)


@pytest.fixture
def teammate(team: Team, bob: Person) -> Callable[[Role], Person]:
    """Bob, made a member of the team in the role a test asks for."""
    return lambda role: people.join(team, bob, role)


@pytest.fixture
def sign_in() -> Callable[[Person], Browser]:
    return people.sign_in


@pytest.fixture
def browser_of_alice(alice: Person, team: Team) -> Browser:
    """Alice signed in, her identity freshly confirmed."""
    return people.sign_in(alice).confirm()


@pytest.fixture
def account(team: Team) -> Account:
    return vault.add_account(team, label="Main account", endpoint="sandbox", actor=SYSTEM)


@pytest.fixture
def application(account: Account) -> Application:
    return vault.store_application(
        account,
        metadata=vault.EntryMetadata(label="dns-updater"),
        application_key="0a1b2c3d4e5f6071",
        secret=SECRETS["application"],
        actor=SYSTEM,
    )


@pytest.fixture
def consumer_key(application: Application) -> ConsumerKey:
    return vault.store_consumer_key(
        application,
        metadata=vault.EntryMetadata(label="dns-updater key"),
        secret=SECRETS["consumer_key"],
        state=KeyState.VALIDATED,
        rules=[{"method": "GET", "path": "/domain/zone/*"}],
        allowed_ips=["192.0.2.0/24"],
        actor=SYSTEM,
    )


@pytest.fixture
def service_account(account: Account) -> ServiceAccount:
    return vault.store_service_account(
        account,
        metadata=vault.EntryMetadata(label="reporting"),
        client_id="EU.0011223344556677",
        secret=SECRETS["service_account"],
        actor=SYSTEM,
    )
