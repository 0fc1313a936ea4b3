"""Clients of OVHcloud's API that act for what the vault holds."""

from __future__ import annotations

from credentials import conf, vault
from credentials.audit import Actor
from credentials.client import Limits, OvhClient
from credentials.models import Application, ConsumerKey


def signed_client(
    key: ConsumerKey, *, actor: Actor, purpose: str, limits: Limits | None = None
) -> OvhClient:
    """A client that signs as ``key``; opening both secrets is in the log with its purpose."""
    application = key.application
    return OvhClient(
        conf.endpoint(key.account.endpoint),
        application_key=application.application_key,
        application_secret=vault.use(application, actor=actor, purpose=purpose).expose(),
        consumer_key=vault.use(key, actor=actor, purpose=purpose).expose(),
        limits=limits or conf.limits(),
    )


def unsigned_client(application: Application) -> OvhClient:
    """A client that names its application and signs nothing."""
    return OvhClient(
        conf.endpoint(application.account.endpoint),
        application_key=application.application_key,
        limits=conf.limits(),
    )
