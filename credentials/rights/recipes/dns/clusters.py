"""What runs in a Kubernetes cluster: certificates, and records that follow it (api 9)."""

from __future__ import annotations

from credentials.core import gettext_noop, say
from credentials.rights.recipes import sources
from credentials.rights.recipes.recipe import ZONE, Recipe

_KUBERNETES = ("Kubernetes", "k8s", "k3s", "Helm", "OpenShift", "Rancher")

RECIPES = (
    Recipe(
        slug="cert-manager-zone",
        name=say(gettext_noop("cert-manager")),
        variant=say(gettext_noop("one zone")),
        summary=say(
            gettext_noop(
                "Certificates in Kubernetes by the webhook of aureq or of baarde, for a single "
                "zone."
            )
        ),
        effect=say(
            gettext_noop(
                "Can read, add and delete the records of this zone. Cannot change a record, end"
                " the zone, or touch another zone or product."
            )
        ),
        aliases=_KUBERNETES,
        source=sources.CERT_MANAGER,
        lines="""
            GET /domain/zone/{zone}/status
            GET,POST /domain/zone/{zone}/record
            GET,DELETE /domain/zone/{zone}/record/*
            POST /domain/zone/{zone}/refresh
        """,
        parameters=(ZONE,),
    ),
    Recipe(
        slug="cert-manager-zones",
        name=say(gettext_noop("cert-manager")),
        variant=say(gettext_noop("all zones")),
        summary=say(
            gettext_noop(
                "Certificates in Kubernetes by the webhook of aureq or of baarde, for every zone."
            )
        ),
        effect=say(
            gettext_noop(
                "Can read, add and delete the records of every zone. Cannot change a record, "
                "end a zone, or touch domain names or other products."
            )
        ),
        aliases=_KUBERNETES,
        source=sources.CERT_MANAGER,
        lines="""
            GET /domain/zone/*/status
            GET,POST /domain/zone/*/record
            GET,DELETE /domain/zone/*/record/*
            POST /domain/zone/*/refresh
        """,
    ),
    Recipe(
        slug="external-dns-zone",
        name=say(gettext_noop("external-dns")),
        variant=say(gettext_noop("one zone")),
        summary=say(
            gettext_noop(
                "DNS records that follow a Kubernetes cluster, with --domain-filter set to the "
                "zone."
            )
        ),
        effect=say(
            gettext_noop(
                "Can list the names of the zones, and read, add, change and delete the records "
                "of this one. Cannot end the zone, and cannot touch another zone or product."
            )
        ),
        aliases=_KUBERNETES,
        source=sources.EXTERNAL_DNS,
        lines="""
            GET /domain/zone
            GET /domain/zone/{zone}/soa
            GET,POST /domain/zone/{zone}/record
            GET,PUT,DELETE /domain/zone/{zone}/record/*
            POST /domain/zone/{zone}/refresh
        """,
        parameters=(ZONE,),
    ),
    Recipe(
        slug="external-dns",
        name=say(gettext_noop("external-dns")),
        variant=say(gettext_noop("all zones")),
        summary=say(gettext_noop("DNS records that follow the services of a Kubernetes cluster.")),
        effect=say(
            gettext_noop(
                "Can list the zones, and read, add, change and delete the records of every one. "
                "Cannot end a zone, and cannot touch domain names or other products."
            )
        ),
        aliases=_KUBERNETES,
        source=sources.EXTERNAL_DNS,
        lines="""
            GET /domain/zone
            GET /domain/zone/*/soa
            GET,POST /domain/zone/*/record
            GET,PUT,DELETE /domain/zone/*/record/*
            POST /domain/zone/*/refresh
        """,
    ),
)
