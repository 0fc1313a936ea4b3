"""A key that is bound to other addresses cannot be tested from here: the live list is read.

Which error OVHcloud gives an address that is not let in is not documented (api 3.1), so a key
with addresses that seems to be no good is looked for among the live keys before that is believed.
What the list shows may be another request's key, where an equal one is open: then OVHcloud is
asked by the keys of those too, and nothing is bound unless the answers tell them apart.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from credentials.audit import Actor
from credentials.core import (
    ApiError,
    CredentialNotValid,
    Forbidden,
    KeyState,
    NotAllowedError,
    UnknownCredential,
    gettext_noop,
    say,
)
from credentials.models import ConsumerKey, KeyRequest
from credentials.onboarding.live_keys import application_id_of, unbound_live_keys
from credentials.ovhcloud import Credential
from credentials.rights import rules_from_api
from credentials.vault import signed_client

_CLOCKS_APART = timedelta(minutes=10)
_UNBOUND = (KeyState.PENDING, KeyState.REFUSED, KeyState.ABANDONED)


def matching_live_key(
    key_request: KeyRequest, *, is_turned_away: bool, actor: Actor
) -> Credential | None:
    """The live key that came of the request, found with the account's management key.

    It has the rules and addresses that were asked for, was made at that time, and is bound to no
    stored key. ``is_turned_away`` says that OVHcloud named the address as the reason when the key
    itself asked. None where there is no such key, or no management key that may look. Raises
    ``NotAllowedError`` where it may as well be another request's.
    """
    if key_request.consumer_key.account.management_key is None:
        return None
    try:
        fitting = _fitting(key_request, actor=actor)
    except ApiError:
        return None
    twins = _equal_requests(key_request) if fitting else []
    if twins and not _is_own(
        fitting, is_turned_away=is_turned_away, turned_away=_turned_away(twins, actor=actor)
    ):
        return None
    return min(
        fitting,
        key=lambda credential: abs(_made(credential) - key_request.created_at),
        default=None,
    )


def _is_own(fitting: list[Credential], *, is_turned_away: bool, turned_away: int) -> bool:
    """Whether the one live key is this request's, of which others have an equal one open.

    ``turned_away`` are the others whose key is accepted, but not let in from here.
    """
    if is_turned_away and not turned_away and len(fitting) == 1:
        return True
    if not is_turned_away and turned_away == len(fitting):
        return False
    raise NotAllowedError(
        say(
            gettext_noop(
                "Another request for the same rights and addresses is open. The list of live keys "
                "does not tell which of the two was accepted, so neither is taken for it."
            )
        ),
        next_step=say(gettext_noop("End one of the two requests, and ask for the key once more.")),
    )


def _equal_requests(key_request: KeyRequest) -> list[KeyRequest]:
    """Other requests whose key the live list would show just so, and of which none is known."""
    key, requested_at = key_request.consumer_key, key_request.created_at
    others = KeyRequest.objects.select_related("consumer_key__account", "consumer_key__application")
    near = others.filter(
        consumer_key__application=key.application_id,
        consumer_key__state__in=_UNBOUND,
        created_at__range=(requested_at - 2 * _CLOCKS_APART, requested_at + 2 * _CLOCKS_APART),
    )
    return [other for other in near.exclude(pk=key_request.pk) if _asks_same(other, key_request)]


def _asks_same(twin: KeyRequest, key_request: KeyRequest) -> bool:
    rules = [set(rules_from_api(each.requested_rules)) for each in (twin, key_request)]
    addresses = [set(each.requested_addresses) for each in (twin, key_request)]
    return rules[0] == rules[1] and addresses[0] == addresses[1]


def _turned_away(twins: list[KeyRequest], *, actor: Actor) -> int:
    """How many of the keys OVHcloud accepts, and does not let in from here."""
    return sum(_is_turned_away(twin.consumer_key, actor=actor) for twin in twins)


def _is_turned_away(key: ConsumerKey, *, actor: Actor) -> bool:
    try:
        with signed_client(key, actor=actor, purpose="validation") as ovh:
            ovh.current_credential()
    except (CredentialNotValid, UnknownCredential):
        return False
    except Forbidden:
        return True
    return True


def _fitting(key_request: KeyRequest, *, actor: Actor) -> list[Credential]:
    key = key_request.consumer_key
    number = application_id_of(key.account, key.application.application_key)
    live = unbound_live_keys(key.account, number, actor=actor)
    return [credential for credential in live if _fits(credential, key_request)]


def _fits(live: Credential, key_request: KeyRequest) -> bool:
    return (
        set(live.rules) == set(rules_from_api(key_request.requested_rules))
        and set(live.allowed_ips or ()) == set(key_request.requested_addresses)
        and abs(_made(live) - key_request.created_at) < _CLOCKS_APART
    )


def _made(live: Credential) -> datetime:
    return live.creation or datetime.min.replace(tzinfo=UTC)
