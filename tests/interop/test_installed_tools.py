"""Tools that no registry has which is reached here: they do their job where somebody put them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from credentials.core import EntryKind, Method
from credentials.rights import RECIPES, AccessRule
from sandbox.demo_world import NIC_A
from sandbox.server import Running
from tests.interop.acme import Authority
from tests.interop.certificate import Certificate
from tests.interop.conftest import (
    Exporter,
    Job,
    KeyMaker,
    Run,
    ServiceAccountMaker,
    sourced,
)
from tests.interop.nameserver import NameServer
from tests.interop.test_certificates import CHALLENGE, NAME, challenges_left, names_in
from tests.interop.test_dns_tools import served
from tests.interop.tools import ACME_SH, CADDY, DNSCONTROL, OVHCLOUD_CLI, TERRAFORM_PROVIDER
from tests.served import free_port

pytestmark = [pytest.mark.interop, pytest.mark.may_be_skipped]

CLI_RULES = RECIPES["ovhcloud-cli"].rules()
DNSCONTROL_RULES = RECIPES["dnscontrol-zone"].rules(zone="example.com")
CADDY_RULES = RECIPES["caddy-zone"].rules(zone="example.com")
ACME_SH_RULES = RECIPES["acme-sh-zone"].rules(zone="example.com")
_RESOURCES = """
resource "ovh_domain_zone_record" "hello" {
  zone      = "example.com"
  subdomain = "hello"
  fieldtype = "A"
  ttl       = 3600
  target    = "192.0.2.40"
}
resource "ovh_iam_policy" "reading" {
  name       = "reading"
  identities = ["urn:v1:eu:identity:account:NIC"]
  resources  = ["urn:v1:eu:resource:dnsZone:example.com"]
  allow      = ["dnsZone:apiovh:get"]
}
"""
#: What a person writes around the exported lines.
_CADDYFILE = """
{
  admin off
  auto_https disable_redirects
  http_port %(http)s
  https_port %(https)s
  storage file_system store
  skip_install_trust
  email alice@example.com
  acme_ca %(authority)s
  acme_ca_root %(root)s
  tls_resolvers %(resolver)s
}
import ovh.caddy
www.example.com {
  import ovh
}
"""
_DNSCONFIG = """
D("example.com", NewRegistrar("none"), DnsProvider(NewDnsProvider("ovh")), DefaultTTL(3600),
  A("app", "192.0.2.20"), A("www", "192.0.2.30"), MX("@", 10, "mail.example.net."));
"""
#: Until there is a certificate.
_SERVED = """
caddy run &
until find store/certificates -name '*.crt' | grep -q .; do sleep 0.2; done
kill $!
"""
#: What a person writes beside the exported variables.
_WITH_VARIABLES = """
terraform {
  required_providers {
    ovh = { source = "ovh/ovh" }
  }
}
variable "ovh_endpoint" {}
variable "ovh_application_key" { sensitive = true }
variable "ovh_application_secret" { sensitive = true }
variable "ovh_consumer_key" { sensitive = true }

