"""OVHcloud under its own name, an authority for certificates, and keys that Keydesk made.

Tests marked ``interop`` need tools that are installed apart: they run where ``-m`` names the mark.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from credentials import service_accounts, vault
from credentials.audit import SYSTEM
from credentials.models import Account, Entry, ServiceAccount
from credentials.models import Person as Colleague
from credentials.rights import RECIPES, AccessRule, coverage_difference
from sandbox import server
from sandbox.demo_world.plans import NIC_A
from sandbox.learned_rules import learned_rules
from sandbox.server import Running
from sandbox.state.records import Policy
from tests.interop import certificate, table
from tests.interop.acme import Authority
from tests.interop.certificate import Certificate
from tests.interop.detour import Detour
from tests.interop.exports import BY_GRAMMAR, write_export
from tests.interop.keydesk import Keys, make_key, revealed
from tests.interop.nameserver import NameServer
from tests.interop.tools import PEBBLE, NodeTool, Tool
from tests.interop.unavailable import UNAVAILABLE
from tests.sandbox.people import Person

MARK = "interop"
SLOW_MARK = "interop_all"

_JOBS = Path(__file__).with_name("jobs")
_ZONE = "urn:v1:eu:resource:dnsZone:example.com"

KeyMaker = Callable[[Sequence[AccessRule]], Keys]
ServiceAccountMaker = Callable[..., ServiceAccount]
Exporter = Callable[[Entry, str], Path]
Run = Callable[..., "subprocess.CompletedProcess[str]"]
Attempt = Callable[..., "subprocess.CompletedProcess[str]"]
ByNode = Callable[[NodeTool, str, Keys], "subprocess.CompletedProcess[str]"]
Job = Callable[..., AbstractContextManager[None]]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{MARK}: a tool that is installed apart does its job")
    config.addinivalue_line("markers", f"{SLOW_MARK}: the same, where it takes minutes to build")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if MARK in config.getoption("-m"):
        return
    marks = (MARK, SLOW_MARK)
    apart = [item for item in items if any(map(item.get_closest_marker, marks))]
    config.hook.pytest_deselected(items=apart)
    items[:] = [item for item in items if item not in apart]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    lines = table.rows(terminalreporter.stats)
    for line in lines:
        cells = zip(line, table.widths(lines), strict=True)
        terminalreporter.write_line("  ".join(cell.ljust(width) for cell, width in cells).rstrip())
    listed = {"Files held to a documented grammar": BY_GRAMMAR, "Not tried": UNAVAILABLE}
    for heading, reasons in listed.items() if lines else ():
        terminalreporter.write_line(f"{heading}:")
        for name, reason in reasons.items():
            terminalreporter.write_line(f"{name}: {reason}")


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate.make(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def secure(sandbox_server: Running, files: Certificate) -> Iterator[Running]:
    """The same sandbox once more, over TLS."""
    with server.start(sandbox_server.sandbox, tls=(files.chain, files.key)) as running:
        yield running


@pytest.fixture
def detour(secure: Running) -> Iterator[Detour]:
    made = Detour(secure.port)
    yield made
    made.close()


@pytest.fixture
def name_server(sandbox_server: Running) -> Iterator[NameServer]:
    made = NameServer(sandbox_server.sandbox)
    yield made
    made.close()


@pytest.fixture
def authority(
    tmp_path: Path,
    files: Certificate,
    name_server: NameServer,
    record_property: Callable[[str, object], None],
) -> Iterator[Authority]:
    if obstacle := PEBBLE.obstacle():
        record_property(table.PROPERTY, (PEBBLE.package, "", "issue a certificate", "", 0))
        pytest.skip(obstacle)
    made = Authority(tmp_path, files, resolver=name_server.address)
    yield made
    made.close()


@pytest.fixture
def key_with(sandbox_server: Running, account: Account, alice: Colleague) -> KeyMaker:
    """A key with given rules, made with Keydesk and validated on the sandbox's page."""
    customer = Person(sandbox_server.url, NIC_A)
    return lambda rules: revealed(make_key(account, rules, colleague=alice, customer=customer))


@pytest.fixture
def service_account_with(
    sandbox_server: Running, account: Account, alice: Colleague
) -> ServiceAccountMaker:
    """A service account made with Keydesk; a policy lets it do ``actions`` on example.com."""
    customer = Person(sandbox_server.url, NIC_A)
    rules = RECIPES["keydesk-service-accounts"].rules()
    account.management_key = make_key(account, rules, colleague=alice, customer=customer)
    account.save(update_fields=["management_key"])

    def made(*actions: str) -> ServiceAccount:
        stored = service_accounts.create(
            account,
            metadata=vault.EntryMetadata(label="interop"),
            description="A tool",
            actor=SYSTEM,
        )
        sandbox_server.sandbox.world.keep(
            Policy("interop", NIC_A, "interop", (stored.identity,), (_ZONE,), actions)
        )
        return stored

    return made


