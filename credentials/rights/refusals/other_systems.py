"""What other systems refuse by rights of their own: a cluster, a public cloud, a registry."""

from __future__ import annotations

import re
from typing import Final

from credentials.core import gettext_noop, say
from credentials.rights.refusals.explanation import OTHER_SERVICE
from credentials.rights.refusals.tool_error import ToolError
from credentials.rights.refusals.words_of_causes import OF_CAUSES

_ELSEWHERE, _LOOK_THERE = OF_CAUSES[OTHER_SERVICE]

OTHER_SYSTEMS: Final = (
    ToolError(
        cause="cluster",
        patterns=("you must be logged in to the server", "error from server (forbidden)"),
        expression=re.compile(
            r"\bis forbidden: user \S{1,300} cannot \w{1,20} resource\b"
            r"|\bthe server could not find the requested resource\b"
        ),
        sentence=say(
            gettext_noop("The Kubernetes cluster refused this itself: OVHcloud was not asked.")
        ),
        next_step=say(
            gettext_noop(
                "Look at the cluster's roles for the account that its message names, and whether "
                "the group's name is the same in the issuer and in the webhook. Another key does "
                "not help."
            )
        ),
    ),
    ToolError(
        cause=OTHER_SERVICE,
        patterns=("pull access denied", "keystoneauth", "novaclient", "neutronclient"),
        expression=re.compile(
            r"\bpolicy doesn['’]t allow \w+:|\brequested action: identity:"
            r"|\bwhen calling the \w+ operation\b|\bbotocore\.|\bcontainer-registry\.ovh\.\w"
            r"|\A(?![\s\S]*(?:\bovh|/domain/zone))[\s\S]{0,2000}?(?:\A|[\s\[(])"
            r"(?:cloudflare|route53|digitalocean|gandi|hetzner|godaddy|linode):\s"
        ),
        sentence=_ELSEWHERE,
        next_step=_LOOK_THERE,
    ),
)
