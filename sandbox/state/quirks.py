"""What nobody has checked on a live account, each as a named setting (api 10 and 12)."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from credentials.core import API_ERRORS, Refusal

AUTH_ORDER = (
    "application",
    "credential",
    "time",
    "signature",
    "state",
    "address",
    "rules",
    "iam",
)


@dataclass(frozen=True, slots=True)
class Quirks:
    """The sandbox's answers to open questions, the likeliest by default.

    ``auth_order``            the order of the checks (api 10.3)
    ``timestamp_window``      seconds a timestamp may be off, either way (api 2.2)
    ``error_shape``           ``both`` families at once, ``modern`` (class) or ``old`` (errorCode)
    ``unknown_credential``    errorCode for a consumer key that is none of the application's
    ``v2_rules``              how rules spell v2 routes: ``bare``, ``prefixed`` or ``both``
    ``middle_star``           whether a ``*`` before a rule's end ``crosses`` slashes, or stands for
                              a ``segment`` (api 3.2)
    ``most_rules``            rules a request may have; 0 is any number (api 3.2)
    ``pending_lifetime``      seconds a request can be validated; 0 is for ever (api 3.1)
    ``list_unclaimed``        whether requests nobody opened yet are listed to every account
    ``deleted_application``   errorCode for a key whose application was deleted
    ``foreign_address``       errorCode for an address outside ``allowedIPs``
    ``account_addresses``     blocks that every call has to come from, as if the account's own
                              login restriction held for the API too (api 4.4); none: anywhere
    ``prefilled_words``       whether ``createToken`` takes name and description from its address
    ``refusal_redirects``     whether the browser goes back after a refusal too
    ``redirect_query``        what the redirect back carries, added to its query
    ``bearer_reads_keys``     whether a service account may call ``/me/api/*`` at all
    ``without_action``        a service account's call that has no IAM action: ``refused`` or
                              ``granted`` (api 5.3)
    ``ended_bearer``          what an access token that has ended gets: ``401`` or an errorCode
    ``put_needs_all_fields``  whether PUT refuses a body with ``allowedIPs`` alone
    ``batch_cap``             ids a batch may have (api 6.1)
    ``batch_keys``            whether its elements name their ``key`` and ``error``
    ``batch_error``           the ``error`` of a batch element: ``object`` or ``text``
    ``batch_all_failed``      status when every element failed
    ``broken_page``           a page with an unreadable object: ``fail`` or ``omit`` it
    ``page_cache``            seconds a ``CachedObjectList`` may be stale (api 6.2)
    ``page_filter``           a list's ``X-Pagination-Filter``: ``applied``, ``ignored`` or
                              ``refused`` (api 6.2)
    ``cursor_size``           objects a v2 page has at most, and when none are asked for (api 6.3)
    ``token_lifetime``        seconds of an access token (api 2.4)
    ``log_reads``             whether ``/me/api/logs`` holds reads beside writes (api 4.3)
    ``log_refused``           whether it holds calls that were refused
    ``log_order``             the order of its numbers: ``oldest`` first or ``newest`` first
    ``log_days``              days that it keeps a call; 0 is for ever
    """

    auth_order: tuple[str, ...] = AUTH_ORDER
    timestamp_window: int = 180
    error_shape: str = "both"
    unknown_credential: str = API_ERRORS[Refusal.UNKNOWN_CREDENTIAL].code
    v2_rules: str = "bare"
    middle_star: str = "crosses"
    most_rules: int = 0
    pending_lifetime: int = 0
    list_unclaimed: bool = False
    deleted_application: str = API_ERRORS[Refusal.CREDENTIAL_NOT_VALID].code
    foreign_address: str = API_ERRORS[Refusal.FORBIDDEN].code
    account_addresses: tuple[str, ...] = ()
    prefilled_words: bool = False
    refusal_redirects: bool = True
    redirect_query: str = ""
    bearer_reads_keys: bool = True
    without_action: str = "refused"
    ended_bearer: str = "401"
    put_needs_all_fields: bool = False
    batch_cap: int = 50
    batch_keys: bool = True
    batch_error: str = "object"
    batch_all_failed: int = 200
    broken_page: str = "fail"
    page_cache: int = 60
    page_filter: str = "applied"
    cursor_size: int = 100
    token_lifetime: int = 3599
    log_reads: bool = False
    log_refused: bool = False
    log_order: str = "oldest"
    log_days: int = 0


def change(quirks: Quirks, settings: dict[str, str]) -> Quirks:
    """``quirks`` with ``settings``, values as text. Raises ValueError on an unknown name."""
    known = {field.name: getattr(quirks, field.name) for field in fields(quirks)}
    unknown = settings.keys() - known.keys()
    if unknown:
        raise ValueError(f"no such quirk: {', '.join(sorted(unknown))}")
    return replace(quirks, **{name: _like(known[name], text) for name, text in settings.items()})


def _like(example: Any, text: str) -> Any:
    if isinstance(example, bool):
        return text.lower() in {"1", "yes", "true", "on"}
    if isinstance(example, tuple):
        return tuple(text.split(",")) if text else ()
    return int(text) if isinstance(example, int) else text
