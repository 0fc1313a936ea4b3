"""The addresses of a key: written once, and read back before anything is said about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from credentials.core import ApiError, BadRequest, Method, coded, gettext_noop, say
from credentials.ovhcloud.client.answers import Credential
from credentials.ovhcloud.client.api_session import ApiSession
from credentials.ovhcloud.client.call import Call, get
from credentials.ovhcloud.client.codec import compact
from credentials.ovhcloud.client.deadline import Deadline

#: How much of the time the change may take by itself.
_FOR_ITSELF: Final = 0.6
_FIELD: Final = "allowedIPs"
_AS_BEFORE: Final = say(
    coded(
        "api.addresses-as-before",
        gettext_noop(
            "It was looked at afterwards and its addresses are as before. It can be tried again."
        ),
    )
)
_NOT_READ_BACK: Final = say(
    coded(
        "api.addresses-not-read-back",
        gettext_noop(
            "OVHcloud took the change, and the key could not be read afterwards. Read the live "
            "keys again to see its addresses."
        ),
    )
)


def change_addresses(session: ApiSession, path: str, addresses: Sequence[str]) -> Credential:
    """Have the key at ``path`` work from these blocks alone, or from anywhere; the key as OVHcloud
    has it afterwards. Raises ``ApiError``.

    Whether OVHcloud takes a body with that one field is not known (api 12): where it refuses
    that one, it gets all the fields it gave.
    """
    whole = Deadline(session.limits.deadline)
    wanted = list(addresses) or None
    try:
        _write(session, path, wanted, Deadline(whole.seconds * _FOR_ITSELF))
    except ApiError as error:
        if not error.is_outcome_unknown:
            raise
        return _looked_at(session, path, addresses, deadline=whole, error=error)
    try:
        return session.read(get(path), Credential.read_to_change, whole)
    except ApiError as error:
        error.next_step, error.is_outcome_unknown = _NOT_READ_BACK, True
        raise


def _write(session: ApiSession, path: str, wanted: list[str] | None, deadline: Deadline) -> None:
    try:
        _put(session, path, {_FIELD: wanted}, deadline)
    except BadRequest:
        now = session.ask(get(path), deadline).value
        if not isinstance(now, Mapping):
            raise
        _put(session, path, {**now, _FIELD: wanted}, deadline)


def _put(session: ApiSession, path: str, content: Mapping[str, object], deadline: Deadline) -> None:
    session.ask(Call(Method.PUT, path, body=compact(content), is_void=True), deadline)


def _looked_at(
    session: ApiSession,
    path: str,
    addresses: Sequence[str],
    *,
    deadline: Deadline,
    error: ApiError,
) -> Credential:
    """The key where the change was made after all; else the error, with what is known."""
    try:
        now = session.read(get(path), Credential.read_to_change, deadline)
    except ApiError:
        raise error from None
    if set(now.allowed_ips or ()) == set(addresses):
        return now
    error.next_step, error.is_outcome_unknown = _AS_BEFORE, False
    raise error
