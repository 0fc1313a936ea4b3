"""The one router of the API, made of every family of routes."""

from __future__ import annotations

from sandbox.routes import (
    auth,
    credentials,
    iam,
    identity,
    logs,
    me,
    oauth2,
    oauth2_token,
    products,
    resources,
    zones,
)
from sandbox.routing import Router
from sandbox.schema.sections import SCHEMA_ROUTES
from sandbox.schema.unimplemented import unimplemented_routes

ROUTER = Router(
    [
        auth.routes,
        me.routes,
        credentials.routes,
        oauth2.routes,
        oauth2_token.routes,
        logs.routes,
        identity.routes,
        zones.routes,
        products.routes,
        iam.routes,
        resources.routes,
        SCHEMA_ROUTES,
    ],
    fallback=unimplemented_routes,
)
