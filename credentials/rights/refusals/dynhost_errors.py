"""What DynHost answers: the DynDNS protocol, with a login of its own."""

from __future__ import annotations

import re
from typing import Final

from credentials.core import gettext_noop, say
from credentials.rights.refusals.tool_error import ToolError

_ITS_PROTOCOL: Final = say(
    gettext_noop(
        "This is DynHost's own protocol: it takes a DynHost login and its password, no API key."
    )
)
_CAUSE: Final = "dynhost"
#: Where ``abuse`` is an answer of such a server.
_NEAR: Final = r"(?:dyn(?:host|dns)\d?|nic/update|ddclient|inadyn|ddns\w{0,10})"

DYNHOST_ERRORS: Final = (
    ToolError(
        cause=_CAUSE,
        patterns=(),
        expression=re.compile(r"\b(?:nohost|notfqdn|numhost)\b"),
        sentence=_ITS_PROTOCOL,
        next_step=say(
            gettext_noop(
                "The login knows no such name: write it whole, and make a DynHost record for it in "
                "the zone."
            )
        ),
    ),
    ToolError(
        cause=_CAUSE,
        patterns=(),
        expression=re.compile(rf"\b{_NEAR}\b[^\n]{{0,120}}\babuse\b"),
        sentence=_ITS_PROTOCOL,
        next_step=say(
            gettext_noop("The name was updated too often, and is blocked: wait, then update less.")
        ),
    ),
    ToolError(
        cause=_CAUSE,
        patterns=("badsys", "badauth", "badagent", "nochg", "nic/update", "dyndns/update"),
        expression=re.compile(
            rf"\b{_NEAR}\b[^\n]{{0,120}}\b401\b"
            r"|\bddns server response:\s(?:[^\n]{0,60}\s)?\[401\b"
        ),
        sentence=_ITS_PROTOCOL,
        next_step=say(
            gettext_noop(
                "Make a DynHost login for the name in the zone, or let the tool call the API: "
                "/domain/zone/{zone}/dynHost/record."
            )
        ),
    ),
)
