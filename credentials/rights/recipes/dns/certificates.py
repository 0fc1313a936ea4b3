"""Tools that prove by a DNS record that a name is theirs, to get a certificate (api 9)."""

from __future__ import annotations

from credentials.core import gettext_noop, say
from credentials.rights.recipes import sources
from credentials.rights.recipes.recipe import ZONE, Recipe

#: What people know a tool by that runs one of these.
_CERTBOT = (
    "Nginx Proxy Manager",
    "NPM",
    "Home Assistant",
    "Hass.io",
    "SWAG",
    "TrueNAS",
    "Unraid",
    "Let's Encrypt",
)
_ACME_SH = (
    "Proxmox VE (PVE)",
    "Proxmox Backup Server (PBS)",
    "OPNsense",
    "pfSense",
    "HAProxy",
    "OpenWrt",
    "Synology",
    "Let's Encrypt",
)
_POSH_ACME = ("PowerShell", "Certify The Web", "Let's Encrypt")

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
        aliases=_CERTBOT,
        source=sources.CERTBOT,
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
        aliases=_CERTBOT,
        source=sources.CERTBOT,
        lines="""
            GET /domain/zone
            GET,POST,PUT,DELETE /domain/zone/*
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
        aliases=_ACME_SH,
        source=sources.ACME_SH,
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
        aliases=_ACME_SH,
        source=sources.ACME_SH,
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
        slug="posh-acme-zone-modify",
        name=say(gettext_noop("Posh-ACME")),
        variant=say(gettext_noop("records of one zone that are there already")),
        summary=say(
            gettext_noop(
                "Certificates by Posh-ACME with OVHUseModify: it rewrites TXT records that "
                "somebody made beforehand."
            )
        ),
        effect=say(
            gettext_noop(
                "Can read and change the records of this zone. Cannot add or delete one, end the "
                "zone, or touch another zone or product."
            )
        ),
        aliases=_POSH_ACME,
        source=sources.POSH_ACME,
        lines="""
            GET /domain/zone/{zone}/record
            GET,PUT /domain/zone/{zone}/record/*
            POST /domain/zone/{zone}/refresh
        """,
        parameters=(ZONE,),
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
        aliases=_POSH_ACME,
        source=sources.POSH_ACME,
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
        aliases=_POSH_ACME,
        source=sources.POSH_ACME,
        lines="""
            GET,POST /domain/zone/*/record
            GET,DELETE /domain/zone/*/record/*
            POST /domain/zone/*/refresh
        """,
    ),
    Recipe(
        slug="dehydrated-zone",
        name=say(gettext_noop("dehydrated")),
        variant=say(gettext_noop("one zone")),
        summary=say(gettext_noop("Certificates by dehydrated and its OVH hook for a single zone.")),
        effect=say(
            gettext_noop(
                "Can read, add and delete the records of this zone. Cannot change a record, end"
                " the zone, or touch another zone or product."
            )
        ),
        aliases=("letsencrypt-ovh-hook", "Let's Encrypt"),
        source=sources.DEHYDRATED,
        lines="""
            GET /domain/zone/{zone}
            GET /domain/zone/{zone}/soa
            GET,POST /domain/zone/{zone}/record
            GET,DELETE /domain/zone/{zone}/record/*
            POST /domain/zone/{zone}/refresh
        """,
        parameters=(ZONE,),
    ),
)
