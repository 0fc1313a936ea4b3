"""Infrastructure, reading and daily operations (api 9)."""

from __future__ import annotations

from credentials.recipes import terraform
from credentials.recipes.recipe import SMS, VPS, Recipe
from credentials.sentences import gettext_noop, say

RECIPES = (
    *terraform.RECIPES,
    Recipe(
        slug="read-only",
        name=say(gettext_noop("Read-only audit")),
        summary=say(gettext_noop("Inventory and audit tools that look at everything.")),
        effect=say(
            gettext_noop(
                "Can read everything the API shows: products, bills, contacts, the list of keys. "
                "Cannot create, change or delete anything."
            )
        ),
        source="turbot/steampipe-plugin-ovh, config/ovh.spc",
        lines="GET /*",
    ),
    Recipe(
        slug="sms-sender-one",
        name=say(gettext_noop("SMS sender")),
        variant=say(gettext_noop("one service")),
        summary=say(
            gettext_noop("An application that sends text messages from a single SMS service.")
        ),
        effect=say(
            gettext_noop(
                "Can send messages from this service, which uses up its credits, and read "
                "what is being sent. Cannot use another service, read incoming messages or "
                "buy credits."
            )
        ),
        source="OVHcloud, guide on sending SMS by API, kept to one service",
        lines="""
            GET /sms
            GET /sms/
            GET,POST /sms/{sms}/jobs
        """,
        parameters=(SMS,),
    ),
    Recipe(
        slug="sms-sender",
        name=say(gettext_noop("SMS sender")),
        variant=say(gettext_noop("all services")),
        summary=say(gettext_noop("An application that sends text messages.")),
        effect=say(
            gettext_noop(
                "Can list the SMS services, send messages from each, which uses up credits, and "
                "read what is being sent. Cannot read incoming messages or buy credits."
            )
        ),
        source="OVHcloud, guide on sending SMS by API",
        # The guide calls the list with a slash at its end; other tools call it without.
        lines="""
            GET /sms
            GET /sms/
            GET,POST /sms/*/jobs
        """,
    ),
    Recipe(
        slug="bills",
        name=say(gettext_noop("Bills")),
        summary=say(gettext_noop("Bookkeeping that fetches the bills.")),
        effect=say(
            gettext_noop(
                "Can read every bill, and whatever else begins with /me/bill, such as the billing "
                "groups. Cannot pay, change or order anything."
            )
        ),
        source="OVHcloud, guide on bills by API",
        lines="GET /me/bill*",
    ),
    Recipe(
        slug="vps-operator-one",
        name=say(gettext_noop("VPS operator")),
        variant=say(gettext_noop("one VPS")),
        summary=say(gettext_noop("Watching a single VPS and restarting it when it hangs.")),
        effect=say(
            gettext_noop(
                "Can list the VPS, read this one and restart it. Cannot stop, reinstall, "
                "change or end it, and cannot touch another one."
            )
        ),
        source="Keydesk, from the list of API routes",
        lines="""
            GET /vps
            GET /vps/{vps}
            GET /vps/{vps}/*
            POST /vps/{vps}/reboot
        """,
        parameters=(VPS,),
    ),
    Recipe(
        slug="vps-operator",
        name=say(gettext_noop("VPS operator")),
        variant=say(gettext_noop("every VPS")),
        summary=say(gettext_noop("Watching the VPS and restarting one that hangs.")),
        effect=say(
            gettext_noop(
                "Can list and read every VPS and restart it. Cannot stop, reinstall, change or end "
                "one, and cannot touch other products."
            )
        ),
        source="Keydesk, from the list of API routes",
        lines="""
            GET /vps
            GET /vps/*
            POST /vps/*/reboot
        """,
    ),
)
