"""A key that is bound to other addresses cannot be tested from here: the live list is read.

Which error OVHcloud gives an address that is not let in is not documented (api 3.1), so a key
with addresses that seems to be no good is looked for among the live keys before that is believed.
What the list shows may be another request's key, where an equal one is open: then OVHcloud is
asked by the keys of those too, and nothing is bound unless the answers tell them apart.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from credentials import ovhcloud
from credentials.audit import Actor
from credentials.core import (
    ApiError,
    CredentialNotValid,
    CredentialState,
    Forbidden,
    KeyState,
    NotAllowedError,
    UnknownCredential,
    gettext_noop,
    say,
)
from credentials.models import ConsumerKey, KeyRequest, LiveApplication
from credentials.ovhcloud import Credential, Limits, Strategy
from credentials.rights import rules_from_api
from credentials.vault import management_client, signed_client

_CLOCKS_APART = timedelta(minutes=10)
_SECONDS = 20.0
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
    account, limits = key_request.consumer_key.account, _limits()
    with management_client(account, actor=actor, purpose="validation", limits=limits) as ovh:
        listing = ovh.credentials(
            application_id=_application_id(key_request), status=CredentialState.VALIDATED
        )
        live = [read.value for read in listing if read.value is not None]
    known = ConsumerKey.objects.filter(
        account=key_request.consumer_key.account_id,
        credential_id__in=[credential.credential_id for credential in live],
    )
    bound = set(known.values_list("credential_id", flat=True))
    return [
        credential
        for credential in live
        if credential.credential_id not in bound and _fits(credential, key_request)
    ]


def _fits(live: Credential, key_request: KeyRequest) -> bool:
    return (
        set(live.rules) == set(rules_from_api(key_request.requested_rules))
        and set(live.allowed_ips or ()) == set(key_request.requested_addresses)
        and abs(_made(live) - key_request.created_at) < _CLOCKS_APART
    )


def _made(live: Credential) -> datetime:
    return live.creation or datetime.min.replace(tzinfo=UTC)


def _application_id(key_request: KeyRequest) -> int | None:
    """OVHcloud's number of the application, from the vault or from the last reading."""
    application = key_request.consumer_key.application
    if application.application_id is not None:
        return application.application_id
    seen = LiveApplication.objects.filter(
        account=application.account_id, application_key=application.application_key
    )
    return seen.values_list("application_id", flat=True).first()


def _limits() -> Limits:
    """Whole pages may be a minute old; ids and batches are fresh. A person is waiting."""
    strategies = (Strategy.BATCH, Strategy.SINGLE)
    return replace(ovhcloud.limits(), strategies=strategies, listing_deadline=_SECONDS)
