"""Certificates by DNS-01: the TXT record is written, looked up by the authority, and removed."""

from __future__ import annotations

from pathlib import Path
from subprocess import CompletedProcess

import pytest
from cryptography import x509

from credentials.rights import RECIPES
from sandbox.server import Running
from tests.interop.acme import Authority
from tests.interop.certificate import Certificate
from tests.interop.conftest import (
    Attempt,
    Exporter,
    Job,
    KeyMaker,
    Run,
    sourced,
    without,
)
from tests.interop.keydesk import Keys
from tests.interop.nameserver import NameServer
from tests.interop.tools import CERTBOT, LEGO, PEBBLE

NAME = "www.example.com"
CHALLENGE = f"_acme-challenge.{NAME}"
CERTBOT_RULES = RECIPES["certbot-zone"].rules(zone="example.com")
LEGO_RULES = RECIPES["lego-zone"].rules(zone="example.com")


def names_in(file: Path) -> list[str]:
    """The names a certificate is for."""
    chain = x509.load_pem_x509_certificates(file.read_bytes())
    names = chain[0].extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return names.value.get_values_for_type(x509.DNSName)


def challenges_left(running: Running) -> list[str]:
    """Challenge records that are still in the zone or still served."""
    zone = running.sandbox.world.zones["example.com"]
    lines = [*zone.records, *zone.served]
    return [line.target for line in lines if line.sub_domain.startswith("_acme-challenge")]


@pytest.fixture
def certbot(run: Run, authority: Authority, export: Exporter, tmp_path: Path) -> Attempt:
    def issue(keys: Keys) -> CompletedProcess[str]:
        secrets = export(keys.entry, "certbot")
        folders = [f"--{name}-dir={tmp_path / name}" for name in ("config", "work", "logs")]
        return run(
            *(CERTBOT.program, "certonly", "--non-interactive", "--agree-tos"),
            *("--register-unsafely-without-email", f"--server={authority.directory}", *folders),
            *("--authenticator=dns-ovh", f"--dns-ovh-credentials={secrets}"),
            *("--dns-ovh-propagation-seconds=1", f"--domain={NAME}"),
        )

    return issue


@pytest.fixture
def lego(
    run: Run,
    authority: Authority,
    export: Exporter,
    files: Certificate,
    name_server: NameServer,
) -> Attempt:
    def issue(keys: Keys) -> CompletedProcess[str]:
        return run(
            *sourced(export(keys.entry, "lego")),
            *(LEGO.program, "--accept-tos", "--email=alice@example.com", "--path=lego"),
            *(f"--server={authority.directory}", "--dns=ovh", f"--domains={NAME}"),
            *(f"--dns.resolvers={name_server.address}", "--dns.disable-cp", "run"),
            LEGO_CA_CERTIFICATES=files.chain,
            SSL_CERT_FILE=files.chain,
        )

    return issue


@pytest.mark.interop
def test_certbot_obtains_a_certificate(
    key_with: KeyMaker,
    certbot: Attempt,
    job: Job,
    sandbox_server: Running,
    name_server: NameServer,
    tmp_path: Path,
) -> None:
    keys = key_with(CERTBOT_RULES)
    deed = f"certificate by DNS-01 from pebble {PEBBLE.version()}"
    with job(CERTBOT, deed, rules=CERTBOT_RULES, file="certbot"):
        issued = certbot(keys)
        assert issued.returncode == 0, issued.stdout + issued.stderr
        assert names_in(tmp_path / "config" / "live" / NAME / "fullchain.pem") == [NAME]
        assert CHALLENGE in name_server.asked
        assert challenges_left(sandbox_server) == []


@pytest.mark.interop
def test_certbot_is_refused_without_the_list_of_zones(
    key_with: KeyMaker, certbot: Attempt, job: Job
) -> None:
    keys = key_with(without(CERTBOT_RULES, "GET /domain/zone/"))
    with job(CERTBOT, without="GET /domain/zone/", file="certbot"):
        issued = certbot(keys)
        assert issued.returncode == 1
        refusal = "403 Client Error: Forbidden for url: https://eu.api.ovh.com/1.0/domain/zone/"
        assert refusal in issued.stderr


@pytest.mark.interop
def test_lego_obtains_a_certificate(
    key_with: KeyMaker,
    lego: Attempt,
    job: Job,
    sandbox_server: Running,
    name_server: NameServer,
    tmp_path: Path,
) -> None:
    keys = key_with(LEGO_RULES)
    deed = f"certificate by DNS-01 from pebble {PEBBLE.version()}"
    with job(LEGO, deed, rules=LEGO_RULES, file="lego"):
        issued = lego(keys)
        assert issued.returncode == 0, issued.stderr
        assert names_in(tmp_path / "lego" / "certificates" / f"{NAME}.crt") == [NAME]
        assert CHALLENGE in name_server.asked
        assert challenges_left(sandbox_server) == []


@pytest.mark.interop
def test_lego_is_refused_without_the_right_to_write(
    key_with: KeyMaker, lego: Attempt, job: Job
) -> None:
    keys = key_with(without(LEGO_RULES, "POST /domain/zone/example.com/*"))
    with job(LEGO, without="POST /domain/zone/example.com/*", file="lego"):
        issued = lego(keys)
        assert issued.returncode == 1
        assert 'Error 403: "This call has not been granted"' in issued.stderr