@pytest.fixture
def export(tmp_path: Path) -> Exporter:
    """Write the file of a format into the folder that tools run in, as Keydesk exports it."""
    return lambda entry, name: write_export(entry, name, tmp_path)


@pytest.fixture
def run(tmp_path: Path, detour: Detour, files: Certificate) -> Run:
    """Run a tool in an empty folder, with OVHcloud's names leading to the sandbox."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "HTTPS_PROXY": detour.url,
        "NO_PROXY": "127.0.0.1",
        "REQUESTS_CA_BUNDLE": files.chain,
    }

    def started(*words: str | Path, **extra: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words,
            env=environment | extra,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )

    return started


@pytest.fixture
def by_node(run: Run, secure: Running, files: Certificate) -> ByNode:
    """Run a job by a Node SDK; it is told the sandbox's host and port, and signs without the
    port."""

    def started(tool: NodeTool, job: str, keys: Keys) -> subprocess.CompletedProcess[str]:
        return run(
            *(tool.program, _JOBS / job, tool.package, "127.0.0.1", str(secure.port)),
            **by_environment(keys),
            NODE_PATH=str(tool.modules),
            NODE_EXTRA_CA_CERTS=files.chain,
        )

    return started


@pytest.fixture
def job(sandbox_server: Running, record_property: Callable[[str, object], None]) -> Job:
    """A line of the table for what a tool does within the block; skips where it is missing.

    ``without`` names the rule that was taken away: then, and only then, a call is refused by 403.
    What its calls teach is within ``rules``, those of the recipe it was given. ``file`` is the
    format of the exported file that it reads, ``probes`` the paths that it tries without a right.
    """

    @contextmanager
    def doing(
        tool: Tool,
        deed: str = "",
        *,
        without: str = "",
        rules: Sequence[AccessRule] = (),
        file: str = "",
        probes: Sequence[str] = (),
    ) -> Iterator[None]:
        deed = deed or f"refused without {without}"
        if obstacle := tool.obstacle():
            record_property(table.PROPERTY, (tool.package, "", deed, file, 0))
            pytest.skip(obstacle)
        sandbox_server.sandbox.record.calls.clear()
        try:
            yield
        finally:
            calls = sandbox_server.sandbox.record.count()
            record_property(table.PROPERTY, (tool.package, tool.version(), deed, file, calls))
        record = sandbox_server.sandbox.record
        refusals = [seen for seen in record.calls if seen.status == 403 and seen.path not in probes]
        assert bool(refusals) is bool(without), refusals
        assert not rules or beyond(rules, sandbox_server) == []

    return doing


def beyond(rules: Sequence[AccessRule], running: Running) -> list[str]:
    """What the calls in a sandbox's record teach that the rules do not allow; never nothing."""
    learned = learned_rules(running.sandbox.record.calls).rules
    assert learned
    return [str(rule) for rule in coverage_difference(rules, learned).added]


def without(rules: Sequence[AccessRule], line: str) -> tuple[AccessRule, ...]:
    """The rules less the one that ``line`` is; it has to be there."""
    rest = tuple(rule for rule in rules if f"{rule.method} {rule.path}" != line)
    assert len(rest) == len(rules) - 1, rules
    return rest


def by_environment(keys: Keys) -> dict[str, str]:
    """The variables that OVHcloud's own SDKs and lego read."""
    return {
        "OVH_ENDPOINT": "ovh-eu",
        "OVH_APPLICATION_KEY": keys.application_key,
        "OVH_APPLICATION_SECRET": keys.application_secret,
        "OVH_CONSUMER_KEY": keys.consumer_key,
    }


def by_oauth2(stored: ServiceAccount) -> dict[str, str]:
    """The variables of a service account, as a person copies them."""
    return {
        "OVH_ENDPOINT": "ovh-eu",
        "OVH_CLIENT_ID": stored.client_id,
        "OVH_CLIENT_SECRET": vault.reveal(stored, actor=SYSTEM).expose(),
    }


def sourced(file: Path) -> tuple[str, ...]:
    """The words before a command that reads ``file`` in its shell first."""
    return ("/bin/sh", "-c", '. "$0"; exec "$@"', str(file))
