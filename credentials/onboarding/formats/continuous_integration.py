"""Secrets of a pipeline, set by the command line of the service that runs it."""

from __future__ import annotations

from typing import Final

from credentials.core import gettext_noop
from credentials.onboarding.formats import sources
from credentials.onboarding.formats.format import Format, lines
from credentials.onboarding.formats.syntax import SHELL, is_trimmed_line

# The values go through pipes: arguments of a command are seen by everybody on a machine.
_GITLAB: Final = {
    # An endpoint's name is too short to be masked, and no secret.
    kind: text.replace("--masked --raw OVH_ENDPOINT", "--raw OVH_ENDPOINT")
    for kind, text in lines(
        "printf %s <{name}> | glab variable set --masked --raw {variable}\n"
    ).items()
}

FORMATS: Final = (
    Format(
        name="github",
        tool="GitHub Actions",
        file="ovh-github.sh",
        place=gettext_noop("a clone of the repository; no file stays"),
        next_step=gettext_noop(
            "Run sh ovh-github.sh in a clone of the repository, then remove the file. In the "
            "workflow hand each over: OVH_ENDPOINT: ${{ secrets.OVH_ENDPOINT }}"
        ),
        syntax=SHELL,
        texts=lines("printf %s <{name}> | gh secret set {variable}\n"),
        source=sources.GH,
        holds=is_trimmed_line,
    ),
    Format(
        name="gitlab",
        tool="GitLab CI",
        file="ovh-gitlab.sh",
        place=gettext_noop("a clone of the repository; no file stays"),
        next_step=gettext_noop(
            "Run sh ovh-gitlab.sh in a clone of the repository, then remove the file. Jobs have "
            "the variables by themselves; add --protected for those of protected branches."
        ),
        syntax=SHELL,
        texts=_GITLAB,
        source=sources.GLAB,
        holds=is_trimmed_line,
    ),
)
