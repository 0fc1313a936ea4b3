"""The names of the refusals that OVHcloud's API and its token endpoint are known to give (api 2.5).

How each is given, and what it becomes here, is in ``api_error_table``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

#: The two details of a denial: actions the credential itself lacks, actions no policy grants.
DENIED_BY_CREDENTIAL: Final = "unauthorizedActionsByAuthentication"
DENIED_BY_IAM: Final = "unauthorizedActionsByIAM"


class Refusal(StrEnum):
    """Why OVHcloud refused a call."""

    IAM = "iam"
    RULES = "rules"
    APPLICATION_KEY = "application-key"
    UNKNOWN_CREDENTIAL = "unknown-credential"
    CREDENTIAL_NOT_VALID = "credential-not-valid"
    SIGNATURE = "signature"
    CLOCK = "clock"
    NO_HEADER = "no-header"
    NO_APPLICATION_KEY = "no-application-key"
    NO_ROUTE = "no-route"
    NO_SERVICE = "no-service"
    CURSOR_NOT_VALID = "cursor-not-valid"
    CURSOR_OF_OTHER_CALL = "cursor-of-other-call"
    RESOURCE_NAME = "resource-name"
    IDENTITY_NAME = "identity-name"
    BAD_REQUEST = "bad-request"
    NOT_SIGNED_IN = "not-signed-in"
    NOT_ALLOWED = "not-allowed"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    REQUEST_TIMEOUT = "request-timeout"
    CONFLICT = "conflict"
    TOO_MANY = "too-many"
    RESOURCE_EXPIRED = "resource-expired"
    SESSION_ENDED = "session-ended"
    SERVER_ERROR = "server-error"
    NOT_IMPLEMENTED = "not-implemented"
    BAD_GATEWAY = "bad-gateway"
    UNAVAILABLE = "unavailable"
    GATEWAY_TIMEOUT = "gateway-timeout"


class TokenRefusal(StrEnum):
    """The ``error`` of a refused token request, as OAuth2 spells it (api 2.4)."""

    INVALID_CLIENT = "invalid_client"
    INVALID_SCOPE = "invalid_scope"
    UNAUTHORIZED_CLIENT = "unauthorized_client"
    UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type"
