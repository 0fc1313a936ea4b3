"""Clients of OVHcloud's API that act for what the vault holds."""

from __future__ import annotations

from credentials import audit, ovhcloud
from credentials.audit import Actor
from credentials.models import Application, ConsumerKey, ServiceAccount
from credentials.ovhcloud import BearerClient, Limits, OvhClient
from credentials.vault import opening
from credentials.vault.accounts import believed_account


def signed_client(
    key: ConsumerKey, *, actor: Actor, purpose: str, limits: Limits | None = None
) -> OvhClient:
    """A client that signs as ``key``; opening both secrets is in the log with its purpose."""
    application = key.application
    application_secret = opening.use(application, actor=actor, purpose=purpose)
    consumer_key = opening.use(key, actor=actor, purpose=purpose)
    return OvhClient(
        ovhcloud.endpoint_of(key.account),
        application_key=application.application_key,
        application_secret=application_secret.expose(),
        consumer_key=consumer_key.expose(),
        limits=limits or ovhcloud.limits(),
    )


def bearer_client(
    account: ServiceAccount, *, actor: Actor, purpose: str, limits: Limits | None = None
) -> OvhClient:
    """A client that acts as a service account; opening its secret is in the log."""
    client_secret = opening.use(account, actor=actor, purpose=purpose)
    return BearerClient(
        ovhcloud.endpoint_of(account.account),
        client_id=account.client_id,
        client_secret=client_secret.expose(),
        limits=limits or ovhcloud.limits(),
    )


def unsigned_client(application: Application) -> OvhClient:
    """A client that names its application and signs nothing.

    Raises ``RowChangedOutside`` for a row that says who asks, and where, and is not Keydesk's.
    """
    audit.guard_genuine(application)
    return OvhClient(
        ovhcloud.endpoint_of(believed_account(application.account)),
        application_key=application.application_key,
        limits=ovhcloud.limits(),
    )
