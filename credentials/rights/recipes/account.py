"""What belongs to the whole account or a service of its own: reading, bills, messages (api 9)."""

from __future__ import annotations

from credentials.core import gettext_noop, say
from credentials.rights.recipes import sources
from credentials.rights.recipes.recipe import SMS, Recipe

RECIPES = (
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
        aliases=("Steampipe",),
        source=sources.STEAMPIPE,
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
        source=sources.SMS_GUIDE,
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
        source=sources.SMS_GUIDE,
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
        source=sources.KEYDESK,
        lines="GET /me/bill*",
    ),
)
