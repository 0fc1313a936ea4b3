"""Tools for machines that are there already: Ansible, monitoring, restarting (api 9)."""

from __future__ import annotations

from credentials.core import gettext_noop, say
from credentials.rights.recipes import sources
from credentials.rights.recipes.recipe import SERVER, VPS, ZONE, Recipe

_PROMETHEUS = ("ovhcloud_sd_configs", "service discovery", "Grafana Alloy")

RECIPES = (
    Recipe(
        slug="ansible-zone",
        name=say(gettext_noop("Ansible")),
        variant=say(gettext_noop("records of one zone")),
        summary=say(gettext_noop("The domain module of the synthesio.ovh collection.")),
        effect=say(
            gettext_noop(
                "Can read, add and delete the records of this zone. Cannot change a record, end"
                " the zone, or touch another zone or product."
            )
        ),
        source=sources.ANSIBLE,
        lines="""
            GET,POST /domain/zone/{zone}/record
            GET,DELETE /domain/zone/{zone}/record/*
            POST /domain/zone/{zone}/refresh
        """,
        parameters=(ZONE,),
    ),
    Recipe(
        slug="ansible-server",
        name=say(gettext_noop("Ansible")),
        variant=say(gettext_noop("one dedicated server")),
        summary=say(
            gettext_noop(
                "The modules of the synthesio.ovh collection that look at a single dedicated "
                "server, boot it and install it anew."
            )
        ),
        effect=say(
            gettext_noop(
                "Can read everything of this server, change its settings, restart it and install "
                "it anew, which destroys what is on it. Cannot end it or touch another one."
            )
        ),
        source=sources.ANSIBLE,
        lines="""
            GET,PUT /dedicated/server/{server}
            GET /dedicated/server/{server}/*
            POST /dedicated/server/{server}/reboot
            POST /dedicated/server/{server}/reinstall
        """,
        parameters=(SERVER,),
    ),
    Recipe(
        slug="prometheus-vps",
        name=say(gettext_noop("Prometheus")),
        variant=say(gettext_noop("every VPS")),
        summary=say(gettext_noop("Discovery of what to watch: ovhcloud_sd_configs for VPS.")),
        effect=say(gettext_noop("Can list and read every VPS. Cannot change, restart or end one.")),
        aliases=_PROMETHEUS,
        source=sources.PROMETHEUS,
        lines="""
            GET /vps
            GET /vps/*
        """,
    ),
    Recipe(
        slug="prometheus-servers",
        name=say(gettext_noop("Prometheus")),
        variant=say(gettext_noop("every dedicated server")),
        summary=say(
            gettext_noop("Discovery of what to watch: ovhcloud_sd_configs for dedicated servers.")
        ),
        effect=say(
            gettext_noop(
                "Can list and read every dedicated server, which shows the passwords that support "
                "left there. Cannot change, restart or end one."
            )
        ),
        aliases=_PROMETHEUS,
        source=sources.PROMETHEUS,
        lines="""
            GET /dedicated/server
            GET /dedicated/server/*
        """,
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
        source=sources.KEYDESK,
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
        source=sources.KEYDESK,
        lines="""
            GET /vps
            GET /vps/*
            POST /vps/*/reboot
        """,
    ),
)
