"""The calls of the demo world from before it was started, as OVHcloud's log has them."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.demo_world.plans import NIC_A, NIC_B, NIC_C
from sandbox.state.records import PastCall
from sandbox.state.world import World

_DAY = 86_400
_FIRST_NUMBER = 900_000_000
_RECORD = "/domain/zone/{zoneName}/record"
_REFRESH = "/domain/zone/{zoneName}/refresh"


@dataclass(frozen=True, slots=True)
class _CallPlan:
    """A call made ``every`` so many days, the last time ``ago`` days ago. ``owner`` has the
    service, where that is not the account that called."""

    account: str
    address: str
    method: str
    path: str
    route: str
    ago: float
    every: float
    times: int = 1
    owner: str = ""


_PLANS = (
    # certbot on web-1 proves each month that it holds example.com.
    _CallPlan(
        NIC_A, "198.51.100.4", "POST", "/domain/zone/example.com/record", _RECORD, 0.2, 29, 3
    ),
    _CallPlan(
        NIC_A, "198.51.100.4", "POST", "/domain/zone/example.com/refresh", _REFRESH, 0.2, 29, 3
    ),
    _CallPlan(
        NIC_A,
        "198.51.100.4",
        "DELETE",
        "/domain/zone/example.com/record/5012345678",
        f"{_RECORD}/{{id}}",
        0.2,
        29,
        3,
    ),
    # external-dns in the office, and somebody's terraform from elsewhere.
    _CallPlan(
        NIC_A, "203.0.113.7", "POST", "/domain/zone/lab.example.com/record", _RECORD, 0.05, 6, 10
    ),
    _CallPlan(NIC_A, "192.0.2.44", "POST", "/cloud/project", "/cloud/project", 3, 20, 2),
    _CallPlan(
        NIC_B,
        "203.0.113.7",
        "PUT",
        "/domain/zone/example.net/record/17",
        f"{_RECORD}/{{id}}",
        0.002,
        2,
        12,
    ),
    # A partner's account works on a zone of Alice's.
    _CallPlan(
        NIC_C, "192.0.2.90", "POST", "/domain/zone/example.com/refresh", _REFRESH, 8, 30, 2, NIC_A
    ),
)


def add_past_calls(world: World, now: float) -> None:
    """Put them into the log; numbers rise with time."""
    moments = sorted(
        (now - (plan.ago + turn * plan.every) * _DAY, place)
        for place, plan in enumerate(_PLANS)
        for turn in range(plan.times)
    )
    for number, (at, place) in enumerate(moments, start=_FIRST_NUMBER):
        plan = _PLANS[place]
        world.keep(
            PastCall(
                id=number,
                owner=plan.owner or plan.account,
                at=at,
                account=plan.account,
                address=plan.address,
                method=plan.method,
                path=plan.path,
                route=plan.route,
            )
        )
