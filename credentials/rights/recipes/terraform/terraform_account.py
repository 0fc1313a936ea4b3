"""Terraform for what belongs to the whole account: policies, identities, orders (api 9)."""

from __future__ import annotations

from credentials.core import gettext_noop, say
from credentials.rights.recipes import sources
from credentials.rights.recipes.recipe import Recipe

#: What runs OVHcloud's provider for Terraform as well.
TERRAFORM = ("OpenTofu (tofu)", "Terragrunt", "Pulumi", "Crossplane")

RECIPES = (
    Recipe(
        slug="terraform-iam",
        name=say(gettext_noop("Terraform")),
        variant=say(gettext_noop("access policies")),
        summary=say(
            gettext_noop("Terraform for policies, groups of permissions and groups of resources.")
        ),
        effect=say(
            gettext_noop(
                "Can give any identity any right, which is as much as everything, and tag any "
                "resource. Cannot touch a product by itself."
            )
        ),
        aliases=TERRAFORM,
        source=sources.terraform("resource_iam_policy.go"),
        lines="""
            GET /me
            GET /iam/*
            GET,POST /iam/policy
            GET,PUT,DELETE /iam/policy/*
            GET,POST /iam/permissionsGroup
            GET,PUT,DELETE /iam/permissionsGroup/*
            GET,POST /iam/resourceGroup
            GET,PUT,DELETE /iam/resourceGroup/*
            PUT /iam/resource/*
        """,
    ),
    Recipe(
        slug="terraform-identities",
        name=say(gettext_noop("Terraform")),
        variant=say(gettext_noop("identities")),
        summary=say(
            gettext_noop("Terraform for users, their tokens, groups of users and service accounts.")
        ),
        effect=say(
            gettext_noop(
                "Can create, change and delete users, groups, tokens and service accounts, and put "
                "a user into a group that may do everything. Cannot touch a product by itself."
            )
        ),
        aliases=TERRAFORM,
        source=sources.terraform("resource_me_identity_user.go"),
        lines="""
            GET,POST /me/identity/user
            GET,POST,PUT,DELETE /me/identity/user/*
            GET,POST /me/identity/group
            GET,PUT,DELETE /me/identity/group/*
            GET,POST /me/api/oauth2/client
            GET,PUT,DELETE /me/api/oauth2/client/*
        """,
    ),
    Recipe(
        slug="terraform-display-names",
        name=say(gettext_noop("Terraform")),
        variant=say(gettext_noop("display names of services")),
        summary=say(
            gettext_noop(
                "The right Terraform needs besides a product to change the display name of a "
                "server, a key management domain or a private network of services."
            )
        ),
        effect=say(
            gettext_noop(
                "Can rename any service, and change what happens when its commitment or its "
                "savings plan ends. Cannot end a service or read what is in it."
            )
        ),
        aliases=TERRAFORM,
        source=sources.terraform("services.go"),
        lines="""
            GET /services
            PUT /services/*
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
        aliases=TERRAFORM,
        source=sources.terraform("order.go"),
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
        summary=say(gettext_noop("Terraform or Pulumi, unrestricted.")),
        effect=say(
            gettext_noop(
                "Can do everything the API offers: order, delete, and change who has access. "
                "Nothing is left out, so keep this key short-lived and bound to addresses."
            )
        ),
        aliases=TERRAFORM,
        source=sources.terraform("provider.go"),
        lines="GET,POST,PUT,DELETE /*",
    ),
)
