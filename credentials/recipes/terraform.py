"""Terraform, product by product: a key for each instead of one for all (api 9).

Creating and ending services goes through orders, which cannot be kept to one product: they are a
recipe of their own, for the runs that need it.
"""

from __future__ import annotations

from credentials.recipes.recipe import (
    DATABASE,
    KEY_DOMAIN,
    LOAD_BALANCER,
    PROJECT,
    SERVER,
    VPS,
    VRACK,
    ZONE,
    Recipe,
)
from credentials.sentences import gettext_noop, say

_GUIDE = "ovh/terraform-provider-ovh, docs/guides/order_consumer_key_access_rules.md"

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
        source="ovh/public-cloud-examples",
        lines="GET,POST,PUT,DELETE /cloud/project/{project}/*",
        parameters=(PROJECT,),
    ),
    Recipe(
        slug="terraform-zone",
        name=say(gettext_noop("Terraform")),
        variant=say(gettext_noop("one DNS zone")),
        summary=say(gettext_noop("Terraform for the records of a single zone.")),
        effect=say(
            gettext_noop(
                "Can read, change and delete whatever is in this zone, and end it. Cannot "
                "touch another zone, a domain name, another product or the account."
            )
        ),
        source=_GUIDE,
        lines="""
            GET /domain/zone/{zone}
            GET,POST,PUT,DELETE /domain/zone/{zone}/*
        """,
        parameters=(ZONE,),
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
        source=_GUIDE,
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
        source=_GUIDE,
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
        source=_GUIDE,
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
        source=_GUIDE,
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
        source=_GUIDE,
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
                "Can read, change and delete the keys, secrets and credentials of this "
                "domain. Cannot touch another domain, another product or the account."
            )
        ),
        source=_GUIDE,
        lines="""
            GET /okms/resource/{okms}
            GET,POST,PUT,DELETE /okms/resource/{okms}/*
        """,
        parameters=(KEY_DOMAIN,),
    ),
    Recipe(
        slug="terraform-iam",
        name=say(gettext_noop("Terraform")),
        variant=say(gettext_noop("access policies")),
        summary=say(
            gettext_noop("Terraform for policies, groups of permissions and groups of resources.")
        ),
        effect=say(
            gettext_noop(
                "Can give any identity any right, which is as much as everything. Cannot "
                "touch a product by itself."
            )
        ),
        source="Keydesk, from the list of API routes",
        lines="""
            GET /me
            GET /iam/*
            GET,POST /iam/policy
            GET,PUT,DELETE /iam/policy/*
            GET,POST /iam/permissionsGroup
            GET,PUT,DELETE /iam/permissionsGroup/*
            GET,POST /iam/resourceGroup
            GET,PUT,DELETE /iam/resourceGroup/*
        """,
    ),
    Recipe(
        slug="terraform-orders",
        name=say(gettext_noop("Terraform")),
        variant=say(gettext_noop("ordering and ending services")),
        summary=say(
            gettext_noop(
                "The rights Terraform needs besides a product to create a service of it or to"
                " end one."
            )
        ),
        effect=say(
            gettext_noop(
                "Can order and pay for any product, read the orders and the e-mails of the "
                "account, and end any service. Cannot be kept to one product, so keep this "
                "key for the runs that need it."
            )
        ),
        source=_GUIDE,
        lines="""
            GET /me
            GET /me/payment/method
            POST /order/cart
            GET,POST /order/cart/*
            GET /me/order/*
            POST /me/order/*/pay
            POST /me/order/*/payWithRegisteredPaymentMean
            GET /me/notification/email/history
            GET /me/notification/email/history/*
            GET /services
            POST /services/*/terminate
            POST /services/*/terminate/confirm
        """,
    ),
    Recipe(
        slug="terraform",
        name=say(gettext_noop("Terraform")),
        variant=say(gettext_noop("the whole account")),
        summary=say(gettext_noop("Terraform, Pulumi or the ovhcloud command line, unrestricted.")),
        effect=say(
            gettext_noop(
                "Can do everything the API offers: order, delete, and change who has access. "
                "Nothing is left out, so keep this key short-lived and bound to addresses."
            )
        ),
        source="ovh/terraform-provider-ovh, documentation",
        lines="GET,POST,PUT,DELETE /*",
    ),
)
