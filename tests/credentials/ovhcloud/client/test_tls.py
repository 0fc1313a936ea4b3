"""Over TLS: a certificate is checked always, and its refusal is said as what it is."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from credentials.core import TimedOut, Unreachable
from credentials.ovhcloud import Endpoint
from credentials.ovhcloud.endpoints import parse_extra_endpoints
from sandbox import server
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.credentials.ovhcloud.client.conftest import BRISK, NIC_A, keyed

CALM = replace(BRISK, attempts=1, read_timeout=1)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A certificate for 127.0.0.1 that nobody has signed but itself, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sandbox")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return _write(folder / "c", made.public_bytes(serialization.Encoding.PEM)), _write(
        folder / "k", pem
    )


@pytest.fixture
def running(demo: DemoWorld, certificate: tuple[str, str]) -> Iterator[Running]:
    with server.start(demo.world, tls=certificate) as served:
        yield served


@pytest.fixture
def endpoint(running: Running) -> Endpoint:
    return parse_extra_endpoints(f"sandbox={running.api_root}")["sandbox"]


def test_a_certificate_of_an_unknown_issuer_is_refused(
    endpoint: Endpoint, demo: DemoWorld, running: Running
) -> None:
    with pytest.raises(Unreachable, match=r"certificate that 127\.0\.0\.1:\d+ shows") as caught:
        keyed(endpoint, demo.management(NIC_A), limits=CALM).logout()
    assert not caught.value.is_outcome_unknown
    assert running.sandbox.record.count() == 0


def test_a_certificate_of_a_trusted_issuer_is_taken(
    endpoint: Endpoint, demo: DemoWorld, running: Running, certificate: tuple[str, str]
) -> None:
    limits = replace(CALM, ca_bundle=certificate[0])
    client = keyed(endpoint, demo.management(NIC_A), limits=limits)
    assert client.details().account == NIC_A
    assert len(list(client.credentials())) > 5
    assert running.sandbox.record.objections == []


def test_the_deadline_holds_under_encryption_too(
    endpoint: Endpoint, demo: DemoWorld, running: Running, certificate: tuple[str, str]
) -> None:
    limits = replace(CALM, ca_bundle=certificate[0], deadline=0.5)
    client = keyed(endpoint, demo.management(NIC_A), limits=limits)
    client.details()
    running.sandbox.faults.add("drip=20")
    with pytest.raises(TimedOut):
        client.details()


def test_plain_http_on_a_tls_port_is_a_transport_failure(
    endpoint: Endpoint, demo: DemoWorld
) -> None:
    with server.start(demo.world) as plain:
        wrong = replace(endpoint, api_root=plain.api_root.replace("http:", "https:"))
        with pytest.raises(Unreachable, match="connection broke"):
            keyed(wrong, demo.management(NIC_A), limits=CALM).details()


def _write(file: Path, content: bytes) -> str:
    file.write_bytes(content)
    return str(file)
