"""Tools that cannot be tried by ``make interop``, each with the reason: listed after its table.

They are held to their documented grammar instead: ``tests/credentials/onboarding/formats`` reads
back what is exported for them, ``tests/credentials/rights/recipes`` has their calls.
"""

from __future__ import annotations

from typing import Final

_NOT_SERVED: Final = "its module, or a module that it needs, is not served"
_ALONE: Final = "its repository alone has it"

UNAVAILABLE: Final[dict[str, str]] = {
    "OVHcloud CLI": f"{_NOT_SERVED}; it runs where `ovhcloud` is on the machine",
    "OpenTofu and Terraform with the OVH provider": (
        f"of the provider: {_NOT_SERVED}; it runs where `terraform-provider-ovh` is on the machine"
    ),
    "DNSControl": f"{_NOT_SERVED}; it runs where `dnscontrol` is on the machine",
    "Caddy with its OVHcloud module": f"of that: {_NOT_SERVED}; it runs where `caddy` has it",
    "lego 5, its command line": f"{_NOT_SERVED}; its OVHcloud provider is tried",
    "external-dns, the whole": f"{_NOT_SERVED}; its OVHcloud provider is tried",
    "Pulumi's OVHcloud plugin": "it is downloaded when Pulumi runs",
    "acme.sh": f"{_ALONE}; it runs where `acme.sh` is on the machine",
    "dehydrated's hook": f"{_ALONE}; its calls are those of the recipe `dehydrated-zone`",
    "php-ovh": "Composer's registry is not reached; it was tried by hand",
    "csharp-ovh": "NuGet's registry is not reached, and there is no dotnet",
    "perl-ovh": "CPAN is not reached; it was tried by hand",
    "java-ovh": f"{_ALONE}, and Maven Central has no build of it; it was tried by hand",
    "the bash client, both inventory tools": _ALONE,
    "the Ansible collection synthesio.ovh": "Galaxy is not reached; Ansible itself is tried",
    "ovh-api-cli, its signed calls": "they trust the authorities in its own package alone",
    "ovhapi": "it is Python 2",
    "cert-manager's webhooks, External Secrets": "they run in a Kubernetes cluster",
    "Posh-ACME": "PowerShell's gallery is not reached",
}
