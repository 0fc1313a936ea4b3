"""Statuses that OVHcloud's table of errors does not have, by what they mean in HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from credentials.core import Refusal

PAYMENT: Final = "payment-required"
METHOD_NOT_TAKEN: Final = "method-not-allowed"
LOCKED: Final = "locked"
PROXY: Final = "proxy"
#: What is behind a status that no entry of ``core.API_ERRORS`` has.
CAUSES_OF_STATUSES: Final[Mapping[int, str]] = {
    402: PAYMENT,
    405: METHOD_NOT_TAKEN,
    406: Refusal.BAD_REQUEST,
    407: PROXY,
    410: Refusal.NO_ROUTE,
    412: Refusal.CONFLICT,
    413: Refusal.BAD_REQUEST,
    415: Refusal.BAD_REQUEST,
    422: Refusal.BAD_REQUEST,
    423: LOCKED,
    424: LOCKED,
    **dict.fromkeys(range(520, 527), Refusal.BAD_GATEWAY),
}
