"""What a call to OVHcloud that gave no answer to use is raised as, one class a cause.

::

    ApiError
    ├── Unreachable            no connection, reset, name not found, TLS
    ├── TimedOut               no answer in time
    ├── Unreadable             an answer that is not the JSON it should be (HTML, empty, cut)
    ├── RateLimited            429
    ├── Unavailable            5xx and 408
    ├── ClockOff               the timestamp was refused, even after one resync
    ├── InvalidSignature       the application secret does not fit
    ├── InvalidApplicationKey  the endpoint does not know the application key
    ├── UnknownCredential      no such consumer key, or of another application
    ├── CredentialNotValid     pending, refused, expired or revoked
    ├── NotGranted             the rules (or IAM) do not allow the call
    ├── Forbidden              403 for a reason OVHcloud does not name (an address, a role)
    ├── NotSignedIn            401
    ├── NotFound               404
    ├── Conflict               409
    ├── BadRequest             400 and other 4xx
    └── TokenRefused           the OAuth2 token endpoint said no
"""

from __future__ import annotations

from credentials.core.errors import KeydeskError
from credentials.core.sentences import Sentence, coded, gettext_noop, say

_NOTHING = Sentence("")
_QUERY_ID = coded("api.query-id", gettext_noop("OVHcloud's query id: %(id)s."))


def _said(code: str, template: str) -> Sentence:
    return say(coded(code, template))


class ApiError(KeydeskError):
    """A call to OVHcloud that gave no usable answer.

    ``status`` is the HTTP status (0 when there was none), ``method`` and ``path`` name the call,
    ``query_id`` is OVHcloud's ``X-Ovh-QueryID`` for its support, ``code`` its errorCode or class,
    ``retry_after`` the seconds it asks to wait (0: none asked). ``is_outcome_unknown`` says that
    a write may have been carried out all the same.
    The raw text of an answer is never kept: it may hold anything.
    """

    default = _said("api.refused", gettext_noop("OVHcloud refused the call."))
    remedy = _NOTHING

    def __init__(
        self,
        sentence: Sentence | None = None,
        *,
        next_step: Sentence | None = None,
        status: int = 0,
        method: str = "",
        path: str = "",
        query_id: str = "",
        code: str = "",
        retry_after: float = 0.0,
        is_outcome_unknown: bool = False,
    ) -> None:
        super().__init__(sentence or self.default, next_step=next_step or self.remedy)
        self.status = status
        self.method = method
        self.path = path
        self.query_id = query_id
        self.code = code
        self.retry_after = retry_after
        self.is_outcome_unknown = is_outcome_unknown

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """What happened, what to do, and by what OVHcloud's support knows the call."""
        query_notes = (say(_QUERY_ID, id=self.query_id),) if self.query_id else ()
        return (*super().sentences, *query_notes)


class Unreachable(ApiError):
    """No connection to the endpoint: name, network or certificate (status 0)."""

    default = _said("api.unreachable", gettext_noop("OVHcloud could not be reached."))
    remedy = _said(
        "api.check-network",
        gettext_noop("Check the network between Keydesk and the endpoint, then try again."),
    )


class TimedOut(ApiError):
    """No answer within the time that ``Limits`` allow (status 0)."""

    default = _said("api.timed-out", gettext_noop("OVHcloud did not answer in time."))
    remedy = _said(
        "api.outcome-unknown",
        gettext_noop("Nothing is known about the outcome. Try again in a minute."),
    )


class Unreadable(ApiError):
    """The answer is not what the API answers: no JSON, cut short, redirected, or another shape."""

    default = _said(
        "api.unreadable",
        gettext_noop("OVHcloud's answer was not what its API answers (no JSON in it)."),
    )
    remedy = _said("api.try-again", gettext_noop("This usually passes. Try again in a minute."))


class RateLimited(ApiError):
    """Status 429, or a pace of our own that leaves no time; ``retry_after`` in seconds."""

    default = _said(
        "api.rate-limited",
        gettext_noop("OVHcloud asks to slow down: too many calls with this key."),
    )
    remedy = _said("api.wait-a-minute", gettext_noop("Wait a minute, then try again."))


