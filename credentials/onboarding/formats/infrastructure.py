"""Tools that build and run infrastructure: Terraform and its kin, OVHcloud's CLI, Ansible."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from credentials.core import EntryKind, gettext_noop
from credentials.onboarding.formats import sources
from credentials.onboarding.formats.credential import NAMES
from credentials.onboarding.formats.format import Format, lines
from credentials.onboarding.formats.plain import OVH_CONF
from credentials.onboarding.formats.syntax import BARE, ESCAPED, HCL, SHELL, is_trimmed_line

_USABLE: Final = (EntryKind.CONSUMER_KEY, EntryKind.SERVICE_ACCOUNT)
_PULUMI_NAMES: Final = {
    "endpoint": "endpoint",
    "application_key": "applicationKey",
    "application_secret": "applicationSecret",
    "consumer_key": "consumerKey",
    "client_id": "clientId",
    "client_secret": "clientSecret",
}
_CLEAR: Final = dict.fromkeys(("endpoint", "application_key", "client_id"), "--plaintext")


def _usable(texts: dict[EntryKind, str]) -> dict[EntryKind, str]:
    return {kind: texts[kind] for kind in _USABLE}


def _pulumi(kind: EntryKind) -> str:
    """The values go through pipes: arguments of a command are seen by everybody on a machine."""
    return "".join(
        f"printf %s <{name}> | pulumi config set {_CLEAR.get(name, '--secret')} ovh:{key}\n"
        for name, key in _PULUMI_NAMES.items()
        if name in ("endpoint", *NAMES[kind])
    )


_TERRAFORM = Format(
    name="terraform",
    tool="Terraform",
    file="ovh.tf",
    place=gettext_noop("the module's folder, out of version control"),
    next_step=gettext_noop("Run terraform init, then terraform plan."),
    syntax=HCL,
    texts=_usable(
        lines(
            "  {padded} = <{name}>\n",
            head="terraform {\n  required_providers {\n    ovh = {\n"
            '      source = "ovh/ovh"\n    }\n  }\n}\n\nprovider "ovh" {\n',
            tail="}\n",
        )
    ),
    source=sources.TERRAFORM,
    recipe="terraform",
)
_TFVARS = Format(
    name="terraform-tfvars",
    tool=gettext_noop("Terraform variables"),
    file="ovh.auto.tfvars",
    place=gettext_noop("the module's folder, out of version control"),
    next_step=gettext_noop(
        "Declare each name as a variable with sensitive = true, name it in the provider block, "
        "and run terraform plan: files called *.auto.tfvars are read by themselves."
    ),
    syntax=HCL,
    texts=_usable(lines("ovh_{padded} = <{name}>\n")),
    source=sources.TERRAFORM,
)
_OPENTOFU = replace(
    _TERRAFORM,
    name="opentofu",
    tool="OpenTofu",
    next_step=gettext_noop("Run tofu init, then tofu plan."),
    recipe="",
)
_TOFUVARS = replace(
    _TFVARS,
    name="opentofu-tfvars",
    tool=gettext_noop("OpenTofu variables"),
    next_step=gettext_noop(
        "Declare each name as a variable with sensitive = true, name it in the provider block, "
        "and run tofu plan: files called *.auto.tfvars are read by themselves."
    ),
)
_PULUMI = Format(
    name="pulumi",
    tool="Pulumi",
    file="ovh-pulumi.sh",
    place=gettext_noop("the stack's folder; no file stays"),
    next_step=gettext_noop(
        "Run sh ovh-pulumi.sh in the stack's folder, then remove the file: Pulumi keeps the values "
        "encrypted in the stack's configuration."
    ),
    syntax=SHELL,
    texts={kind: _pulumi(kind) for kind in _USABLE},
    source=sources.PULUMI,
    holds=is_trimmed_line,
)
_OVHCLOUD_CLI = Format(
    name="ovhcloud-cli",
    tool=gettext_noop("OVHcloud's CLI"),
    file="ovh.conf",
    place="~/.ovh.conf",
    next_step=gettext_noop("Run ovhcloud account get"),
    syntax=BARE,
    texts=_usable(OVH_CONF),
    source=sources.OVHCLOUD_CLI,
    recipe="ovhcloud-cli",
)
_ANSIBLE = Format(
    name="ansible",
    tool="Ansible",
    file="ovh-credentials.yml",
    place=gettext_noop("beside the playbook, encrypted"),
    next_step=gettext_noop(
        "Run ansible-vault encrypt ovh-credentials.yml, name the file under vars_files of the "
        'play, and write environment: "{{ ovh_environment }}" there.'
    ),
    syntax=ESCAPED,
    # Without the tag, braces in a value would be a template.
    texts=_usable(lines("  {variable}: !unsafe <{name}>\n", head="ovh_environment:\n")),
    source=sources.ANSIBLE,
    recipe="ansible",
)

FORMATS: Final = (
    _TERRAFORM,
    _TFVARS,
    _OPENTOFU,
    _TOFUVARS,
    _PULUMI,
    _OVHCLOUD_CLI,
    _ANSIBLE,
)
