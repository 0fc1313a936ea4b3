"""Where the rights of each tool were read: in which file of which version, and on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final


@dataclass(frozen=True, slots=True)
class Source:
    """``file`` of ``repository`` at ``version`` (a release or a commit), as it was ``read_on``."""

    repository: str
    file: str
    version: str
    read_on: date

    def __str__(self) -> str:
        return f"{self.repository}, {self.file}, {self.version} ({self.read_on.isoformat()})"


_source: Final = partial(Source, read_on=date(2026, 11, 26))

ACME_SH: Final = _source("acmesh-official/acme.sh", "dnsapi/dns_ovh.sh", "3.1.3 d60c75b4")
ANSIBLE: Final = _source("synthesio/infra-ovh-ansible-module", "plugins/modules", "5.11.1")
CADDY: Final = _source("libdns/ovh", "client.go", "v1.1.0")
CERTBOT: Final = _source(
    "certbot/certbot", "certbot-dns-ovh/src/certbot_dns_ovh/__init__.py", "v5.6.0 f769e35e7"
)
CERT_MANAGER: Final = _source("aureq/cert-manager-webhook-ovh", "main.go", "0.9.16")
DDNS_UPDATER: Final = _source(
    "qdm12/ddns-updater", "internal/provider/providers/ovh", "v2.10.0 4b180875"
)
DEHYDRATED: Final = _source("rbeuque74/letsencrypt-ovh-hook", "hook.py", "1800b57")
DNSCONTROL: Final = _source("DNSControl/dnscontrol", "providers/ovh/protocol.go", "e0e32ca1")
DNSCONTROL_GUIDE: Final = _source(
    "DNSControl/dnscontrol", "documentation/provider/ovh.md", "e0e32ca1"
)
EXTERNAL_DNS: Final = _source(
    "kubernetes-sigs/external-dns", "provider/ovh/ovh.go", "v0.22.0 2bf1bf8af"
)
LEGO: Final = _source("go-acme/lego", "providers/dns/ovh/ovh.go", "v5.3.1")
LEGO_GUIDE: Final = _source("go-acme/lego", "providers/dns/ovh/ovh.toml", "v5.3.1")
LEXICON: Final = _source(
    "dns-lexicon/dns-lexicon", "src/lexicon/_private/providers/ovh.py", "v3.25.1"
)
LIBCLOUD: Final = _source("apache/libcloud", "libcloud/compute/drivers/ovh.py", "v3.8.0 6e39117d6")
OCTODNS: Final = _source("octodns/octodns-ovh", "octodns_ovh/__init__.py", "v1.2.0 11505eb")
OVHCLOUD_CLI: Final = _source(
    "ovh/ovhcloud-cli", "internal/display/login_picker.go", "v0.5.0 546f3c8"
)
POSH_ACME: Final = _source("rmbolger/Posh-ACME", "Posh-ACME/Plugins/OVH.ps1", "v4.32.0 7bf9183c")
PROMETHEUS: Final = _source("prometheus/prometheus", "discovery/ovhcloud", "3.14.0 d15adb9ad7")
S3_EXAMPLE: Final = _source(
    "ovh/public-cloud-examples",
    "use-cases/create-and-use-object-storage-as-tf-backend/object-storage-tf/s3.tf",
    "v1.5.0 48e6f1a",
)
SMS_GUIDE: Final = _source(
    "ovh/docs",
    "pages/web_cloud/messaging/sms/envoyer_des_sms_avec_lapi_ovh_en_php/guide.en-gb.md",
    "5a53102d9820",
)
STEAMPIPE: Final = _source(
    "francois2metz/steampipe-plugin-ovh", "config/ovh.spc", "v0.14.0 e0beef6"
)
KEYDESK: Final = _source("Keydesk", "the list of OVHcloud's operations it comes with", "2026-11")


def terraform(file: str) -> Source:
    """A file of OVHcloud's provider for Terraform."""
    return _source("ovh/terraform-provider-ovh", f"ovh/{file}", "v2.19.0 a1ae5bce")
