"""A certificate for loopback and for the host names that the detour leads here."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.interop.detour import GITHUB, NAMES

_HOSTS = ("localhost", *NAMES, GITHUB)
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Certificate:
    """The files of a certificate that vouches for itself, and of its key."""

    chain: str
    key: str


def make(folder: Path) -> Certificate:
    """A new certificate; whoever trusts its file trusts the sandbox and the ACME server."""
    key = ec.generate_private_key(ec.SECP256R1())
    files = Certificate(str(folder / "certificate.pem"), str(folder / "key.pem"))
    signed = _described(key.public_key()).sign(key, hashes.SHA256())
    Path(files.chain).write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    Path(files.key).write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


def _described(key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sandbox")])
    now = datetime.datetime.now(datetime.UTC)
    hosts: list[x509.GeneralName] = [x509.DNSName(host) for host in _HOSTS]
    hosts.append(x509.IPAddress(ip_address("127.0.0.1")))
    return (
        x509.CertificateBuilder(name, name, key, x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + _DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
    )
