"""Programs that write the address of a connection at home into a zone (api 9)."""

from __future__ import annotations

from credentials.core import gettext_noop, say
from credentials.rights.recipes import sources
from credentials.rights.recipes.recipe import ZONE, Recipe

#: They sign in with a login of DynHost, which is no API key; one is made by the API.
_BY_LOGIN = (
    "ddclient",
    "inadyn",
    "dyndns",
    "dynamic DNS",
    "FRITZ!Box",
    "MikroTik",
    "OpenWrt",
    "Synology",
    "UniFi",
)

RECIPES = (
    Recipe(
        slug="dynamic-dns-zone",
        name=say(gettext_noop("Dynamic DNS updater")),
        variant=say(gettext_noop("records of one zone")),
        summary=say(
            gettext_noop("A and AAAA records that follow a router, by a program that uses the API.")
        ),
        effect=say(
            gettext_noop(
                "Can list, add and change the records of this zone. Cannot delete a record, end "
                "the zone, or touch another zone or product."
            )
        ),
        aliases=("ddns-updater", "qdm12", "DDNS", "dyndns"),
        source=sources.DDNS_UPDATER,
        lines="""
            GET,POST /domain/zone/{zone}/record
            PUT /domain/zone/{zone}/record/*
            POST /domain/zone/{zone}/refresh
        """,
        parameters=(ZONE,),
    ),
    Recipe(
        slug="dynhost-zone",
        name=say(gettext_noop("DynHost by API")),
        variant=say(gettext_noop("addresses in one zone")),
        summary=say(
            gettext_noop("A script that sets the address of the DynHost records of a single zone.")
        ),
        effect=say(
            gettext_noop(
                "Can read and change the DynHost records of this zone. Cannot add or delete one, "
                "and cannot touch other records, another zone or product."
            )
        ),
        aliases=("dyndns", "dynamic DNS"),
        source=sources.terraform("resource_domain_zone_dynhost_record.go"),
        lines="""
            GET /domain/zone/{zone}/dynHost/record
            GET,PUT /domain/zone/{zone}/dynHost/record/*
            POST /domain/zone/{zone}/refresh
        """,
        parameters=(ZONE,),
    ),
    Recipe(
        slug="dynhost-zone-logins",
        name=say(gettext_noop("DynHost by API")),
        variant=say(gettext_noop("records and logins of one zone")),
        summary=say(
            gettext_noop(
                "Setting DynHost up in a single zone: its records, and the logins that routers, "
                "ddclient and the like update them with."
            )
        ),
        effect=say(
            gettext_noop(
                "Can read, add, change and delete DynHost records and logins of this zone. Cannot "
                "touch other records, another zone or product."
            )
        ),
        aliases=_BY_LOGIN,
        source=sources.terraform("resource_domain_zone_dynhost_login.go"),
        lines="""
            GET,POST /domain/zone/{zone}/dynHost/record
            GET,PUT,DELETE /domain/zone/{zone}/dynHost/record/*
            GET,POST /domain/zone/{zone}/dynHost/login
            GET,PUT,DELETE /domain/zone/{zone}/dynHost/login/*
            POST /domain/zone/{zone}/refresh
        """,
        parameters=(ZONE,),
    ),
)