provider "ovh" {
  endpoint           = var.ovh_endpoint
  application_key    = var.ovh_application_key
  application_secret = var.ovh_application_secret
  consumer_key       = var.ovh_consumer_key
}
"""


def test_the_cli_reads_the_account(
    key_with: KeyMaker, export: Exporter, run: Run, job: Job, files: Certificate
) -> None:
    export(key_with(CLI_RULES).entry, "ovhcloud-cli")
    with job(OVHCLOUD_CLI, "read the account, listed zones", rules=CLI_RULES, file="ovhcloud-cli"):
        account = run(OVHCLOUD_CLI.program, "account", "get", "--json", SSL_CERT_FILE=files.chain)
        assert json.loads(account.stdout)["nichandle"] == NIC_A, account.stderr
        words = (OVHCLOUD_CLI.program, "domain-zone", "list", "--json")
        listed = run(*words, SSL_CERT_FILE=files.chain)
        assert {zone["name"] for zone in json.loads(listed.stdout)} >= {"example.com"}


def test_the_cli_lists_what_a_service_account_may_see(
    service_account_with: ServiceAccountMaker,
    export: Exporter,
    run: Run,
    job: Job,
    files: Certificate,
) -> None:
    export(service_account_with("dnsZone:apiovh:*"), "ovhcloud-cli")
    with job(OVHCLOUD_CLI, f"listed zones with a {EntryKind.SERVICE_ACCOUNT}", file="ovhcloud-cli"):
        words = (OVHCLOUD_CLI.program, "domain-zone", "list", "--json")
        listed = run(*words, SSL_CERT_FILE=files.chain)
        assert [zone["name"] for zone in json.loads(listed.stdout)] == ["example.com"]


@pytest.mark.parametrize("name", ["terraform", "terraform-tfvars"])
def test_terraform_writes_a_record_and_a_policy(
    name: str,
    key_with: KeyMaker,
    export: Exporter,
    run: Run,
    job: Job,
    terraform: dict[str, str],
    sandbox_server: Running,
    tmp_path: Path,
) -> None:
    rules = RECIPES["terraform"].rules()
    export(key_with(rules).entry, name)
    if name == "terraform-tfvars":
        (tmp_path / "provider.tf").write_text(_WITH_VARIABLES)
    (tmp_path / "main.tf").write_text(_RESOURCES.replace("NIC", NIC_A))
    with job(TERRAFORM_PROVIDER, "wrote a record and a policy", rules=rules, file=name):
        applied = run("terraform", "apply", "-auto-approve", "-no-color", **terraform)
        assert applied.returncode == 0, applied.stdout + applied.stderr
        assert ("A", "hello", "192.0.2.40") in served(sandbox_server)
        policies = sandbox_server.sandbox.world.policies.values()
        assert "reading" in {policy.name for policy in policies}
        again = run("terraform", "plan", "-detailed-exitcode", "-no-color", **terraform)
        assert again.returncode == 0, again.stdout + again.stderr


@pytest.fixture
def terraform(files: Certificate, tmp_path: Path) -> dict[str, str]:
    """Terraform takes the provider from where it lies, and asks no registry."""
    if not shutil.which("terraform"):
        pytest.skip("terraform is not on this machine")
    settings = tmp_path / "terraformrc"
    override = f'dev_overrides {{ "ovh/ovh" = "{TERRAFORM_PROVIDER.program.parent}" }}'
    settings.write_text(f"provider_installation {{\n{override}\ndirect {{}}\n}}\n")
    return {
        "TF_CLI_CONFIG_FILE": str(settings),
        "CHECKPOINT_DISABLE": "1",
        "SSL_CERT_FILE": files.chain,
    }


def test_dnscontrol_brings_a_zone_to_what_its_file_says(
    key_with: KeyMaker,
    export: Exporter,
    run: Run,
    job: Job,
    files: Certificate,
    sandbox_server: Running,
    tmp_path: Path,
) -> None:
    export(key_with(DNSCONTROL_RULES).entry, "dnscontrol")
    (tmp_path / "dnsconfig.js").write_text(_DNSCONFIG)
    deed = "brought a zone to what its file says"
    with job(DNSCONTROL, deed, rules=DNSCONTROL_RULES, file="dnscontrol"):
        pushed = run(DNSCONTROL.program, "push", SSL_CERT_FILE=files.chain)
        assert pushed.returncode == 0, pushed.stdout + pushed.stderr
        assert ("A", "app", "192.0.2.20") in served(sandbox_server)
        again = run(DNSCONTROL.program, "preview", "--expect-no-changes", SSL_CERT_FILE=files.chain)
        assert again.returncode == 0, again.stdout + again.stderr


def test_acme_sh_obtains_a_certificate(
    key_with: KeyMaker,
    export: Exporter,
    run: Run,
    job: Job,
    authority: Authority,
    files: Certificate,
    sandbox_server: Running,
    tmp_path: Path,
) -> None:
    variables = export(key_with(ACME_SH_RULES).entry, "acme.sh")
    probes = [f"/domain/zone/{name}" for name in (CHALLENGE, NAME)]
    rules = (*ACME_SH_RULES, *(AccessRule(Method.GET, path) for path in probes))
    home = tmp_path / "home"
    deed = "certificate by DNS-01"
    with job(ACME_SH, deed, rules=rules, file="acme.sh", probes=probes):
        issued = run(
            *sourced(variables),
            *(ACME_SH.program, "--issue", "--dns", "dns_ovh", "--domain", NAME),
            *("--server", authority.directory, "--home", home, "--dnssleep", "1"),
            CURL_CA_BUNDLE=files.chain,
        )
        assert issued.returncode == 0, issued.stdout + issued.stderr
        assert names_in(next(home.rglob("fullchain.cer"))) == [NAME]
        assert challenges_left(sandbox_server) == []


def test_caddy_obtains_a_certificate(
    key_with: KeyMaker,
    export: Exporter,
    run: Run,
    job: Job,
    authority: Authority,
    files: Certificate,
    name_server: NameServer,
    sandbox_server: Running,
    tmp_path: Path,
) -> None:
    export(key_with(CADDY_RULES).entry, "caddy")
    with job(CADDY, "certificate by DNS-01", rules=CADDY_RULES, file="caddy"):
        if "dns.providers.ovh" not in run(CADDY.program, "list-modules").stdout:
            pytest.skip("this caddy has no module for OVHcloud")
        told = {
            "authority": authority.directory,
            "root": files.chain,
            "resolver": name_server.address,
        }
        told |= {"http": str(free_port()), "https": str(free_port())}
        (tmp_path / "Caddyfile").write_text(_CADDYFILE % told)
        issued = run("/bin/sh", "-c", _SERVED, SSL_CERT_FILE=files.chain)
        certificates = list((tmp_path / "store" / "certificates").rglob("*.crt"))
        assert [names_in(file) for file in certificates] == [[NAME]], issued.stderr
        assert challenges_left(sandbox_server) == []
