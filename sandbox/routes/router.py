"""The one router of the API, made of every family of routes."""

from __future__ import annotations

from sandbox.routes import (
    auth,
    bills,
    credentials,
    iam,
    identity,
    logs,
    me,
    oauth2,
    oauth2_token,
    resources,
    vps,
    zones,
)
from sandbox.routes.described.routes import described_routes
from sandbox.routing import Router
from sandbox.schema.sections import SCHEMA_ROUTES

ROUTER = Router(
    [
        auth.routes,
        bills.routes,
        me.routes,
        credentials.routes,
        oauth2.routes,
        oauth2_token.routes,
        logs.routes,
        identity.routes,
        zones.routes,
        vps.routes,
        iam.routes,
        resources.routes,
        SCHEMA_ROUTES,
    ],
    fallback=described_routes,
)
