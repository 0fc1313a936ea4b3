"""The product an operation belongs to, with a name for every section of the API (api 7.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights import product_words

#: Sections that ``rights.products`` has no words for, by the first segments of their paths.
SECTIONS: Final = {
    "allDom": gettext_noop("AllDom packs"),
    "auth": gettext_noop("keys of the API"),
    "backupServices": gettext_noop("backup services"),
    "cdn": gettext_noop("CDN"),
    "cdn/dedicated": gettext_noop("CDN"),
    "cloud": gettext_noop("Public Cloud"),
    "cluster": gettext_noop("clusters"),
    "cluster/hadoop": gettext_noop("Hadoop clusters"),
    "commercialCatalog": gettext_noop("the commercial catalogue"),
    "connectivity": gettext_noop("internet access offers"),
    "contact": gettext_noop("contact forms"),
    "dbaas": gettext_noop("data platforms"),
    "dbaas/logs": gettext_noop("Logs Data Platform"),
    "dedicated": gettext_noop("dedicated servers and storage"),
    "dedicated/ceph": gettext_noop("Cloud Disk Arrays"),
    "dedicated/cluster": gettext_noop("server clusters"),
    "dedicated/housing": gettext_noop("housing bays"),
    "dedicated/installationTemplate": gettext_noop("installation templates"),
    "dedicated/nasha": gettext_noop("NAS-HA storage"),
    "dedicatedCloud": gettext_noop("VMware on OVHcloud"),
    "email": gettext_noop("mail"),
    "email/exchange": gettext_noop("Exchange mail"),
    "email/mxplan": gettext_noop("MX Plan mail"),
    "email/pro": gettext_noop("Email Pro"),
    "freefax": gettext_noop("fax lines"),
    "horizonView": gettext_noop("Horizon virtual desktops"),
    "hosting": gettext_noop("web hosting"),
    "license": gettext_noop("licences"),
    "location": gettext_noop("data centre locations"),
    "managedCMS": gettext_noop("managed websites"),
    "metrics": gettext_noop("Metrics Data Platform"),
    "msServices": gettext_noop("Microsoft services"),
    "networkDefense": gettext_noop("network defence"),
    "newAccount": gettext_noop("account creation"),
    "notification": gettext_noop("notifications"),
    "nutanix": gettext_noop("Nutanix clusters"),
    "okms": gettext_noop("key management and secrets"),
    "overTheBox": gettext_noop("OverTheBox"),
    "ovhCloudConnect": gettext_noop("OVHcloud Connect"),
    "pack": gettext_noop("packs"),
    "pack/siptrunk": gettext_noop("SIP trunks"),
    "pack/xdsl": gettext_noop("internet access packs"),
    "partner": gettext_noop("the partner programme"),
    "price": gettext_noop("prices"),
    "publicCloud": gettext_noop("Public Cloud services"),
    "saas": gettext_noop("software subscriptions"),
    "saas/csp2": gettext_noop("Microsoft 365 subscriptions"),
    "secret": gettext_noop("secrets sent by OVHcloud"),
    "service": gettext_noop("services (older routes)"),
    "services": gettext_noop("services and their contracts"),
    "ssl": gettext_noop("SSL certificates"),
    "sslGateway": gettext_noop("SSL gateways"),
    "stack": gettext_noop("platforms"),
    "stack/mis": gettext_noop("data platforms"),
    "startup": gettext_noop("the startup programme"),
    "storage": gettext_noop("NetApp storage"),
    "supply": gettext_noop("deliveries"),
    "support": gettext_noop("support tickets"),
    "veeam": gettext_noop("Veeam Enterprise"),
    "veeamCloudConnect": gettext_noop("Veeam Cloud Connect"),
    "vip": gettext_noop("VIP support"),
    "vmwareCloudDirector": gettext_noop("VMware Cloud Director"),
    "vrackServices": gettext_noop("vRack Services"),
    "webhosting": gettext_noop("web hosting (second branch)"),
    "xdsl": gettext_noop("internet access lines"),
    "zimbra": gettext_noop("Zimbra mail"),
}


def key_of(segments: Sequence[str]) -> str:
    """The first segments of the product's paths: ``domain/zone``."""
    _, length = product_words.find(segments)
    known = "/".join(segments[:2])
    if length < 2 and known in SECTIONS:
        return known
    return "/".join(segments[: length or 1])


def name_of(key: str) -> Sentence:
    """The product in words; one that nobody has named yet by its path."""
    product = product_words.PRODUCTS.get(key)
    name = product.plural if product else SECTIONS.get(key)
    return say(name) if name else say("%(path)s", path=f"/{key}")
