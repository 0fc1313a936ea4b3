"""What tools say of the values of a key that they were given: none, wrong ones, two kinds."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from credentials import core
from credentials.core import Refusal, gettext_noop, say
from credentials.rights.refusals.explanation import SIGNATURE_OR_CLOCK
from credentials.rights.refusals.tool_error import ToolError
from credentials.rights.refusals.words_of_causes import OF_CAUSES

_UNSIGNED, _SIGN_IT = OF_CAUSES[SIGNATURE_OR_CLOCK]

#: What a setting without a value reads like.
_NOTHING: Final = r"[ :=]{0,3}(?:[\"'`(]?(?:none|null|nil|undefined)\b|[\"'`(][\"'`)](?!\w))"
#: After a name of an SDK's own there may be nothing at all; in OVHcloud's words that is no sign.
_LEFT_OUT: Final = r"[ :=]{0,3}(?:\n|$)"
_OF_APPLICATION: Final = r"(?:application|app)[ _-]?(?:key|secret)"

#: What is said of a setting that is not there.
_IS_NOT_THERE: Final = (
    r"(?:[\"'`]? ?: (?:unbound variable|parameter (?:null or )?not set)"
    r"|[\"'` ]{1,3}(?:parameter |variable )?(?:(?:is |was |cannot be |must not be )?"
    r"(?:missing|empty|unset|required|null|none|undefined|(?:not|must be) (?:set|found|provided"
    r"|defined|given))|est (?:vide|manquante?)|ist leer|fehlt|è vuot[ao]|manca|está vací[ao]|falta"
    r"|jest pust[ya])\b)"
)
NO_CONSUMER_KEY: Final = ToolError(
    cause="no-consumer-key",
    patterns=("information are missing: ovh_consumer_key", 'property "dns_ovh_consumer_key'),
    expression=re.compile(
        rf"\b(?:\w*consumer[ _-]?key|ovh_ck){_IS_NOT_THERE}"
        r"|\bkeyerror: [\"'](?:\w*consumer_?key|ovh_ck)"
        r"|\b(?:missing|no|without|empty|provide a) (?:the |valid )?(?:ovh_)?consumer[ _-]?key\b"
        rf"|\binvalid consumer[ _-]?key{_NOTHING}|\binvalid consumerkey{_LEFT_OUT}"
    ),
    sentence=say(
        gettext_noop("The tool has no consumer key: it signed the call as an application alone.")
    ),
    next_step=say(
        gettext_noop(
            "Give it all three values of one key. Without a consumer key nothing is granted; a "
            "validated one is found in the vault or requested."
        )
    ),
)

MISSING_VALUES: Final = ToolError(
    cause="missing-values",
    patterns=(
        "missing authentication information",
        'property "dns_ovh_application',
        'property "dns_ovh_endpoint"',
        "didn't specify a ovh application key",
        "did not specify a ovh application key",
        "should precise an application key",
        "api client not initialized",
    ),
    expression=re.compile(
        r"information are missing: (?!ovh_consumer_key\b(?!,))"
        rf"|\binvalid {_OF_APPLICATION}{_NOTHING}"
        rf"|\binvalid application(?:key|secret){_LEFT_OUT}"
        rf"|\b(?:missing|no|empty) (?:the |valid )?(?:ovh_?|ovh )?{_OF_APPLICATION}\b"
        rf"|\b(?:\w*{_OF_APPLICATION}|ovh_a[ks]|(?:\w*_)?endpoint){_IS_NOT_THERE}"
        rf"|\bkeyerror: [\"'](?:\w*{_OF_APPLICATION}|ovh_a[ks]|ovh_endpoint)"
    ),
    sentence=say(gettext_noop("The tool lacks values of the key: it asked OVHcloud nothing.")),
    next_step=say(
        gettext_noop(
            "Set the endpoint, the application key, its secret and the consumer key, by the "
            "names that the tool reads."
        )
    ),
)

#: The surest first.
VALUE_ERRORS: Final = (
    # certbot
    ToolError(
        cause=SIGNATURE_OR_CLOCK,
        patterns=("is your application secret value correct",),
        sentence=_UNSIGNED,
        next_step=_SIGN_IT,
    ),
    MISSING_VALUES,
    NO_CONSUMER_KEY,
    ToolError(
        cause="two-kinds",
        patterns=(),
        expression=re.compile(
            r"\b(?:both|multiple|together|mix\w*|at the same time|mutually exclusive|only one)\b"
            r"[^\n]{0,120}\b(?:ovh_)?(?:app|application)_?key\b[^\n]{0,120}\b(?:ovh_)?client_?id\b"
            r"|\b(?:ovh_)?(?:app|application)_?key\b[^\n]{0,120}\b(?:ovh_)?client_?id\b[^\n]{0,60}"
            r"\b(?:together|at the same time|mutually exclusive|cannot be used)\b"
        ),
        sentence=say(
            gettext_noop("The tool was given two kinds of credentials: it asked OVHcloud nothing.")
        ),
        next_step=say(
            gettext_noop(
                "Leave it one kind: application key, its secret and consumer key, or a client id "
                "and its secret, or a token. Look at its environment and at ovh.conf for the rest."
            )
        ),
    ),
    ToolError(
        cause=Refusal.APPLICATION_KEY,
        patterns=("invalid applicationkey",),
        sentence=core.InvalidApplicationKey.default,
        next_step=core.InvalidApplicationKey.remedy,
    ),
    ToolError(
        cause=Refusal.UNKNOWN_CREDENTIAL,
        patterns=(
            "invalid consumer key",
            "invalid consumerkey",
            "unknown consumer key",
            "wrong consumer key",
        ),
        sentence=core.UnknownCredential.default,
        next_step=core.UnknownCredential.remedy,
    ),
    ToolError(
        cause="unknown-endpoint",
        patterns=("unknown endpoint", "unknown provided endpoint", "invalidregion"),
        sentence=say(gettext_noop("The tool does not know the endpoint that it was given.")),
        next_step=say(
            gettext_noop(
                "Write it as the SDKs do: ovh-eu, ovh-ca or ovh-us, and where the account is."
            )
        ),
    ),
    # python-ovh's class for all of this
    replace(
        MISSING_VALUES,
        patterns=("ovh.exceptions.invalidconfiguration", "invalid oauth2 config"),
        expression=None,
    ),
)
