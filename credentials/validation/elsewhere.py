"""A key that is bound to other addresses cannot speak for itself here: the live list does.

Which error OVHcloud gives an address that is not let in is not documented (api 3.1), so a key
with addresses that seems to be no good is looked for among the live keys before that is believed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from credentials import conf
from credentials.audit import Actor
from credentials.client import Credential, Limits, Strategy
from credentials.enums import CredentialState
from credentials.errors import ApiError
from credentials.models import ConsumerKey, KeyRequest, LiveApplication
from credentials.rights import from_api
from credentials.validation.clients import signed_client

_CLOCKS_APART = timedelta(minutes=10)
_SECONDS = 20.0


def live_twin(found: KeyRequest, *, actor: Actor) -> Credential | None:
    """The live key that came of the request, found with the account's management key.

    It has the rules and addresses that were asked for, was made at that time, and is bound to no
    stored key. None where there is no such key, or no management key that may look.
    """
    management_key = found.consumer_key.account.management_key
    if management_key is None:
        return None
    try:
        fitting = _fitting(found, management_key, actor=actor)
    except ApiError:
        return None
    return min(fitting, key=lambda one: abs(_made(one) - found.created_at), default=None)


def _fitting(found: KeyRequest, management_key: ConsumerKey, *, actor: Actor) -> list[Credential]:
    with signed_client(management_key, actor=actor, purpose="validation", limits=_limits()) as ovh:
        listing = ovh.credentials(
            application_id=_application_id(found), status=CredentialState.VALIDATED
        )
        live = [read.value for read in listing if read.value is not None]
    known = ConsumerKey.objects.filter(
        account=found.consumer_key.account_id,
        credential_id__in=[one.credential_id for one in live],
    )
    bound = set(known.values_list("credential_id", flat=True))
    return [one for one in live if one.credential_id not in bound and _fits(one, found)]


def _fits(live: Credential, found: KeyRequest) -> bool:
    return (
        set(live.rules) == set(from_api(found.requested_rules))
        and set(live.allowed_ips or ()) == set(found.consumer_key.allowed_ips)
        and abs(_made(live) - found.created_at) < _CLOCKS_APART
    )


def _made(live: Credential) -> datetime:
    return live.creation or datetime.min.replace(tzinfo=UTC)


def _application_id(found: KeyRequest) -> int | None:
    """OVHcloud's number of the application, from the vault or from the last reading."""
    application = found.consumer_key.application
    if application.application_id is not None:
        return application.application_id
    seen = LiveApplication.objects.filter(
        account=application.account_id, application_key=application.application_key
    )
    return seen.values_list("application_id", flat=True).first()


def _limits() -> Limits:
    """Whole pages may be a minute old; ids and batches are fresh. A person is waiting."""
    strategies = (Strategy.BATCH, Strategy.SINGLE)
    return replace(conf.limits(), strategies=strategies, listing_deadline=_SECONDS)
