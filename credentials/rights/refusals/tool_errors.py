"""What tools say by themselves, before OVHcloud is asked or in place of its answer.

What OVHcloud says of an address that a key may not be used from is here as well: nobody knows its
words (api 2.5), so it is found in many.
"""

from __future__ import annotations

import re
from typing import Final

from credentials.core import Method, gettext_noop, say
from credentials.rights.refusals.dynhost_errors import DYNHOST_ERRORS
from credentials.rights.refusals.explanation import OTHER_SERVICE
from credentials.rights.refusals.machine_errors import MACHINE_ERRORS
from credentials.rights.refusals.other_systems import OTHER_SYSTEMS
from credentials.rights.refusals.state_errors import STATE_ERRORS
from credentials.rights.refusals.token_errors import TOKEN_ERRORS
from credentials.rights.refusals.tool_error import ToolError
from credentials.rights.refusals.value_errors import VALUE_ERRORS
from credentials.rights.refusals.words_of_causes import OF_CAUSES

_ELSEWHERE, _LOOK_THERE = OF_CAUSES[OTHER_SERVICE]
ADDRESS_REFUSED: Final = ToolError(
    cause="address",
    patterns=(),
    expression=re.compile(
        r"\bfrom (?:this|your) (?:client |source |remote )?(?:ip|address)\b"
        r"|\b(?:ip|ip address|client ip|source ip|source address)(?: [\w.:]{1,45})?"
        r" (?:is |was )?(?:not (?:allowed|authori[sz]ed|permitted|whitelisted)"
        r"|forbidden|blocked|denied|rejected|restricted)\b"
        r"|\b(?:forbidden|invalid|unauthori[sz]ed|disallowed)[ _-](?:client[ _-]|source[ _-])?ip\b"
        r"|\bip (?:restriction|address restriction|restricted|is not in)\b"
        r"|\bip[ _-]?not[ _-]?allowed\b"
        r"|\b\d{1,3}(?:\.\d{1,3}){3} (?:is |was )?not (?:allowed|authori[sz]ed|permitted)\b"
        r"|\bnot (?:in|on|among|part of|one of|within) (?:the |your |its |this key's )?"
        r"(?:list of )?"
        r"(?:(?:allowed|authori[sz]ed|permitted|white-?listed|restricted)[ _-]?"
        r"(?:ips?|ip addresses|addresses|networks?|ranges?)|(?:ip )?(?:allow|white)-?list)\b"
        r"|\b(?:client|source|remote|your|the|this) (?:ip(?: address)?|address)(?: [\w.:]{1,45})?"
        r" (?:is |was )?(?:not|does not|doesn't) match\b"
        r"|\b(?:access|call|request) (?:is |was )?(?:denied|refused|forbidden|not allowed|blocked)"
        r" (?:for|from|to) (?:the )?(?:client |source |remote )?(?:ip|address)\b"
        r"|\b(?:outside|out of) (?:the |of the )?allowed[ _-]?(?:ips?|addresses|ranges?)\b"
        r"|\b(?:forbidden|denied|refused|blocked) (?:for|from) (?:\d{1,3}\.){3}\d{1,3}\b"
    ),
    sentence=say(
        gettext_noop(
            "This is no matter of rules: the key may not be used from the address of the call."
        )
    ),
    next_step=say(
        gettext_noop(
            "Compare the addresses of the key with the one the tool calls from, IPv6 too. "
            "OVHcloud lets them be changed; else request a key with that address."
        )
    ),
)

