"""What OVHcloud says of the state of an account or a service, with the status of missing rights.

Nobody knows all its words, so each is found in many.
"""

from __future__ import annotations

import re
from typing import Final

from credentials.core import Refusal, gettext_noop, say
from credentials.rights.refusals.statuses import LOCKED, PAYMENT
from credentials.rights.refusals.tool_error import ToolError
from credentials.rights.refusals.words_of_causes import OF_CAUSES

_PAY, _HOW_TO_PAY = OF_CAUSES[PAYMENT]
_BUSY, _WAIT = OF_CAUSES[LOCKED]
_EXPIRED, _RENEW = OF_CAUSES[Refusal.RESOURCE_EXPIRED]
_SERVICE: Final = "(?:service|zone|domain|project|subscription|contract|vps|server)"
_TASK: Final = "(?:task|operation|request|action|job|order|update|change)"
_GOES_ON: Final = r"(?:running|in progress|pending|ongoing|being processed|underway)"

#: The surest first.
STATE_ERRORS: Final = (
    ToolError(
        cause=PAYMENT,
        patterns=("unpaid", "overdue", "outstanding balance", "payment is late"),
        expression=re.compile(r"\b(?:has|have|with) (?:an? )?(?:\w{1,20} )?debts?\b"),
        sentence=_PAY,
        next_step=_HOW_TO_PAY,
    ),
    ToolError(
        cause="second-factor",
        patterns=(),
        expression=re.compile(
            r"\b(?:(?:two|multi)[- ]factor(?: authentication)?|2fa|mfa)\b[^\n\"]{0,60}"
            r"\b(?:required|needed|mandatory|must|enabled?|activate)\b"
            r"|\b(?:requires?|needs?|enable) (?:an? )?(?:(?:two|multi)[- ]factor|2fa|mfa)\b"
        ),
        sentence=say(
            gettext_noop("This is no matter of rules: OVHcloud wants a second factor for it.")
        ),
        next_step=say(
            gettext_noop(
                "Sign in with the second factor and do it there, or set one up in the account. "
                "Another key does not help."
            )
        ),
    ),
    ToolError(
        cause="account-state",
        patterns=("identity verification", "verify your identity", "verify your account"),
        expression=re.compile(
            r"\b(?:account|identity|e-?mail|phone|customer|nic ?handle)\b[^\n\".]{0,40}"
            r"\b(?:not (?:been |yet )?(?:verified|validated|confirmed)|unverified"
            r"|suspended|locked|closed|blocked|disabled|frozen)\b"
        ),
        sentence=say(
            gettext_noop("This is no matter of rules: the state of the account does not allow it.")
        ),
        next_step=say(
            gettext_noop(
                "Look at what OVHcloud asks of the account: its identity, its address, its bills. "
                "Another key does not help."
            )
        ),
    ),
    ToolError(
        cause=Refusal.RESOURCE_EXPIRED,
        patterns=(),
        expression=re.compile(rf"\b{_SERVICE} (?:is|has|was) (?:already )?expired\b"),
        sentence=_EXPIRED,
        next_step=_RENEW,
    ),
    ToolError(
        cause="suspended",
        patterns=(),
        expression=re.compile(
            r"\b(?:is|was|has been|are|currently|temporarily) (?:\w{1,20} )?suspended\b"
            r"|\bsuspended (?:service|zone|domain|project)\b"
            rf"|\b{_SERVICE} (?:is|was|has been) (?:blocked|closed|terminated|frozen|deactivated)\b"
        ),
        sentence=say(gettext_noop("This is no matter of rules: the service is suspended.")),
        next_step=say(
            gettext_noop(
                "Look at the state of the service and at its bills, with the account that owns it. "
                "Another key does not help."
            )
        ),
    ),
    ToolError(
        cause=LOCKED,
        patterns=(),
        expression=re.compile(
            rf"\b(?:an|another|other|previous) {_TASK}s? (?:is|are) (?:\w{{1,20}} )?{_GOES_ON}\b"
            rf"|\b{_TASK} (?:is )?already {_GOES_ON}\b"
            rf"|\balready has (?:an? )?(?:\w{{1,20}} )?{_TASK}\b"
            r"|\bis (?:\w{1,20} )?(?:locked|busy)\b|\blocked by\b"
        ),
        sentence=_BUSY,
        next_step=_WAIT,
    ),
    ToolError(
        cause="read-only",
        patterns=("ovh.exceptions.readonlyerror", "readonlyerror:"),
        sentence=say(
            gettext_noop("This is no matter of rules: what was to be changed can only be read.")
        ),
        next_step=say(
            gettext_noop("Leave it out of what the tool sends. Another key does not help.")
        ),
    ),
    ToolError(
        cause="limit",
        patterns=(),
        expression=re.compile(
            r"\bmax(?:imum|imal)? (?:allowed )?(?:number|amount|count) of [^\n\"]{0,60}"
            r"\b(?:reached|exceeded|attained)\b"
            r"|\b(?:limit|maximum) (?:\w{1,20} ){0,4}(?:reached|exceeded)\b"
            r"|\b(?:reached|exceeds|exceeded) (?:\w{1,20} ){0,3}(?:limit|maximum)\b"
            r"|\btoo many (?:records|zones|domains|entries|keys|services|instances|objects|items"
            r"|rules|redirections|aliases|users)\b"
        ),
        sentence=say(gettext_noop("This is no matter of rules: no more of these are allowed.")),
        next_step=say(
            gettext_noop("Delete some, or have the limit raised. Another key does not help.")
        ),
    ),
)