class Unavailable(ApiError):
    """A fault on OVHcloud's side: status 408 or 5xx."""

    default = _said("api.unavailable", gettext_noop("OVHcloud has a fault of its own."))
    remedy = _said("api.try-again", gettext_noop("This usually passes. Try again in a minute."))


class ClockOff(ApiError):
    """The timestamp of the signature differs too much from the endpoint's clock (api 2.2)."""

    default = _said(
        "api.clock-off",
        gettext_noop("OVHcloud refused the request's time: the two clocks disagree."),
    )
    remedy = _said(
        "api.check-clock", gettext_noop("Check this server's clock (NTP), then try again.")
    )


class InvalidSignature(ApiError):
    """The signature does not fit: wrong application secret (api 2.1)."""

    default = _said(
        "api.signature-invalid",
        gettext_noop(
            "The application secret does not belong to this application key and consumer key."
        ),
    )
    remedy = _said(
        "api.copy-secret-again",
        gettext_noop("Copy the application secret again from where it was first shown."),
    )


class InvalidApplicationKey(ApiError):
    """The endpoint does not know the application key (api 2.5)."""

    default = _said(
        "api.application-key-unknown",
        gettext_noop("This endpoint does not know the application key."),
    )
    remedy = _said(
        "api.check-application-key",
        gettext_noop(
            "Check the key, and that it was created in this region; it may have been deleted."
        ),
    )


class UnknownCredential(ApiError):
    """The consumer key does not exist, or is one of another application (api 2.5)."""

    default = _said(
        "api.credential-unknown",
        gettext_noop("The consumer key does not exist, or it belongs to another application."),
    )
    remedy = _said(
        "api.check-credential",
        gettext_noop("Check that the consumer key was made with this application key."),
    )


class CredentialNotValid(ApiError):
    """The consumer key is pending, refused, expired or revoked (api 2.5)."""

    default = _said(
        "api.credential-not-valid",
        gettext_noop("The consumer key is not valid: it is pending, refused, expired or revoked."),
    )
    remedy = _said(
        "api.validate-credential",
        gettext_noop("Validate it at OVHcloud, or request a new one."),
    )


class NotGranted(ApiError):
    """Neither the key's rules nor, where it was IAM, a policy grants the call (api 2.5)."""

    default = _said("api.not-granted", gettext_noop("The key's rights do not allow this call."))
    remedy = _said(
        "api.request-key-with-rule",
        gettext_noop(
            "Rights cannot be changed on an existing key: request one that has this rule."
        ),
    )


class Forbidden(ApiError):
    """Status 403 without a cause, as for an address that is not allowed."""

    default = _said(
        "api.forbidden", gettext_noop("OVHcloud forbids the call and does not say why.")
    )
    remedy = _said(
        "api.check-addresses",
        gettext_noop(
            "The key may be restricted to other addresses, or its account may not do this."
        ),
    )


class NotSignedIn(ApiError):
    """Status 401 or 471: no credential that OVHcloud accepts came with the call."""

    default = _said("api.not-signed-in", gettext_noop("OVHcloud did not accept the credentials."))
    remedy = _said(
        "api.check-not-deleted", gettext_noop("Check that they were not deleted at OVHcloud.")
    )


class NotFound(ApiError):
    """Status 404: there is no such object, or it is not this account's."""

    default = _said(
        "api.not-found",
        gettext_noop("OVHcloud does not know this object; it may be gone already."),
    )


class Conflict(ApiError):
    """Status 409 or 460: the object is in another state, or has expired."""

    default = _said(
        "api.conflict",
        gettext_noop("OVHcloud says the object is in another state than expected."),
    )
    remedy = _said("api.read-again", gettext_noop("Read the live keys again, then decide."))


class BadRequest(ApiError):
    """The request itself: a value, or a route that the endpoint does not have."""

    default = _said("api.bad-request", gettext_noop("OVHcloud could not use the request."))


class TokenRefused(ApiError):
    """The OAuth2 token endpoint refused the client id and secret; ``code`` names why (api 2.4)."""

    default = _said(
        "token.refused", gettext_noop("The token endpoint refused the client id and secret.")
    )
    remedy = _said(
        "token.check-client",
        gettext_noop("Check both values and the region: clients are local to one."),
    )
