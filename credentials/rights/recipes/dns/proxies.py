"""Web servers and proxies that get their certificates themselves, by DNS records (api 9)."""

from __future__ import annotations

from credentials.core import gettext_noop, say
from credentials.rights.recipes import sources
from credentials.rights.recipes.recipe import ZONE, Recipe

#: What people know a tool by that runs one of these.
_LEGO = ("Dokploy", "Coolify", "Let's Encrypt")
_CADDY = ("Let's Encrypt",)

RECIPES = (
    Recipe(
        slug="lego-zone-records",
        name=say(gettext_noop("lego or Traefik")),
        variant=say(gettext_noop("records of one zone")),
        summary=say(gettext_noop("DNS-01 certificates with the least that lego calls.")),
        effect=say(
            gettext_noop(
                "Can add and delete records of this zone. Cannot read anything, reset or end "
                "the zone, and cannot touch another zone or product."
            )
        ),
        aliases=_LEGO,
        source=sources.LEGO,
        lines="""
            POST /domain/zone/{zone}/record
            DELETE /domain/zone/{zone}/record/*
            POST /domain/zone/{zone}/refresh
        """,
        parameters=(ZONE,),
    ),
    Recipe(
        slug="lego-zone",
        name=say(gettext_noop("lego or Traefik")),
        variant=say(gettext_noop("one zone")),
        summary=say(gettext_noop("DNS-01 certificates for the names of a single zone.")),
        effect=say(
            gettext_noop(
                "Can add and delete records of this zone, and reset or end the zone. Cannot read "
                "anything, and cannot touch another zone or product."
            )
        ),
        aliases=_LEGO,
        source=sources.LEGO_GUIDE,
        lines="POST,DELETE /domain/zone/{zone}/*",
        parameters=(ZONE,),
    ),
    Recipe(
        slug="lego-zones",
        name=say(gettext_noop("lego or Traefik")),
        variant=say(gettext_noop("all zones")),
        summary=say(gettext_noop("DNS-01 certificates for every zone of the account.")),
        effect=say(
            gettext_noop(
                "Can add and delete records of every zone, and reset or end a zone. Cannot read "
                "anything, and cannot touch domain names or other products."
            )
        ),
        aliases=_LEGO,
        source=sources.LEGO_GUIDE,
        lines="POST,DELETE /domain/zone/*",
    ),
    Recipe(
        slug="caddy-zone",
        name=say(gettext_noop("Caddy or libdns")),
        variant=say(gettext_noop("one zone")),
        summary=say(
            gettext_noop("Certificates by Caddy and its OVH module for the names of a single zone.")
        ),
        effect=say(
            gettext_noop(
                "Can read, add, change and delete the records of this zone. Cannot end the "
                "zone, and cannot touch another zone or product."
            )
        ),
        aliases=_CADDY,
        source=sources.CADDY,
        lines="""
            GET,POST /domain/zone/{zone}/record
            GET,PUT,DELETE /domain/zone/{zone}/record/*
            GET /domain/zone/{zone}/soa
            POST /domain/zone/{zone}/refresh
        """,
        parameters=(ZONE,),
    ),
    Recipe(
        slug="caddy-zones",
        name=say(gettext_noop("Caddy or libdns")),
        variant=say(gettext_noop("all zones")),
        summary=say(
            gettext_noop("Certificates by Caddy and its OVH module for every zone of the account.")
        ),
        effect=say(
            gettext_noop(
                "Can read, add, change and delete the records of every zone. Cannot end a zone,"
                " and cannot touch domain names or other products."
            )
        ),
        aliases=_CADDY,
        source=sources.CADDY,
        lines="""
            GET,POST /domain/zone/*/record
            GET,PUT,DELETE /domain/zone/*/record/*
            GET /domain/zone/*/soa
            POST /domain/zone/*/refresh
        """,
    ),
)
