"""Tools that prove by a DNS record that a name is theirs, to get a certificate (api 9)."""

from __future__ import annotations

from credentials.recipes.recipe import ZONE, Recipe
from credentials.sentences import gettext_noop, say

RECIPES = (
    Recipe(
        slug="certbot-zone",
        name=say(gettext_noop("certbot")),
        variant=say(gettext_noop("one zone")),
        summary=say(
            gettext_noop("Certificates by certbot-dns-ovh for the names of a single zone.")
        ),
        effect=say(
            gettext_noop(
                "Can read, add, change and delete the records of this zone, and list the names of "
                "all zones. Cannot touch another zone, a domain name or anything else."
            )
        ),
        source="certbot/certbot, rights narrowed by its users",
        # certbot calls the two lists with a slash at their end; other tools call them without.
        lines="""
            GET /domain/zone
            GET /domain/zone/
            GET /domain/zone/{zone}
            GET /domain/zone/{zone}/
            GET /domain/zone/{zone}/status
            POST /domain/zone/{zone}/refresh
            GET,POST /domain/zone/{zone}/record
            GET,PUT,DELETE /domain/zone/{zone}/record/*
        """,
        parameters=(ZONE,),
    ),
    Recipe(
        slug="certbot-zones",
        name=say(gettext_noop("certbot")),
        variant=say(gettext_noop("all zones")),
        summary=say(gettext_noop("Certificates by certbot-dns-ovh for every zone of the account.")),
        effect=say(
            gettext_noop(
                "Can read, change and delete whatever is in every zone, and end a zone. Cannot "
                "touch domain names, other products or the account."
            )
        ),
        source="certbot-dns-ovh, documentation",
        lines="""
            GET /domain/zone
            GET,POST,PUT,DELETE /domain/zone/*
        """,
    ),
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
        source="go-acme/lego, providers/dns/ovh, the calls it makes",
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
        source="go-acme/lego, providers/dns/ovh/ovh.toml, kept to one zone",
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
        source="go-acme/lego, providers/dns/ovh/ovh.toml",
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
        source="libdns/ovh, README.md",
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
        source="libdns/ovh, README.md",
        lines="""
            GET,POST /domain/zone/*/record
            GET,PUT,DELETE /domain/zone/*/record/*
            GET /domain/zone/*/soa
            POST /domain/zone/*/refresh
        """,
    ),
    Recipe(
        slug="acme-sh-zone",
        name=say(gettext_noop("acme.sh")),
        variant=say(gettext_noop("one zone")),
        summary=say(
            gettext_noop(
                "Certificates by acme.sh and its dns_ovh plugin for the names of a single zone."
            )
        ),
        effect=say(
            gettext_noop(
                "Can list the domain names, and read, add and delete the records of this zone. "
                "Cannot end the zone, and cannot touch another zone or product."
            )
        ),
        source="acmesh-official/acme.sh, dnsapi/dns_ovh.sh, kept to one zone",
        # It proves its key by the list of domain names, and asks for zones until one is.
        lines="""
            GET /domain
            GET /domain/zone/{zone}
            GET,POST /domain/zone/{zone}/record
            GET,DELETE /domain/zone/{zone}/record/*
            POST /domain/zone/{zone}/refresh
        """,
        parameters=(ZONE,),
    ),
    Recipe(
        slug="acme-sh",
        name=say(gettext_noop("acme.sh")),
        variant=say(gettext_noop("all zones")),
        summary=say(gettext_noop("Certificates by acme.sh and its dns_ovh plugin.")),
        effect=say(
            gettext_noop(
                "Can list the domain names, read everything in every zone, and add, change and "
                "delete records there. Cannot end a zone, and cannot touch other products."
            )
        ),
        source="acmesh-official/acme.sh, dnsapi/dns_ovh.sh",
        lines="""
            GET /auth/time
            GET /domain
            GET /domain/zone/*
            GET,POST /domain/zone/*/record
            POST /domain/zone/*/refresh
            PUT,DELETE /domain/zone/*/record/*
        """,
    ),
    Recipe(
        slug="posh-acme-zone",
        name=say(gettext_noop("Posh-ACME")),
        variant=say(gettext_noop("one zone")),
        summary=say(
            gettext_noop(
                "Certificates by Posh-ACME and its OVH plugin for the names of a single zone."
            )
        ),
        effect=say(
            gettext_noop(
                "Can read, add and delete the records of this zone. Cannot change a record, end"
                " the zone, or touch another zone or product."
            )
        ),
        source="rmbolger/Posh-ACME, Plugins/OVH.ps1",
        lines="""
            GET,POST /domain/zone/{zone}/record
            GET,DELETE /domain/zone/{zone}/record/*
            POST /domain/zone/{zone}/refresh
        """,
        parameters=(ZONE,),
    ),
    Recipe(
        slug="posh-acme-zones",
        name=say(gettext_noop("Posh-ACME")),
        variant=say(gettext_noop("all zones")),
        summary=say(
            gettext_noop(
                "Certificates by Posh-ACME and its OVH plugin for every zone of the account."
            )
        ),
        effect=say(
            gettext_noop(
                "Can read, add and delete the records of every zone. Cannot change a record, "
                "end a zone, or touch domain names or other products."
            )
        ),
        source="rmbolger/Posh-ACME, Plugins/OVH.ps1",
        lines="""
            GET,POST /domain/zone/*/record
            GET,DELETE /domain/zone/*/record/*
            POST /domain/zone/*/refresh
        """,
    ),
)
