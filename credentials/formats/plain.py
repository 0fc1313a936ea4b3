"""The two formats that most consumers read: OVHcloud's own file, and variables of a shell."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from credentials.formats.credential import Credential


@dataclass(frozen=True, slots=True)
class Format:
    """``name`` is what the log calls it, ``file`` what the file is called that it makes."""

    name: str
    file: str
    render: Callable[[Credential], str]


def ovh_conf(credential: Credential) -> str:
    """``ovh.conf``, as SDKs for Python, Go and Perl, Terraform and the CLI read it (api 8.1)."""
    values = "".join(f"{name}={value}\n" for name, value in credential.values.items())
    endpoint = credential.endpoint
    return f"[default]\nendpoint={endpoint}\n\n[{endpoint}]\n{values}"


def shell(credential: Credential) -> str:
    """Lines for ``. FILE``: this family set, the others cleared, for a stray one is an error."""
    named = {"endpoint": credential.endpoint, **credential.values}
    lines = [f"export {_variable(name)}={shlex.quote(value)}" for name, value in named.items()]
    cleared = " ".join(map(_variable, credential.cleared()))
    return "\n".join([f"unset {cleared}", *lines, ""])


FORMATS: Final = {
    one.name: one
    for one in (
        Format("ovh.conf", "ovh.conf", ovh_conf),
        Format("shell", "ovh.sh", shell),
    )
}


def _variable(name: str) -> str:
    return f"OVH_{name.upper()}"
