"""What the local API answers, one module a family of routes."""

from __future__ import annotations

from sandbox import schema
from sandbox.routes import (
    auth,
    credentials,
    iam,
    identity,
    logs,
    me,
    oauth2,
    products,
    resources,
    tokens,
    zones,
)
from sandbox.routing import Router

ROUTER = Router(
    [
        auth.routes,
        me.routes,
        credentials.routes,
        oauth2.routes,
        tokens.routes,
        logs.routes,
        identity.routes,
        zones.routes,
        products.routes,
        iam.routes,
        resources.routes,
        schema.ROUTES,
    ],
    otherwise=schema.unplayed_routes,
)
