"""``/me``: the account itself."""

from __future__ import annotations

from typing import Any

from sandbox.call import Call
from sandbox.routing import Family

routes = Family()


@routes("GET", "/me", action="account:apiovh:me/get")
def me(call: Call) -> dict[str, Any]:
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
