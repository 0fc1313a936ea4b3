"""The sandbox over TLS, for clients that use nothing else."""

from __future__ import annotations

import datetime
from ipaddress import ip_address
from pathlib import Path

import ovh
import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sandbox import server
from sandbox.demo_world import DemoWorld
from tests.sandbox.conftest import NIC_A
from tests.served import PATIENCE


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[str, str]:
    """A certificate for 127.0.0.1 and its key, as files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sandbox")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    files = tmp_path / "certificate.pem", tmp_path / "key.pem"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return str(files[0]), str(files[1])


def test_signed_calls_work_over_tls(
    demo: DemoWorld, certificate: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certificate[0])
    key = demo.management(NIC_A)
    with server.start(demo.world, tls=certificate) as running:
        assert running.api_root.startswith("https://")
        monkeypatch.setitem(ovh.client.ENDPOINTS, "tls", running.api_root)
        client = ovh.Client("tls", key.application_key, key.application_secret, key.consumer_key)
        key_request = client.request_consumerkey([])
        assert key_request["validationUrl"].startswith(f"{running.url}/auth/?credentialToken=")


def test_a_client_without_tls_does_not_stop_the_server(
    demo: DemoWorld, certificate: tuple[str, str]
) -> None:
    with server.start(demo.world, tls=certificate) as running:
        with pytest.raises(requests.exceptions.ConnectionError):
            requests.get(running.api_root.replace("https:", "http:"), timeout=PATIENCE)
        answer = requests.get(
            f"{running.api_root}/auth/time", verify=certificate[0], timeout=PATIENCE
        )
        assert answer.ok
