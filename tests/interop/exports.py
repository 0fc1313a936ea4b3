"""Files as Keydesk exports them, in the folder of the tool that reads them.

Each format is read by its tool, or held to the grammar that the tool documents.
"""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Final

from django.core.management import call_command

from credentials.models import Account, Entry
from credentials.onboarding import FORMATS

#: Formats whose tool does its job with our file, by the package that does.
READ: Final[dict[str, str]] = {
    "ovh.conf": "PyPI's ovh",
    "shell": "PyPI's ovh, from a shell",
    "dotenv": "PyPI's python-dotenv, and by its variables PyPI's ovh",
    "certbot": "certbot-dns-ovh",
    "lego": "Debian's lego",
    "traefik": "python-dotenv, and by its variables the OVHcloud provider of lego 5, Traefik's own",
    "lexicon": "dns-lexicon",
    "octodns": "octodns-ovh",
    "ansible": "ansible-core, and by its variables PyPI's ovh",
    "kubernetes": "kubectl, and by its values PyPI's ovh",
    "external-dns": "kubectl, and in `make interop-all` by its values the provider of external-dns",
    "python": "PyPI's ovh",
    "node": "@ovhcloud/node-ovh",
    "go": "go-ovh",
    "curl": "curl",
    "github": "Debian's gh, which seals the values for GitHub",
    "pulumi": "in `make interop-all` Pulumi, which keeps the values in its stack",
}
_NOT_SERVED: Final = "its module, or a module that it needs, is not served"
_CLUSTER: Final = "kubectl reads the file; what acts on it runs in a cluster"
_TERRAFORM: Final = (
    f"of the provider: {_NOT_SERVED}; where `terraform` and `terraform-provider-ovh` are on the "
    "machine, they read it"
)
_OPENTOFU: Final = "the same file as Terraform's, letter for letter"

#: Formats that are held to a grammar, each with the reason: listed after the table.
BY_GRAMMAR: Final[dict[str, str]] = {
    "caddy": f"of its module: {_NOT_SERVED}; where `caddy` with it is on the machine, it reads it",
    "acme.sh": "its repository alone has it; where `acme.sh` is on the machine, it reads it",
    "posh-acme": "PowerShell's gallery is not reached",
    "dnscontrol": f"{_NOT_SERVED}; where `dnscontrol` is on the machine, it reads it",
    "terraform": _TERRAFORM,
    "terraform-tfvars": _TERRAFORM,
    "opentofu": _OPENTOFU,
    "opentofu-tfvars": _OPENTOFU,
    "ovhcloud-cli": f"{_NOT_SERVED}; where `ovhcloud` is on the machine, it reads it",
    "external-secrets": _CLUSTER,
    "cert-manager": _CLUSTER,
    "cert-manager-baarde": _CLUSTER,
    "gitlab": "Debian 12 has no glab",
    "php": "php reads it, with a stand-in for Ovh\\Api; Composer's registry is not reached",
    "csharp": "NuGet's registry is not reached, and there is no dotnet",
    "perl": "perl reads it with a stand-in for OvhApi; CPAN is not reached",
}


def write_export(entry: Entry, name: str, folder: Path) -> Path:
    """The file of a format, as the command writes it for OVHcloud's own endpoint."""
    account = Account.objects.get(pk=entry.account_id)
    account.endpoint = "ovh-eu"
    account.save(update_fields=["endpoint"])
    path = folder / FORMATS[name].file
    words = {"format": name, "to": str(path), "force": True}
    call_command("export_credential", str(entry.pk), **words, stdout=StringIO())
    return path
