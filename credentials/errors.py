"""The error family. Every error carries a sentence for people, and none ever holds a secret.

::

    KeydeskError
    ├── InputError                 something a person typed
    │   ├── EndpointError          no such endpoint, or a bad OVH_EXTRA_ENDPOINTS
    │   ├── RuleError              a method or path that is no access rule
    │   └── SecretFormatError      a key or secret with characters none can have
    ├── KeyringError               cannot open, wrong or missing master key (never says why)
    ├── NotAllowedError            the verb refuses: state, guard or policy
    └── ApiError                   a call to OVHcloud that did not give an answer to use
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

from credentials.sentences import Sentence, gettext_noop, say

_NOTHING = Sentence("")
_QUERY_ID = gettext_noop("OVHcloud's query id: %(id)s.")


class KeydeskError(Exception):
    """Root of the family: ``sentence`` says what happened and why, ``next_step`` what to do."""

    def __init__(self, sentence: Sentence, *, next_step: Sentence = _NOTHING) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.next_step = next_step

    @property
    def told(self) -> tuple[Sentence, ...]:
        """All there is to say: what happened, then what to do."""
        return tuple(part for part in (self.sentence, self.next_step) if part)


class InputError(KeydeskError):
    """Something a person typed cannot be used."""


class EndpointError(InputError):
    """No such endpoint, or an ``OVH_EXTRA_ENDPOINTS`` that cannot be read."""


class RuleError(InputError):
    """A method or a path that is no access rule."""


class SecretFormatError(InputError):
    """A key or secret with characters that no OVHcloud key has."""


class KeyringError(KeydeskError):
    """Something sealed cannot be opened. One error, one sentence, no reasons."""

    def __init__(self, key_id: str = "") -> None:
        super().__init__(
            say(gettext_noop("Cannot open (key id %(key_id)s)."), key_id=key_id or "?"),
            next_step=say(
                gettext_noop(
                    "The value, its place or the master key is not the one it was sealed with. "
                    "Check the master keys, then restore from a backup."
                )
            ),
        )
        self.key_id = key_id


class NotAllowedError(KeydeskError):
    """A verb refuses: the state, a guard or a policy forbids it."""


class ApiError(KeydeskError):
    """A call to OVHcloud that gave no usable answer.

    ``status`` is the HTTP status (0 when there was none), ``method`` and ``path`` name the call,
    ``query_id`` is OVHcloud's ``X-Ovh-QueryID`` for its support, ``code`` its errorCode or class,
    ``retry_after`` the seconds it asks to wait (0: none asked). ``is_outcome_unknown`` says that
    a write may have been carried out all the same.
    The raw text of an answer is never kept: it may hold anything.
    """

    default = say(gettext_noop("OVHcloud refused the call."))
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
    def told(self) -> tuple[Sentence, ...]:
        """What happened, what to do, and by what OVHcloud's support knows the call."""
        named = (say(_QUERY_ID, id=self.query_id),) if self.query_id else ()
        return (*super().told, *named)


class Unreachable(ApiError):
    default = say(gettext_noop("OVHcloud could not be reached."))
    remedy = say(
        gettext_noop("Check the network between Keydesk and the endpoint, then try again.")
    )


class TimedOut(ApiError):
    default = say(gettext_noop("OVHcloud did not answer in time."))
    remedy = say(gettext_noop("Nothing is known about the outcome. Try again in a minute."))


class Unreadable(ApiError):
    default = say(gettext_noop("OVHcloud's answer was not what its API answers (no JSON in it)."))
    remedy = say(gettext_noop("This usually passes. Try again in a minute."))


class RateLimited(ApiError):
    default = say(gettext_noop("OVHcloud asks to slow down: too many calls with this key."))
    remedy = say(gettext_noop("Wait a minute, then try again."))


class Unavailable(ApiError):
    default = say(gettext_noop("OVHcloud has a fault of its own."))
    remedy = say(gettext_noop("This usually passes. Try again in a minute."))


class ClockOff(ApiError):
    default = say(gettext_noop("OVHcloud refused the request's time: the two clocks disagree."))
    remedy = say(gettext_noop("Check this server's clock (NTP), then try again."))


class InvalidSignature(ApiError):
    default = say(
        gettext_noop(
            "The application secret does not belong to this application key and consumer key."
        )
    )
    remedy = say(gettext_noop("Copy the application secret again from where it was first shown."))


class InvalidApplicationKey(ApiError):
    default = say(gettext_noop("This endpoint does not know the application key."))
    remedy = say(
        gettext_noop(
            "Check the key, and that it was created in this region; it may have been deleted."
        )
    )


class UnknownCredential(ApiError):
    default = say(
        gettext_noop("The consumer key does not exist, or it belongs to another application.")
    )
    remedy = say(gettext_noop("Check that the consumer key was made with this application key."))


class CredentialNotValid(ApiError):
    default = say(
        gettext_noop("The consumer key is not valid: it is pending, refused, expired or revoked.")
    )
    remedy = say(gettext_noop("Validate it at OVHcloud, or request a new one."))


class NotGranted(ApiError):
    default = say(gettext_noop("The key's rights do not allow this call."))
    remedy = say(
        gettext_noop("Rights cannot be changed on an existing key: request one that has this rule.")
    )


class Forbidden(ApiError):
    default = say(gettext_noop("OVHcloud forbids the call and does not say why."))
    remedy = say(
        gettext_noop(
            "The key may be restricted to other addresses, or its account may not do this."
        )
    )


class NotSignedIn(ApiError):
    default = say(gettext_noop("OVHcloud did not accept the credentials."))
    remedy = say(gettext_noop("Check that they were not deleted at OVHcloud."))


class NotFound(ApiError):
    default = say(gettext_noop("OVHcloud does not know this object; it may be gone already."))


class Conflict(ApiError):
    default = say(gettext_noop("OVHcloud says the object is in another state than expected."))
    remedy = say(gettext_noop("Read the live keys again, then decide."))


class BadRequest(ApiError):
    default = say(gettext_noop("OVHcloud could not use the request."))


class TokenRefused(ApiError):
    default = say(gettext_noop("The token endpoint refused the client id and secret."))
    remedy = say(gettext_noop("Check both values and the region: clients are local to one."))
