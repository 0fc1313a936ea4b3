"""``/me``: the account itself."""

from __future__ import annotations

from typing import Any

from sandbox.call import Call
from sandbox.routes.described.reading import modelled
from sandbox.routing import RouteFamily

routes = RouteFamily()

#: What of an account follows from its region.
_PLACES: dict[str, dict[str, object]] = {
    "eu": {
        "country": "FR",
        "language": "en_GB",
        "currency": {"code": "EUR", "symbol": "€"},
        "ovhSubsidiary": "FR",
    },
    "ca": {
        "country": "CA",
        "language": "en_CA",
        "currency": {"code": "CAD", "symbol": "$"},
        "ovhSubsidiary": "CA",
    },
    "us": {
        "country": "US",
        "language": "en_US",
        "currency": {"code": "USD", "symbol": "$"},
        "ovhSubsidiary": "US",
    },
}


@routes("GET", "/me", action="account:apiovh:me/get")
def me(call: Call) -> dict[str, Any]:
    """``nichandle.Nichandle``: the account of the caller."""
    account = call.account
    known = {
        "nichandle": account.nic,
        "customerCode": account.nic.partition("-")[0],
        "firstname": account.first_name,
        "name": account.name,
        "email": account.email,
        "organisation": "",
        "ovhCompany": "ovh",
        "state": "complete",
        "kycValidated": True,
    }
    return modelled(call, known | _PLACES[call.world.region])
