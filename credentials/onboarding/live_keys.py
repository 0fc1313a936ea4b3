"""Live keys that no entry keeps, as the account's management key lists them.

They tell of a key that is bound to other addresses, which cannot be asked from here.
"""

from __future__ import annotations

from dataclasses import replace

from credentials import ovhcloud
from credentials.audit import Actor
from credentials.core import CredentialState
from credentials.models import Account, Application, ConsumerKey, LiveApplication
from credentials.ovhcloud import Credential, Limits, Strategy
from credentials.vault import management_client

_SECONDS = 20.0


def unbound_live_keys(
    account: Account, application_id: int | None, *, actor: Actor
) -> list[Credential]:
    """Validated keys of an application, or of all for None, that no entry of the account is.

    Raises ``ApiError``, and ``NotAllowedError`` without a management key that may look.
    """
    with management_client(account, actor=actor, purpose="validation", limits=_limits()) as ovh:
        listing = ovh.credentials(application_id=application_id, status=CredentialState.VALIDATED)
        live = [read.value for read in listing if read.value is not None]
    known = ConsumerKey.objects.filter(
        account=account, credential_id__in=[credential.credential_id for credential in live]
    )
    bound = set(known.values_list("credential_id", flat=True))
    return [credential for credential in live if credential.credential_id not in bound]


def application_id_of(account: Account, application_key: str) -> int | None:
    """OVHcloud's number of an application, from the vault or from the last reading."""
    same = {"account": account, "application_key": application_key}
    for model in (Application, LiveApplication):
        for number in model._default_manager.filter(**same).values_list(
            "application_id", flat=True
        ):
            if number is not None:
                return int(number)
    return None


def _limits() -> Limits:
    """Whole pages may be a minute old; ids and batches are fresh. A person is waiting."""
    strategies = (Strategy.BATCH, Strategy.SINGLE)
    return replace(ovhcloud.limits(), strategies=strategies, listing_deadline=_SECONDS)
