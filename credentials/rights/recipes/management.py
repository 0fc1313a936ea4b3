"""Keydesk's own key of an account. Each recipe reads; take two for the rights of both."""

from __future__ import annotations

from credentials.core import gettext_noop, say
from credentials.rights.recipes import sources
from credentials.rights.recipes.recipe import Recipe

_READ = """
    GET /me/api/application
    GET /me/api/application/*
    GET /me/api/credential
    GET /me/api/credential/*
"""

#: The lists that paths of well-known products begin with: names alone, of what the account has.
_NAMES = """
    GET /cloud/project
    GET /dedicated/server
    GET /domain
    GET /domain/zone
    GET /email/domain
    GET /hosting/privateDatabase
    GET /hosting/web
    GET /ip
    GET /ipLoadbalancing
    GET /sms
    GET /vps
    GET /vrack
"""

#: The logs of calls: those of the account, and those of others on its services.
_CALLS = """
    GET /me/api/logs/self
    GET /me/api/logs/self/*
    GET /me/api/logs/services
    GET /me/api/logs/services/*
"""

RECIPES = (
    Recipe(
        slug="keydesk",
        name=say(gettext_noop("Keydesk")),
        variant=say(gettext_noop("read only")),
        summary=say(gettext_noop("The least that Keydesk needs to list an account's live keys.")),
        effect=say(
            gettext_noop(
                "Can read which applications and keys the account has, with their rights and "
                "addresses. Cannot read a secret, and cannot change or revoke anything."
            )
        ),
        source=sources.KEYDESK,
        lines=_READ,
    ),
    Recipe(
        slug="keydesk-revoke",
        name=say(gettext_noop("Keydesk")),
        variant=say(gettext_noop("with revoking")),
        summary=say(gettext_noop("Listing live keys, and revoking them from Keydesk.")),
        effect=say(
            gettext_noop(
                "Can read the account's keys, delete any of them, and delete an application with "
                "all its keys. Cannot create a key or change one."
            )
        ),
        source=sources.KEYDESK,
        lines=_READ + "DELETE /me/api/application/*\nDELETE /me/api/credential/*",
    ),
    Recipe(
        slug="keydesk-freeze",
        name=say(gettext_noop("Keydesk")),
        variant=say(gettext_noop("with freezing")),
        summary=say(gettext_noop("Listing live keys, and changing the addresses they work from.")),
        effect=say(
            gettext_noop(
                "Can read the account's keys and change the addresses any of them may be used "
                "from: that can widen a key as well as freeze it. Cannot create or delete one."
            )
        ),
        source=sources.KEYDESK,
        lines=_READ + "PUT /me/api/credential/*",
    ),
    Recipe(
        slug="keydesk-service-accounts",
        name=say(gettext_noop("Keydesk")),
        variant=say(gettext_noop("with service accounts")),
        summary=say(gettext_noop("Listing live keys, and managing service accounts.")),
        effect=say(
            gettext_noop(
                "Can read the account's keys, and list, create, rename and delete service "
                "accounts. Cannot give a service account rights: that takes a policy."
            )
        ),
        source=sources.KEYDESK,
        lines=_READ + "GET,POST /me/api/oauth2/client\nGET,PUT,DELETE /me/api/oauth2/client/*",
    ),
    Recipe(
        slug="keydesk-names",
        name=say(gettext_noop("Keydesk")),
        variant=say(gettext_noop("with names of services")),
        summary=say(
            gettext_noop("Listing live keys, and choosing a real zone or server for a rule.")
        ),
        effect=say(
            gettext_noop(
                "Can read the account's keys, and what its domains, zones, servers, projects and "
                "other services are called. Cannot read anything else of them or change them."
            )
        ),
        source=sources.KEYDESK,
        lines=_READ + _NAMES,
    ),
    Recipe(
        slug="keydesk-calls",
        name=say(gettext_noop("Keydesk")),
        variant=say(gettext_noop("with the log of calls")),
        summary=say(gettext_noop("Listing live keys, and seeing which calls support their rules.")),
        effect=say(
            gettext_noop(
                "Can read the account's keys, and which calls were made in the account: when, from "
                "which address and to which path. Cannot read what they carried or change anything."
            )
        ),
        source=sources.KEYDESK,
        lines=_READ + _CALLS,
    ),
)
