"""Tools that keep the records of zones (api 9)."""

from __future__ import annotations

from credentials.core import gettext_noop, say
from credentials.rights.recipes import sources
from credentials.rights.recipes.recipe import ZONE, Recipe

RECIPES = (
    Recipe(
        slug="dnscontrol-zone",
        name=say(gettext_noop("dnscontrol")),
        variant=say(gettext_noop("one zone and its domain name")),
        summary=say(gettext_noop("DNSControl as provider and registrar of a single domain name.")),
        effect=say(
            gettext_noop(
                "Can list the names of the zones, change the records of this zone, and point "
                "this domain name to other name servers. Cannot end the zone, and cannot touch "
                "another domain name."
            )
        ),
        aliases=("DNS Control",),
        source=sources.DNSCONTROL,
        lines="""
            GET /domain/zone
            GET /domain/zone/{zone}
            GET,POST /domain/zone/{zone}/record
            GET,PUT,DELETE /domain/zone/{zone}/record/*
            POST /domain/zone/{zone}/refresh
            GET,PUT /domain/{zone}
            GET /domain/{zone}/nameServer
            GET /domain/{zone}/nameServer/*
            POST /domain/{zone}/nameServers/update
        """,
        parameters=(ZONE,),
    ),
    Recipe(
        slug="dnscontrol-zones",
        name=say(gettext_noop("dnscontrol")),
        variant=say(gettext_noop("all zones and domain names")),
        summary=say(gettext_noop("DNSControl as its documentation has it, for the whole account.")),
        effect=say(
            gettext_noop(
                "Can do whatever can be done to every zone, end zones, and point every domain "
                "name to other name servers. Cannot touch other products or the account."
            )
        ),
        aliases=("DNS Control",),
        source=sources.DNSCONTROL_GUIDE,
        lines="""
            GET /domain/zone
            GET,POST,PUT,DELETE /domain/zone/*
            GET,PUT /domain/*
            POST /domain/*/nameServers/update
        """,
    ),
    Recipe(
        slug="lexicon-zone",
        name=say(gettext_noop("lexicon")),
        variant=say(gettext_noop("one zone")),
        summary=say(gettext_noop("Records by dns-lexicon, in a single zone.")),
        effect=say(
            gettext_noop(
                "Can list the names of the zones, and read, add, change and delete the records "
                "of this one. Cannot end the zone, and cannot touch another zone or product."
            )
        ),
        source=sources.LEXICON,
        # Releases before 2026 call the list of zones, with a slash at its end; newer ones do not.
        lines="""
            GET /domain/zone
            GET /domain/zone/
            GET /domain/zone/{zone}/status
            GET,POST /domain/zone/{zone}/record
            GET,PUT,DELETE /domain/zone/{zone}/record/*
            POST /domain/zone/{zone}/refresh
        """,
        parameters=(ZONE,),
    ),
    Recipe(
        slug="lexicon-zones",
        name=say(gettext_noop("lexicon")),
        variant=say(gettext_noop("all zones")),
        summary=say(gettext_noop("Records by dns-lexicon, in every zone of the account.")),
        effect=say(
            gettext_noop(
                "Can read, change and delete whatever is in every zone, and end a zone. Cannot "
                "touch domain names, other products or the account."
            )
        ),
        source=sources.LEXICON,
        lines="""
            GET /domain/zone
            GET,POST,PUT,DELETE /domain/zone/*
        """,
    ),
    Recipe(
        slug="octodns-zone",
        name=say(gettext_noop("octoDNS")),
        variant=say(gettext_noop("one zone")),
        summary=say(gettext_noop("Records by octoDNS and its OVH provider, in a single zone.")),
        effect=say(
            gettext_noop(
                "Can read, add and delete the records of this zone. Cannot end the zone, and "
                "cannot touch another zone or product."
            )
        ),
        source=sources.OCTODNS,
        lines="""
            GET,POST /domain/zone/{zone}/record
            GET,DELETE /domain/zone/{zone}/record/*
            POST /domain/zone/{zone}/refresh
        """,
        parameters=(ZONE,),
    ),
    Recipe(
        slug="octodns-zones",
        name=say(gettext_noop("octoDNS")),
        variant=say(gettext_noop("all zones")),
        summary=say(
            gettext_noop("Records by octoDNS and its OVH provider, in every zone of the account.")
        ),
        effect=say(
            gettext_noop(
                "Can read, add and delete the records of every zone. Cannot end a zone, and "
                "cannot touch domain names or other products."
            )
        ),
        source=sources.OCTODNS,
        lines="""
            GET,POST /domain/zone/*/record
            GET,DELETE /domain/zone/*/record/*
            POST /domain/zone/*/refresh
        """,
    ),
)
