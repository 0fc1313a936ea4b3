"""The key that Keydesk itself works with, which is neither revoked nor frozen here."""

from __future__ import annotations

from typing import Final

from credentials.core import NotAllowedError, coded, gettext_noop, say
from credentials.ovhcloud import Credential, OvhClient

_OWN_KEY: Final = coded(
    "own-key.refused", gettext_noop("This is the key that Keydesk itself works with.")
)
_CHOOSE_FIRST: Final = coded(
    "own-key.choose-another",
    gettext_noop("Choose another management key for the account first, then go on."),
)


def own_key_refusal() -> NotAllowedError:
    """What is said of Keydesk's own key, and of its application."""
    return NotAllowedError(say(_OWN_KEY), next_step=say(_CHOOSE_FIRST))


def is_own_key(ovh: OvhClient, credential_id: int) -> bool:
    """Whether the client signs with that key: OVHcloud is asked, no row is believed."""
    return ovh.current_credential().credential_id == credential_id


def guard_own_key(
    ovh: OvhClient, *, credential_id: int | None = None, application_id: int | None = None
) -> None:
    """Raise ``NotAllowedError`` where the client signs with that key or that application."""
    refuse_own_key(
        ovh.current_credential(), credential_id=credential_id, application_id=application_id
    )


def refuse_own_key(
    own: Credential, *, credential_id: int | None = None, application_id: int | None = None
) -> None:
    """The same where OVHcloud has said with which key the client signs."""
    is_key = credential_id is not None and own.credential_id == credential_id
    is_application = application_id is not None and own.application_id == application_id
    if is_key or is_application:
        raise own_key_refusal()
