"""The products of the API by the first segments of their paths, in words.

``many`` names the product; ``one`` names a single thing of it and stands only where the segment
after the prefix is that thing's name, except for the names in ``fixed``, which are routes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from credentials.core import gettext_noop


@dataclass(frozen=True, slots=True)
class Product:
    """Templates, marked for translation; ``one`` takes ``%(name)s`` and may be empty."""

    plural: str
    singular: str = ""
    fixed: frozenset[str] = frozenset()


def find(segments: Sequence[str]) -> tuple[Product | None, int]:
    """The product with the longest prefix of ``segments``, and how many segments that takes."""
    for length in range(min(_DEEPEST, len(segments)), 0, -1):
        if product := PRODUCTS.get("/".join(segments[:length])):
            return product, length
    return None, 0


PRODUCTS = {
    "cloud/project": Product(
        gettext_noop("Public Cloud projects"), gettext_noop("the Public Cloud project %(name)s")
    ),
    "dedicated/server": Product(
        gettext_noop("dedicated servers"),
        gettext_noop("the dedicated server %(name)s"),
        frozenset(
            {
                "availabilities",
                "datacenter",
                "log",
                "osAvailabilities",
                "region",
                "virtualNetworkInterface",
            }
        ),
    ),
    "domain": Product(
        gettext_noop("domain names"),
        gettext_noop("the domain name %(name)s"),
        frozenset({"alldom", "configurationRule", "contact", "data", "extensions", "name", "zone"}),
    ),
    "domain/zone": Product(gettext_noop("DNS zones"), gettext_noop("the DNS zone %(name)s")),
    "email/domain": Product(
        gettext_noop("mail domains"),
        gettext_noop("the mail domain %(name)s"),
        frozenset({"delegatedAccount", "mailingListLimits"}),
    ),
    "hosting/privateDatabase": Product(
        gettext_noop("web databases"),
        gettext_noop("the web database %(name)s"),
        frozenset({"availableOrderCapacities"}),
    ),
    "hosting/web": Product(
        gettext_noop("web hosting plans"),
        gettext_noop("the web hosting plan %(name)s"),
        frozenset(
            {
                "attachedDomain",
                "availableOffer",
                "incident",
                "localSeo",
                "moduleList",
                "offerCapabilities",
                "vcs",
            }
        ),
    ),
    "iam": Product(gettext_noop("who may do what: identity and access management")),
    "iam/policy": Product(
        gettext_noop("access policies"), gettext_noop("the access policy %(name)s")
    ),
    "ip": Product(
        gettext_noop("IP addresses"),
        gettext_noop("the IP addresses %(name)s"),
        frozenset({"campus", "service"}),
    ),
    "ipLoadbalancing": Product(
        gettext_noop("load balancers"),
        gettext_noop("the load balancer %(name)s"),
        frozenset({"availableZones"}),
    ),
    "me": Product(gettext_noop("the account and its owner")),
    "me/api/application": Product(
        gettext_noop("API applications"), gettext_noop("the API application %(name)s")
    ),
    "me/api/credential": Product(
        gettext_noop("API credentials"), gettext_noop("the API credential %(name)s")
    ),
    "me/api/oauth2/client": Product(
        gettext_noop("service accounts"), gettext_noop("the service account %(name)s")
    ),
    "me/bill": Product(
        gettext_noop("bills"), gettext_noop("the bill %(name)s"), frozenset({"export"})
    ),
    "me/identity/user": Product(
        gettext_noop("local users"), gettext_noop("the local user %(name)s")
    ),
    "me/order": Product(gettext_noop("orders"), gettext_noop("the order %(name)s")),
    "order": Product(gettext_noop("ordering")),
    "sms": Product(
        gettext_noop("SMS services"),
        gettext_noop("the SMS service %(name)s"),
        frozenset({"estimate", "ptts", "rates", "virtualNumbers"}),
    ),
    "telephony": Product(gettext_noop("telephony")),
    "vps": Product(
        gettext_noop("VPS"), gettext_noop("the VPS %(name)s"), frozenset({"datacenter", "order"})
    ),
    "vrack": Product(
        gettext_noop("vRacks"),
        gettext_noop("the vRack %(name)s"),
        frozenset({"publicRoutingRegion"}),
    ),
}

_DEEPEST = max(prefix.count("/") + 1 for prefix in PRODUCTS)
