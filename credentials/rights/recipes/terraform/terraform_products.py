"""Terraform for one service that is there already, product by product (api 9)."""

from __future__ import annotations

from credentials.core import gettext_noop, say
from credentials.rights.recipes import sources
from credentials.rights.recipes.recipe import (
    DATABASE,
    DOMAIN,
    KEY_DOMAIN,
    LOAD_BALANCER,
    PROJECT,
    SERVER,
    VPS,
    VRACK,
    ZONE,
    Recipe,
)
from credentials.rights.recipes.terraform.terraform_account import TERRAFORM

RECIPES = (
    Recipe(
        slug="terraform-cloud-project",
        name=say(gettext_noop("Terraform")),
        variant=say(gettext_noop("one Public Cloud project")),
        summary=say(gettext_noop("Terraform for the resources of a single project.")),
        effect=say(
            gettext_noop(
                "Can read, create, change and delete everything in this project, which may cost "
                "money. Cannot touch another project, another product or the account."
            )
        ),
        aliases=TERRAFORM,
        source=sources.terraform("resource_cloud_project.go"),
        # Newer resources are those of the API's second branch, /v2: rules carry no version.
        lines="""
            GET,PUT /cloud/project/{project}
            GET,POST,PUT,DELETE /cloud/project/{project}/*
            GET /publicCloud/project/{project}
            GET,POST,PUT,DELETE /publicCloud/project/{project}/*
        """,
        parameters=(PROJECT,),
    ),
    Recipe(
        slug="terraform-zone-records",
        name=say(gettext_noop("Terraform")),
        variant=say(gettext_noop("records of one DNS zone")),
        summary=say(gettext_noop("Terraform for the records of a single zone, and no more.")),
        effect=say(
            gettext_noop(
                "Can read, add, change and delete the records of this zone. Cannot end the zone, "
                "and cannot touch a domain name, another zone, another product or the account."
            )
        ),
        aliases=TERRAFORM,
        source=sources.terraform("resource_domain_zone_record.go"),
        lines="""
            GET,POST /domain/zone/{zone}/record
            GET,PUT,DELETE /domain/zone/{zone}/record/*
            POST /domain/zone/{zone}/refresh
        """,
        parameters=(ZONE,),
    ),
    Recipe(
        slug="terraform-zone",
        name=say(gettext_noop("Terraform")),
        variant=say(gettext_noop("one DNS zone")),
        summary=say(gettext_noop("Terraform for everything in a single zone.")),
        effect=say(
            gettext_noop(
                "Can read, change and delete whatever is in this zone, and end it. Cannot "
                "touch another zone, a domain name, another product or the account."
            )
        ),
        aliases=TERRAFORM,
        source=sources.terraform("resource_domain_zone_record.go"),
        lines="""
            GET /domain/zone/{zone}
            GET,POST,PUT,DELETE /domain/zone/{zone}/*
        """,
        parameters=(ZONE,),
    ),
    Recipe(
        slug="terraform-domain",
        name=say(gettext_noop("Terraform")),
        variant=say(gettext_noop("one domain name")),
        summary=say(
            gettext_noop(
                "Terraform for the settings, name servers and DNSSEC keys of a single domain name "
                "that is there already."
            )
        ),
        effect=say(
            gettext_noop(
                "Can read and change the settings of this domain name, and point it to other name "
                "servers. Cannot order or end one, and cannot touch its zone or another domain "
                "name."
            )
        ),
        aliases=TERRAFORM,
        source=sources.terraform("resource_domain_name.go"),
        lines="""
            GET,PUT /domain/name/{domain}
            GET,PUT /domain/{domain}
            GET /domain/{domain}/nameServer
            GET /domain/{domain}/nameServer/*
            POST /domain/{domain}/nameServers/update
            GET,POST /domain/{domain}/dsRecord
            GET /domain/{domain}/dsRecord/*
            GET /domain/{domain}/task/*
        """,
        parameters=(DOMAIN,),
    ),
    Recipe(
        slug="terraform-server",
        name=say(gettext_noop("Terraform")),
        variant=say(gettext_noop("one dedicated server")),
        summary=say(gettext_noop("Terraform for a single dedicated server that is there already.")),
        effect=say(
            gettext_noop(
                "Can read, change and delete everything of this server, and end it. Cannot "
                "order one, and cannot touch another server, another product or the account."
            )
        ),
        aliases=TERRAFORM,
        source=sources.terraform("resource_dedicated_server.go"),
        lines="""
            GET,PUT /dedicated/server/{server}
            GET,POST,PUT,DELETE /dedicated/server/{server}/*
        """,
        parameters=(SERVER,),
    ),
    Recipe(
        slug="terraform-vps",
        name=say(gettext_noop("Terraform")),
        variant=say(gettext_noop("one VPS")),
        summary=say(gettext_noop("Terraform for a single VPS that is there already.")),
        effect=say(
            gettext_noop(
                "Can read, change and delete everything of this VPS, and end it. Cannot order"
                " one, and cannot touch another VPS, another product or the account."
            )
        ),
        aliases=TERRAFORM,
        source=sources.terraform("resource_vps.go"),
        lines="""
            GET,PUT /vps/{vps}
            GET,POST,PUT,DELETE /vps/{vps}/*
        """,
        parameters=(VPS,),
    ),
    Recipe(
        slug="terraform-load-balancer",
        name=say(gettext_noop("Terraform")),
        variant=say(gettext_noop("one load balancer")),
        summary=say(gettext_noop("Terraform for a single load balancer that is there already.")),
        effect=say(
            gettext_noop(
                "Can read, change and delete everything of this load balancer, and end it. "
                "Cannot order one, and cannot touch another load balancer, another product or"
                " the account."
            )
        ),
        aliases=TERRAFORM,
        source=sources.terraform("resource_iploadbalancing.go"),
        lines="""
            GET,PUT /ipLoadbalancing/{load-balancer}
            GET,POST,PUT,DELETE /ipLoadbalancing/{load-balancer}/*
        """,
        parameters=(LOAD_BALANCER,),
    ),
    Recipe(
        slug="terraform-vrack",
        name=say(gettext_noop("Terraform")),
        variant=say(gettext_noop("one vRack")),
        summary=say(gettext_noop("Terraform for a single private network that is there already.")),
        effect=say(
            gettext_noop(
                "Can read, change and delete everything of this vRack, and end it. Cannot "
                "order one, and cannot touch another vRack, another product or the account."
            )
        ),
        aliases=TERRAFORM,
        source=sources.terraform("resource_vrack.go"),
        lines="""
            GET,PUT /vrack/{vrack}
            GET,POST,PUT,DELETE /vrack/{vrack}/*
        """,
        parameters=(VRACK,),
    ),
    Recipe(
        slug="terraform-database",
        name=say(gettext_noop("Terraform")),
        variant=say(gettext_noop("one web database")),
        summary=say(gettext_noop("Terraform for a single web database that is there already.")),
        effect=say(
            gettext_noop(
                "Can read, change and delete everything of this database, and end it. Cannot "
                "order one, and cannot touch another database, another product or the "
                "account."
            )
        ),
        aliases=TERRAFORM,
        source=sources.terraform("resource_hosting_privatedatabase.go"),
        lines="""
            GET,PUT /hosting/privateDatabase/{database}
            GET,POST,PUT,DELETE /hosting/privateDatabase/{database}/*
        """,
        parameters=(DATABASE,),
    ),
    Recipe(
        slug="terraform-okms",
        name=say(gettext_noop("Terraform")),
        variant=say(gettext_noop("one key management domain")),
        summary=say(
            gettext_noop("Terraform for the keys and secrets of a single domain of key management.")
        ),
        effect=say(
            gettext_noop(
                "Can list the numbers of all services, and read, change and delete the keys, "
                "secrets and credentials of this domain. Cannot touch another domain, another "
                "product or the account."
            )
        ),
        aliases=TERRAFORM,
        source=sources.terraform("resource_okms.go"),
        lines="""
            GET /services
            GET /okms/resource/{okms}
            GET,POST,PUT,DELETE /okms/resource/{okms}/*
        """,
        parameters=(KEY_DOMAIN,),
    ),
)
