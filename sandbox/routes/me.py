"""``/me``: the account itself."""

from __future__ import annotations

from typing import Any

from sandbox.call import Call
from sandbox.routing import RouteFamily

routes = RouteFamily()


@routes("GET", "/me", action="account:apiovh:me/get")
def me(call: Call) -> dict[str, Any]:
    """``nichandle.Nichandle``: the account of the caller."""
    account = call.account
    return {
        "nichandle": account.nic,
        "customerCode": account.nic.partition("-")[0],
        "firstname": account.first_name,
        "name": account.name,
        "email": account.email,
        "organisation": "",
        "country": "FR",
        "language": "en_GB",
        "currency": {"code": "EUR", "symbol": "€"},
        "ovhCompany": "ovh",
        "ovhSubsidiary": "FR",
        "state": "complete",
        "kycValidated": True,
    }
