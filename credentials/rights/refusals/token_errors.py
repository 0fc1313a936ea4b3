"""What OAuth2 tools say of a token that they did not get, or that is no good any more (api 2.4)."""

from __future__ import annotations

import re
from typing import Final

from credentials import core
from credentials.core import TokenRefusal, gettext_noop, say
from credentials.rights.refusals.tool_error import ToolError

#: The surest first.
TOKEN_ERRORS: Final = (
    ToolError(
        cause="token-scope",
        patterns=(TokenRefusal.INVALID_SCOPE, "scope missing", "missing scope"),
        sentence=say(
            gettext_noop("The token was asked for without the scope that OVHcloud wants.")
        ),
        next_step=say(
            gettext_noop(
                "Have the tool ask for the scope all. Its client id and secret are not the matter."
            )
        ),
    ),
    ToolError(
        cause="token-grant",
        patterns=(TokenRefusal.UNSUPPORTED_GRANT_TYPE,),
        sentence=say(
            gettext_noop("The token was asked for in a way that OVHcloud does not offer.")
        ),
        next_step=say(
            gettext_noop(
                "A service account takes the grant type client_credentials, sent as a form and not "
                "as JSON. Its client id and secret are not the matter."
            )
        ),
    ),
    ToolError(
        cause="token-kind",
        patterns=(TokenRefusal.UNAUTHORIZED_CLIENT,),
        sentence=say(
            gettext_noop("This OAuth2 client was made for another way to get a token than this.")
        ),
        next_step=say(
            gettext_noop(
                "A tool without a person needs a client of the flow CLIENT_CREDENTIALS: make a "
                "service account. The flow of a client cannot be changed."
            )
        ),
    ),
    ToolError(
        cause="token-code",
        patterns=("invalid_grant",),
        sentence=say(gettext_noop("The code or refresh token was used already, or it is too old.")),
        next_step=say(
            gettext_noop(
                "Sign in again to get a new code. A service account needs none: it asks for a "
                "token by its client id and secret."
            )
        ),
    ),
    ToolError(
        cause="token-refused",
        patterns=(TokenRefusal.INVALID_CLIENT, "oauth2 client does not exist", "oauth2failure"),
        expression=re.compile(r"/oauth2/token\S{0,20}[ \t]\W{0,4}40[01]\b"),
        sentence=core.TokenRefused.default,
        next_step=say(
            gettext_noop(
                "Check both values and the region: an OAuth2 client is known in one region alone, "
                "and an application key with its secret is none."
            )
        ),
    ),
    ToolError(
        cause="token-expired",
        patterns=("invalid_token", "expired_token", "jwt expired", "token-expired"),
        expression=re.compile(
            r"\b(?:token|bearer|jwt)(?: \S{1,20})? (?:has |is |was )?(?:already )?expired\b"
            r"|\bexpired (?:access |bearer |oauth2? |api )?(?:token|jwt|bearer)\b"
            r"|\b(?:token|jwt) (?:is |was )?(?:no longer valid|not valid|invalid|revoked)\b"
        ),
        sentence=say(gettext_noop("The token that came with the call is not valid any more.")),
        next_step=say(
            gettext_noop(
                "A token of a service account lasts an hour: have the tool ask for a new one. A "
                "personal access token ends when its owner deletes it. The rights are not the "
                "matter."
            )
        ),
    ),
)