#: The surest first.
TOOL_ERRORS: Final = (
    ADDRESS_REFUSED,
    *VALUE_ERRORS,
    *DYNHOST_ERRORS,
    *TOKEN_ERRORS,
    ToolError(
        cause="resolver",
        patterns=(
            "could not find the start of authority",
            "could not find zone for domain",
            "could not determine zone for domain",
            "could not determine the zone",
        ),
        sentence=say(
            gettext_noop(
                "This is no matter of rights: the name server that the tool asked did not tell it "
                "where the zone begins."
            )
        ),
        next_step=say(
            gettext_noop(
                "Give the tool a public resolver such as 1.1.1.1:53, and check that the name is "
                "spelled right and that the domain has name servers. OVHcloud was not asked."
            )
        ),
    ),
    ToolError(
        cause="browser",
        patterns=("blocked by cors", "cross-origin request blocked", "no 'access-control-allow"),
        sentence=say(
            gettext_noop("The browser kept the page from calling OVHcloud: no key was looked at.")
        ),
        next_step=say(
            gettext_noop(
                "Call the API from a server or a terminal. A key in a page would be everybody's."
            )
        ),
    ),
    ToolError(
        cause="quota",
        patterns=(),
        expression=re.compile(
            r"\bquota(?: limit)? (?:is |was |has been )?(?:reached|exceeded|exhausted)\b"
            r"|\b(?:reached|exceed(?:s|ed)?|over) (?:your |the |its )?quota\b|\bquotaexceeded\b"
        ),
        sentence=say(gettext_noop("The key was good: the project has no more of this to give.")),
        next_step=say(
            gettext_noop("Free some, or ask for a larger quota. Another key does not help.")
        ),
    ),
    ToolError(
        cause="no-credit",
        patterns=(),
        expression=re.compile(
            r"\b(?:not enough|insufficient|no(?: more)?|out of) credits?\b"
            r"|\bcredits? (?:exhausted|too low)\b"
        ),
        sentence=say(gettext_noop("The key was good: the service has no credit left.")),
        next_step=say(gettext_noop("Buy credit for it. Another key does not help.")),
    ),
    ToolError(
        cause="no-zone",
        patterns=(
            "unable to determine zone identifier",
            "unable to determine zone_id",
        ),
        expression=re.compile(
            r"\bunable to find (?:the )?(?:ovh )?(?:hosted |dns )?zone for\b"
            r"|\bfound no zones? for\b|\bno matching hosted zone found\b"
            r"|\bdomain [\w-]{1,63}(?:\.[\w-]{1,63}){1,8} not found\b"
        ),
        sentence=say(gettext_noop("The account of this key has no DNS zone for the name.")),
        next_step=say(
            gettext_noop(
                "Use a key of the account that has the zone, in its region. A zone whose name "
                "servers are elsewhere is of no use for a challenge."
            )
        ),
    ),
    ToolError(
        cause="no-zone-read",
        patterns=(),
        expression=re.compile(r"\binvalid domain(?! name)\b"),
        sentence=say(
            gettext_noop(
                "The tool found no zone for the name: the key may read none, or its account has "
                "none."
            )
        ),
        next_step=say(
            gettext_noop(
                "It asks for GET /domain/zone/{zone}, part by part of the name, and takes each "
                "refusal for a zone that is not there. Use a key with that right, of the account "
                "that has the zone, in its region."
            )
        ),
    ),
    ToolError(
        cause="propagation",
        patterns=(
            "did not return the expected txt record",
            "last error: ns ",
            "incorrect txt record",
            "no txt record found",
            "dns problem: nxdomain",
            "nxdomain looking up txt",
            "not yet propagated",
            "propagation check failed",
        ),
        sentence=say(
            gettext_noop("The key was good: the record was made and is not seen everywhere yet.")
        ),
        next_step=say(
            gettext_noop(
                "Let the tool wait longer, and check that the zone was refreshed and that the "
                "domain uses OVHcloud's name servers."
            )
        ),
    ),
    ToolError(
        cause=OTHER_SERVICE,
        patterns=("urn:ietf:params:acme:error:", "urn:acme:error:"),
        sentence=_ELSEWHERE,
        next_step=_LOOK_THERE,
    ),
    *OTHER_SYSTEMS,
    *MACHINE_ERRORS,
    *STATE_ERRORS,
    # acme.sh, whatever kept it from its first call
    ToolError(
        cause="first-call",
        patterns=("the consumer key is invalid",),
        sentence=say(gettext_noop("The tool's first call was refused, whatever the reason.")),
        next_step=say(gettext_noop("It asks for the list of domain names before anything else.")),
        call=(Method.GET, "/domain"),
    ),
)


def tool_error_in(lowered: str) -> ToolError | None:
    """What a tool says in a text, given in lower case."""
    return next((error for error in TOOL_ERRORS if error.is_in(lowered)), None)
