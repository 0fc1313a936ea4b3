"""Sign-in by an OpenID Connect provider, and the role that each of its groups has in a team."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from credentials import core
from dashboard.settings.environment import DEMO, env, given, hidden

OIDC_ISSUER: str = env.str("OIDC_ISSUER", default="").rstrip("/")
OIDC_CLIENT_ID: str = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = hidden(given("OIDC_CLIENT_SECRET"))
OIDC_GROUPS_CLAIM: str = env.str("OIDC_GROUPS_CLAIM", default="groups")
OIDC_SCOPES: str = env.str("OIDC_SCOPES", default="openid email profile")
OIDC_PROVIDER_ID = "sso"


def group_roles(text: str) -> list[tuple[str, str, str]]:
    """``group=Team:role;…`` as triples. A group may hold "=", as names in a directory do."""
    places = []
    for line in filter(None, map(str.strip, text.split(";"))):
        group, _equals, place = line.rpartition("=")
        team, _colon, role = place.rpartition(":")
        if not (group and team and role in set(core.Role)):
            raise ImproperlyConfigured(
                f"OIDC_GROUPS: “{line}” is not group=Team:role with one of the roles "
                f"{', '.join(core.Role)}."
            )
        places.append((group.strip(), team.strip(), role))
    return places


OIDC_GROUPS = group_roles(env.str("OIDC_GROUPS", default=""))
if OIDC_ISSUER and not (OIDC_CLIENT_ID and OIDC_CLIENT_SECRET and OIDC_GROUPS):
    raise ImproperlyConfigured(
        "OIDC_ISSUER is set: single sign-on takes OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and "
        "OIDC_GROUPS as well."
    )
if OIDC_ISSUER and not DEMO and not OIDC_ISSUER.startswith("https://"):
    raise ImproperlyConfigured("OIDC_ISSUER is not https://…: who answers there lets people in.")


def providers(issuer: str, client_id: str, secret: str) -> dict[str, Any]:
    """What django-allauth is told of the one identity provider; no application without one."""
    app = {
        "provider_id": OIDC_PROVIDER_ID,
        "name": "OpenID Connect",
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": issuer, "scope": OIDC_SCOPES.split()},
    }
    return {
        "openid_connect": {
            "provider_class": "dashboard.single_sign_on.ConsoleProvider",
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [app] if issuer else [],
        }
    }


SOCIALACCOUNT_PROVIDERS = providers(OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET)
SOCIALACCOUNT_ADAPTER = "dashboard.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
