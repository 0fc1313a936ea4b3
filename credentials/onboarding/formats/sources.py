"""Where the names in each tool's file were read: in which file of which version, on which day."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final

from credentials.rights import Source

_source: Final = partial(Source, read_on=date(2026, 11, 27))

ACME_SH: Final = _source("acmesh-official/acme.sh", "dnsapi/dns_ovh.sh", "3.1.3 d60c75b4")
ANSIBLE: Final = _source(
    "synthesio/infra-ovh-ansible-module", "plugins/module_utils/ovh.py", "5.11.1"
)
CADDY: Final = _source("libdns/ovh", "provider.go", "v1.1.0")
CERTBOT: Final = _source(
    "certbot/certbot",
    "certbot-dns-ovh/src/certbot_dns_ovh/_internal/dns_ovh.py",
    "v5.6.0 f769e35e7",
)
CERT_MANAGER_AUREQ: Final = _source("aureq/cert-manager-webhook-ovh", "main.go", "0.9.16")
CERT_MANAGER_BAARDE: Final = _source("baarde/cert-manager-webhook-ovh", "main.go", "0.3.8")
DNSCONTROL: Final = _source("DNSControl/dnscontrol", "providers/ovh/ovhProvider.go", "e0e32ca1")
EXTERNAL_DNS: Final = _source(
    "kubernetes-sigs/external-dns", "provider/ovh/ovh.go", "v0.22.0 2bf1bf8af"
)
EXTERNAL_SECRETS: Final = _source(
    "external-secrets/external-secrets", "providers/v1/ovh/client_push_secret.go", "cc5bfbc22"
)
GH: Final = _source("cli/cli", "manual of gh secret set", "2026-11")
GLAB: Final = _source("gitlab-org/cli", "manual of glab variable set", "2026-04")
KUBERNETES: Final = _source(
    "kubernetes.io", "docs/tasks/configmap-secret/managing-secret-using-config-file", "2026-11"
)
LEGO: Final = _source("go-acme/lego", "providers/dns/ovh/ovh.toml", "v5.3.1")
LEXICON: Final = _source(
    "dns-lexicon/dns-lexicon", "src/lexicon/_private/providers/ovh.py", "v3.25.1"
)
OCTODNS: Final = _source("octodns/octodns-ovh", "octodns_ovh/__init__.py", "v1.2.0 11505eb")
OVHCLOUD_CLI: Final = _source("ovh/ovhcloud-cli", "doc/authentication.md", "v0.5.0 546f3c8")
POSH_ACME: Final = _source("rmbolger/Posh-ACME", "Posh-ACME/Plugins/OVH.ps1", "v4.32.0 7bf9183c")
PULUMI: Final = _source("ovh/pulumi-ovh", "docs/installation-configuration.md", "v2.12.0 fac609c0")
TERRAFORM: Final = _source("ovh/terraform-provider-ovh", "docs/index.md", "v2.19.0 a1ae5bce")
SDK_CSHARP: Final = _source("ovh/csharp-ovh", "csharp-ovh/Client/Client.cs", "4.0.6 70d9a94")
SDK_GO: Final = _source("ovh/go-ovh", "ovh/ovh.go", "v1.9.0 3557ca4")
SDK_NODE: Final = _source("ovh/node-ovh", "lib/ovh.js", "v3.0.6")
SDK_PERL: Final = _source("ovh/perl-ovh", "lib/OvhApi.pm", "1beba9c")
SDK_PHP: Final = _source("ovh/php-ovh", "README.md", "v3.4.0 917ae03")
SDK_PYTHON: Final = _source("ovh/python-ovh", "ovh/client.py", "v1.2.0 3a1485d")
SIGNATURE: Final = _source("Keydesk", "docs/ovhcloud-api.md, section 2", "2026-11")
