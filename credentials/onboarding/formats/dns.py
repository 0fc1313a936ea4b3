"""Tools that change DNS records: for certificates, and to manage zones."""

from __future__ import annotations

from typing import Final

from credentials.core import EntryKind, gettext_noop
from credentials.onboarding.formats import sources
from credentials.onboarding.formats.format import Format, lines
from credentials.onboarding.formats.plain import SHELL_LINES
from credentials.onboarding.formats.syntax import (
    BARE,
    CADDYFILE,
    DOTENV,
    ESCAPED,
    JSON,
    POWERSHELL,
    SHELL,
    is_text,
)

_THREE_KEYS: Final = gettext_noop(
    "%(tool)s signs its calls itself, with the three keys of an application. It has no OAuth2."
)
_KEY: Final = EntryKind.CONSUMER_KEY


def _without(prefix: str, value: str) -> bool:
    """A text that the tool does not take for the name of a variable."""
    return is_text(value) and not value.startswith(prefix)


_CERTBOT = Format(
    name="certbot",
    tool="certbot",
    file="ovh.ini",
    place="/etc/letsencrypt/ovh.ini",
    next_step=gettext_noop(
        "Run certbot certonly --dns-ovh --dns-ovh-credentials /etc/letsencrypt/ovh.ini "
        "-d example.com. Renewals read the file again: leave it there."
    ),
    syntax=BARE,
    texts={_KEY: lines("dns_ovh_{name} = <{name}>\n")[_KEY]},
    source=sources.CERTBOT,
    no_oauth2=_THREE_KEYS,
    recipe="certbot",
)
_LEGO = Format(
    name="lego",
    tool="lego",
    file="lego-ovh.sh",
    place="/etc/lego/ovh.sh",
    next_step=gettext_noop(
        "Run . /etc/lego/ovh.sh, then lego run --dns ovh -d example.com. Before lego 5 options "
        "come first: lego --email you@example.com --dns ovh -d example.com run"
    ),
    syntax=SHELL,
    texts={kind: text for kind, text in SHELL_LINES.items() if kind != EntryKind.APPLICATION},
    source=sources.LEGO,
    recipe="lego",
)
_TRAEFIK = Format(
    name="traefik",
    tool="Traefik",
    file="traefik-ovh.env",
    place="/etc/traefik/ovh.env",
    next_step=gettext_noop(
        "Name it as EnvironmentFile of the systemd unit, or under env_file of the container. Set "
        "provider: ovh under dnsChallenge of the certificate resolver, and start Traefik again."
    ),
    syntax=DOTENV,
    texts={
        kind: text
        for kind, text in lines("{variable}=<{name}>\n").items()
        if kind != EntryKind.APPLICATION
    },
    source=sources.LEGO,
)
_CADDY = Format(
    name="caddy",
    tool="Caddy",
    file="ovh.caddy",
    place="/etc/caddy/ovh.caddy",
    next_step=gettext_noop(
        "Caddy needs its module dns.providers.ovh. In the Caddyfile write import ovh.caddy above "
        "the sites and import ovh in each that wants it, then reload."
    ),
    syntax=CADDYFILE,
    texts={
        _KEY: lines(
            "\t\t\t{name} <{name}>\n",
            head="(ovh) {\n\ttls {\n\t\tdns ovh {\n",
            tail="\t\t}\n\t}\n}\n",
        )[_KEY]
    },
    source=sources.CADDY,
    no_oauth2=_THREE_KEYS,
    recipe="caddy",
)
_ACME_SH = Format(
    name="acme.sh",
    tool="acme.sh",
    file="acme-ovh.sh",
    place="~/.acme.sh/ovh.sh",
    next_step=gettext_noop(
        "Run . ~/.acme.sh/ovh.sh, then acme.sh --issue --dns dns_ovh -d example.com. It keeps the "
        "values in ~/.acme.sh/account.conf: remove this file then."
    ),
    syntax=SHELL,
    texts={
        _KEY: "export OVH_END_POINT=<endpoint>\nexport OVH_AK=<application_key>\n"
        "export OVH_AS=<application_secret>\nexport OVH_CK=<consumer_key>\n"
    },
    source=sources.ACME_SH,
    no_oauth2=_THREE_KEYS,
    recipe="acme-sh",
)
_POSH_ACME = Format(
    name="posh-acme",
    tool="Posh-ACME",
    file="ovh.ps1",
    place=gettext_noop("a folder that only the account of the task reads"),
    next_step=gettext_noop(
        "Run . ./ovh.ps1, then New-PACertificate example.com -Plugin OVH -PluginArgs $pArgs. It "
        "keeps the values for renewals: remove this file then."
    ),
    syntax=POWERSHELL,
    texts={
        _KEY: "$pArgs = @{\n"
        "    OVHRegion      = <endpoint>\n"
        "    OVHAppKey      = <application_key>\n"
        "    OVHAppSecret   = ConvertTo-SecureString <application_secret> -AsPlainText -Force\n"
        "    OVHConsumerKey = ConvertTo-SecureString <consumer_key> -AsPlainText -Force\n"
        "}\n"
    },
    source=sources.POSH_ACME,
    no_oauth2=_THREE_KEYS,
    recipe="posh-acme",
)
_LEXICON = Format(
    name="lexicon",
    tool="lexicon",
    file="lexicon-ovh.sh",
    place="~/.config/lexicon-ovh.sh",
    next_step=gettext_noop("Run . ~/.config/lexicon-ovh.sh, then lexicon ovh list example.com TXT"),
    syntax=SHELL,
    texts={
        _KEY: "export LEXICON_OVH_AUTH_ENTRYPOINT=<endpoint>\n"
        "export LEXICON_OVH_AUTH_APPLICATION_KEY=<application_key>\n"
        "export LEXICON_OVH_AUTH_APPLICATION_SECRET=<application_secret>\n"
        "export LEXICON_OVH_AUTH_CONSUMER_KEY=<consumer_key>\n"
    },
    source=sources.LEXICON,
    no_oauth2=_THREE_KEYS,
    recipe="lexicon",
)
_OCTODNS = Format(
    name="octodns",
    tool="octoDNS",
    file="octodns-ovh.yaml",
    place=gettext_noop("under providers in octoDNS's own configuration file"),
    next_step=gettext_noop(
        "Put the lines into the configuration file, name ovh as a target of the zone, and run "
        "octodns-sync --config-file=config.yaml"
    ),
    syntax=ESCAPED,
    texts={
        _KEY: lines(
            "    {name}: <{name}>\n",
            head="providers:\n  ovh:\n    class: octodns_ovh.OvhProvider\n",
        )[_KEY]
    },
    source=sources.OCTODNS,
    no_oauth2=_THREE_KEYS,
    recipe="octodns",
    holds=lambda value: _without("env/", value),
)
_DNSCONTROL = Format(
    name="dnscontrol",
    tool="DNSControl",
    file="creds.json",
    place=gettext_noop("creds.json beside dnsconfig.js"),
    next_step=gettext_noop("Run dnscontrol preview. Keep creds.json out of version control."),
    syntax=JSON,
    texts={
        _KEY: '{\n  "ovh": {\n    "TYPE": "OVH",\n    "endpoint": <endpoint>,\n'
        '    "app-key": <application_key>,\n    "app-secret-key": <application_secret>,\n'
        '    "consumer-key": <consumer_key>\n  }\n}\n'
    },
    source=sources.DNSCONTROL,
    no_oauth2=_THREE_KEYS,
    recipe="dnscontrol",
    holds=lambda value: _without("$", value),
)

FORMATS: Final = (
    _CERTBOT,
    _LEGO,
    _TRAEFIK,
    _CADDY,
    _ACME_SH,
    _POSH_ACME,
    _LEXICON,
    _OCTODNS,
    _DNSCONTROL,
)
