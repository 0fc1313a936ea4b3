"""Records as the API writes them."""

from __future__ import annotations

from typing import Any

from sandbox.call import Call
from sandbox.state.clock import v1_datetime
from sandbox.state.records import Application, Client, Credential, Rule


def rules_shape(rules: tuple[Rule, ...]) -> list[dict[str, str]]:
    """``auth.AccessRule[]``."""
    return [{"method": method, "path": path} for method, path in rules]


def credential_shape(call: Call, credential: Credential) -> dict[str, Any]:
    """``auth.ApiCredential``: never the consumer key."""
    return {
        "credentialId": credential.id,
        "applicationId": credential.application_id,
        "status": credential.state(call.now),
        "rules": rules_shape(credential.rules),
        "allowedIPs": list(credential.allowed_ips) if credential.allowed_ips else None,
        "creation": v1_datetime(credential.creation),
        "expiration": v1_datetime(credential.expiration),
        "lastUse": v1_datetime(call.world.last_use.get(credential.id)),
        "ovhSupport": credential.ovh_support,
    }


def application_shape(application: Application) -> dict[str, Any]:
    """``auth.ApiApplication``: never the secret."""
    return {
        "applicationId": application.id,
        "applicationKey": application.key,
        "name": application.name,
        "description": application.description,
        "status": application.status,
    }


def client_shape(client: Client) -> dict[str, Any]:
    """``oauth2.client``: never the secret."""
    return {
        "clientId": client.id,
        "name": client.name,
        "description": client.description,
        "flow": client.flow,
        "callbackUrls": list(client.callback_urls),
        "identity": client.identity,
        "createdAt": v1_datetime(client.created_at),
    }
