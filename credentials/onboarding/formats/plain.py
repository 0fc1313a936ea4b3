"""Files and variables that many tools read: OVHcloud's own file, a shell, dotenv."""

from __future__ import annotations

from typing import Final

from credentials.core import gettext_noop
from credentials.onboarding.formats import sources
from credentials.onboarding.formats.credential import NAMES, other_names, variable
from credentials.onboarding.formats.format import Format, lines
from credentials.onboarding.formats.syntax import BARE, DOTENV, SHELL

#: Every SDK refuses two families at once: a stray variable of another one is cleared.
SHELL_LINES: Final = {
    kind: f"unset {' '.join(map(variable, other_names(kind)))}\n{text}"
    for kind, text in lines("export {variable}=<{name}>\n").items()
}
OVH_CONF: Final = {
    kind: "[default]\nendpoint=<endpoint>\n\n[<endpoint>]\n"
    + "".join(f"{name}=<{name}>\n" for name in names)
    for kind, names in NAMES.items()
}

FORMATS: Final = (
    Format(
        name="ovh.conf",
        tool="ovh.conf",
        file="ovh.conf",
        place=gettext_noop("the tool's folder, or ~/.ovh.conf, or /etc/ovh.conf"),
        next_step=gettext_noop(
            "Start the tool: the SDKs for Python, Go and Perl, Terraform and OVHcloud's CLI read "
            "it. Variables called OVH_… come before it: unset them."
        ),
        syntax=BARE,
        texts=OVH_CONF,
        source=sources.SDK_PYTHON,
    ),
    Format(
        name="shell",
        tool=gettext_noop("shell variables"),
        file="ovh.sh",
        place="~/.config/ovh.sh",
        next_step=gettext_noop("Read it in the shell that starts the tool: . ~/.config/ovh.sh"),
        syntax=SHELL,
        texts=SHELL_LINES,
        source=sources.SDK_GO,
    ),
    Format(
        name="dotenv",
        tool="dotenv",
        file="ovh.env",
        place=gettext_noop(".env in the program's folder"),
        next_step=gettext_noop(
            "Start the program. For docker compose name the file under env_file of the service."
        ),
        syntax=DOTENV,
        texts=lines("{variable}=<{name}>\n"),
        source=sources.SDK_GO,
    ),
)
